/** The words of a host: which brand names, lure words and numbers stand where, as signals/hostwords.py reads them. */
import type { Address } from './address';
import type { Brand, Brands } from './brands';
import { readLabel, resembles, type How, type NameInLabel } from './labels';
import { partition, size } from './letters';
import type { Lexicon } from './lexicon';

/** Labels that are read, half from each end. */
const MAX_LABELS = 40;
/** Letters of a name beside which a number accuses. */
const MIN_NUMBERED = 3;

/** A brand name in a host. `label` counts from the left; `fakeSuffix` is the ending that the next label imitates. */
export interface Mention {
  brand: Brand;
  label: number;
  weak: boolean;
  how: How;
  spelled: string;
  whole: boolean;
  fakeSuffix: string;
}

/** What the host says, left to right; `telling` are the mentions that accuse, the plainest first. */
export interface HostWords {
  labels: readonly string[];
  registrable: number;
  mentions: readonly Mention[];
  telling: readonly Mention[];
  lures: readonly string[];
  hasNumber: boolean;
  cheapEnding: boolean;
}

export const NO_WORDS: HostWords = { labels: [], registrable: 0, mentions: [], telling: [], lures: [], hasNumber: false, cheapEnding: false };

/** Cut a host that is not a brand's own into words and look them up; `owner` lets strangers write on it. */
export function readHost(address: Address, brands: Brands, lexicon: Lexicon, owner: Brand | null): HostWords {
  const domain = address.registrableDomain;
  const labels = cut(address.labels);
  if (domain === null || labels.length === 0) return NO_WORDS;
  const last = labels.length - 1;
  const read = labels.map((label) => (label === 'www' ? null : readLabel(label, brands.names, lexicon.lures)));
  const hasNumber = read.some((words) => words?.numbered === true);
  const lures = [...new Set(read.flatMap((words) => words?.lures ?? []))];
  let mentions = read.flatMap((words, index) => (words === null ? [] : mentionsIn(labels, index, words.names, brands, lexicon)));
  const named = mentions.some((mention) => mention.label === last && !mention.weak);
  if (!named && !brands.isBystander(domain)) {
    const near = nearOfficial(labels, address.suffix, brands);
    if (near !== null) mentions = [...mentions.filter((mention) => mention.label !== last || !resembles(mention.how)), near];
  }
  const foreign = mentions.filter((mention) => !brands.isAtHome(mention.brand, domain, owner));
  const cheapEnding = lexicon.cheapEndings.has(address.suffix.slice(address.suffix.lastIndexOf('.') + 1));
  const company = cheapEnding || !lures.every((word) => lexicon.serviceWords.has(word));
  return { labels, registrable: last, mentions: foreign, telling: tellingOf(foreign, company, hasNumber), lures, hasNumber, cheapEnding };
}

const cut = (labels: readonly string[]): readonly string[] =>
  labels.length > MAX_LABELS ? [...labels.slice(0, MAX_LABELS / 2), ...labels.slice(-MAX_LABELS / 2)] : labels;

/** The mentions of one label, with the ending that the next label imitates. */
function mentionsIn(labels: readonly string[], index: number, names: readonly NameInLabel[], brands: Brands, lexicon: Lexicon): Mention[] {
  const label = labels[index] ?? '';
  const suffix = fakeSuffix(labels[index + 1] ?? '', lexicon);
  const mentions = names.map((name): Mention => {
    const { brand } = name.spelling;
    const imitates = name.whole || (name.last && brand.endings.has(suffix));
    return { brand, label: index, weak: name.weak, how: name.how, spelled: name.text, whole: name.whole, fakeSuffix: imitates ? suffix : '' };
  });
  const official = suffix === '' ? null : brands.officialDomain(`${label}.${suffix}`);
  if (official === null) return mentions;
  return [{ brand: official, label: index, weak: false, how: 'word', spelled: label, whole: true, fakeSuffix: suffix }, ...mentions];
}

/** The domain ending that a label imitates: `ru` for `ru-pay`. */
function fakeSuffix(label: string, lexicon: Lexicon): string {
  const { head, found } = partition(label, '-');
  return found && lexicon.countrySuffixes.has(head) ? head : '';
}

function tellingOf(mentions: readonly Mention[], besides: boolean, numbered: boolean): Mention[] {
  const company = besides || mentions.some((mention) => mention.fakeSuffix !== '');
  return mentions
    .filter((mention) => !mention.weak || company || (numbered && size(mention.spelled) >= MIN_NUMBERED))
    .sort(
      (one, other) =>
        Number(one.weak) - Number(other.weak) ||
        Number(resembles(one.how)) - Number(resembles(other.how)) ||
        size(other.spelled) - size(one.spelled),
    );
}

/** The brand whose official domain the registered one is a slip away from; a dot may cut the name in two. */
function nearOfficial(labels: readonly string[], ending: string, brands: Brands): Mention | null {
  const last = labels.length - 1;
  const [before, label = ''] = [labels[last - 1], labels[last]];
  const found = brands.sites.resembled(label, ending);
  const mention = { label: last, weak: false, fakeSuffix: '' };
  if (found !== null) return { ...mention, brand: found.brand, how: found.how, spelled: label, whole: true };
  if (before === undefined || before === 'www') return null;
  const brand = brands.sites.official(`${before}${label}`, ending);
  return brand === null ? null : { ...mention, brand, how: 'mistyped', spelled: `${before}.${label}`, whole: false };
}
