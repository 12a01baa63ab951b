/** Official domains of the brands that Sverka knows, as exported from the registry. */
import registry from '../generated/brands.json';
import { isUnder } from './address';
import type { Language } from './i18n';

interface Brand {
  id: string;
  name_ru: string;
  name_en: string;
  domains: string[];
}

const BRANDS: readonly Brand[] = registry;
const MARKETPLACES = ['avito', 'yula'];

/** The brand to which a host belongs by domain, or null. */
export function brandOfHost(host: string): Brand | null {
  return BRANDS.find((brand) => brand.domains.some((domain) => isUnder(host, domain))) ?? null;
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
