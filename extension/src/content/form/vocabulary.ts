/**
 * Words that may leave the browser even when a page may be repeating what is typed into it: the words in which forms
 * ask for cards, codes and money, and those that make such a question harmless (a gift card, a phone's balance).
 * Made from the server's own patterns (classifier/vocabulary.py). Whole words and their cases only, so that no surname
 * goes out because it begins like one of them.
 */
import vocabulary from '../../generated/vocabulary.json';
import { asCyrillic, lowered } from '../../shared/spelling';

const setOf = (line: string): ReadonlySet<string> => new Set(line.split(' '));
const WORDS = setOf(vocabulary.words);
const STEMS = setOf(vocabulary.stems);
const ENDINGS = setOf(vocabulary.endings);
const LONGEST_ENDING = Math.max(...[...ENDINGS].map((ending) => ending.length));
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/gu;
const MIXED = /[a-z].*[а-я]|[а-я].*[a-z]/;

function isKnown(word: string): boolean {
  if (WORDS.has(word) || STEMS.has(word)) return true;
  for (let length = 1; length <= Math.min(LONGEST_ENDING, word.length - 1); length += 1) {
    if (STEMS.has(word.slice(0, -length)) && ENDINGS.has(word.slice(-length))) return true;
  }
  return false;
}

/** Of a text, the words that are in the vocabulary. */
export function knownWords(text: string): string[] {
  return lowered(text)
    .split(/[^\p{L}]+/u)
    .map((word) => (MIXED.test(word) ? asCyrillic(word) : word))
    .filter(isKnown);
}

/** The same for a name or id: `cardBalance`, `card_balance` are two words. */
export const knownParts = (identifier: string): string[] => knownWords(identifier.replace(CAMEL, ' '));
