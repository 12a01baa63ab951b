/** Asks the background about spots near the view, in batches, while the page is idle. */
import { send, type LinkQuestion, type ShownVerdict } from '../../shared/messages';
import { orphaned } from '../../shared/platform';
import { redactUrl } from '../../shared/redact';
import { messageFacts } from './context';
import { speech } from './words';
import { showVerdicts, type LinkNode, type Spot, type Spots } from './spots';

const BATCH = 50;
const MARGIN = '300px';
const IDLE_TIMEOUT_MS = 500;
const RETRY_MS = 15_000;

export class Asker {
  readonly #site: string;
  readonly #onOrphaned: () => void;
  readonly #spots: Spots;
  readonly #waiting = new WeakMap<Element, Set<LinkNode>>();
  readonly #near = new Set<Spot>();
  readonly #view: IntersectionObserver;
  #scheduled = false;

  constructor(site: string, spots: Spots, onOrphaned: () => void) {
    this.#site = site;
    this.#spots = spots;
    this.#onOrphaned = onOrphaned;
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
    this.#near.add(spot);
    this.#schedule();
  }

  stop(): void {
    this.#view.disconnect();
    this.#near.clear();
  }

  /** Continue after the tab was hidden. */
  wake(): void {
    this.#schedule();
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
      if (links + spot.links.length > BATCH) break;
      this.#near.delete(spot);
      if (spot.node.isConnected) {
        batch.push(spot);
        links += spot.links.length;
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
    } finally {
      this.#scheduled = false;
      this.#schedule();
    }
  }

  async #ask(batch: Spot[]): Promise<void> {
    const words = await speech();
    const questions = batch.map((spot) => ({ spot, signature: spot.signature, links: this.#questions(spot) }));
    const answers = await send('links/check', {
      links: questions.flatMap((question) => question.links),
      language: words.language,
    });
    let from = 0;
    for (const { spot, signature, links } of questions) {
      const verdicts = answers.slice(from, from + links.length);
      from += links.length;
      if (spot.signature !== signature) continue;
      showVerdicts(spot, verdicts, words);
      if (verdicts.some(isUnavailable)) setTimeout(() => this.#again(spot), RETRY_MS);
    }
  }

  #again(spot: Spot): void {
    if (!spot.node.isConnected) return;
    this.#near.add(spot);
    this.#schedule();
  }

  #questions(spot: Spot): LinkQuestion[] {
    const message = messageFacts(spot.node, this.#site);
    return spot.links.map((link) => ({ url: redactUrl(link.url), bare: link.bare, message }));
  }
}

const isUnavailable = (verdict: ShownVerdict | null): boolean => verdict?.unavailable === true;
