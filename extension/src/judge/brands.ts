/** Brands: organisations that scammers imitate, their names and where they live, as classifier/brands.py indexes them. */
import registry from '../generated/brands.json';
import data from '../generated/judge.json';
import { partition, words } from './letters';
import { NameIndex, type Spelling } from './names';
import { once } from './once';
import { unicodeHost } from './punycode';
import { SiteIndex } from './sites';

/** An imitated organisation; `classifier/brand.py` says what each part means. */
export interface Brand {
  id: string;
  /** Brands of one owner are no rivals. */
  owner: string;
  spellings: readonly string[];
  weak: readonly string[];
  coined: ReadonlySet<string>;
  neighbours: readonly string[];
  /** Official domains on which only the brand speaks, the main one first, and as people read them. */
  domains: readonly string[];
  readableDomains: readonly string[];
  mainNames: ReadonlySet<string>;
  endings: ReadonlySet<string>;
}

/** Whose a host is; on an `open` one strangers write too. */
export interface Ownership {
  brand: Brand;
  open: boolean;
}

type Named = (typeof data.brands)[number];

/** All brands with the indexes that signals need. */
export class Brands {
  readonly names: NameIndex;
  readonly sites: SiteIndex;
  readonly #official = new Map<string, Ownership>();
  readonly #inUnicode = new Map<string, Brand>();
  readonly #bystanders = new Set<string>();
  readonly #bystanderDomains = new Set<string>();

  constructor() {
    const sitesOf = new Map(registry.map((row) => [row.id, row]));
    const brands = data.brands.map((named) => {
      const { domains = [], open = [] } = sitesOf.get(named.id) ?? {};
      const brand = brandOf(named, domains);
      for (const domain of domains) this.#own(domain, { brand, open: false });
      for (const domain of open) this.#own(domain, { brand, open: true });
      for (const domain of words(named.bystanders)) {
        this.#bystanders.add(`${brand.id} ${domain}`);
        this.#bystanderDomains.add(domain);
      }
      return brand;
    });
    this.names = new NameIndex(brands.flatMap(spellingsOf));
    this.sites = new SiteIndex(brands);
  }

  #own(domain: string, ownership: Ownership): void {
    this.#official.set(domain, ownership);
    this.#inUnicode.set(unicodeHost(domain), ownership.brand);
  }

  /** The closest entry above a host. */
  officialHost(host: string): Ownership | null {
    for (let rest = host; rest !== ''; rest = partition(rest, '.').rest) {
      const entry = this.#official.get(rest);
      if (entry !== undefined) return entry;
    }
    return null;
  }

  /** The brand whose official domain this is, written in Unicode. */
  officialDomain(domain: string): Brand | null {
    return this.#inUnicode.get(domain) ?? null;
  }

  /** Whether a brand's name may stand under a domain: its owner's own, or a namesake's. */
  isAtHome(brand: Brand, domain: string, owner: Brand | null): boolean {
    return owner === null ? this.#bystanders.has(`${brand.id} ${domain}`) : owner.owner === brand.owner;
  }

  /** Whether a domain is recorded as honest though it bears some name. */
  isBystander(domain: string): boolean {
    return this.#bystanderDomains.has(domain);
  }
}

function brandOf(named: Named, domains: readonly string[]): Brand {
  const readableDomains = domains.map(unicodeHost);
  const { head: mainLabel, rest: mainEnding } = partition(readableDomains[0] ?? '', '.');
  const spellings = words(named.spellings);
  const mainNames = new Set([spellings[0] ?? '', mainLabel.replaceAll('-', '')]);
  mainNames.delete(`${mainLabel}${mainEnding}`);
  return {
    id: named.id,
    owner: named.owner,
    spellings,
    weak: words(named.weak),
    coined: new Set(words(named.coined)),
    neighbours: words(named.neighbours),
    domains,
    readableDomains,
    mainNames,
    endings: new Set(readableDomains.map((domain) => partition(domain, '.').rest)),
  };
}

function spellingsOf(brand: Brand): Spelling[] {
  const spelling = (written: string, weak: boolean): Spelling => ({
    word: written.replaceAll('-', ''),
    brand,
    weak,
    coined: brand.coined.has(written),
  });
  return [...brand.spellings.map((word) => spelling(word, brand.weak.includes(word))), ...brand.weak.map((word) => spelling(word, true))];
}

export const brands = once(() => new Brands());
