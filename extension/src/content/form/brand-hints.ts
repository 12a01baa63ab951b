/** Where a page may name a brand: its own name for itself, its pictures, its links. Which it names, the background finds. */
import type { Named } from '../../shared/messages';
import { all, attribute, localName, titleOfDrawing, upTo } from './dom';

const MAX_PICTURES = 200;
const MAX_LINKS = 300;
const MAX_WORDS = 120;
const MAX_SOURCE = 2_000;
/** In all; the longest pages repeat themselves. */
const MAX_TEXTS = 400;

const SITE_NAMES = 'meta[property="og:site_name"],meta[name="application-name"],meta[name="apple-mobile-web-app-title"]';
const PICTURES = 'img,svg,link[rel~="icon"],[class*="logo"],[id*="logo"]';
const LINKS = 'a[href],form[action],img[src]';
const HOST = /^(?:https?:)?\/\/([a-z0-9.-]{1,253})/i;
const CAMEL = /(?<=[a-z])(?=[A-Z])/g;
const SEPARATORS = /[_\-.[\]:*]+/g;

/** As classifier/brand_hints.py reads a page's source; held together by tests/vectors/brand_hints.json. */
export function namedOn(page: Document): Named {
  const site = [...upTo(MAX_PICTURES, all(page, SITE_NAMES))].map((element) => words(element, 'content'));
  const pictures = [...upTo(MAX_PICTURES, all(page, PICTURES))].flatMap(wordsOfPicture);
  const links = [...upTo(MAX_LINKS, all(page, LINKS))].map(linkedHost);
  return { site: distinct(site), pictures: distinct(pictures), links: distinct(links) };
}

const distinct = (texts: string[]): string[] => [...new Set(texts)].filter((text) => text !== '').slice(0, MAX_TEXTS);

const words = (element: Element, name: string, longest = MAX_WORDS): string => attribute(element, name).trim().slice(0, longest);

function wordsOfPicture(element: Element): string[] {
  const said = ['alt', 'title', 'aria-label'].map((name) => words(element, name));
  const files = ['src', 'href'].map((name) => fileWords(words(element, name, MAX_SOURCE)));
  return [...said, ...files, ownWords(element)];
}

/** What a drawing calls itself; of other elements their class, where "logo-brand" stands. */
function ownWords(element: Element): string {
  const kind = localName(element);
  if (kind === 'img') return '';
  return kind === 'svg' ? titleOfDrawing(element).slice(0, MAX_WORDS) : partsOf(words(element, 'class'));
}

/** The words of a file's name and of the folder that it lies in. */
function fileWords(source: string): string {
  if (source.startsWith('data:')) return '';
  const path = (source.split(/[?#]/, 1)[0] ?? '').split('/');
  return partsOf(path.slice(-2).join(' ').slice(-MAX_WORDS));
}

const partsOf = (identifier: string): string => identifier.replace(CAMEL, ' ').replace(SEPARATORS, ' ');

function linkedHost(element: Element): string {
  const target = ['href', 'action', 'src'].map((name) => words(element, name)).find((written) => written !== '') ?? '';
  return HOST.exec(target)?.[1]?.toLowerCase() ?? '';
}
