/** Is there anything on this page worth a question? Cheap, local, and rather too often yes than no. */
import gate from '../../generated/gate.json';
import { labelOf, takesData } from './fields';

const WORDS: readonly string[] = gate.words;
const TOKENS = /\bcc-|one-time-code/;
const DIGITS_ONLY = new Set(['tel', 'number', 'password']);

const lower = (element: Element, name: string): string => (element.getAttribute(name) ?? '').toLowerCase();

function hasWord(text: string): boolean {
  const plain = text.toLowerCase().replaceAll('ё', 'е');
  return WORDS.some((word) => plain.includes(word));
}

function takesDigits(control: Element): boolean {
  return DIGITS_ONLY.has(lower(control, 'type')) || ['numeric', 'decimal', 'tel'].includes(lower(control, 'inputmode'));
}

function lengthOf(control: Element): number {
  return Number.parseInt(lower(control, 'maxlength'), 10);
}

function looksLikeCard(control: Element): boolean {
  const length = lengthOf(control);
  if (takesDigits(control) && (length === 3 || (length >= 16 && length <= 23))) return true;
  return /(?:0000|1234|xxxx|\*{4}|•{4}|_{4})[ -]/.test(lower(control, 'placeholder'));
}

function fourOfFour(controls: Element[]): boolean {
  return controls.filter((control) => lengthOf(control) === 4).length >= 4;
}

function namesItself(control: Element): boolean {
  if (TOKENS.test(lower(control, 'autocomplete'))) return true;
  const attributes = ['name', 'id', 'placeholder', 'aria-label'].map((name) => lower(control, name)).join(' ');
  return hasWord(attributes) || hasWord(labelOf(control));
}

/** True when the controls, or the words around them, may be about a card, a balance, a code or receiving money. */
export function opensGate(controls: Element[], nearbyWords: () => string): boolean {
  const asking = controls.filter(takesData);
  if (asking.length === 0) return false;
  return asking.some(looksLikeCard) || fourOfFour(asking) || asking.some(namesItself) || hasWord(nearbyWords());
}
