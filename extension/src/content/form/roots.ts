/** The document and the shadow roots in it, closed ones too: a form hidden there is still a form. */
import { api } from '../../shared/platform';
import { all, first, isConnected, isHtml, localName, openRoot, upTo, type Root } from './dom';
import { isOurs } from './own';
import { CONTROLS } from './sight';

/** Roots with a control in them; of those without, many more are watched, because one may get a form later. */
const MAX_WITH_CONTROLS = 64;
const MAX_EMPTY = 1_000;
const AT_ONCE = 64;
/** What may carry a shadow root by the DOM standard, besides elements with a hyphen in their name. */
const MAY_HOST = new Set([
  'article', 'aside', 'blockquote', 'body', 'div', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'main', 'nav', 'p', 'section', 'span',
]);

interface MaybeOpen extends Element {
  openOrClosedShadowRoot?: ShadowRoot | null;
}

function shadowOf(element: Element): ShadowRoot | null {
  const opener = (api as { dom?: { openOrClosedShadowRoot(element: Element): ShadowRoot | null } }).dom;
  if (opener?.openOrClosedShadowRoot !== undefined) return opener.openOrClosedShadowRoot(element);
  return (element as MaybeOpen).openOrClosedShadowRoot ?? openRoot(element);
}

function mayHost(element: Element): boolean {
  const name = localName(element);
  return (MAY_HOST.has(name) || name.includes('-')) && isHtml(element) && !isOurs(element);
}

const hasControls = (root: Root): boolean => first(root, CONTROLS) !== null;

/** Looks for shadow roots a little at a time and goes on where it stopped, so that a large page hides none. */
export class RootFinder {
  readonly #found = new Set<ShadowRoot>();
  #walk: Generator<undefined> | null = null;

  /** Search for so many milliseconds; true when the whole document has been searched. */
  search(budget: number): boolean {
    const end = performance.now() + budget;
    this.#walk ??= this.#searched();
    while (this.#walk.next().done !== true) {
      if (performance.now() > end) return false;
    }
    this.#walk = null;
    return true;
  }

  /** Somebody is at this element: the root that it carries is one to look into. True when it was not known. */
  reveal(element: Element): boolean {
    const root = mayHost(element) ? shadowOf(element) : null;
    if (root === null || this.#found.has(root)) return false;
    this.#found.add(root);
    return true;
  }

  /** The document first, then every root that is still there, those with controls before the others. */
  get roots(): Root[] {
    for (const root of this.#found) if (!isConnected(root)) this.#found.delete(root);
    const [full, empty]: [ShadowRoot[], ShadowRoot[]] = [[], []];
    for (const root of this.#found) (hasControls(root) ? full : empty).push(root);
    return [document, ...full.slice(0, MAX_WITH_CONTROLS), ...empty.slice(0, MAX_EMPTY)];
  }

  *#searched(): Generator<undefined> {
    const queue: Root[] = [document, ...this.#found];
    const queued = new Set<Root>(queue);
    let seen = 0;
    for (const root of queue) {
      for (const element of upTo(Infinity, all(root, '*'))) {
        const shadow = mayHost(element) ? shadowOf(element) : null;
        if (shadow !== null && !queued.has(shadow)) {
          queued.add(shadow);
          queue.push(shadow);
          this.#found.add(shadow);
        }
        seen += 1;
        if (seen % AT_ONCE === 0) yield undefined;
      }
    }
  }
}

/** All roots to search, the document first. */
export function searchRoots(): Root[] {
  const finder = new RootFinder();
  finder.search(Infinity);
  return finder.roots;
}
