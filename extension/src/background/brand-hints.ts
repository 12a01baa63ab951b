/** Which brands a page names: as classifier/brand_hints.py, held together by tests/vectors/brand_hints.json. */
import names from '../generated/names.json';
import { selfAndParents } from '../shared/address';
import { domainsOfBrands } from '../shared/brands';
import type { Named } from '../shared/messages';
import { plain } from '../shared/spelling';

const MAX_HINTS = 20;
const MAX_TOKENS = 120;
/** Words that one name may be written in. */
const MAX_JOINED = 4;
const MIN_STEM = 2;

const SEGMENTS = /\s[-‐-―]+\s|[|•·:;»«"“”()/]|[.!?](?:\s|$)/;
const TOKENS = /\p{L}+|\p{Nd}+/gu;
const ENDING = /(?:ами|ями|ов|ом|ем|ой|ей|ам|ям|ах|ях|[аеиоуыюя])$/;
const GENERIC = new Set(names.generic);

interface Spelling {
  id: string;
  /** A common word too, which names the brand only where nothing else is said. */
  weak: boolean;
}

const SPELLINGS = new Map<string, Spelling>(
  names.brands.flatMap(({ id, names: strong, weak }) => [
    ...strong.map((name) => [name, { id, weak: false }] as const),
    ...weak.map((name) => [name, { id, weak: true }] as const),
  ]),
);
/** Kinds whose links tell something; to social networks and payment services every site links. */
const LINKED_KINDS = ['classifieds', 'delivery', 'marketplace', 'bank', 'travel', 'auto', 'realty', 'jobs', 'government'];
const LINKED = new Set(names.brands.filter(({ kind }) => LINKED_KINDS.includes(kind)).map(({ id }) => id));

/** At most twenty hints: what the page calls itself, then its pictures, then its links. */
export function brandHints({ site, pictures, links }: Named): string[] {
  const hints = new Set<string>();
  for (const id of site.flatMap(namedIn)) hints.add(`site:${id}`);
  for (const id of pictures.flatMap(namedIn)) hints.add(id);
  for (const id of links.flatMap(linkedTo)) hints.add(`link:${id}`);
  return [...hints].slice(0, MAX_HINTS);
}

function namedIn(text: string): string[] {
  return plain(text).split(SEGMENTS).flatMap(namedInSegment);
}

function namedInSegment(segment: string): string[] {
  const tokens = (segment.match(TOKENS) ?? []).slice(0, MAX_TOKENS);
  const found: Spelling[] = [];
  let nothingElse = true;
  for (let start = 0; start < tokens.length; ) {
    const { spelling, length } = longestName(tokens, start);
    const word = tokens[start] ?? '';
    if (spelling !== undefined) found.push(spelling);
    else if (!GENERIC.has(word) && !/^\p{Nd}/u.test(word)) nothingElse = false;
    start += length;
  }
  return found.filter(({ weak }) => nothingElse || !weak).map(({ id }) => id);
}

function longestName(tokens: string[], start: number): { spelling?: Spelling; length: number } {
  for (let end = Math.min(tokens.length, start + MAX_JOINED); end > start; end -= 1) {
    const spelling = spellingOf(tokens.slice(start, end).join(''));
    if (spelling !== undefined) return { spelling, length: end - start };
  }
  return { length: 1 };
}

/** In Russian also without its case ending: «на Юле», «Сбербанка». */
function spellingOf(word: string): Spelling | undefined {
  const known = SPELLINGS.get(word);
  if (known !== undefined) return known;
  const stem = word.replace(ENDING, '');
  if (stem === word || stem.length < MIN_STEM) return undefined;
  return SPELLINGS.get(stem) ?? SPELLINGS.get(`${stem}а`);
}

function linkedTo(host: string): string[] {
  const domain = [...selfAndParents(host), host].find((name) => domainsOfBrands.has(name)) ?? '';
  const id = domainsOfBrands.get(domain);
  return id !== undefined && LINKED.has(id) ? [id] : [];
}
