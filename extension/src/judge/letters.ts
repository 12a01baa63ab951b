/** Text as Python counts and cuts it: by characters, where JavaScript counts halves of the rarer ones. */

const RARE = /[\ud800-\udfff]/;
/** What Python calls a space; JavaScript lacks the separators and next line, and adds the byte order mark. */
export const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const OUTER_SPACE = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const DIGITS = /^\p{Nd}+$/u;
const LETTERS = /^\p{L}+$/u;
const WORDS = /\p{Nd}+|[\p{L}\p{Nl}\p{No}]+/gu;
const LETTER_RUNS = /[\p{L}\p{Nl}\p{No}]+/gu;
const ASCII = /^[\x00-\x7f]*$/;

export const isAscii = (text: string): boolean => ASCII.test(text);
export const stripped = (text: string): string => text.replace(OUTER_SPACE, '');
export const isAlphabetic = (text: string): boolean => LETTERS.test(text);
export const isDecimal = (text: string): boolean => DIGITS.test(text);
export const characters = (text: string): string[] => (RARE.test(text) ? Array.from(text) : text.split(''));
export const size = (text: string): number => (RARE.test(text) ? Array.from(text).length : text.length);

/** Numbers and runs of letters; signs between them are dropped. */
export const wordsAndNumbers = (text: string): string[] => text.match(WORDS) ?? [];
/** Runs of letters alone. */
export const letterRuns = (text: string): string[] => text.match(LETTER_RUNS) ?? [];

/** The parts before and behind the first `sign`, and whether it is there. */
export function partition(text: string, sign: string): { head: string; found: boolean; rest: string } {
  const at = text.indexOf(sign);
  return at < 0 ? { head: text, found: false, rest: '' } : { head: text.slice(0, at), found: true, rest: text.slice(at + 1) };
}

/** A text with every character of the table replaced. */
export function translated(text: string, table: ReadonlyMap<string, string>): string {
  let out = '';
  for (const char of text) out += table.get(char) ?? char;
  return out;
}

/** Words of a generated list. */
export const words = (list: string): string[] => (list === '' ? [] : list.split(' '));
