/** Places where links stand, and the badges that belong to them. */
import type { ShownVerdict } from '../../shared/messages';
import type { Speech } from '../strings';
import { makeBadge } from './badge';
import type { FoundLink } from './find-links';

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

const signatureOf = (links: FoundLink[]): string => links.map((link) => link.url.href).join(' ');

/** Every known spot by its node; forgotten together with it. */
export class Spots {
  readonly #byNode = new WeakMap<Node, Spot>();

  get(node: Node): Spot | undefined {
    return this.#byNode.get(node);
  }

  /** Note what stands at a node now. Returns the spot when there is something new to ask about. */
  note(node: LinkNode, links: FoundLink[], shownHost: string): Spot | null {
    const known = this.#byNode.get(node);
    const signature = signatureOf(links);
    if (known?.signature === signature) return null;
    if (known !== undefined) clear(known);
    if (links.length === 0) {
      this.#byNode.delete(node);
      return null;
    }
    const spot: Spot = { node, links, signature, shownHost, badges: new Map(), heals: 0 };
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

function clear(spot: Spot): void {
  for (const badge of spot.badges.values()) badge.remove();
  spot.badges.clear();
}

function attach(spot: Spot): void {
  spot.node.after(...spot.badges.values());
}

/** Show the verdicts of a spot's links, in their order. */
export function showVerdicts(spot: Spot, verdicts: (ShownVerdict | null)[], words: Speech): void {
  if (!spot.node.isConnected) return;
  clear(spot);
  spot.links.forEach((link, index) => {
    const verdict = verdicts[index];
    if (verdict == null) return;
    spot.badges.set(link.url.href, makeBadge({ verdict, shownHost: spot.shownHost }, words));
  });
  attach(spot);
}
