/** Looks through the page in short turns: the whole of it once, later only what was added or changed. */
import { isUnder } from '../../shared/address';
import { foreignTarget, linksInText, NOT_READ, shownHost, TYPED } from './find-links';
import type { Spot, Spots } from './spots';

/** A turn ends after this long; the budget for one callback is 4 ms. */
const TURN_MS = 3;
/** Looking at the clock costs as much as looking at a text node. */
const NODES_BETWEEN_LOOKS = 64;

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
    let steps = 0;
    while (this.#step()) {
      steps += 1;
      if (steps % NODES_BETWEEN_LOOKS === 0 && now() >= end) return;
    }
  }

  #step(): boolean {
    const anchor = this.#anchors.pop();
    if (anchor !== undefined) {
      this.#lookAtAnchor(anchor);
      return true;
    }
    if (this.#texts !== null) {
      const text = this.#texts.nextNode() as Text | null;
      if (text === null) this.#texts = null;
      else if (!this.#typed.some((place) => place.contains(text))) this.#lookAtText(text);
      return true;
    }
    const [next] = this.#queue;
    if (next === undefined) return false;
    this.#queue.delete(next);
    if (next.isConnected) this.#open(next);
    return true;
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
