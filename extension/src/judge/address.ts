/** Address: the host that a browser would open for a text, as classifier/address.py reads it. */
import { SPACE, characters, isDecimal, stripped } from './letters';
import { unicodeHost } from './punycode';
import { splitHost } from './suffixes';

/** Characters of a URL that are read. */
const MAX_URL_LENGTH = 8192;
// Python lets these two letters and the dotted and dotless i pass for ASCII ones where case does not count.
const SCHEME = /^([a-zA-Z\u0130\u0131\u017f\u212a][a-zA-Z\u0130\u0131\u017f\u212a0-9+.-]*):(.*)/s;
const PORT = /^\d{1,5}(?:[/?#]|$)/;
const NORMAL = /^(https?):\/\/([^/?#]*@)?(\[[0-9a-f:.]+\]|[^/:?#@]+)(?::\d+)?(\/[^?#]*)(\?[^#]*)?(?:#.*)?$/s;
// Chromium escapes signs in a host; the standard forbids these, and leaves the others as they are
const FORBIDDEN = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;
const ESCAPE = /%([0-9A-Fa-f]{2})/g;
const DEFANGED_SCHEME = new RegExp(String.raw`^${SPACE}*h(?:xx|\*\*|tt)p([s\u017f]?)${SPACE}*(?:\[:\]|:)${SPACE}*/${SPACE}*/`, 'i');
const DEFANGED_DOT = new RegExp(
  String.raw`${SPACE}*(?:\[${SPACE}*\.${SPACE}*\]|\(${SPACE}*\.${SPACE}*\)|\{${SPACE}*\.${SPACE}*\}|\[dot\])${SPACE}*`,
  'gi',
);

/** A parsed web address. `host` is ASCII without a dot at its end; `labels` stand left of the suffix, in Unicode. */
export interface Address {
  href: string;
  scheme: string;
  host: string;
  hostUnicode: string;
  /** Null for an IP address and a bare public suffix. */
  registrableDomain: string | null;
  suffix: string;
  isIp: boolean;
  /** What stands before an `@`, which browsers hide. */
  userinfo: string;
  path: string;
  /** With its question mark; empty when there is none. */
  query: string;
  labels: readonly string[];
}

/** Read a link as a person may paste it; null when it is no web address, whatever is written. */
export function readAddress(written: string): Address | null {
  if (written.length > MAX_URL_LENGTH && characters(written).length > MAX_URL_LENGTH) return null;
  const text = stripped(written);
  if (text === '') return null;
  const address = parseUrl(withScheme(text));
  if (address !== null) return address;
  const plain = refang(text);
  return plain === text ? null : parseUrl(withScheme(plain));
}

const refang = (text: string): string =>
  text.replace(DEFANGED_SCHEME, (_, secure: string) => `http${secure}://`).replace(DEFANGED_DOT, '.');

function parseUrl(text: string): Address | null {
  const match = NORMAL.exec(hrefOf(text));
  if (match === null) return null;
  const [given, scheme = '', userinfo = '', written = '', path = '', query = ''] = match;
  const plain = unquoted(written);
  if (FORBIDDEN.test(plain) && !plain.startsWith('[')) return null;
  const href = plain === written ? given : given.replace(written, () => plain);
  const host = plain.replace(/(?<=.)\.$/s, '');
  const isIp = host.startsWith('[') || isDecimal(host.slice(host.lastIndexOf('.') + 1));
  const { domain, suffix } = isIp ? { domain: null, suffix: '' } : splitHost(host);
  const hostUnicode = unicodeHost(host);
  const labels = domain === null ? [] : hostUnicode.split('.').slice(0, -suffix.split('.').length);
  return { href, scheme, host, hostUnicode, registrableDomain: domain, suffix, isIp, userinfo: userinfo.replace(/@$/, ''), path, query, labels };
}

/** The text as browsers write it, '' for what they refuse. Node 20's `URL.canParse` refuses umlauts at times, so it is not asked. */
function hrefOf(text: string): string {
  try {
    return new URL(text).href;
  } catch {
    return '';
  }
}

/** `https://` before a bare host; `localhost:80` and `shop.example:80` are hosts too. */
function withScheme(text: string): string {
  if (text.startsWith('https://') || text.startsWith('http://')) return text;
  if (text.startsWith('//')) return `https:${text}`;
  const match = SCHEME.exec(text);
  if (match === null) return `https://${text}`;
  const [, scheme = '', rest = ''] = match;
  const isLocal = scheme.toLowerCase() === 'localhost';
  return scheme.includes('.') || (isLocal && PORT.test(rest)) ? `https://${text}` : text;
}

/** Percent-escapes decoded; what is no UTF-8 becomes U+FFFD, or null when `strict`. */
export function unquoted(text: string): string;
export function unquoted(text: string, strict: true): string | null;
export function unquoted(text: string, strict = false): string | null {
  if (!text.includes('%')) return text;
  const bytes = new TextEncoder().encode(text);
  const coded = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const plain = coded.replace(ESCAPE, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  try {
    return new TextDecoder('utf-8', { fatal: strict, ignoreBOM: true }).decode(Uint8Array.from(plain, (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
