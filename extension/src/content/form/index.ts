/** Entry on every page and frame: notice forms, also those that appear or are uncovered later. */
import { first, isElement, matches } from './dom';
import { Guard } from './guard';
import { holdSubmissions } from './hold';
import { isOurs } from './own';
import { CONTROLS } from './sight';
import { answerWhileThere } from './there';

const FIRST_LOOK_MS = 200;
const QUICK = { wait: 300, longest: 2_000 };
/** For additions without a control in sight: one may stand in a shadow root. */
const SLOW = { wait: 1_000, longest: 5_000 };
const UNCOVERING = ['hidden', 'style', 'class', 'disabled', 'readonly', 'inert', 'tabindex', 'contenteditable', 'type', 'open', 'aria-hidden'];
/** Between two looks that somebody's focus brings about at once. */
const FOCUS_MS = 300;

class Watch {
  readonly #ended = new AbortController();
  readonly #guard = new Guard({ stop: () => this.#stop(), again: (ms) => this.#again(ms) });
  readonly #observer = new MutationObserver((records) => this.#changed(records));
  readonly #observed = new WeakSet<Node>();
  #watchesAttributes = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirtySince = 0;
  #due = Infinity;
  #lookedAt = -Infinity;

  start(): void {
    const { signal } = this.#ended;
    const listen = { capture: true, signal } as const;
    this.#observe();
    holdSubmissions(this.#guard, signal);
    window.addEventListener('focusin', (event) => this.#focused(event), listen);
    window.addEventListener('input', (event) => this.#typed(event), listen);
    window.addEventListener('popstate', () => this.#soon(QUICK), listen);
    window.addEventListener('pageshow', (event) => event.persisted && this.#returned(), listen);
    requestIdleCallback(() => this.#look(), { timeout: FIRST_LOOK_MS });
  }

  /** Somebody is here. Events that the page makes up itself are no reason to look. */
  #focused(event: Event): void {
    const target = event.composedPath()[0] as Node | undefined;
    if (!event.isTrusted || target === undefined || !isElement(target)) return;
    if (!this.#guard.noteFocus(target, matches(target, CONTROLS))) return;
    if (performance.now() - this.#lookedAt > FOCUS_MS) this.#look();
    else this.#again(FOCUS_MS);
  }

  #typed(event: Event): void {
    this.#guard.noteTyping();
    this.#focused(event);
  }

  #returned(): void {
    this.#guard.forget();
    this.#look();
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#dirtySince = 0;
    this.#guard.look();
    this.#lookedAt = performance.now();
    this.#observe();
  }

  /** Watch every root; once there is a form worth it, also what hides and uncovers controls. */
  #observe(): void {
    if (this.#ended.signal.aborted) return;
    const attributes = this.#guard.gateIsOpen;
    for (const root of this.#guard.roots) {
      if (this.#observed.has(root) && attributes === this.#watchesAttributes) continue;
      this.#observed.add(root);
      const what = { childList: true, subtree: true };
      this.#observer.observe(root, attributes ? { ...what, attributes, attributeFilter: UNCOVERING } : what);
    }
    this.#watchesAttributes = attributes;
  }

  #changed(records: MutationRecord[]): void {
    let pace: typeof QUICK | null = null;
    for (const record of records) {
      if (record.type === 'attributes') pace = QUICK;
      for (const node of record.addedNodes) {
        if (!isElement(node) || isOurs(node)) continue;
        if (matches(node, CONTROLS) || first(node, CONTROLS) !== null) pace = QUICK;
        else pace ??= SLOW;
      }
      if (pace === QUICK) break;
    }
    if (pace !== null) this.#soon(pace);
  }

  #soon({ wait, longest }: typeof QUICK): void {
    this.#guard.touch(wait === QUICK.wait);
    const now = performance.now();
    if (this.#dirtySince === 0) this.#dirtySince = now;
    const due = Math.min(now + wait, this.#dirtySince + longest);
    if (wait === SLOW.wait && this.#due <= due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), Math.max(0, due - now));
  }

  /** Look once more later, unless a look is due before. */
  #again(ms: number): void {
    const due = performance.now() + ms;
    if (this.#ended.signal.aborted || this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#look(), ms);
  }

  #stop(): void {
    this.#ended.abort();
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }
}

function start(): void {
  answerWhileThere();
  new Watch().start();
}

// A page that the browser prepares in advance is looked at when the user really opens it.
if ((document as { prerendering?: boolean }).prerendering === true) {
  EventTarget.prototype.addEventListener.call(document, 'prerenderingchange', start, { once: true });
} else {
  start();
}
