/** Signals of the host's shape: a brand's name where the brand does not live, as signals/hostname.py. */
import { unquoted } from './address';
import type { Brand } from './brands';
import type { Mention } from './hostwords';
import { isPublicIp } from './ip';
import { resembles } from './labels';
import { letterRuns } from './letters';
import type { Params, View } from './view';

/** A brand's official domain stands, dot and all, left of somebody else's domain. */
export function officialEmbedded(view: View): Params | null {
  const { labels } = view.host;
  if (view.owner !== null || view.lexicon.deliveryNetworks.some((network) => view.address.host.endsWith(network))) return null;
  for (const [at, left] of labels.slice(0, -1).entries())
    for (const label of [left, left.slice(left.lastIndexOf('-') + 1)]) {
      const embedded = `${label}.${labels[at + 1] ?? ''}`;
      const brand = view.brands.officialDomain(embedded);
      if (brand !== null) return { ...paramsOf(view, brand), embedded };
    }
  return null;
}

/** After the brand's label comes one that starts like a domain ending. */
export function fakeSuffix(view: View): Params | null {
  const mention = view.host.mentions.find((candidate) => candidate.fakeSuffix !== '');
  return mention === undefined ? null : { ...paramsOf(view, mention.brand), suffix: mention.fakeSuffix };
}

/** The brand's name stands only left of an unrelated registered domain. */
export const brandSubdomain = (view: View): Params | null => named(view, (mention) => mention.label !== view.host.registrable);

/** The brand's name is a word of the registered label, and the domain is not the brand's. */
export const brandInName = (view: View): Params | null => named(view, (mention) => mention.label === view.host.registrable);

/** A label is a brand's name with a typing error, or drawn with characters that look like it. */
export function lookAlike(view: View): Params | null {
  const mention = view.host.telling.find(({ how }) => resembles(how));
  return mention === undefined ? null : { ...paramsOf(view, mention.brand), spelled: mention.spelled };
}

/** A short or common word that is also a brand's name, without company. */
export function brandHint(view: View): Params | null {
  if (view.host.telling.length > 0) return null;
  const mention = view.host.mentions.find(({ how }) => !resembles(how));
  return mention === undefined ? null : paramsOf(view, mention.brand);
}

/** Beside the brand's name stands a word of money, delivery or safety. */
export function brandWithLure(view: View): Params | null {
  const [word] = view.host.lures;
  return word === undefined ? null : accused(view, { word });
}

/** Beside the brand's name stands a number of three digits and more. */
export const brandWithNumber = (view: View): Params | null => (view.host.hasNumber ? accused(view) : null);

/** A brand's name stands under an ending that throw-away domains are bought with. */
export const brandWithCheapEnding = (view: View): Params | null =>
  view.host.cheapEnding ? accused(view, { ending: view.address.suffix }) : null;

/** A brand's name stands where anybody opens a site for free and without papers. */
export function brandOnFreeHosting(view: View): Params | null {
  const zones = [view.address.suffix, view.address.registrableDomain ?? ''];
  const hosting = zones.find((zone) => view.lexicon.freeHosting.has(zone));
  return hosting === undefined ? null : accused(view, { hosting });
}

/** Names of different companies share one host that belongs to none of them. */
export function rivalBrands(view: View): Params | null {
  if (view.owner !== null) return null;
  const owners = new Map<string, Mention>();
  for (const mention of view.host.mentions) if (!mention.weak && !owners.has(mention.brand.owner)) owners.set(mention.brand.owner, mention);
  const [first, ...others] = owners.values();
  const [second] = others;
  if (first === undefined || second === undefined) return null;
  const apart = others.some((other) => other.label !== first.label);
  if (!apart && view.host.lures.length === 0 && !view.host.hasNumber) return null;
  return { ...paramsOf(view, first.brand), other_id: second.brand.id };
}

/** A host's or brand's name stands before an `@`, where people read it and browsers do not. */
export function nameBeforeAt(view: View): Params | null {
  const shown = unquoted(view.address.userinfo);
  const read = shown.includes('.') || letterRuns(shown.toLowerCase()).some((word) => view.brands.names.exact.has(word));
  return read ? { host: view.address.hostUnicode } : null;
}

/** The link leads to a public bare number instead of a name. */
export const ipAddress = (view: View): Params | null => (isPublicIp(view.address.host) ? { host: view.address.host } : null);

/** A short link, or a redirecting page that does not say its target, hides where it leads. */
export function hidesTarget({ address, hidden, lexicon }: View): Params | null {
  const short = lexicon.shorteners.has(address.host) || lexicon.shorteners.has(address.registrableDomain ?? '');
  const bare = address.path === '/' && address.query === '';
  return hidden || (short && !bare) ? { host: address.host } : null;
}

/** The host belongs to the brand, by registered domain. */
export const officialHost = (view: View): Params | null => (view.owner === null || !view.trusted ? null : paramsOf(view, view.owner));

/** The brand that the host speaks of: its owner, else the first name that tells. */
export const claimedBrand = (view: View): Brand | null => view.owner ?? view.host.telling[0]?.brand ?? null;

function named(view: View, fits: (mention: Mention) => boolean): Params | null {
  const mention = view.host.telling.find((candidate) => !resembles(candidate.how) && fits(candidate));
  return mention === undefined ? null : paramsOf(view, mention.brand);
}

function accused(view: View, more: Params = {}): Params | null {
  const [mention] = view.host.telling;
  return mention === undefined ? null : { ...paramsOf(view, mention.brand), ...more };
}

const paramsOf = ({ address }: View, brand: Brand): Params => ({
  brand_id: brand.id,
  host: address.hostUnicode,
  domain: address.registrableDomain ?? address.host,
  official: brand.domains[0] ?? '',
});
