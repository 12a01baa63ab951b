/** Links whose verdict awaits the age of its domain: each question is asked once more, the newest first. */
import type { LinkQuestion } from '../../shared/messages';
import { AGAIN_MS } from '../../shared/verdict';
import type { Spot } from './spots';

/** Questions of one pass. */
export const MAX_AGAIN = 10;
/** Before the next pass, for each question of this one, when it left some over: registries let the server look up about thirty domains a minute. */
export const EACH_MS = 2_000;
/** Questions that wait; of a page with more links the oldest keep their first answer. */
const MAX_WAITING = 200;

export interface Awaited {
  spot: Spot;
  /** Which of the spot's targets. */
  index: number;
  question: LinkQuestion;
}

export interface Passes {
  /** True while the link still stands there. */
  holds(spot: Spot): boolean;
  /** Ask about these, never rejects. */
  ask(awaited: readonly Awaited[]): Promise<void>;
}

export class OnceMore {
  readonly #passes: Passes;
  readonly #waiting = new Set<Awaited>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #notBefore = 0;

  constructor(passes: Passes) {
    this.#passes = passes;
  }

  /** What is awaited of a spot after its latest first answer; what was awaited of it before counts no longer. */
  expect(spot: Spot, awaited: readonly Awaited[]): void {
    for (const one of this.#waiting) if (one.spot === spot) this.#waiting.delete(one);
    for (const one of awaited) this.#waiting.add(one);
    for (const oldest of this.#waiting) {
      if (this.#waiting.size <= MAX_WAITING) break;
      this.#waiting.delete(oldest);
    }
    this.#schedule();
  }

  /** True while an answer is still wanted. */
  awaits(one: Awaited): boolean {
    return this.#waiting.has(one) && this.#passes.holds(one.spot);
  }

  /** Continue after the tab was hidden. */
  wake(): void {
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#asking || this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => void this.#pass(), Math.max(AGAIN_MS, this.#notBefore - performance.now()));
  }

  #take(): Awaited[] {
    for (const one of this.#waiting) if (!this.#passes.holds(one.spot)) this.#waiting.delete(one);
    return [...this.#waiting].slice(-MAX_AGAIN);
  }

  async #pass(): Promise<void> {
    this.#timer = undefined;
    const batch = document.hidden ? [] : this.#take();
    if (batch.length === 0) return;
    this.#asking = true;
    const leavesSome = this.#waiting.size > batch.length;
    await this.#passes.ask(batch);
    for (const one of batch) this.#waiting.delete(one);
    this.#notBefore = leavesSome ? performance.now() + batch.length * EACH_MS : 0;
    this.#asking = false;
    this.#schedule();
  }
}
