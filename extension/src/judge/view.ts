/** A link as signals see it: read once, then asked many times. */
import type { Address } from './address';
import type { Brand, Brands } from './brands';
import { NO_WORDS, readHost, type HostWords } from './hostwords';
import type { Lexicon } from './lexicon';
import type { Target } from './redirect';

/** What every signal receives. `trusted` tells whether only a known organisation itself speaks on the host. */
export interface View {
  address: Address;
  hidden: boolean;
  host: HostWords;
  /** Whose host it is, if that is known, though strangers may write there. */
  owner: Brand | null;
  trusted: boolean;
  brands: Brands;
  lexicon: Lexicon;
}

/** What a rule's text names; taken from the host and the registry alone. */
export type Params = Record<string, string>;

/** Tells what the rule's text names when the signal holds, else null. */
export type Signal = (view: View) => Params | null;

export function viewOf({ address, hidden }: Target, brands: Brands, lexicon: Lexicon): View {
  const official = brands.officialHost(address.host);
  const owner = official?.brand ?? null;
  const trusted = official !== null && !official.open;
  const host = trusted ? NO_WORDS : readHost(address, brands, lexicon, owner);
  return { address, hidden, host, owner, trusted, brands, lexicon };
}
