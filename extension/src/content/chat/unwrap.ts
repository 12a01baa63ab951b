/** The addresses behind a site's "you are leaving" page. */
import pages from '../../generated/redirectors.json';
import { isUnder, webAddress } from '../../shared/address';

const MAX_DEPTH = 5;
const MAX_TARGETS = 4;

// Only pages that are known to pass people on, and only by the parameter that they follow: anybody can write
// ?u=https://avito.ru/ behind an address, and unwrapping that would lend them the marketplace's good name.
const AWAY_PAGES = pages.map(({ domain, path, parameter }) => ({ domain, path: new RegExp(`^(?:${path})$`), parameter }));

function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function addressIn(written: string): URL | null {
  const text = /^https?%3a/i.test(written.trim()) ? decodedOnce(written.trim()) : written.trim();
  return webAddress(text.startsWith('//') ? `https:${text}` : text);
}

/** All addresses to which a page may pass people on; none when it is no such page. */
function targetsOf(url: URL, site: string): URL[] {
  const own = isUnder(url.hostname, site);
  const names = AWAY_PAGES.filter(({ domain, path }) => isUnder(url.hostname, domain) && path.test(url.pathname)).map(
    ({ parameter }) => parameter,
  );
  const found: URL[] = [];
  // forEach, because in Firefox a content script gets no iterator from a URLSearchParams.
  url.searchParams.forEach((text, name) => {
    // Which parameter the marketplace's own pages follow is not known, so each may be the one.
    const target = own || names.includes(name.toLowerCase()) ? addressIn(text) : null;
    if (target !== null) found.push(target);
  });
  return found;
}

function follow(url: URL, site: string, depth: number, ends: Map<string, URL>): void {
  const targets = depth > 0 ? targetsOf(url, site) : [];
  for (const target of targets) follow(target, site, depth - 1, ends);
  if (targets.length === 0) ends.set(url.href, url);
}

/**
 * Every place to which an address may lead, following the redirectors written into it; `site` is the marketplace whose
 * own redirectors count too. Never the marketplace itself, which needs no detour: then the address speaks for itself.
 */
export function unwrap(url: URL, site: string): URL[] {
  const ends = new Map<string, URL>();
  follow(url, site, MAX_DEPTH, ends);
  const foreign = [...ends.values()].filter((end) => !isUnder(end.hostname, site));
  return foreign.length > 0 ? foreign.slice(0, MAX_TARGETS) : [url];
}
