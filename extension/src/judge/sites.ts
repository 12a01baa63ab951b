/** SiteIndex: registered names one slip of the finger away from an official domain, as classifier/sites.py finds them. */
import type { Brand } from './brands';
import { blurred, latin } from './confusables';
import { isAscii, partition, size } from './letters';
import { deletions, within } from './typing-errors';

const MIN_MISTYPED = 4;
const MIN_OTHER_START = 5;
const MIN_DRAWN = 4;
/** The same for drawings with letters beyond ASCII, which nobody takes by chance. */
const MIN_DRAWN_ABROAD = 2;
const EDGE = 2;

/** Ways of writing that are not the name itself. */
export type Resemblance = 'mistyped' | 'drawn';

/** The brand whose domain is resembled, and how. */
export interface Likeness {
  brand: Brand;
  how: Resemblance;
}

/** The label of an official domain, as it is written and without hyphens. */
interface Site {
  label: string;
  word: string;
  brand: Brand;
}

class Labels {
  readonly exact = new Map<string, Brand>();
  readonly #written = new Set<string>();
  readonly #shapes = new Set<string>();
  readonly #oneDeleted = new Map<string, string[]>();
  readonly #blurred = new Map<string, Brand>();
  readonly #neighbours = new Set<string>();

  constructor(sites: readonly Site[]) {
    for (const site of sites) this.#add(site);
  }

  #add({ label: written, word: label, brand }: Site): void {
    this.#written.add(written);
    if (!this.exact.has(label)) this.exact.set(label, brand);
    for (const word of brand.neighbours) this.#neighbours.add(word);
    const drawn = blurred(latin(label));
    if (label.length >= MIN_DRAWN_ABROAD && !this.#blurred.has(drawn)) this.#blurred.set(drawn, brand);
    if (label.length < MIN_MISTYPED) return;
    for (const length of [label.length - 1, label.length, label.length + 1])
      for (const edge of [label.slice(0, EDGE), label.slice(-EDGE)]) this.#shapes.add(`${edge}${length}`);
    for (const key of new Set([label, ...deletions(label)])) this.#oneDeleted.set(key, (this.#oneDeleted.get(key) ?? []).concat(label));
  }

  resembled(label: string): Likeness | null {
    const word = label.replace(/^www/, '').replaceAll('-', '');
    if (this.#neighbours.has(word) || this.#written.has(label)) return null;
    const same = this.exact.get(word);
    if (same !== undefined && word.length >= MIN_MISTYPED) return { brand: same, how: 'mistyped' };
    const plain = isAscii(word) ? word : latin(word);
    const drawn = size(plain) >= (word === plain ? MIN_DRAWN : MIN_DRAWN_ABROAD) ? this.#blurred.get(blurred(plain)) : undefined;
    if (drawn !== undefined) return { brand: drawn, how: 'drawn' };
    const near = size(plain) >= MIN_MISTYPED ? this.#mistyped(plain) : null;
    const brand = near === null ? undefined : this.exact.get(near);
    return brand === undefined ? null : { brand, how: word === plain ? 'mistyped' : 'drawn' };
  }

  #mistyped(word: string): string | null {
    const length = size(word);
    const shapes = [word.slice(0, EDGE), word.slice(-EDGE)].map((edge) => `${edge}${length}`);
    if (!shapes.some((shape) => this.#shapes.has(shape))) return null;
    for (const key of [word, ...deletions(word)])
      for (const label of this.#oneDeleted.get(key) ?? []) {
        const sameStart = word.startsWith(label.charAt(0)) || label.length >= MIN_OTHER_START;
        if (sameStart && within(1, word, label)) return label;
      }
    return null;
  }
}

/** Official domains by ending, ready to be resembled; those of an ending are read when it is first asked for. */
export class SiteIndex {
  readonly #sites = new Map<string, Site[]>();
  readonly #byEnding = new Map<string, Labels>();

  constructor(brands: readonly Brand[]) {
    for (const brand of brands) {
      const names = [...brand.spellings, ...brand.weak].filter((name) => name.length >= MIN_MISTYPED);
      brand.readableDomains.forEach((domain, number) => {
        const { head: label, rest: ending } = partition(domain, '.');
        const word = label.replaceAll('-', '');
        // a side domain counts if it bears the brand's name; `gstatic` and `cdn` do not
        if (number > 0 && !names.some((name) => word.startsWith(name))) return;
        this.#sites.set(ending, [...(this.#sites.get(ending) ?? []), { label, word, brand }]);
      });
    }
  }

  #under(ending: string): Labels | null {
    const sites = this.#sites.get(ending);
    if (sites === undefined) return null;
    const labels = this.#byEnding.get(ending) ?? new Labels(sites);
    this.#byEnding.set(ending, labels);
    return labels;
  }

  /** What a registered label resembles under its ending, if it is not the thing. */
  resembled(label: string, ending: string): Likeness | null {
    return this.#under(ending)?.resembled(label) ?? null;
  }

  /** Whose official domain a label under an ending is, if the label is long enough. */
  official(label: string, ending: string): Brand | null {
    return size(label) < MIN_MISTYPED ? null : (this.#under(ending)?.exact.get(label) ?? null);
  }
}
