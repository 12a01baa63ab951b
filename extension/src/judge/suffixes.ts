/** Public suffixes: which part of a host somebody registered, by the list that the server uses. */
import list from '../generated/suffixes.json';
import { words } from './letters';
import { once } from './once';

interface Rules {
  plain: Set<string>;
  /** Parents of which every child is a suffix, and the children that are none. */
  wildcard: Set<string>;
  exceptions: Set<string>;
}

/** A host cut by the list; `domain` is null for a bare suffix. */
export interface SplitHost {
  domain: string | null;
  suffix: string;
}

function rulesOf(...sections: Record<string, string>[]): Rules {
  const rules: Rules = { plain: new Set(), wildcard: new Set(), exceptions: new Set() };
  for (const section of sections)
    for (const [parent, labels] of Object.entries(section))
      for (const label of words(labels)) {
        if (label === '*') rules.wildcard.add(parent);
        else if (label.startsWith('!')) rules.exceptions.add(`${label.slice(1)}.${parent}`);
        else rules.plain.add(parent === '' ? label : `${label}.${parent}`);
      }
  return rules;
}

const all = once(() => rulesOf(list.icann, list.private));
const registries = once(() => rulesOf(list.icann));

/** Cut an ASCII host; private suffixes count, and an unlisted last label is a suffix by itself. */
export function splitHost(host: string, { plain, wildcard, exceptions } = all()): SplitHost {
  if (host.startsWith('.')) return { domain: null, suffix: '' };
  let [above, start] = [-1, 0];
  for (;;) {
    const dot = host.indexOf('.', start) + 1;
    const [rest, parent] = [host.slice(start), host.slice(dot)];
    if (dot > 0 && wildcard.has(parent) && exceptions.has(rest)) return { domain: rest, suffix: parent };
    if (dot === 0 || plain.has(rest) || wildcard.has(parent)) return { domain: above < 0 ? null : host.slice(above), suffix: rest };
    [above, start] = [start, dot];
  }
}

/** True when a host ends with a suffix of a registry: it may exist, `main.ts` and `notes.txt` may not. */
export function isListed(host: string): boolean {
  const rules = registries();
  const { suffix } = splitHost(host, rules);
  return rules.plain.has(suffix) || rules.wildcard.has(suffix.slice(suffix.indexOf('.') + 1));
}

/** True for a host that is itself a suffix which a company gives names away under, `github.io`. */
export const isPrivateSuffix = (host: string): boolean => splitHost(host).domain === null && splitHost(host, registries()).domain !== null;
