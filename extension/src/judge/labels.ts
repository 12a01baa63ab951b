/** The words of one label of a host, and the brand names among them, as signals/labels.py reads them. */
import { latin } from './confusables';
import { isAlphabetic, isAscii, isDecimal, size, wordsAndNumbers } from './letters';
import type { NameIndex, Spelling } from './names';
import type { Resemblance } from './sites';

export type How = 'word' | 'glued' | Resemblance;
export const resembles = (how: How): boolean => how === 'mistyped' || how === 'drawn';

const MAX_JOINED = 3;
const MIN_GLUED_TO_LURE = 4;
const MIN_GLUED = 5;
const MIN_GLUED_AT_END = 6;
const MIN_GLUED_ALONE = 8;
const MIN_RESEMBLING = 4;
const MIN_MISTYPED = 7;
const MIN_MISTYPED_PIECE = 8;
const MIN_DRAWN = 6;
const MAX_WORD = 40;
const MIN_DIGITS = 3;

/** A brand's name in a label: how it is written, as which text, whether it fills the label or ends it. */
export interface NameInLabel {
  spelling: Spelling;
  how: How;
  text: string;
  /** Needs company. */
  weak: boolean;
  whole: boolean;
  last: boolean;
  /** The lure word that the name is glued to, if any. */
  lures: readonly string[];
}

/** What one label says. */
export interface LabelWords {
  names: readonly NameInLabel[];
  lures: readonly string[];
  numbered: boolean;
}

/** Cut a label into words and look them up. */
export function readLabel(label: string, names: NameIndex, lures: ReadonlySet<string>): LabelWords {
  const parts = isAlphabetic(label) ? [label] : wordsAndNumbers(label);
  const glued = parts
    .filter((word) => MIN_GLUED_TO_LURE < size(word) && size(word) <= MAX_WORD)
    .flatMap((word) => gluedNames(word, names, lures));
  const named = outermost([...spelled(parts, names), ...glued]);
  const found = named.length > 0 ? named : imitated(label, names);
  return {
    names: found,
    lures: [...parts.filter((word) => lures.has(word)), ...found.flatMap((name) => name.lures)],
    numbered: isNumbered(label, parts),
  };
}

/** Names that are parts of longer ones are left out, unless they stand beside a lure. */
function outermost(found: readonly NameInLabel[]): readonly NameInLabel[] {
  const texts = [...new Set(found.map((name) => name.text))];
  return found.filter((name) => name.lures.length > 0 || !texts.some((text) => name.text !== text && text.includes(name.text)));
}

function isNumbered(label: string, parts: readonly string[]): boolean {
  const numbers = parts.filter(isDecimal);
  if (numbers.some((number) => size(number) >= MIN_DIGITS)) return true;
  return numbers.length > 1 && parts.length - numbers.length > label.split('-').length - 1;
}

function spelled(parts: readonly string[], names: NameIndex): NameInLabel[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const spelling = names.exact.get(only);
    return spelling === undefined ? [] : [{ spelling, how: 'word', text: only, weak: spelling.weak, whole: true, last: false, lures: [] }];
  }
  const found: NameInLabel[] = [];
  const whole = parts.join('');
  parts.forEach((_, start) => {
    let text = '';
    for (const word of parts.slice(start, start + MAX_JOINED)) {
      text += word;
      const spelling = names.exact.get(text);
      if (spelling === undefined) continue;
      const rest = parts.slice(start).join('').slice(text.length);
      found.push({ spelling, how: 'word', text, weak: spelling.weak, whole: text === whole, last: rest === '' || isDecimal(rest), lures: [] });
    }
  });
  return found;
}

function gluedNames(word: string, names: NameIndex, lures: ReadonlySet<string>): NameInLabel[] {
  return names.glued(word).flatMap(({ spelling, rest }): NameInLabel[] => {
    const name = { spelling, how: 'glued', text: spelling.word, whole: false, last: false } as const;
    const { length } = spelling.word;
    if (lures.has(rest)) return length >= MIN_GLUED_TO_LURE ? [{ ...name, weak: spelling.weak, lures: [rest] }] : [];
    if (length < (word.startsWith(spelling.word) ? MIN_GLUED : MIN_GLUED_AT_END)) return [];
    return [{ ...name, weak: spelling.weak || !(spelling.coined || length >= MIN_GLUED_ALONE), lures: [] }];
  });
}

/** The brand that a label, or a piece of it between hyphens, resembles. */
function imitated(label: string, names: NameIndex): NameInLabel[] {
  const pieces = label.split('-');
  const whole = pieces.join('');
  for (const piece of new Set([whole, ...pieces])) {
    if (size(piece) < MIN_RESEMBLING || size(piece) > MAX_WORD || isDecimal(piece)) continue;
    const found = resembled(piece, names);
    if (found === null) continue;
    const filled = piece === whole;
    return [{ ...found, text: piece, weak: !tells(piece, found, filled), whole: filled, last: false, lures: [] }];
  }
  return [];
}

interface Resembled {
  spelling: Spelling;
  how: Resemblance;
}

function resembled(piece: string, names: NameIndex): Resembled | null {
  const plain = isAscii(piece) ? piece : latin(piece);
  const drawn = (plain === piece ? undefined : names.exact.get(plain)) ?? names.drawn(plain);
  if (drawn !== null) return { spelling: drawn, how: 'drawn' };
  const mistyped = names.mistyped(plain);
  return mistyped === null ? null : { spelling: mistyped, how: plain === piece ? 'mistyped' : 'drawn' };
}

/** Whether a resemblance accuses without company, wherever it stands. */
function tells(piece: string, { spelling, how }: Resembled, filled: boolean): boolean {
  const { length } = spelling.word;
  if (!isAscii(piece)) return true;
  if (how === 'drawn') return length >= MIN_DRAWN;
  return length >= (filled ? MIN_MISTYPED : MIN_MISTYPED_PIECE);
}
