/** Keeps the question "what does this document ask for?" answered while the document changes. */
import { send, type PageDecision } from '../../shared/messages';
import { orphaned } from '../../shared/platform';
import { speech } from './words';
import { hideBanner, showBanner } from './banner';
import { capture, controlsIn, surroundings, type Roots } from './capture';
import { opensGate } from './gate';
import { searchRoots } from './roots';
import { textsUnder } from './texts';

const RETRY_MS = 10_000;

export class Guard {
  readonly #onStop: () => void;
  readonly #asked = new Set<string>();
  #pending: Promise<void> | null = null;
  #leaving = false;
  #typed = false;
  #dirty = true;
  #roots: Roots = [document];
  #open = false;
  #language: 'ru' | 'en' = 'ru';

  constructor(onStop: () => void) {
    this.#onStop = onStop;
  }

  /** Something changed since the last look. */
  touch(): void {
    this.#dirty = true;
  }

  /** Somebody types here; what, is not looked at. */
  noteTyping(): void {
    this.#typed = true;
  }

  /** The page came back from the browser's page cache: ask anew. */
  forget(): void {
    this.#asked.clear();
    this.#leaving = false;
    this.#dirty = true;
  }

  get gateIsOpen(): boolean {
    return this.#open;
  }

  get roots(): Roots {
    return this.#roots;
  }

  /** Look at the document when it changed, and ask about a structure not asked about before. */
  look(): void {
    if (!this.#dirty || this.#leaving) return;
    this.#dirty = false;
    this.#roots = searchRoots();
    const controls = controlsIn(this.#roots);
    const nearby = (): string => [...textsUnder(surroundings(controls))].join(' ');
    if (!opensGate(controls, nearby)) return;
    this.#open = true;
    const facts = capture(this.#roots, controls, this.#typed);
    const structure = JSON.stringify(facts);
    if (this.#asked.has(structure)) return;
    this.#asked.add(structure);
    const answered = this.#ask(facts, structure).finally(() => {
      if (this.#pending === answered) this.#pending = null;
    });
    this.#pending = answered;
  }

  /** What a submission has to wait for; null when the verdict on the present structure is in. */
  verdictDue(): Promise<void> | null {
    this.look();
    return this.#pending;
  }

  /** The tab is on its way to the warning. */
  get leaving(): boolean {
    return this.#leaving;
  }

  async #ask(facts: ReturnType<typeof capture>, structure: string): Promise<void> {
    try {
      const decision = await send('page/check', { facts, language: this.#language, stepsBack: stepsBack() });
      await this.#act(decision, structure);
    } catch (error) {
      this.#asked.delete(structure);
      this.touch();
      if (orphaned(error)) this.#onStop();
    }
  }

  async #act(decision: PageDecision | null, structure: string): Promise<void> {
    if (decision === null || decision.skip) {
      this.#onStop();
      return;
    }
    this.#leaving = decision.leaving;
    if (decision.leaving) return;
    if (decision.verdict?.unavailable === true) {
      setTimeout(() => {
        this.#asked.delete(structure);
        this.touch();
      }, RETRY_MS);
    }
    const level = decision.verdict?.level;
    if (decision.verdict !== null && level === 'caution') showBanner(decision.verdict, await speech());
    else if (level === 'clear' || level === 'official') hideBanner();
  }

  /** The language for the reasons; until it is known they come in Russian. */
  async learnLanguage(): Promise<void> {
    this.#language = (await speech()).language;
  }
}

/** Steps from the warning back out of this site: over the entries of this site before the present one. */
function stepsBack(): number {
  if (window.top !== window.self) return 2;
  const { navigation } = globalThis as { navigation?: { currentEntry?: { index: number } | null } };
  return (navigation?.currentEntry?.index ?? 0) + 2;
}
