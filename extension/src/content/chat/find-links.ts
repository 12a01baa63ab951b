/** Links in a chat's markup: anchors, and addresses that stand as text. */
import { isUnder, webAddress } from '../../shared/address';
import { unwrap } from './unwrap';

export interface FoundLink {
  url: URL;
  /** Written without a scheme: perhaps no address at all. */
  bare: boolean;
}

const MAX_TEXT = 5_000;
const MAX_LINKS_PER_TEXT = 5;

/** Where a person types: text there is never read. */
export const TYPED = 'textarea,input,select,[contenteditable]:not([contenteditable="false"]),[role="textbox"]';

/** Those, and places whose text is no message. */
export const NOT_READ = `script,style,noscript,sverka-badge,${TYPED}`;

// People write "avito[.]ru", "avito(точка)ru" and full-width dots to get past filters.
const DOT = String.raw`(?:[.。．]|\[\.\]|\(\.\)|\{\.\}|[\[({](?:dot|точка)[\])}])`;
// Plain ranges (Latin and Cyrillic) and no flags: classes by Unicode property take the browser milliseconds to prepare.
const SIGN = String.raw`A-Za-z0-9\u00c0-\u024f\u0400-\u04ff`;
const LABEL = String.raw`[${SIGN}](?:[${SIGN}_-]{0,61}[${SIGN}])?`;
const BARE_END = String.raw`(?:[A-Za-z]{2,24}|[xX][nN]--[A-Za-z0-9-]{2,59}|[рР][фФ]|рус|бел|укр|қаз|москва|онлайн|сайт|орг|ком|дети)`;
const TAIL = String.raw`(?::\d{1,5})?(?:[/?#][^\s<>"«»]*)?`;
const WITH_SCHEME = String.raw`[hH](?:[tT]{2}|[xX]{2}|\*\*)[pP][sS]?(?::|\[:\])//[^\s<>"«»]{3,2000}`;
const BARE = String.raw`(?:${LABEL}${DOT}){1,8}${BARE_END}(?![${SIGN}_@-])${TAIL}`;
const ADDRESS = new RegExp(String.raw`(?<![${SIGN}@._/-])(?:${WITH_SCHEME}|${BARE})`, 'g');
// Without flags and classes of letters, because every text node of the page meets it.
const MAYBE = /\/\/|[^\s.][.。．][^\s.]|точка|dot[\])}]/;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const ANY_DOT = new RegExp(DOT, 'g');
const TRAILING = /[.,;:!?)\]}'’…]+$/;

function readAddress(written: string): FoundLink | null {
  const bare = !written.includes('//');
  const address = written
    .replace(TRAILING, '')
    .replace(/^h(?:xx|\*\*)p/i, 'http')
    .replace('[:]', ':')
    .replace(ANY_DOT, '.');
  const url = webAddress(bare ? `https://${address}` : address);
  return url?.hostname.includes('.') === true ? { url, bare } : null;
}

/** A quick look that says no to nearly every message. */
export const mayHoldAddress = (text: string): boolean => text.length > 3 && MAYBE.test(text);

/** Addresses in a piece of text, in order, without repeats. */
export function addressesIn(text: string): FoundLink[] {
  if (!mayHoldAddress(text)) return [];
  const found = new Map<string, FoundLink>();
  for (const [written] of text.slice(0, MAX_TEXT).replace(INVISIBLE, '').matchAll(ADDRESS)) {
    const link = readAddress(written);
    if (link !== null) found.set(link.url.href, link);
    if (found.size === MAX_LINKS_PER_TEXT) break;
  }
  return [...found.values()];
}

/** A quick look at an anchor: may it lead out of `site`, at once or through the site's own redirector? */
export function mayLeaveSite(anchor: HTMLAnchorElement, site: string): boolean {
  if (!anchor.protocol.startsWith('http')) return false;
  return !isUnder(anchor.hostname, site) || /https?(?::|%3a)/i.test(anchor.search);
}

/** Where an anchor leads when that is outside `site`, else null. */
export function foreignTarget(anchor: HTMLAnchorElement, site: string): URL | null {
  const own = webAddress(anchor.href);
  if (own === null) return null;
  const target = unwrap(own, site);
  return isUnder(target.hostname, site) ? null : target;
}

/** Foreign addresses in one text node; none when an anchor around it speaks for it, or when a person types there. */
export function linksInText(node: Text, site: string): FoundLink[] {
  const text = node.data;
  if (!mayHoldAddress(text)) return [];
  const parent = node.parentElement;
  if (parent === null || parent.closest(NOT_READ) !== null) return [];
  const links = addressesIn(text)
    .map((link) => ({ ...link, url: unwrap(link.url, site) }))
    .filter((link) => !isUnder(link.url.hostname, site));
  if (links.length === 0) return [];
  const anchor = parent.closest<HTMLAnchorElement>('a[href]');
  if (anchor === null) return links;
  // An anchor of the site itself around a foreign address hides it; a card around a preview only quotes it.
  const hides = foreignTarget(anchor, site) === null && !/\s/.test(anchor.textContent.trim());
  return hides ? links : [];
}

/** The host that an anchor shows in words, when its whole text is an address, else ''. */
export function shownHost(anchor: HTMLAnchorElement): string {
  const text = anchor.textContent.trim();
  if (text.length > 300 || /\s/.test(text)) return '';
  return addressesIn(text)[0]?.url.hostname ?? '';
}
