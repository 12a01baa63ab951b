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

/** Of one text, in characters: as MAX_TEXT of the server. */
const MAX_PLAIN = 4_000;
const UNSEEN =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|[\udb40-\udb43][\udc00-\udfff]/g;
const CYRILLIC_FOR = pairs('aceopxyktmbhi', 'асеорхуктмвні');
const LATIN_FOR = pairs('асеорхуктмвніјѕ', 'aceopxyktmbhijs');
const CYRILLIC = /[а-яєіїґјѕ]/g;
const LATIN = /[a-z]/;
const MIXED = /[a-z][а-яєіїґјѕ]|[а-яєіїґјѕ][a-z]/;
const SPACES = /[\s\x1c-\x1f\x85]+/g;
const ZERO = /(?<=[а-я])0(?=[а-я])/g;
const BETWEEN = /[ .·•*_|-]/g;
// Classes by Unicode property take the browser milliseconds to prepare, so they wait behind plainer questions.
const MAYBE_SPACED = /[^ .·•*_|-](?:[ .·•*_|-][^ .·•*_|-]{1,2}){3}/;
const LETTER = String.raw`[\p{L}\p{Nl}\p{No}]`;
let spaced: RegExp | null = null;
let word: RegExp | null = null;
let endingDrawn: RegExp | null = null;

function pairs(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (letter, index) => [letter, to[index] ?? letter]));
}

const translated = (text: string, table: ReadonlyMap<string, string>): string =>
  text.replace(/./gsu, (letter) => table.get(letter) ?? letter);
const counted = (text: string): number => Array.from(text).length;
const cut = (text: string): string => (text.length <= MAX_PLAIN ? text : Array.from(text.slice(0, 2 * MAX_PLAIN)).slice(0, MAX_PLAIN).join(''));

/** Letters that stand apart, `к а р т а`, as the word that they make. */
function joined(text: string): string {
  if (!MAYBE_SPACED.test(text)) return text;
  spaced ??= new RegExp(`(?<!${LETTER})(?:${LETTER}[ .·•*_|-]){3,}${LETTER}(?!${LETTER})`, 'gu');
  return text.replace(spaced, (letters) => letters.replace(BETWEEN, ''));
}

/** A word of two scripts in the one whose letters the others imitate, if all of it can be read so. */
function inOneScript(mixed: string): string {
  const [asCyrillicWord, asLatin] = [translated(mixed, CYRILLIC_FOR), translated(mixed, LATIN_FOR)];
  const cyrillic = !LATIN.test(asCyrillicWord);
  const latin = asLatin.match(CYRILLIC) === null;
  if (cyrillic && latin) return 2 * (mixed.match(CYRILLIC)?.length ?? 0) >= counted(mixed) ? asCyrillicWord : asLatin;
  if (cyrillic) return asCyrillicWord;
  return latin ? asLatin : mixed;
}

/** One spelling of a text, the same as `plain` of classifier/textnorm.py; tests/vectors/textnorm.json holds both to it. */
export function plain(written: string): string {
  const unfolded = cut(written).normalize('NFKC').replace(UNSEEN, '').toLowerCase();
  let text = joined(unfolded.normalize('NFKC').replaceAll('ё', 'е'));
  text = joined(text.replace(SPACES, ' ').replace(/^ | $/g, ''));
  if (MIXED.test(text)) {
    word ??= new RegExp(`${LETTER}+`, 'gu');
    text = text.replace(word, inOneScript);
  }
  if (text.includes('.py')) {
    endingDrawn ??= /(?<=[а-я]\.)py(?![\p{L}\p{N}_])/gu;
    text = text.replace(endingDrawn, 'ру');
  }
  return cut(text.replace(ZERO, 'о')).trimEnd();
}
