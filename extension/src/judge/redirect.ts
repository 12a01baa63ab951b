/** Redirectors: pages of known organisations that carry the real target in a parameter, as signals/redirect.py follows them. */
import { readAddress, unquoted, type Address } from './address';
import { partition, stripped } from './letters';
import type { Lexicon, Redirector } from './lexicon';

/** Redirectors inside redirectors that are followed. */
const MAX_HOPS = 5;

/** Where a link leads by its shape; `hidden` if it passes people on and does not say where. */
export interface Target {
  address: Address;
  hidden: boolean;
}

/** Follow known redirecting pages to the address that stands in their parameter. */
export function unwrap(link: Address, lexicon: Lexicon): Target {
  let address = link;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const page = pageAt(address, lexicon);
    if (page === null) return { address, hidden: false };
    const target = targetOf(address, page.parameters);
    if (target === null) return { address, hidden: address.query !== '' };
    address = target;
  }
  return { address, hidden: pageAt(address, lexicon) !== null };
}

/** The addresses on other domains that stand whole in a link's parameters. */
export function carried(address: Address): Address[] {
  if (!address.query.toLowerCase().includes('http')) return [];
  return [...new URLSearchParams(address.query).values()]
    .filter((value) => /^https?:\/\//.test(value.toLowerCase()))
    .map(readAddress)
    .filter((target): target is Address => target !== null && target.registrableDomain !== address.registrableDomain);
}

function pageAt({ host, path }: Address, { redirectors }: Lexicon): Redirector | null {
  for (let rest = host; rest !== ''; rest = partition(rest, '.').rest) {
    const page = redirectors.get(rest)?.find((candidate) => candidate.path.test(path));
    if (page !== undefined) return page;
  }
  return null;
}

function targetOf({ query }: Address, parameters: ReadonlySet<string>): Address | null {
  for (const pair of query.replace(/^\?/, '').split('&')) {
    const [name, value] = formPair(pair) ?? ['', ''];
    if (!parameters.has(name.toLowerCase()) || stripped(value) === '') continue;
    const target = decodedOnceMore(stripped(value));
    const address = target === null ? null : readAddress(target);
    if (address !== null) return address;
  }
  return null;
}

/** One pair of a query; null when there is none, or bytes that are no UTF-8. */
function formPair(written: string): readonly [string, string] | null {
  const pair = written.replace(/^\?/, '').replaceAll('+', ' ');
  if (pair === '') return null;
  const { head, rest } = partition(pair, '=');
  const [name, value] = [unquoted(head, true), unquoted(rest, true)];
  return name === null || value === null ? null : [name, value];
}

/** A target that was encoded once more than needed as it was meant. */
function decodedOnceMore(value: string): string | null {
  if (!value.toLowerCase().includes('%2f%2f') || value.includes('://')) return value;
  const [first = '', ...others] = value.split('&');
  return others.every((other) => other === '') ? (formPair(`target=${first}`)?.[1] ?? null) : null;
}
