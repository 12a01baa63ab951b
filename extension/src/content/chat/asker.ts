/** Asks the background about spots near the view, in batches, while the page is idle. */
import { send, type LinkQuestion, type ShownVerdict } from '../../shared/messages';
import { orphaned } from '../../shared/platform';
import { redactUrl } from '../../shared/redact';
import { risk } from '../../shared/verdict';
import { holdsWords } from './around';
import { messageFacts } from './context';
import { cuesFor, Hearing } from './hearing';
import { measured } from './marks';
import { OnceMore, type Awaited } from './once-more';
import { isInChat } from './places';
import { Recent } from './recent';
import { keyOf, showVerdicts, type LinkNode, type Spot, type Spots } from './spots';

const BATCH = 50;
/** Addresses whose worst verdict is kept. */
const MAX_SHOWN = 500;
const MARGIN = '300px';
const IDLE_TIMEOUT_MS = 500;
/** Before the chat is listened to again. */
const PAUSE_MS = 250;
const RETRY_MS = 15_000;
/** A background that was stopped in the middle of a question never answers; its server gives up after 5 s. */
const ANSWER_MS = 20_000;
const PAUSES_MS = [500, 3_000, 15_000];

export class Asker {
  readonly #site: string;
  readonly #onOrphaned: () => void;
  readonly #spots: Spots;
  readonly #waiting = new WeakMap<Element, Set<LinkNode>>();
  readonly #near = new Set<Spot>();
  /** How often the question about a spot was lost. */
  readonly #lost = new WeakMap<Spot, number>();
  readonly #hearing = new Hearing();
  /** By address and chat, because chats draw their messages anew. */
  readonly #shown = new Recent<string, (ShownVerdict | null)[]>(MAX_SHOWN);
  readonly #onceMore: OnceMore;
  readonly #view: IntersectionObserver;
  #scheduled = false;
  #listening = false;

  constructor(site: string, spots: Spots, onOrphaned: () => void) {
    this.#site = site;
    this.#spots = spots;
    this.#onOrphaned = onOrphaned;
    this.#onceMore = new OnceMore({ holds: (spot) => spots.holds(spot), ask: (awaited) => this.#askAgain(awaited) });
    this.#view = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: MARGIN });
  }

  /** Read a node and ask about its links as soon as it comes near the view. */
  watch(node: LinkNode): void {
    const element = node instanceof Element ? node : node.parentElement;
    if (element === null) return;
    const nodes = this.#waiting.get(element) ?? new Set();
    this.#waiting.set(element, nodes.add(node));
    this.#view.observe(element);
  }

  /** Read a node at once: its badges may tell of a link that stands there no longer. */
  reread(node: LinkNode): void {
    const spot = this.#spots.read(node, this.#site);
    if (spot === null) return;
    const before = this.#shown.get(keyOf(spot));
    if (before !== undefined) showVerdicts(spot, before);
    this.#near.add(spot);
    this.#schedule();
  }

  stop(): void {
    this.#view.disconnect();
    this.#near.clear();
    this.#onceMore.stop();
  }

  /** Continue after the tab was hidden. */
  wake(): void {
    this.#schedule();
    this.#onceMore.wake();
  }

  /** Something was said at these nodes: soon ask anew about links near them, if it is anything new. */
  reconsider(nodes: readonly Node[]): void {
    this.#hearing.changed(nodes.filter((node) => isInChat(node, this.#site) && holdsWords(node)));
    this.#listenSoon();
  }

