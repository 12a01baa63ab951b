/** Is there anything on this page worth a question? Cheap, local, and rather too often yes than no. */
import { attribute, isDrawn, typeOf } from './dom';
import { gateWords } from './fold';
import { labelOf } from './labels';
import { isReachable, takesInput, type View } from './sight';

const TOKENS = /\b(?:cc-[a-z-]{1,20}|one-time-code)/;
const DIGITS_ONLY = new Set(['tel', 'number', 'password']);
const DIGIT_KEYBOARDS = new Set(['numeric', 'decimal', 'tel']);
const MASKS = /(?:0000|1234|xxxx|\*{4}|•{4}|_{4})[ -]/;
const PART = 'part';
/** A card number in four inputs. */
const PARTS = 4;
/** Milliseconds for one look's controls; a page on which that is not enough is asked about. */
const BUDGET_MS = 60;

/** A control with what it has to do with cards, codes and money; `reasons` is empty for most. */
export interface Rated {
  control: Element;
  reasons: ReadonlySet<string>;
  shown: boolean;
}

const short = (control: Element, name: string): string => attribute(control, name).slice(0, 400).toLowerCase();

function takesDigits(control: Element): boolean {
  return DIGITS_ONLY.has(typeOf(control)) || DIGIT_KEYBOARDS.has(short(control, 'inputmode'));
}

function shapeOf(control: Element): string | null {
  const length = Number.parseInt(short(control, 'maxlength'), 10);
  if (takesDigits(control) && (length === 3 || (length >= 16 && length <= 23))) return 'length';
  if (MASKS.test(short(control, 'placeholder'))) return 'mask';
  return length === 4 ? PART : null;
}

/** What the attributes alone say. */
export function attributeReasons(control: Element): Set<string> {
  const reasons = new Set<string>();
  const token = TOKENS.exec(short(control, 'autocomplete'))?.[0];
  if (token !== undefined) reasons.add(token);
  const shape = shapeOf(control);
  if (shape !== null) reasons.add(shape);
  for (const name of ['name', 'id', 'placeholder', 'aria-label']) {
    for (const word of gateWords(attribute(control, name))) reasons.add(word);
  }
  return reasons;
}

function rated(control: Element, view: View): Rated {
  const reasons = attributeReasons(control);
  for (const word of gateWords(labelOf(control, view))) reasons.add(word);
  // A page that draws its own field puts the real one over it without colour; a decoy out of the Tab key's reach is none.
  const seen = view.isShown(control) || (reasons.size > 0 && isDrawn(control) && isReachable(control));
  return { control, reasons, shown: seen && takesInput(control) };
}

/** Every control with its reasons, as many as the time allows. */
export function rate(controls: readonly Element[], view: View): { rated: Rated[]; late: boolean } {
  const end = performance.now() + BUDGET_MS;
  const all: Rated[] = [];
  for (const [index, control] of controls.entries()) {
    if (index % 16 === 15 && performance.now() > end) return { rated: withParts(all), late: true };
    all.push(rated(control, view));
  }
  return { rated: withParts(all), late: false };
}

/** Four digits at most is a reason where four inputs have it, not where one has. */
function withParts(all: Rated[]): Rated[] {
  if (all.filter(({ reasons }) => reasons.has(PART)).length >= PARTS) return all;
  return all.map((one) => (one.reasons.has(PART) ? { ...one, reasons: new Set([...one.reasons].filter((reason) => reason !== PART)) } : one));
}

/** True when the controls, or the words around them, may be about a card, a balance, a code or receiving money. */
export function opensGate(controls: readonly Rated[], nearbyWords: () => string): boolean {
  const [only] = controls;
  if (only === undefined) return false;
  if (controls.some(({ reasons }) => reasons.size > 0)) return true;
  if (controls.length === 1 && typeOf(only.control) === 'search') return false;
  return gateWords(nearbyWords()).length > 0;
}
