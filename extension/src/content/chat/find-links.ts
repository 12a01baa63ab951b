/** Links in a chat's markup: anchors, and addresses that stand as text. */
import { isUnder, webAddress } from '../../shared/address';
import { unwrap } from './unwrap';

export interface FoundLink {
  url: URL;
  /** Where it leads: behind a redirector, every place that it may lead to; else `url` alone. */
  targets: URL[];
  /** Written without a scheme: perhaps no address at all. */
  bare: boolean;
  /** Written so that filters do not see it; put right here. */
  repaired: boolean;
}

/** Long texts are read in pieces of this size, cut between words. */
const PIECE = 5_000;
const MAX_TEXT = 200_000;
const MAX_LINKS_PER_TEXT = 20;
/** More links than these in one text are looked through for foreign ones. */
const MAX_READ_PER_TEXT = 60;

/** Where a person types: text there is never read. */
export const TYPED = 'textarea,input,select,[contenteditable]:not([contenteditable="false"]),[role="textbox"]';

/** Those, and places whose text is no message. */
export const NOT_READ = `script,style,noscript,sverka-badge,${TYPED}`;

// People write "avito[.]ru", "avito(точка)ru" and full-width dots to get past filters.
/** In texts that are put right: a dot that was none, and the place before an address that was written otherwise. */
const MENDED_DOT = '\ue0f5';
const MENDED = '\ue0f6';
const MARKS = /[\ue0f5\ue0f6]/g;
const DOT = String.raw`(?:[.。．｡\ue0f5]|\[\.\]|\(\.\)|\{\.\}|[\[({](?:dot|точка)[\])}])`;
// Plain ranges (Latin and Cyrillic) and no flags: classes by Unicode property take the browser milliseconds to prepare.
const SIGN = String.raw`A-Za-z0-9\u00c0-\u024f\u0400-\u04ff`;
const LABEL = String.raw`[${SIGN}](?:[${SIGN}_-]{0,61}[${SIGN}])?`;
const BARE_END = String.raw`(?:[A-Za-z]{2,24}|[xX][nN]--[A-Za-z0-9-]{2,59}|[рР][фФ]|рус|бел|укр|қаз|москва|онлайн|сайт|орг|ком|дети)`;
const SCHEME = String.raw`[hH](?:[tT]{2}|[xX]{2}|\*\*)[pP][sS]?(?::|\[:\])//`;
// A second address in the same word is an address of its own.
const REST = String.raw`(?:(?!\ue0f6?${SCHEME})[^\s<>"«»])`;
const TAIL = String.raw`(?::\d{1,5})?(?:[/?#]${REST}*)?`;
const WITH_SCHEME = String.raw`${SCHEME}${REST}{3,2000}`;
const BARE = String.raw`(?:${LABEL}${DOT}){1,8}${BARE_END}(?![${SIGN}_@-])${TAIL}`;
const ADDRESS = new RegExp(String.raw`\ue0f6?(?:${WITH_SCHEME}|(?<![${SIGN}@._/-])${BARE})`, 'g');
// Without flags and classes of letters, because every text node of the page meets it.
const MAYBE = /\/\/|[^\s.][.。．｡][^\s.]|[Тт]очка|ТОЧКА|тчк|ТЧК|(?:dot|DOT|Dot)[\])} ]|[.] [a-z]{2,6}(?![a-z])|\S [.][a-z]{2}/;
// "trap точка ru", "trap dot com", "trap. ru/pay": only between Latin words, because people end sentences with dots.
const ZONES = 'ru|com|net|org|su|site|shop|top|xyz|online|info|pro|icu|sbs|cfd';
const SPELLED_DOT = new RegExp(String.raw`([A-Za-z0-9]) {0,2}(?:(?:точка|тчк) {0,2}(?=[A-Za-z]{2})| dot +(?=(?:${ZONES})(?![A-Za-z])))`, 'gi');
const SPELLED_ZONE = /([A-Za-zА-Яа-я0-9]{3}) {0,2}(?:точка|тчк) {0,2}(ру|ком|рф)(?![а-яёa-z0-9])/gi;
const SPACED_DOT = new RegExp(String.raw`([A-Za-z0-9-]{2})(?: [.] ?|[.] )(?=(?:ru|com|net|org|su|xyz|icu|sbs|cfd)(?![a-zа-я0-9])|(?:${ZONES})/)`, 'gi');
const ZONE_OF: Readonly<Record<string, string>> = { ру: 'ru', ком: 'com', рф: 'рф' };
/** The scheme in letters that only look Latin: httрs, hтtps. */
const DRAWN_SCHEME = /(?<![A-Za-zА-Яа-я])[hн][tт][tт][pр][sѕ]?(?=:\/\/)/gi;
/** Signs that hide from filters in the middle of an address: invisible ones and wide letters. */
const HIDING = /[\u200b-\u200d\u2060\ufeff\uff01-\uff5e]/;
const RUN = /(?<![A-Za-z0-9./:_\u200b-\u200d\u2060\ufeff\uff01-\uff5e-])[A-Za-z0-9./:_\u200b-\u200d\u2060\ufeff\uff01-\uff5e-]+/g;
const BETWEEN_SIGNS = /[A-Za-z0-9./:-][\u200b-\u200d\u2060\ufeff]+[A-Za-z0-9./:-]|[\uff41-\uff5a]{2}/;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const ANY_DOT = new RegExp(DOT, 'g');
const TRAILING = /[.,;:!?)\]}'’…]+$/;

