/** What can be seen of a page, and what is an editor of its own. One `View` serves one look at the document. */
import { all, attribute, canBeFocused, closest, controlOf, first, isDrawn, isEditedInPlace, matches, parentOrHost, upTo } from './dom';

const NATIVE = 'input,select,textarea';
export const EDITABLE = '[contenteditable]:not([contenteditable="false" i])';
export const CONTROLS = `${NATIVE},${EDITABLE},[role="textbox" i]`;

/** Below it nobody sees what is there. */
const FAINTEST = 0.1;
const MAX_ANCESTORS = 400;
const MAX_LABELS = 2_000;

/** What was found out about elements during one look. */
export class View {
  readonly #opacities = new Map<Element, number>();
  readonly #blocks = new Map<Element, boolean>();
  readonly #labels = new Map<Element, Element[]>();

  constructor(roots: readonly Node[]) {
    for (const root of roots) this.#noteLabels(root);
  }

  #noteLabels(root: Node): void {
    for (const label of upTo(MAX_LABELS, all(root, 'label'))) {
      const control = controlOf(label);
      if (control === null) continue;
      const known = this.#labels.get(control);
      if (known === undefined) this.#labels.set(control, [label]);
      else known.push(label);
    }
  }

  labelsOf(control: Element): readonly Element[] {
    return this.#labels.get(control) ?? [];
  }

  /** Opacity of an element under all that it stands in. */
  #opacity(element: Element): number {
    const path: Element[] = [];
    let above = 1;
    for (let at: Element | null = element; at !== null && path.length < MAX_ANCESTORS; at = parentOrHost(at)) {
      const known = this.#opacities.get(at);
      if (known !== undefined) {
        above = known;
        break;
      }
      path.push(at);
    }
    for (const at of path.reverse()) {
      const own = Number.parseFloat(getComputedStyle(at).opacity);
      above *= Number.isNaN(own) ? 1 : own;
      this.#opacities.set(at, above);
    }
    return above;
  }

  /** True when a person sees the element. */
  isShown(element: Element): boolean {
    return isDrawn(element) && this.#opacity(element) >= FAINTEST;
  }

  /** True when text before and after the edge of this element stands apart. */
  isBlock(element: Element): boolean {
    let block = this.#blocks.get(element);
    if (block === undefined) {
      const { display } = getComputedStyle(element);
      block = matches(element, 'br,hr') || !(display.startsWith('inline') || display === 'contents');
      this.#blocks.set(element, block);
    }
    return block;
  }
}

/** True for what takes data itself; an editable box around other controls is only a box. */
export function isControl(element: Element): boolean {
  return matches(element, CONTROLS) && (matches(element, NATIVE) || first(element, NATIVE) === null);
}

/** True when a person could change the text of this element by typing. */
export const isEditable = (element: Element): boolean => isEditedInPlace(element) || closest(element, EDITABLE) !== null;

/** True when a control can be filled in: neither locked nor out of reach. */
export function takesInput(control: Element): boolean {
  return !matches(control, ':disabled,[readonly]') && attribute(control, 'aria-readonly') !== 'true';
}

/** True when a person who presses Tab arrives there. */
export const isReachable = (control: Element): boolean => canBeFocused(control) && closest(control, '[inert]') === null;
