/** What the model sees of a link: its pieces and its shape, number for number as classifier/features.py. */
import type { Address } from './address';

/** Names of the numbers that `linkFeatures` gives, in their order. */
export const SHAPE = [
  'host.length',
  'host.labels',
  'host.longest-label',
  'host.digits',
  'host.hyphens',
  'host.longest-digit-run',
  'host.vowels-permille',
  'host.longest-consonant-run',
  'host.digit-letter-turns',
  'host.distinct-characters',
  'name.length',
  'name.digits',
  'name.hyphens',
  'name.distinct-permille',
  'subdomain.first-length',
  'suffix.labels',
  'suffix.top-length',
  'host.international',
  'host.is-ip',
] as const;

/** Endings of which the model learns nothing by themselves; all count as long as `SILENT_LENGTH`. */
export const SILENT_ENDINGS: ReadonlySet<string> = new Set('ru su by kz ua xn--p1ai xn--90ais xn--j1amh xn--80asehdb moscow'.split(' '));
const SILENT_LENGTH = 3;
/** Lengths of the host's pieces. */
export const PIECES = [3, 4, 5] as const;

const WWW = /^(?:www\d?\.)+(?=.+\.)/;
const DIGITS = /[0-9]+/g;
const CONSONANTS = /[bcdfghjklmnpqrstvwxz]+/g;
const TURNS = /(?<=[a-z])[0-9]|(?<=[0-9])[a-z]/g;
const VOWELS = /[aeiouy]/g;
const LETTERS = /[a-z]/g;
const PATH_WORDS = /[a-z]{3,20}/g;
const ESCAPES = /%[0-9a-f]{2}/g;

/** `pieces` holds each piece once, `shape` a number for each name of `SHAPE`. */
export interface LinkFeatures {
  pieces: ReadonlySet<string>;
  shape: readonly number[];
}

export function linkFeatures(address: Address): LinkFeatures {
  const labels = labelsOf(address);
  const ending = address.suffix.slice(address.suffix.lastIndexOf('.') + 1);
  return { pieces: new Set(piecesOf(labels, address, ending)), shape: shapeOf(labels, address, ending) };
}

/** The ASCII labels left of the public suffix, without `www`. */
function labelsOf({ host: whole, suffix, registrableDomain, isIp }: Address): string[] {
  if (isIp || registrableDomain === null) return [];
  const short = whole.replace(WWW, '');
  const host = short.length <= suffix.length ? whole : short;
  return host.slice(0, host.length - suffix.length - 1).split('.');
}

function* piecesOf(labels: readonly string[], { suffix, path, isIp }: Address, ending: string): Generator<string> {
  const text = labels.map((label) => `^${label}$`).join('');
  for (const size of PIECES) for (let start = 0; start + size <= text.length; start += 1) yield text.slice(start, start + size);
  if (!SILENT_ENDINGS.has(ending) && !isIp) yield `.${suffix}`;
  for (const word of found(PATH_WORDS, path.toLowerCase().replace(ESCAPES, ' '))) yield `/${word}`;
}

function shapeOf(labels: readonly string[], { suffix, isIp }: Address, ending: string): number[] {
  const host = labels.join('.');
  const name = labels.at(-1) ?? '';
  return [
    host.length,
    labels.length,
    longest(labels),
    found(DIGITS, host).join('').length,
    host.split('-').length - 1,
    longest(found(DIGITS, host)),
    permille(found(VOWELS, host).length, found(LETTERS, host).length),
    longest(found(CONSONANTS, host)),
    found(TURNS, host).length,
    new Set(host).size,
    name.length,
    found(DIGITS, name).join('').length,
    name.split('-').length - 1,
    permille(new Set(name).size, name.length),
    labels.length > 1 ? (labels[0] ?? '').length : 0,
    suffix.split('.').length - 1,
    SILENT_ENDINGS.has(ending) ? SILENT_LENGTH : ending.length,
    Number(host.includes('xn--')),
    Number(isIp),
  ];
}

const found = (pattern: RegExp, text: string): readonly string[] => text.match(pattern) ?? [];
const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
const permille = (part: number, whole: number): number => Math.floor((1000 * part) / Math.max(whole, 1));
