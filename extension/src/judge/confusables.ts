/** Confusables: how a text reads to a hurried eye, as classifier/confusables.py says. */
import data from '../generated/judge.json';
import { isAscii, translated } from './letters';
import { once } from './once';

const PAIRS: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['nn', 'm'],
  ['vv', 'w'],
  ['cl', 'd'],
  ['dl', 'd'],
  ['lc', 'k'],
  ['lh', 'h'],
  ['lb', 'b'],
];
const MIXED_UP: ReadonlyMap<string, string> = new Map(Array.from('01345789iqunde', (from, at) => [from, 'olcastbglgvmbc'.charAt(at)] as const));
const MIXED = /[01345789iqunde]/;
const MARKS = /[\u0300-\u036f\u0483-\u0487]/g;
const table = once(() => new Map(Object.entries(data.confusables).flatMap(([reading, chars]) => Array.from(chars, (char) => [char, reading] as const))));

/** A text with every character that looks like ASCII replaced by that. */
export const latin = (text: string): string =>
  isAscii(text) ? text : translated(translated(text, table()).normalize('NFKD').replace(MARKS, ''), table());

/** The form that texts share when one is taken for the other: 0 and o, 1 and l, rn and m, c and e. */
export function blurred(text: string): string {
  for (let now = text; ; ) {
    const before = now;
    for (const [pair, one] of PAIRS) now = now.replaceAll(pair, one);
    if (MIXED.test(now)) now = translated(now, MIXED_UP);
    if (now === before) return now;
  }
}
