/** How often one document may ask. A page that changes without end would keep the server and the tab busy. */
import type { PageFacts } from '../../shared/api-types';
import { knownWords } from './vocabulary';

/** So many questions are free of waiting, for pages that are built step by step. */
const FREE = 5;
/** Questions of one document; only words about cards, codes and money that were never asked about lead beyond it. */
export const MAX_ASKS = 20;
const FIRST_WAIT_MS = 500;
const GROWTH = 1.6;

export class Pace {
  readonly #words = new Set<string>();
  #asks = 0;
  #last = -Infinity;

  /**
   * Milliseconds until this question may be asked, Infinity for never. `words`: of the gate's words those at controls
   * that are shown; a new one among them is not kept waiting, and there are only so many. `urgent`: a form is being sent.
   */
  wait(words: Iterable<string>, urgent: boolean, now = performance.now()): number {
    if ([...words].some((word) => !this.#words.has(word))) return 0;
    if (this.#asks >= MAX_ASKS) return Infinity;
    if (urgent || this.#asks < FREE) return 0;
    return Math.max(0, this.#last + FIRST_WAIT_MS * GROWTH ** (this.#asks - FREE) - now);
  }

  note(words: Iterable<string>, now = performance.now()): void {
    for (const word of words) this.#words.add(word);
    this.#asks += 1;
    this.#last = now;
  }

  /** The question got no answer, so it does not count. */
  refund(): void {
    this.#asks -= 1;
  }
}

/** Equal for two states of a page that ask for the same: numbers and what stands around the form are left out. */
export function structureOf(facts: PageFacts): string {
  const around = [facts.page?.title ?? '', ...(facts.headings ?? []), facts.excerpt ?? ''].join(' ');
  const words = [...new Set(knownWords(around))].sort();
  return JSON.stringify([facts.forms, words]).replace(/(?:\{n\}|\p{Nd})+/gu, '#');
}
