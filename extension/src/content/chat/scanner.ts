/** Looks through the page in short turns: the whole of it once, later only what was added or changed. */
import { mayHoldAddress, mayLeaveSite, NOT_READ, TYPED } from './find-links';
import { isInChat } from './places';
import type { LinkNode } from './spots';

/** A turn ends after this long; the budget for one callback is 4 ms. */
const TURN_MS = 3;
/** Between two looks at the clock. */
const ANCHORS_AT_ONCE = 32;
const TEXTS_AT_ONCE = 128;

export interface Finder {
  /** True for nodes whose badges may need a new look whatever stands there now. */
  knows(node: LinkNode): boolean;
  /** A node that may hold a link; it is read closely only when it comes near the view. */
  found(node: LinkNode): void;
}

export class Scanner {
  readonly #site: string;
  readonly #finder: Finder;
  readonly #queue = new Set<Node>();
  #anchors: HTMLAnchorElement[] = [];
  #texts: TreeWalker | null = null;
  /** Places under the opened node where a person types. */
  #typed: Element[] = [];

  constructor(site: string, finder: Finder) {
    this.#site = site;
    this.#finder = finder;
  }

  add(node: Node): void {
    this.#queue.add(node);
  }

  get idle(): boolean {
    return this.#queue.size === 0 && this.#anchors.length === 0 && this.#texts === null;
  }

  /** Work until the turn is over or nothing is left. */
  turn(now: () => number = () => performance.now()): void {
    const end = now() + TURN_MS;
    do {
      if (this.#anchors.length > 0) this.#lookAtAnchors();
      else if (this.#texts !== null) this.#lookAtTexts(this.#texts);
      else if (!this.#openNext()) return;
    } while (now() < end);
  }

  #openNext(): boolean {
    const [next] = this.#queue;
    if (next === undefined) return false;
    this.#queue.delete(next);
    if (next.isConnected) this.#open(next);
    return true;
  }

  #open(node: Node): void {
    const element = node instanceof Element ? node : node.parentElement;
    if (element === null || element.closest(NOT_READ) !== null) return;
    if (node instanceof Text) this.#lookAtText(node);
    if (!(node instanceof Element)) return;
    this.#typed = [...node.querySelectorAll(TYPED)];
    this.#anchors = [...node.querySelectorAll<HTMLAnchorElement>('a[href]')];
    if (node instanceof HTMLAnchorElement) this.#anchors.push(node);
    this.#texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  }

  #lookAtAnchors(): void {
    for (const anchor of this.#anchors.splice(-ANCHORS_AT_ONCE)) {
      if (this.#isNews(anchor, mayLeaveSite(anchor, this.#site))) this.#finder.found(anchor);
    }
  }

  /** One tight loop: this code runs once a page, so mostly before the browser has compiled it. */
  #lookAtTexts(walker: TreeWalker): void {
    for (let left = TEXTS_AT_ONCE; left > 0; left -= 1) {
      const text = walker.nextNode() as Text | null;
      if (text === null) {
        this.#texts = null;
        return;
      }
      if (this.#typed.length > 0 && this.#typed.some((place) => place.contains(text))) continue;
      this.#lookAtText(text);
    }
  }

  #lookAtText(text: Text): void {
    if (this.#isNews(text, mayHoldAddress(text.data))) this.#finder.found(text);
  }

  #isNews(node: LinkNode, mayBeLink: boolean): boolean {
    return this.#finder.knows(node) || (mayBeLink && isInChat(node, this.#site));
  }
}
