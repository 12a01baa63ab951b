/**
 * What may be said of a page's words. A page may repeat what is typed into it: a drawn card with the holder's name, a
 * button with the sum, a title. What it said before anybody typed is its own; of what is new afterwards only words
 * from a fixed list are sent, and no digit at all.
 */
import { redactDigits, redactText } from '../../shared/redact';
import { tidy } from '../../shared/spelling';
import { knownParts, knownWords } from './vocabulary';

/** Redaction replaces signs by shorter marks; so much of a text is enough to fill the limit. */
const SLACK = 4;
/** Texts remembered of one document. */
const MAX_KNOWN = 5_000;

export class Discretion {
  readonly #known = new Set<string>();
  readonly #frozen = new Map<string, unknown>();
  #typed = false;

  get typed(): boolean {
    return this.#typed;
  }

  noteTyping(): void {
    this.#typed = true;
  }

  /** Words that a person reads. */
  text(raw: string, longest: number): string {
    return this.#say(raw, longest, () => knownWords(raw).join(' '));
  }

  /** A name or an id. */
  name(raw: string, longest: number): string {
    return this.#say(raw, longest, () => knownParts(raw).join('_'));
  }

  /** A fact that holds as it was before typing began. */
  frozen<T>(name: string, otherwise: T, read: () => T): T {
    if (!this.#typed) this.#frozen.set(name, read());
    return (this.#frozen.get(name) as T | undefined) ?? otherwise;
  }

  #say(raw: string, longest: number, reduced: () => string): string {
    const text = tidy(raw, longest * SLACK);
    if (!this.#typed) {
      if (this.#known.size < MAX_KNOWN) this.#known.add(text);
      return redactText(text).slice(0, longest);
    }
    return (this.#known.has(text) ? redactDigits(text) : reduced()).slice(0, longest);
  }
}
