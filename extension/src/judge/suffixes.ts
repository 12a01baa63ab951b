/** Public suffixes: which part of a host somebody registered, by the list that the server uses. */
import list from '../generated/suffixes.json';
import { partition, words } from './letters';
import { once } from './once';

/** Rules by what stands behind their first dot; a parent's labels are read when a host first ends with it. */
class Rules {
  readonly #labels: ReadonlyMap<string, string>[];
  readonly #read = new Map<string, ReadonlySet<string>>();

  constructor(...sections: Record<string, string>[]) {
    this.#labels = sections.map((section) => new Map(Object.entries(section)));
  }

  #under(parent: string): ReadonlySet<string> {
    const known = this.#read.get(parent);
    if (known !== undefined) return known;
    const labels = new Set(this.#labels.flatMap((section) => words(section.get(parent) ?? '')));
    if (labels.size > 0) this.#read.set(parent, labels);
    return labels;
  }

  #has(name: string, mark = ''): boolean {
    const { head, found, rest } = partition(name, '.');
    return found === (rest !== '') && this.#under(rest).has(`${mark}${head}`);
  }

  /** Whether a name is a suffix by itself. */
  isPlain(name: string): boolean {
    return this.#has(name);
  }

  /** Whether every name right under a parent is a suffix, but for exceptions. */
  isWildcard(parent: string): boolean {
    return this.#under(parent).has('*');
  }

  isException(name: string): boolean {
    return this.#has(name, '!');
  }
}

/** A host cut by the list; `domain` is null for a bare suffix. */
export interface SplitHost {
  domain: string | null;
  suffix: string;
}

const all = once(() => new Rules(list.icann, list.private));
const registries = once(() => new Rules(list.icann));

/** Cut an ASCII host; private suffixes count, and an unlisted last label is a suffix by itself. */
export function splitHost(host: string, rules = all()): SplitHost {
  if (host.startsWith('.')) return { domain: null, suffix: '' };
  let [above, start] = [-1, 0];
  for (;;) {
    const dot = host.indexOf('.', start) + 1;
    const [rest, parent] = [host.slice(start), host.slice(dot)];
    if (dot > 0 && rules.isWildcard(parent) && rules.isException(rest)) return { domain: rest, suffix: parent };
    if (dot === 0 || rules.isPlain(rest) || rules.isWildcard(parent)) return { domain: above < 0 ? null : host.slice(above), suffix: rest };
    [above, start] = [start, dot];
  }
}

/** True when a host ends with a suffix of a registry: it may exist, `main.ts` and `notes.txt` may not. */
export function isListed(host: string): boolean {
  const rules = registries();
  const { suffix } = splitHost(host, rules);
  return rules.isPlain(suffix) || rules.isWildcard(partition(suffix, '.').rest);
}

/** True for a host that is itself a suffix which a company gives names away under, `github.io`. */
export const isPrivateSuffix = (host: string): boolean => splitHost(host).domain === null && splitHost(host, registries()).domain !== null;
