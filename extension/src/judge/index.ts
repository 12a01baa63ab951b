/** A link judged without the server: the same evidence as classifier/signals finds for a link alone, in the same order. */
import data from '../generated/judge.json';
import { readAddress, type Address } from './address';
import { brands } from './brands';
import * as hostname from './hostname';
import { lexicon } from './lexicon';
import { apkFile } from './programs';
import { carried, unwrap, type Target } from './redirect';
import { mixedScripts, readsAsLatin } from './scripts';
import * as throwaway from './throwaway';
import { viewOf, type Params, type Signal, type View } from './view';

export { readAddress, type Address } from './address';

/** A rule that holds, with the values that its text names. */
export interface Evidence {
  ruleId: string;
  params: Params;
}

/** What is known of a link without the server. */
export interface LinkEvidence {
  /** Where the link leads, behind known redirecting pages. */
  target: Address;
  /** Only a known organisation itself speaks there. */
  official: boolean;
  /** The link passes people on and does not say where. */
  hidden: boolean;
  /** Id of the brand that the host belongs to or speaks of. */
  brandId: string | null;
  evidence: Evidence[];
  /** What the host says in words, for features of the model. */
  view: View;
  /** What a known host's link carries in its parameters; to be warned of if it is worse. */
  behind: LinkEvidence[];
}

interface Family {
  applies: (view: View) => boolean;
  signals: readonly (readonly [name: string, signal: Signal])[];
}

const isStrangersPath = ({ trusted, address }: View): boolean => !trusted && address.path !== '/';

const FAMILIES: readonly Family[] = [
  { applies: ({ trusted }) => trusted, signals: [['host.official_host', hostname.officialHost]] },
  { applies: ({ trusted, hidden }) => !trusted || hidden, signals: [['host.hides_target', hostname.hidesTarget]] },
  { applies: ({ address }) => address.userinfo !== '', signals: [['host.name_before_at', hostname.nameBeforeAt]] },
  { applies: ({ address }) => address.isIp, signals: [['host.ip_address', hostname.ipAddress]] },
  { applies: ({ host }) => host.labels.length > 1, signals: [['host.official_embedded', hostname.officialEmbedded]] },
  {
    applies: ({ host }) => host.mentions.length > 0,
    signals: [
      ['host.fake_suffix', hostname.fakeSuffix],
      ['host.rival_brands', hostname.rivalBrands],
      ['host.brand_subdomain', hostname.brandSubdomain],
      ['host.brand_in_name', hostname.brandInName],
      ['host.look_alike', hostname.lookAlike],
      ['host.brand_hint', hostname.brandHint],
      ['host.brand_with_lure', hostname.brandWithLure],
      ['host.brand_with_number', hostname.brandWithNumber],
      ['host.brand_with_cheap_ending', hostname.brandWithCheapEnding],
      ['host.brand_on_free_hosting', hostname.brandOnFreeHosting],
    ],
  },
  {
    applies: ({ address, trusted }) => address.host.includes('xn--') && !trusted,
    signals: [
      ['scripts.mixed_scripts', mixedScripts],
      ['scripts.reads_as_latin', readsAsLatin],
    ],
  },
  {
    applies: ({ trusted }) => !trusted,
    signals: [
      ['throwaway.throwaway_name', throwaway.throwawayName],
      ['throwaway.cheap_ending', throwaway.cheapEnding],
      ['throwaway.lure_words', throwaway.lureWords],
    ],
  },
  { applies: isStrangersPath, signals: [['throwaway.order_page', throwaway.orderPage]] },
  { applies: isStrangersPath, signals: [['chat.apk_file', apkFile]] },
];

const RULES = new Map(Object.entries(data.rules));

/** What a link says, or null when it is no web address. */
export function evidenceOf(url: string): LinkEvidence | null {
  const link = readAddress(url);
  if (link === null) return null;
  const found = evidenceAt(unwrap(link, lexicon()));
  if (found.view.owner === null) return found;
  return { ...found, behind: carried(found.target).map((address) => evidenceAt({ address, hidden: false })) };
}

function evidenceAt(target: Target): LinkEvidence {
  const view = viewOf(target, brands(), lexicon());
  const evidence: Evidence[] = [];
  for (const { applies, signals } of FAMILIES) {
    if (!applies(view)) continue;
    for (const [name, signal] of signals) {
      const params = signal(view);
      if (params !== null) for (const ruleId of RULES.get(name) ?? []) evidence.push({ ruleId, params });
    }
  }
  const brandId = hostname.claimedBrand(view)?.id ?? null;
  return { target: target.address, official: view.trusted, hidden: target.hidden, brandId, evidence, view, behind: [] };
}
