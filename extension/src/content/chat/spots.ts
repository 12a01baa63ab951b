/** Places where links stand, and the badges that belong to them. */
import type { ShownVerdict } from '../../shared/messages';
import { isUnder } from '../../shared/address';
import { risk } from '../../shared/verdict';
import { makeBadge, updateBadge } from './badge';
import { directionOf } from './context';
import { speech } from './words';
import { foreignLink, linksInText, shownHost, type FoundLink } from './find-links';

export type LinkNode = HTMLAnchorElement | Text;

const MAX_HEALS = 3;

export interface Spot {
  node: LinkNode;
  links: FoundLink[];
  /** All addresses of the spot: when this changes, the old badges are lies. */
  signature: string;
  /** Host in the anchor's words when it differs from the target's. */
  shownHost: string;
  badges: Map<string, HTMLElement>;
  heals: number;
}

/** The same for the same addresses in the same person's messages of the same chat, also when the page draws them anew. */
export const keyOf = (spot: Spot): string => `${directionOf(spot.node) ?? ''} ${location.pathname} ${spot.signature}`;

const signatureOf = (links: FoundLink[]): string => links.flatMap((link) => [link.url, ...link.targets]).join(' ');

/** Every known spot by its node; forgotten together with it. */
export class Spots {
  readonly #byNode = new WeakMap<Node, Spot>();

  has(node: Node): boolean {
    return this.#byNode.has(node);
  }

  /** True while a spot tells what stands at its node. */
  holds(spot: Spot): boolean {
    return spot.node.isConnected && this.#byNode.get(spot.node) === spot;
  }

  /** Read what stands at a node now. Returns the spot when there is something new to ask about. */
  read(node: LinkNode, site: string): Spot | null {
    const known = this.#byNode.get(node);
    const { links, shown } = node instanceof Text ? readText(node, site) : readAnchor(node, site);
    const signature = signatureOf(links);
    if (known?.signature === signature) return null;
    if (known !== undefined) clear(known);
    if (links.length === 0) {
      this.#byNode.delete(node);
      return null;
    }
    const spot: Spot = { node, links, signature, shownHost: shown, badges: new Map(), heals: 0 };
    this.#byNode.set(node, spot);
    return spot;
  }

  /** Put badges back that the page removed while the link stayed, a few times; drop those whose link has gone. */
  heal(node: Node): void {
    const spot = this.#byNode.get(node);
    if (spot === undefined) return;
    if (!spot.node.isConnected) {
      clear(spot);
      this.#byNode.delete(node);
      return;
    }
    const lost = [...spot.badges.values()].some((badge) => !badge.isConnected);
    if (!lost || spot.heals >= MAX_HEALS) return;
    spot.heals += 1;
    attach(spot);
  }
}

interface Reading {
  links: FoundLink[];
  shown: string;
}

function readText(text: Text, site: string): Reading {
  return { links: linksInText(text, site), shown: '' };
}

function readAnchor(anchor: HTMLAnchorElement, site: string): Reading {
  const link = foreignLink(anchor, site);
  if (link === null) return { links: [], shown: '' };
  const words = shownHost(anchor);
  const agrees = link.targets.every(({ hostname }) => isUnder(words, hostname) || isUnder(hostname, words));
  return { links: [link], shown: agrees ? '' : words };
}

function clear(spot: Spot): void {
  for (const badge of spot.badges.values()) badge.remove();
  spot.badges.clear();
}

function attach(spot: Spot): void {
  spot.node.after(...spot.badges.values());
}

function worst(verdicts: (ShownVerdict | null)[]): ShownVerdict | null {
  return verdicts.reduce((bad, next) => (bad === null || (next !== null && risk(next.level) > risk(bad.level)) ? next : bad), null);
}

/**
 * Show the verdicts on all targets of a spot's links, in their order; of a link with several targets the worst.
 * Badges that stand already stay where they are: their card may be open.
 */
export function showVerdicts(spot: Spot, verdicts: (ShownVerdict | null)[]): void {
  if (!spot.node.isConnected) return;
  const badges = new Map<string, HTMLElement>();
  let from = 0;
  spot.links.forEach((link) => {
    const verdict = worst(verdicts.slice(from, from + link.targets.length));
    from += link.targets.length;
    if (verdict === null) return;
    const content = { verdict, shownHost: spot.shownHost };
    const standing = spot.badges.get(link.url.href);
    if (standing === undefined) badges.set(link.url.href, makeBadge(content, speech(verdict.language)));
    else {
      updateBadge(standing, content, speech(verdict.language));
      badges.set(link.url.href, standing);
    }
  });
  const stand = badges.size === spot.badges.size && [...badges.values()].every((badge) => badge.isConnected);
  if (!stand) clear(spot);
  spot.badges = badges;
  if (!stand) attach(spot);
}
