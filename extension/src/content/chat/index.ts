/** Entry on marketplace pages: watch the page, find links, put badges beside them. */
import { orphaned } from '../../shared/platform';
import { Asker } from './asker';
import { BADGE_TAG } from './badge-tag';
import { siteOf } from './context';
import { measured } from './marks';
import { isChatPage } from './places';
import { Scanner } from './scanner';
import { Spots } from './spots';

const IDLE_TIMEOUT_MS = 500;
/** Places of changes that are looked at one by one. */
const MAX_SAID = 50;
const WATCHED: MutationObserverInit = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ['href'],
};

class ChatWatch {
  readonly #spots = new Spots();
  readonly #toHeal = new Set<Node>();
  readonly #said = new Set<Node>();
  readonly #asker: Asker;
  readonly #scanner: Scanner;
  readonly #observer = new MutationObserver((records) => this.#changed(records));
  readonly #ended = new AbortController();
  readonly #site: string;
  #wasChatPage = false;
  #scheduled = false;
  #mark: 'sverka:scan' | 'sverka:mutation' = 'sverka:scan';

  constructor(site: string) {
    this.#site = site;
    const asker = new Asker(site, this.#spots, () => this.#stop());
    this.#asker = asker;
    this.#scanner = new Scanner(site, {
      knows: (node) => this.#spots.has(node),
      found: (node) => (this.#spots.has(node) ? asker.reread(node) : asker.watch(node)),
    });
  }

  start(): void {
    this.#observer.observe(document.documentElement, WATCHED);
    document.addEventListener('visibilitychange', () => this.#visible(), { signal: this.#ended.signal });
    this.#scanner.add(document.body ?? document.documentElement);
    this.#schedule();
  }

  #visible(): void {
    this.#schedule();
    this.#asker.wake();
  }

  /** The observer only takes notes; the work waits until the page is idle. */
  #changed(records: MutationRecord[]): void {
    measured('sverka:mutation', () => records.forEach((record) => this.#queue(record)));
    this.#schedule();
  }

  #queue(record: MutationRecord): void {
    if (record.type !== 'childList') {
      this.#scanner.add(record.target);
      if (record.type === 'characterData') this.#heard(record.target);
      return;
    }
    for (const node of record.addedNodes) {
      this.#scanner.add(node);
      this.#heard(node);
    }
    for (const node of record.removedNodes) {
      const ownBadge = node instanceof Element && node.localName === BADGE_TAG;
      this.#toHeal.add(ownBadge ? (record.previousSibling ?? record.target) : node);
    }
  }

  /** Take down where something may have been said; of very many places, that it may have been anywhere. */
  #heard(node: Node): void {
    if (node instanceof Element && node.localName === BADGE_TAG) return;
    if (this.#said.size < MAX_SAID) this.#said.add(node);
    else this.#said.add(document.body);
  }

  #schedule(): void {
    if (this.#scheduled || document.hidden) return;
    this.#scheduled = true;
    requestIdleCallback(() => this.#work(), { timeout: IDLE_TIMEOUT_MS });
  }

  #work(): void {
    this.#scheduled = false;
    if (orphaned()) {
      this.#stop();
      return;
    }
    // An application turns into its chat without loading a page: what stood there before is looked at anew.
    const isChat = isChatPage(this.#site, location.pathname);
    if (isChat && !this.#wasChatPage) this.#scanner.add(document.body ?? document.documentElement);
    this.#wasChatPage = isChat;
    measured(this.#mark, () => {
      for (const node of this.#toHeal) this.#spots.heal(node);
      this.#toHeal.clear();
      this.#scanner.turn();
    });
    if (!this.#scanner.idle) {
      this.#schedule();
      return;
    }
    this.#mark = 'sverka:mutation';
    const said = [...this.#said];
    this.#said.clear();
    if (said.length > 0) measured(this.#mark, () => this.#asker.reconsider(said));
  }

  #stop(): void {
    this.#observer.disconnect();
    this.#asker.stop();
    this.#ended.abort();
  }
}

new ChatWatch(siteOf(location.hostname)).start();
