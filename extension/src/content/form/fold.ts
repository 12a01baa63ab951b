/** Words of a page in one spelling, so that the ways to write a word past the gate lead to the same word. */
import gate from '../../generated/gate.json';
import { asCyrillic, lowered, MAX_RAW } from '../../shared/spelling';

/** Shorter words are looked for between spaces only: without the spaces, two words may make a third by chance. */
const LONG_IN_SHORT_TEXT = 4;
const LONG_ANYWHERE = 6;
const SHORT_TEXT = 160;

const SPELLED_OUT = /(?<!\p{L})\p{L}(?: \p{L}(?!\p{L})){2,}/gu;

function fold(text: string): string {
  return asCyrillic(lowered(text)).replace(SPELLED_OUT, (letters) => letters.replaceAll(' ', ''));
}

const WORDS = gate.words.map((word) => ({ word, folded: fold(word), tight: fold(word).replaceAll(' ', '') }));
const SHORTEST = Math.min(...gate.words.map((word) => word.length));

const MAX_MEMORY = 1_000;
const memory = new Map<string, readonly string[]>();

/** The gate's words that a text holds, however it spells them. Decoys repeat themselves, so answers are kept. */
export function gateWords(text: string): readonly string[] {
  if (text.length < SHORTEST) return [];
  const key = text.slice(0, MAX_RAW);
  let words = memory.get(key);
  if (words === undefined) {
    words = wordsIn(key);
    if (memory.size >= MAX_MEMORY) memory.clear();
    if (key.length <= SHORT_TEXT) memory.set(key, words);
  }
  return words;
}

function wordsIn(text: string): string[] {
  const folded = fold(text);
  const tight = folded.replaceAll(' ', '');
  const long = folded.length <= SHORT_TEXT ? LONG_IN_SHORT_TEXT : LONG_ANYWHERE;
  return WORDS.filter((one) => folded.includes(one.folded) || (one.tight.length >= long && tight.includes(one.tight))).map((one) => one.word);
}

/** Which of the two readings says more: pieces with spaces between them, or letters cut apart by empty elements. */
export function clearer(spaced: string, tight: string): string {
  if (spaced === tight) return spaced;
  const plain = (text: string): number => {
    const folded = fold(text);
    return WORDS.filter((one) => folded.includes(one.folded)).length;
  };
  return plain(tight) > plain(spaced) ? tight : spaced;
}
