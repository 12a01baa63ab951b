/** The document and the shadow roots in it, closed ones too: a form hidden there is still a form. */
import { api } from '../../shared/platform';

const MAX_ROOTS = 64;
const MAX_DEPTH = 5;
/** Elements looked at a root: beyond it a page is a document, not a trap. */
const MAX_LOOKED_AT = 4_000;
const MAY_HOST = new Set(['article', 'aside', 'body', 'div', 'footer', 'header', 'main', 'nav', 'p', 'section', 'span']);

interface MaybeOpen extends Element {
  openOrClosedShadowRoot?: ShadowRoot | null;
}

function shadowOf(element: HTMLElement): ShadowRoot | null {
  const opener = (api as { dom?: { openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null } }).dom;
  if (opener?.openOrClosedShadowRoot !== undefined) return opener.openOrClosedShadowRoot(element);
  return (element as MaybeOpen).openOrClosedShadowRoot ?? element.shadowRoot;
}

function mayHost(element: Element): boolean {
  const name = element.localName;
  if (name.startsWith('sverka-')) return false;
  // Plain elements that hold a shadow root show it instead of their children, so they rarely have any.
  return name.includes('-') || (MAY_HOST.has(name) && element.childElementCount === 0);
}

/** All roots to search, the document first. */
export function searchRoots(top: Document | ShadowRoot = document): (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [top];
  let layer: (Document | ShadowRoot)[] = [top];
  for (let depth = 0; depth < MAX_DEPTH && layer.length > 0; depth += 1) {
    const next: ShadowRoot[] = [];
    for (const root of layer) {
      for (const element of [...root.querySelectorAll<HTMLElement>('*')].slice(0, MAX_LOOKED_AT)) {
        const shadow = mayHost(element) ? shadowOf(element) : null;
        if (shadow !== null && roots.length + next.length < MAX_ROOTS) next.push(shadow);
      }
    }
    roots.push(...next);
    layer = next;
  }
  return roots;
}
