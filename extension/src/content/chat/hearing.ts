/** What was heard around each spot. Cues only grow, so new ones are worth another question, and the last is soon asked. */
import { reaches, surroundingsOf, type Surroundings } from './around';
import { directionOf } from './context';
import { cuesOf, type Cue } from './cues';
import { Recent } from './recent';
import { keyOf, type Spot } from './spots';

/** Spots that are listened around again when something changes near them. */
const MAX_RECENT = 20;
/** Addresses of which it is known what was said around them. */
const MAX_HEARD = 500;
/** A turn ends after this long; the budget for one callback is 4 ms. */
const TURN_MS = 2;
/** They tell of one address, so they are looked for where it stands and not in what is said around it. */
const OF_THE_LINK: ReadonlySet<Cue> = new Set<Cue>(['obfuscated-link', 'apk-link']);

const cuesIn = ({ texts }: Surroundings): Cue[] => texts.flatMap((text) => cuesOf(text)).filter((cue) => !OF_THE_LINK.has(cue));

export class Hearing {
  /** By address and chat, because chats draw their messages anew. */
  readonly #heard = new Recent<string, ReadonlySet<Cue>>(MAX_HEARD);
  readonly #recent = new Recent<Spot, Surroundings>(MAX_RECENT);
  readonly #unsure = new Set<Spot>();

  /** Cues around a spot, now and at any time before; none around the user's own message. */
  listen(spot: Spot): readonly Cue[] {
    if (directionOf(spot.node) === 'out') return [];
    const around = surroundingsOf(spot.node);
    const heard = new Set([...(this.#heard.get(keyOf(spot)) ?? []), ...cuesIn(around)]);
    this.#heard.set(keyOf(spot), heard);
    this.#recent.set(spot, around);
    return [...heard];
  }

  /** Something was said at these nodes. */
  changed(nodes: readonly Node[]): void {
    for (const [spot, around] of this.#recent.entries()) {
      if (nodes.some((node) => reaches(around, node))) this.#unsure.add(spot);
    }
  }

  /** True when nothing was said near any spot since it was last listened to. */
  get idle(): boolean {
    return this.#unsure.size === 0;
  }

  /** Listen again near what was said until the turn is over: spots with something new around; `holds` tells which still stand. */
  news(holds: (spot: Spot) => boolean, now: () => number = () => performance.now()): Spot[] {
    const end = now() + TURN_MS;
    const news: Spot[] = [];
    for (const spot of this.#unsure) {
      this.#unsure.delete(spot);
      if (!holds(spot)) this.#recent.delete(spot);
      else if (this.#hasNews(spot)) news.push(spot);
      if (now() >= end) break;
    }
    return news;
  }

  #hasNews(spot: Spot): boolean {
    const around = surroundingsOf(spot.node);
    this.#recent.set(spot, around);
    const heard = this.#heard.get(keyOf(spot));
    return cuesIn(around).some((cue) => heard?.has(cue) !== true);
  }
}

/** The codes to send with one address, sorted, so that the same question is the same; `hidden`: filters were not to see it. */
export function cuesFor(url: URL, heard: readonly Cue[], hidden: boolean): Cue[] {
  const ofFile = cuesOf(pathOf(url)).filter((cue) => cue === 'apk-link');
  const ofSpelling: Cue[] = hidden ? ['obfuscated-link'] : [];
  return [...new Set([...heard, ...ofFile, ...ofSpelling])].sort();
}

function pathOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
