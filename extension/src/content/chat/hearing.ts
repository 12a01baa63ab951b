/** What was heard around each spot. Cues only grow, so new ones are worth another question, and the last is soon asked. */
import { textsAround } from './around';
import { directionOf } from './context';
import { cuesOf, type Cue } from './cues';
import type { Spot } from './spots';

/** Spots that are listened around again when something changes. */
const MAX_RECENT = 20;
/** They tell of one address, so they are looked for where it stands and not in what is said around it. */
const OF_THE_LINK: ReadonlySet<Cue> = new Set<Cue>(['obfuscated-link', 'apk-link']);

function heardAround(spot: Spot): Cue[] {
  const talk = textsAround(spot.node).flatMap((text) => cuesOf(text)).filter((cue) => !OF_THE_LINK.has(cue));
  // What the marketplace made a link of, its filters have seen.
  const hidden = spot.node instanceof Text && cuesOf(spot.node.data).includes('obfuscated-link');
  return hidden ? [...talk, 'obfuscated-link'] : talk;
}

export class Hearing {
  readonly #heard = new WeakMap<Spot, ReadonlySet<Cue>>();
  readonly #recent = new Set<Spot>();

  /** Cues around a spot, now and at any time before; none around the user's own message. */
  listen(spot: Spot): readonly Cue[] {
    if (directionOf(spot.node) === 'out') return [];
    const heard = new Set([...(this.#heard.get(spot) ?? []), ...heardAround(spot)]);
    this.#heard.set(spot, heard);
    this.#remember(spot);
    return [...heard];
  }

  /** Spots around which something new was said since they were last listened to; `holds` tells which still stand. */
  news(holds: (spot: Spot) => boolean): Spot[] {
    const changed: Spot[] = [];
    for (const spot of this.#recent) {
      if (!holds(spot)) this.#recent.delete(spot);
      else if (heardAround(spot).some((cue) => this.#heard.get(spot)?.has(cue) !== true)) changed.push(spot);
    }
    return changed;
  }

  #remember(spot: Spot): void {
    this.#recent.delete(spot);
    this.#recent.add(spot);
    const [oldest] = this.#recent;
    if (this.#recent.size > MAX_RECENT && oldest !== undefined) this.#recent.delete(oldest);
  }
}

/** The codes to send with one address, sorted, so that the same question is the same. */
export function cuesFor(url: URL, heard: readonly Cue[]): Cue[] {
  const ofFile = cuesOf(pathOf(url)).filter((cue) => cue === 'apk-link');
  return [...new Set([...heard, ...ofFile])].sort();
}

function pathOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
