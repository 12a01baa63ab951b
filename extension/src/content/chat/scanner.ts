/** Looks through the page in short turns: the whole of it once, later only what was added or changed. */
import { isUnder } from '../../shared/address';
import { foreignTarget, linksInText, mayHoldAddress, NOT_READ, shownHost, TYPED } from './find-links';
import type { Spot, Spots } from './spots';

/** A turn ends after this long; the budget for one callback is 4 ms. */
const TURN_MS = 3;
/** Between two looks at the clock. */
const ANCHORS_AT_ONCE = 16;
const TEXTS_AT_ONCE = 128;

export class Scanner {
  readonly #site: string;
  readonly #spots: Spots;
  readonly #found: (spot: Spot) => void;
  readonly #queue = new Set<Node>();
  #anchors: HTMLAnchorElement[] = [];
  #texts: TreeWalker | null = null;
  /** Places under the opened node where a person types. */
  #typed: Element[] = [];

  constructor(site: string, spots: Spots, found: (spot: Spot) => void) {
    this.#site = site;
    this.#spots = spots;
    this.#found = found;
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

  #lookAtAnchors(): void {
    for (const anchor of this.#anchors.splice(-ANCHORS_AT_ONCE)) this.#lookAtAnchor(anchor);
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
      if (mayHoldAddress(text.data) || this.#spots.get(text) !== undefined) this.#lookAtText(text);
    }
  }

  #open(node: Node): void {
    const element = node instanceof Element ? node : node.parentElement;
    if (element === null || element.closest(NOT_READ) !== null) return;
    if (node instanceof Text) {
      this.#lookAtText(node);
      return;
    }
    if (!(node instanceof Element)) return;
    this.#typed = [...node.querySelectorAll(TYPED)];
    this.#anchors = [...node.querySelectorAll<HTMLAnchorElement>('a[href]')];
    if (node instanceof HTMLAnchorElement) this.#anchors.push(node);
    this.#texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  }

  #lookAtAnchor(anchor: HTMLAnchorElement): void {
    const target = foreignTarget(anchor, this.#site);
    const links = target === null ? [] : [{ url: target, bare: false }];
    if (links.length === 0 && this.#spots.get(anchor) === undefined) return;
    const words = target === null ? '' : shownHost(anchor);
    const lies = words !== '' && target !== null && !sameSite(words, target.hostname);
    this.#report(this.#spots.note(anchor, links, lies ? words : ''));
  }

  #lookAtText(text: Text): void {
    const links = linksInText(text, this.#site);
    if (links.length === 0 && this.#spots.get(text) === undefined) return;
    this.#report(this.#spots.note(text, links, ''));
  }

  #report(spot: Spot | null): void {
    if (spot !== null) this.#found(spot);
  }
}

function sameSite(first: string, second: string): boolean {
  return isUnder(first, second) || isUnder(second, first);
}