  /** A pause first, because what changes often changes again. */
  #listenSoon(): void {
    if (this.#listening || this.#hearing.idle) return;
    this.#listening = true;
    setTimeout(() => this.#listenWhenIdle(), PAUSE_MS);
  }

  #listenWhenIdle(): void {
    requestIdleCallback(() => measured('sverka:mutation', () => this.#listen()), { timeout: IDLE_TIMEOUT_MS });
  }

  #listen(): void {
    for (const spot of this.#hearing.news((known) => this.#spots.holds(known))) this.#near.add(spot);
    this.#schedule();
    this.#listening = !this.#hearing.idle;
    if (this.#listening) this.#listenWhenIdle();
  }

  #seen(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      this.#view.unobserve(entry.target);
      for (const node of this.#waiting.get(entry.target) ?? []) this.reread(node);
      this.#waiting.delete(entry.target);
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#near.size === 0 || document.hidden) return;
    this.#scheduled = true;
    requestIdleCallback(() => void this.#flush(), { timeout: IDLE_TIMEOUT_MS });
  }

  #take(): Spot[] {
    const batch: Spot[] = [];
    let links = 0;
    for (const spot of this.#near) {
      const count = targetsOf(spot).length;
      if (batch.length > 0 && links + count > BATCH) break;
      this.#near.delete(spot);
      if (this.#spots.holds(spot)) {
        batch.push(spot);
        links += count;
      }
    }
    return batch;
  }

  async #flush(): Promise<void> {
    const batch = this.#take();
    try {
      if (batch.length > 0) await this.#ask(batch);
    } catch (error) {
      if (orphaned(error)) this.#onOrphaned();
      else this.#putBack(batch);
    } finally {
      this.#scheduled = false;
      this.#schedule();
    }
  }

  async #ask(batch: Spot[]): Promise<void> {
    const questions = batch.map((spot) => ({ spot, links: this.#questions(spot) }));
    const links = questions.flatMap((question) => question.links);
    const answers = await inTime(send('links/check', { links }));
    if (answers?.length !== links.length) throw new Error('The background gave no answer');
    let from = 0;
    for (const { spot, links } of questions) {
      const fresh = answers.slice(from, from + links.length);
      from += links.length;
      if (!this.#spots.holds(spot)) continue;
      const before = this.#shown.get(keyOf(spot)) ?? [];
      const verdicts = fresh.map((verdict, index) => newer(before[index] ?? null, verdict));
      this.#shown.set(keyOf(spot), verdicts);
      showVerdicts(spot, verdicts);
      this.#onceMore.expect(spot, awaitedOf(spot, links, fresh));
      if (fresh.some(isUnavailable)) setTimeout(() => this.#again(spot), RETRY_MS);
    }
  }

  /** The ages of the domains may be known by now; a question that is lost here is not asked a third time. */
  async #askAgain(awaited: readonly Awaited[]): Promise<void> {
    try {
      const answers = await inTime(send('links/again', { links: awaited.map(({ question }) => question) }));
      awaited.forEach((one, place) => this.#showLater(one, answers?.[place] ?? null));
    } catch (error) {
      if (orphaned(error)) this.#onOrphaned();
    }
  }

  #showLater(awaited: Awaited, verdict: ShownVerdict | null): void {
    const { spot, index } = awaited;
    const before = this.#shown.get(keyOf(spot));
    if (before === undefined || !this.#onceMore.awaits(awaited)) return;
    const verdicts = before.with(index, newer(before[index] ?? null, verdict));
    this.#shown.set(keyOf(spot), verdicts);
    showVerdicts(spot, verdicts);
  }

  #again(spot: Spot): void {
    if (!this.#spots.holds(spot)) return;
    this.#near.add(spot);
    this.#schedule();
  }

  #questions(spot: Spot): LinkQuestion[] {
    const message = messageFacts(spot.node, this.#site);
    const heard = this.#hearing.listen(spot);
    return targetsOf(spot).map(({ url, bare, repaired }) => {
      const cues = message.direction === 'out' ? [] : cuesFor(url, heard, repaired);
      return { url: redactUrl(url), bare, message: cues.length > 0 ? { ...message, cues } : message };
    });
  }

  #putBack(batch: Spot[]): void {
    for (const spot of batch) {
      const times = this.#lost.get(spot) ?? 0;
      const pause = PAUSES_MS[times];
      if (pause === undefined) continue;
      this.#lost.set(spot, times + 1);
      setTimeout(() => this.#again(spot), pause);
    }
  }
}

const targetsOf = (spot: Spot): { url: URL; bare: boolean; repaired: boolean }[] =>
  spot.links.flatMap(({ targets, bare, repaired }) => targets.map((url) => ({ url, bare, repaired })));

function inTime<T>(answer: Promise<T>): Promise<T | null> {
  return Promise.race([answer, new Promise<null>((resolve) => setTimeout(() => resolve(null), ANSWER_MS))]);
}

/**
 * What more was said around a link never makes it better, nor does a service that fell silent. What became known of its
 * domain's age may, where that was awaited.
 */
function newer(before: ShownVerdict | null, now: ShownVerdict | null): ShownVerdict | null {
  if (before === null || before.unavailable) return now ?? before;
  if (now === null || now.unavailable) return before;
  if (before.awaitsAge && !now.awaitsAge) return now;
  return risk(before.level) > risk(now.level) ? before : now;
}

const awaitedOf = (spot: Spot, questions: LinkQuestion[], answers: (ShownVerdict | null)[]): Awaited[] =>
  questions.flatMap((question, index) => (answers[index]?.awaitsAge === true ? [{ spot, index, question }] : []));

const isUnavailable = (verdict: ShownVerdict | null): boolean => verdict?.unavailable === true;
