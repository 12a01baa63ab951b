/** Keeps the question "what does this document ask for?" answered while the document changes. */
import type { CheckRequest, PageFacts } from '../../shared/api-types';
import { send, type Named, type PageDecision, type PageQuestion, type ShownVerdict } from '../../shared/messages';
import { orphaned } from '../../shared/platform';
import { AGAIN_MS } from '../../shared/verdict';
import { bannerStands, hideBanner, showBanner } from './banner';
import { namedOn } from './brand-hints';
import { capture } from './capture';
import { controlsIn, inOrder, surroundings, worthALook } from './choose';
import { Discretion } from './discretion';
import type { Root } from './dom';
import { opensGate, rate, type Rated } from './gate';
import { Pace, structureOf } from './pace';
import { RootFinder } from './roots';
import { View } from './sight';
import { wordsUnder } from './texts';
import { speech } from './words';

const RETRY_MS = 10_000;
/** Milliseconds of one look for the search of shadow roots; the rest follows in later looks. */
const SEARCH_MS = 15;
const SEARCH_ON_MS = 100;

export interface Surroundings {
  /** Nothing is left to do in this document. */
  stop: () => void;
  /** Look again after so many milliseconds. */
  again: (ms: number) => void;
}

interface Seen {
  open: boolean;
  facts: () => PageFacts;
  words: string[];
}

export class Guard {
  readonly #around: Surroundings;
  readonly #asked = new Set<string>();
  readonly #finder = new RootFinder();
  readonly #discretion = new Discretion();
  readonly #pace = new Pace();
  #known = new WeakSet<Element>();
  #focused: Element | null = null;
  #pending: Promise<void> | null = null;
  /** The question asked last, which alone is worth to be asked again. */
  #latest: PageQuestion | null = null;
  #leaving = false;
  #dirty = true;
  /** A control may be there that was not looked at: a submission has to wait for the look. */
  #suspect = true;
  #roots: readonly Root[] = [document];
  #open = false;
  /** Whose word the strip on the page is. */
  #warnedBy: 'nobody' | 'browser' | 'server' = 'nobody';

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Something changed since the last look; `suspect`: there may be a new control in it. */
  touch(suspect = false): void {
    this.#dirty = true;
    this.#suspect ||= suspect;
  }

  /** Somebody types here; what, is not looked at. */
  noteTyping(): void {
    this.#discretion.noteTyping();
  }

  /** Somebody is at this element; true when that makes it worth to look. */
  noteFocus(element: Element, isControl: boolean): boolean {
    const isNew = this.#finder.reveal(element) || (isControl && !this.#known.has(element));
    if (isControl) this.#focused = element;
    if (isNew) this.touch(true);
    return isNew || isControl;
  }

  /** The page came back from the browser's page cache: ask anew. */
  forget(): void {
    this.#asked.clear();
    this.#leaving = false;
    this.touch(true);
  }

  get gateIsOpen(): boolean {
    return this.#open;
  }

  get roots(): readonly Root[] {
    return this.#roots;
  }

