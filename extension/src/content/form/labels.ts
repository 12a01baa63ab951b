/** The words that name a control. */
import { attribute, byId, closest, first, isElement, matches, parentElement, previousElement, previousSibling, rootOf, treeWalker } from './dom';
import { tidy } from '../../shared/spelling';
import { CONTROLS, type View } from './sight';
import { wordsUnder } from './texts';

/** Four times what is sent of a label. */
const LONGEST = 480;
const MAX_NODES = 300;
const MAX_SIBLINGS = 20;
const MAX_IDS = 5;

const wordsOf = (node: Node | null, view: View): string =>
  node === null ? '' : wordsUnder(node, { view, shownOnly: false, withoutButtons: true, longest: LONGEST, nodes: MAX_NODES });

function byIds(control: Element, view: View): string {
  const ids = attribute(control, 'aria-labelledby').slice(0, LONGEST).trim().split(/\s+/).slice(0, MAX_IDS);
  const root = rootOf(control);
  return ids.map((id) => wordsOf(id === '' ? null : byId(root, id), view)).join(' ');
}

function textBefore(control: Element, view: View): string {
  let node = previousSibling(control);
  for (let step = 0; node !== null && step < MAX_SIBLINGS; step += 1, node = previousSibling(node)) {
    if (isElement(node) && (matches(node, CONTROLS) || first(node, CONTROLS) !== null)) return '';
    const words = wordsOf(node, view);
    if (words !== '') return words;
  }
  return '';
}

function cellBefore(control: Element, view: View): string {
  const cell = closest(control, 'td,dd');
  const before = cell === null ? null : previousElement(cell);
  return before !== null && matches(before, 'td,th,dt') ? wordsOf(before, view) : '';
}

/** True when there is another control under `parent`; does not walk on once that is known. */
function hasOthers(parent: Element, control: Element): boolean {
  if (first(parent, CONTROLS) !== control) return true;
  let seen = 0;
  const walker = treeWalker(parent, NodeFilter.SHOW_ELEMENT, (node) => {
    seen += 1;
    return matches(node as Element, CONTROLS) || seen > MAX_NODES ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  walker.currentNode = control;
  return walker.nextNode() !== null;
}

function aroundText(control: Element, view: View): string {
  const parent = parentElement(control);
  if (parent === null || hasOthers(parent, control)) return '';
  return textBefore(parent, view) || wordsOf(previousElement(parent), view);
}

/** The words that name a control, nearest source first. */
export function labelOf(control: Element, view: View): string {
  const sources = [
    () => view.labelsOf(control).slice(0, MAX_IDS).map((label) => wordsOf(label, view)).join(' '),
    () => byIds(control, view),
    () => wordsOf(closest(control, 'label'), view),
    () => textBefore(control, view),
    () => cellBefore(control, view),
    () => aroundText(control, view),
    () => attribute(control, 'title'),
  ];
  for (const source of sources) {
    const label = tidy(source(), LONGEST);
    if (label !== '') return label;
  }
  return '';
}
