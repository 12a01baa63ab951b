/** NameIndex: brand names by every way in which a host may write them, as classifier/names.py reads them. */
import type { Brand } from './brands';
import { blurred, latin } from './confusables';
import { size } from './letters';
import { deletions, within } from './typing-errors';

const MIN_AT_START = 4;
const MIN_AT_END = 4;
const MIN_MISTYPED = 5;
const MIN_TWICE_MISTYPED = 9;
const MIN_BLURRED = 4;
const MIN_CONSONANTS = 5;
/** Names that are a common word behind three letters. */
const SHORT_STEM = /^.{1,3}(?:bank|online|express)$/;
/** Letters by which a longer word is known to hold a name. */
const HEAD = 4;
/** Letters at the start or end that a mistyped name shares with the right one. */
const EDGE = 2;
/** First letters that a twice mistyped name still shares. */
const START = 3;
const VOWELS = /[aeiouyаеиоуыэюя]/g;

/** A way to write a brand's name, without hyphens. Weak ones need company, coined ones stand in no honest word. */
export interface Spelling {
  word: string;
  brand: Brand;
  weak: boolean;
  coined: boolean;
}

const push = <K, V>(lists: Map<K, V[]>, key: K, value: V): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
};
const setDefault = <K, V>(map: Map<K, V>, key: K, value: V): void => {
  if (!map.has(key)) map.set(key, value);
};

/** Finds the brand that a word of a host names or imitates. */
export class NameIndex {
  readonly exact: ReadonlyMap<string, Spelling>;
  readonly #heads = new Set<string>();
  readonly #tails = new Set<string>();
  readonly #neighbours = new Set<string>();
  readonly #oneDeleted = new Map<string, Spelling[]>();
  readonly #edges = new Set<string>();
  readonly #starts = new Map<string, Spelling[]>();
  readonly #blurred = new Map<string, Spelling>();
  readonly #noVowels = new Map<string, Spelling>();

  constructor(spellings: readonly Spelling[]) {
    this.exact = new Map(spellings.map((spelling) => [spelling.word, spelling]));
    for (const spelling of this.exact.values()) {
      this.#heads.add(spelling.word.slice(0, HEAD));
      if (spelling.word.length >= MIN_AT_END) this.#tails.add(spelling.word.slice(-HEAD));
      for (const word of spelling.brand.neighbours) this.#neighbours.add(word);
      if (!spelling.weak) this.#add(spelling);
    }
  }

  #add(spelling: Spelling): void {
    const { word, brand } = spelling;
    if (word.length >= MIN_BLURRED) setDefault(this.#blurred, blurred(latin(word)), spelling);
    if (!brand.mainNames.has(word) || SHORT_STEM.test(word)) return;
    if (word.length >= MIN_MISTYPED) {
      this.#edges.add(word.slice(0, EDGE)).add(word.slice(-EDGE));
      for (const key of new Set([word, ...deletions(word)])) push(this.#oneDeleted, key, spelling);
    }
    if (word.length >= MIN_TWICE_MISTYPED) push(this.#starts, word.slice(0, START), spelling);
    const consonants = word.replace(VOWELS, '');
    if (consonants.length >= MIN_CONSONANTS && !this.exact.has(consonants)) setDefault(this.#noVowels, consonants, spelling);
  }

  /** The name that the word is, but for one or two typing errors or lost vowels; its first letter is right. */
  mistyped(word: string): Spelling | null {
    const bare = this.#noVowels.get(word);
    if (bare !== undefined) return bare;
    if (size(word) < MIN_MISTYPED - 1 || this.exact.has(word) || this.#neighbours.has(word)) return null;
    if (!this.#edges.has(word.slice(0, EDGE)) && !this.#edges.has(word.slice(-EDGE))) return null;
    for (const key of [word, ...deletions(word)])
      for (const spelling of this.#oneDeleted.get(key) ?? [])
        if (word.startsWith(spelling.word.charAt(0)) && within(1, word, spelling.word)) return spelling;
    if (size(word) < MIN_TWICE_MISTYPED - 2) return null;
    return this.#starts.get(word.slice(0, START))?.find((spelling) => within(2, word, spelling.word)) ?? null;
  }

  /** The name that the word looks like, letter by letter, without being it. */
  drawn(word: string): Spelling | null {
    if (size(word) < MIN_BLURRED || this.exact.has(word) || this.#neighbours.has(word)) return null;
    return this.#blurred.get(blurred(word)) ?? null;
  }

  /** Each name at the start or end of a longer word, with the rest of the word. */
  glued(word: string): { spelling: Spelling; rest: string }[] {
    const found: { spelling: Spelling; rest: string }[] = [];
    const look = (name: string, rest: string): void => {
      const spelling = this.exact.get(name);
      if (spelling !== undefined) found.push({ spelling, rest });
    };
    if (this.#heads.has(word.slice(0, HEAD))) for (let cut = MIN_AT_START; cut < word.length; cut += 1) look(word.slice(0, cut), word.slice(cut));
    if (this.#tails.has(word.slice(-HEAD))) for (let cut = 1; cut <= word.length - MIN_AT_END; cut += 1) look(word.slice(cut), word.slice(0, cut));
    return found;
  }
}