  /** Look at the document when it changed, and ask about a structure not asked about before. */
  look(urgent = false): void {
    if (!this.#dirty || this.#leaving) return;
    this.#dirty = this.#suspect = false;
    let seen: Seen;
    try {
      seen = this.#seen();
    } catch {
      // A page that makes itself unreadable is asked about with what its address says.
      seen = { open: true, facts: () => this.#captured([], new View([])), words: [] };
    }
    if (!seen.open) return;
    this.#open = true;
    this.#question(seen, urgent);
  }

  #seen(): Seen {
    if (!this.#finder.search(SEARCH_MS)) {
      this.#dirty = true;
      this.#around.again(SEARCH_ON_MS);
    }
    this.#roots = this.#finder.roots;
    const view = new View(this.#roots);
    const found = controlsIn(this.#roots);
    const { rated, late } = rate(worthALook(found, this.#focused), view);
    const all = inOrder(rated, found);
    this.#known = new WeakSet(all.map(({ control }) => control));
    const nearby = (): string => wordsUnder(surroundings(all), { view, shownOnly: true });
    const words = all.flatMap(({ reasons, shown }) => (shown ? [...reasons] : []));
    return { open: late || opensGate(all, nearby), facts: () => this.#captured(all, view), words };
  }

  #captured(controls: readonly Rated[], view: View): PageFacts {
    return capture({ roots: this.#roots, controls, view, discretion: this.#discretion });
  }

  #question({ facts, words }: Seen, urgent: boolean): void {
    const captured = facts();
    const structure = structureOf(captured);
    if (this.#asked.has(structure)) return;
    const wait = this.#pace.wait(words, urgent);
    if (wait > 0) {
      this.#dirty = true;
      if (wait < Infinity) this.#around.again(wait);
      return;
    }
    this.#pace.note(words);
    this.#asked.add(structure);
    const answered = this.#ask(captured, structure).finally(() => {
      if (this.#pending === answered) this.#pending = null;
    });
    this.#pending = answered;
  }

  /** What a submission has to wait for; null when the verdict on the present structure is in. */
  verdictDue(): Promise<void> | null {
    if (this.#open || this.#suspect) this.look(true);
    return this.#pending;
  }

  /** The tab is on its way to the warning. */
  get leaving(): boolean {
    return this.#leaving;
  }

  async #ask(facts: PageFacts, structure: string): Promise<void> {
    const question = { facts, named: named(), stepsBack: stepsBack() };
    this.#latest = question;
    try {
      const decision = await send('page/check', question);
      this.#act(decision, structure);
      const { verdict: first = null, asked = null } = decision ?? {};
      if (first !== null && asked !== null) setTimeout(() => void this.#askAgain(question, asked, first), AGAIN_MS);
    } catch (error) {
      this.#unanswered(structure);
      if (orphaned(error)) this.#around.stop();
    }
  }

  /** The age of the domain may be known by now. No submission waits for this answer: the first one is in. */
  async #askAgain(question: PageQuestion, asked: CheckRequest, first: ShownVerdict): Promise<void> {
    if (this.#latest !== question || this.#leaving) return;
    try {
      const decision: PageDecision | null = await send('page/again', { asked, stepsBack: question.stepsBack });
      if (decision === null) return;
      this.#leaving ||= decision.leaving;
      if (!this.#leaving && this.#latest === question) this.#warnAgain(first, decision.verdict);
    } catch (error) {
      if (orphaned(error)) this.#around.stop();
    }
  }

  /** A strip that the user closed stays closed, unless it has another level to tell. */
  #warnAgain(first: ShownVerdict, verdict: ShownVerdict | null): void {
    if (verdict === null) return;
    const same = JSON.stringify([first.level, first.reasons]) === JSON.stringify([verdict.level, verdict.reasons]);
    if (!same && (first.level !== verdict.level || bannerStands())) this.#warn(verdict);
  }

  #unanswered(structure: string): void {
    this.#asked.delete(structure);
    this.#pace.refund();
    this.touch();
  }

  #act(decision: PageDecision | null, structure: string): void {
    if (decision === null || decision.skip) {
      this.#around.stop();
      return;
    }
    this.#leaving = decision.leaving;
    if (decision.leaving) return;
    if (decision.verdict?.unavailable === true) setTimeout(() => this.#unanswered(structure), RETRY_MS);
    if (decision.verdict !== null) this.#warn(decision.verdict);
  }

  /** What the browser found in the address alone gives way to the server's word, and never replaces it. */
  #warn(verdict: ShownVerdict): void {
    const { level, local, unavailable, language } = verdict;
    if (level === 'caution') {
      if (local && this.#warnedBy === 'server') return;
      showBanner(verdict, speech(language));
      this.#warnedBy = local ? 'browser' : 'server';
      return;
    }
    const refuted = level === 'unknown' && !unavailable && this.#warnedBy === 'browser';
    if (level !== 'clear' && level !== 'official' && !refuted) return;
    hideBanner();
    this.#warnedBy = 'nobody';
  }
}

function named(): Named {
  try {
    return namedOn(document);
  } catch {
    return { site: [], pictures: [], links: [] };
  }
}

/** Steps from the warning back out of this site: over the entries of this site before the present one. */
function stepsBack(): number {
  if (window.top !== window.self) return 2;
  const { navigation } = globalThis as { navigation?: { currentEntry?: { index: number } | null } };
  return (navigation?.currentEntry?.index ?? 0) + 2;
}
