/** One spelling for the ways to write a word: as classifier/textnorm.py, which reads pages on the server. */

/** Of one text; a page may hold megabytes in an attribute. */
export const MAX_RAW = 8_192;
const MAX_FOLDED = 6_000;

const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]+/g;
/** Latin letters that look like Cyrillic ones, in lower case or (k t m b h) in capitals. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у', k: 'к', m: 'м', t: 'т', b: 'в', h: 'н',
};

/** One line without invisible signs, cut before anything costly is done with it. */
export function tidy(text: string, longest = MAX_RAW): string {
  return text.slice(0, MAX_RAW).replace(INVISIBLE, '').replace(/\s+/g, ' ').trim().slice(0, longest);
}

/** Latin letters that look Cyrillic as the Cyrillic ones. */
export const asCyrillic = (text: string): string => text.replace(/[aceopxykmtbh]/g, (letter) => LOOKALIKES[letter] ?? letter);

/** Lower case, ё as е, full-width and other forms as plain ones. */
export const lowered = (text: string): string => tidy(tidy(text, MAX_FOLDED).normalize('NFKC')).toLowerCase().replaceAll('ё', 'е');

const MIXED = /[a-z][а-я]|[а-я][a-z]/;

/** As `lowered`, and words that mix scripts in Cyrillic only. */
export function plain(text: string): string {
  const words = lowered(text);
  return MIXED.test(words) ? words.replace(/[a-zа-я]+/g, (word) => (MIXED.test(word) ? asCyrillic(word) : word)) : words;
}
