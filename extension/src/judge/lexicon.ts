/** Lexicon: the words that link signals look up, as exported from classifier/data/lexicon. */
import pages from '../generated/redirectors.json';
import data from '../generated/judge.json';
import { words } from './letters';
import { once } from './once';

/** A page that passes people on to the address in one of its parameters. */
export interface Redirector {
  path: RegExp;
  parameters: Set<string>;
}

/** Everything that is looked up by word. */
export interface Lexicon {
  lures: ReadonlySet<string>;
  /** Lures that honest shops use as often. */
  serviceWords: ReadonlySet<string>;
  cheapEndings: ReadonlySet<string>;
  freeHosting: ReadonlySet<string>;
  deliveryNetworks: readonly string[];
  shorteners: ReadonlySet<string>;
  countrySuffixes: ReadonlySet<string>;
  redirectors: ReadonlyMap<string, readonly Redirector[]>;
}

function redirectors(): Map<string, Redirector[]> {
  const byPage = new Map<string, Redirector>();
  const byDomain = new Map<string, Redirector[]>();
  for (const { domain, path, parameter } of pages) {
    const key = `${domain} ${path}`;
    const known = byPage.get(key);
    const page = known ?? { path: new RegExp(path), parameters: new Set<string>() };
    page.parameters.add(parameter);
    if (known !== undefined) continue;
    byPage.set(key, page);
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), page]);
  }
  return byDomain;
}

export const lexicon = once((): Lexicon => {
  const serviceWords = words(data.service_words);
  return {
    lures: new Set([...words(data.lures), ...serviceWords]),
    serviceWords: new Set(serviceWords),
    cheapEndings: new Set(words(data.cheap_endings)),
    freeHosting: new Set(words(data.free_hosting)),
    deliveryNetworks: words(data.delivery_networks),
    shorteners: new Set(words(data.shorteners)),
    countrySuffixes: new Set(words(data.country_suffixes)),
    redirectors: redirectors(),
  };
});
