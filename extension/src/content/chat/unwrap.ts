/** The address behind a site's "you are leaving" page. */
import { isUnder, webAddress } from '../../shared/address';

// Only pages that are known to pass people on: anybody can write ?u=https://avito.ru/ behind an address of their own,
// and unwrapping that would lend them the marketplace's good name.
const AWAY_PAGES: readonly [domain: string, path: RegExp][] = [
  ['vk.com', /^\/away(?:\.php)?$/],
  ['vk.ru', /^\/away(?:\.php)?$/],
  ['ok.ru', /^\/dk$/],
  ['facebook.com', /^\/l\.php$/],
  ['google.com', /^\/url$/],
  ['google.ru', /^\/url$/],
  ['t.me', /^\/iv$/],
  ['youtube.com', /^\/redirect$/],
  ['click.mail.ru', /^\/redir$/],
];
const MAX_DEPTH = 2;

function passesOn(url: URL, site: string): boolean {
  if (isUnder(url.hostname, site)) return true;
  return AWAY_PAGES.some(([domain, path]) => isUnder(url.hostname, domain) && path.test(url.pathname));
}

function targetOf(url: URL): URL | null {
  let found: URL | null = null;
  // forEach, because in Firefox a content script gets no iterator from a URLSearchParams.
  url.searchParams.forEach((value) => {
    found ??= webAddress(value.trim());
  });
  return found;
}

/** Follow redirectors written into the address itself; `site` is the marketplace whose own redirectors count too. */
export function unwrap(url: URL, site: string): URL {
  let current = url;
  for (let depth = 0; depth < MAX_DEPTH && passesOn(current, site); depth += 1) {
    const target = targetOf(current);
    if (target === null) break;
    current = target;
  }
  return current;
}