/** The text with addresses as a browser would need them, and marks where something was put right. */
function mended(text: string): string {
  const seen = HIDING.test(text)
    ? text.replace(RUN, (run) => (BETWEEN_SIGNS.test(run) ? MENDED + run.normalize('NFKC') : run))
    : text;
  return seen
    .replace(INVISIBLE, '')
    .replace(DRAWN_SCHEME, (scheme) => (/^https?$/i.test(scheme) ? scheme : `${MENDED}${scheme.length === 5 ? 'https' : 'http'}`))
    .replace(SPELLED_ZONE, (_all, before: string, zone: string) => `${before}${MENDED_DOT}${ZONE_OF[zone.toLowerCase()] ?? zone}`)
    .replace(SPELLED_DOT, `$1${MENDED_DOT}`)
    .replace(SPACED_DOT, `$1${MENDED_DOT}`);
}

const DISGUISED = /[\ue0f5\ue0f6]|^h(?:xx|\*\*)p|^https?\[:\]/i;

function readAddress(written: string): FoundLink | null {
  const bare = !written.includes('//');
  const host = written.replace(/^\ue0f6?[^/]*\/\//, '').split(/[/?#]/, 1)[0] ?? '';
  const repaired = DISGUISED.test(written) || (host.match(ANY_DOT)?.some((dot) => dot !== '.') ?? false);
  const address = written
    .replace(TRAILING, '')
    .replaceAll(MENDED, '')
    .replace(/^h(?:xx|\*\*)p/i, 'http')
    .replace('[:]', ':')
    .replace(ANY_DOT, '.');
  const url = webAddress(bare ? `https://${address}` : address);
  return url?.hostname.includes('.') === true ? { url, targets: [url], bare, repaired } : null;
}

/** A quick look that says no to nearly every message. */
export const mayHoldAddress = (text: string): boolean => text.length > 3 && MAYBE.test(text);

function* pieces(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const cut = text.length - from > PIECE ? text.lastIndexOf(' ', from + PIECE) : text.length;
    const to = cut > from ? cut : from + PIECE;
    yield text.slice(from, to);
    from = to;
  }
}

/** Addresses in a text, in order, without repeats. */
export function addressesIn(text: string): FoundLink[] {
  if (!mayHoldAddress(text)) return [];
  const found = new Map<string, FoundLink>();
  const undisguised = mended(text.slice(0, MAX_TEXT).replace(MARKS, ''));
  for (const piece of pieces(undisguised)) {
    for (const [written] of piece.matchAll(ADDRESS)) {
      const link = readAddress(written);
      if (link !== null) found.set(link.url.href, link);
      if (found.size === MAX_READ_PER_TEXT) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** A quick look at an anchor: may it lead out of `site`, at once or through the site's own redirector? */
export function mayLeaveSite(anchor: HTMLAnchorElement, site: string): boolean {
  if (!anchor.protocol.startsWith('http')) return false;
  return !isUnder(anchor.hostname, site) || /https?(?::|%(?:25)*3a)|=(?:\/\/|%2f%2f)/i.test(anchor.search);
}

/** The places outside `site` to which an address may lead; none when it stays there. */
function foreignTargets(url: URL, site: string): URL[] {
  return unwrap(url, site).filter((target) => !isUnder(target.hostname, site));
}

/** An anchor that leads out of `site`, else null. */
export function foreignLink(anchor: HTMLAnchorElement, site: string): FoundLink | null {
  const url = webAddress(anchor.href);
  const targets = url === null ? [] : foreignTargets(url, site);
  return url === null || targets.length === 0 ? null : { url, targets, bare: false, repaired: false };
}

/** Foreign addresses in one text node; none when an anchor around it speaks for it, or when a person types there. */
export function linksInText(node: Text, site: string): FoundLink[] {
  const text = node.data;
  if (!mayHoldAddress(text)) return [];
  const parent = node.parentElement;
  if (parent === null || parent.closest(NOT_READ) !== null) return [];
  const links = addressesIn(text)
    .map((link) => ({ ...link, targets: foreignTargets(link.url, site) }))
    .filter((link) => link.targets.length > 0)
    .slice(0, MAX_LINKS_PER_TEXT);
  if (links.length === 0) return [];
  const anchor = parent.closest<HTMLAnchorElement>('a[href]');
  if (anchor === null) return links;
  // An anchor of the site itself around a foreign address hides it; a card around a preview only quotes it.
  const hides = foreignLink(anchor, site) === null && !/\s/.test(anchor.textContent.trim());
  return hides ? links : [];
}

/** The host that an anchor shows in words, when its whole text is an address, else ''. */
export function shownHost(anchor: HTMLAnchorElement): string {
  const text = anchor.textContent.trim();
  if (text.length > 300 || /\s/.test(text)) return '';
  return addressesIn(text)[0]?.url.hostname ?? '';
}
