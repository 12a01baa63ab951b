/** Official domains of the brands that Sverka knows, as exported from the registry. */
import registry from '../generated/brands.json';
import { isUnder } from './address';
import type { Language } from './i18n';

interface Brand {
  id: string;
  name_ru: string;
  name_en: string;
  domains: string[];
  /** Hosts among them on which anybody may publish: they are nobody's own word. */
  open?: string[];
}

const BRANDS: readonly Brand[] = registry;
/** Ids of the brands by their domains. */
export const domainsOfBrands: ReadonlyMap<string, string> = new Map(BRANDS.flatMap(({ id, domains }) => domains.map((domain) => [domain, id] as const)));
const MARKETPLACES = ['avito', 'yula'];

const coversHost = (domains: readonly string[], host: string): boolean => domains.some((domain) => isUnder(host, domain));

/** The brand that speaks on a host, or null: on a brand's `open` hosts anybody speaks. */
export function brandOfHost(host: string, brands: readonly Brand[] = BRANDS): Brand | null {
  return brands.find((brand) => coversHost(brand.domains, host) && !coversHost(brand.open ?? [], host)) ?? null;
}

/** True for the hosts of the marketplaces whose chats Sverka reads. */
export function isMarketplace(host: string): boolean {
  const brand = brandOfHost(host);
  return brand !== null && MARKETPLACES.includes(brand.id);
}

/** A brand's name and its own site, taken from this build and never from an answer. */
export function officialSite(id: string | null, language: Language): { name: string; url: string } | null {
  const brand = BRANDS.find((item) => item.id === id);
  const domain = brand?.domains[0];
  if (brand === undefined || domain === undefined) return null;
  return { name: language === 'ru' ? brand.name_ru : brand.name_en, url: `https://${domain}/` };
}
