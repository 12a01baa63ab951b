/** Words of a page, piece by piece as a person reads them. What is typed into controls is not among them. */
import type { Discretion } from './discretion';
import { all, closest, isElement, isText, localName, matches, page, parentElement, textData, treeWalker, upTo, type Root } from './dom';
import { tidy } from '../../shared/spelling';
import { clearer } from './fold';
import { CONTROLS, EDITABLE, isControl, isEditable, type View } from './sight';
import { knownWords } from './vocabulary';

const MAX_READ = 4_000;
const MAX_NODES = 4_000;
const MAX_EXCERPT = 600;
const MAX_HEADING = 120;
const MAX_HEADINGS = 6;
/** Headings looked at until so many are found that are shown. */
const MAX_TRIED = 200;
const MAX_TEXT_NODE = 4_000;
const SILENT = 'script,style,noscript,template,option,title,desc';

export interface Reading {
  view: View;
  /** Leave out what nobody sees. */
  shownOnly: boolean;
  /** Leave out captions of buttons. */
  withoutButtons?: boolean;
  longest?: number;
  nodes?: number;
}

const isSilent = (element: Element): boolean => matches(element, SILENT) || (matches(element, CONTROLS) && isControl(element));

/** What may be read of a text node: nothing in an editor, fixed words in an editable box around a form. */
function readable(text: Text, parent: Element): string {
  const data = textData(text).slice(0, MAX_TEXT_NODE);
  if (!isEditable(parent)) return data;
  const editor = closest(parent, EDITABLE);
  return editor !== null && isControl(editor) ? '' : ` ${knownWords(data).join(' ')} `;
}

/** The pieces of text under a node: what stands in one line without a break is one piece. */
export function* textsUnder(top: Node, { view, shownOnly, withoutButtons = false, longest = MAX_READ, nodes = MAX_NODES }: Reading): Generator<string> {
  let broken = false;
  let seen = 0;
  const skip = (element: Element): boolean => isSilent(element) || (withoutButtons && localName(element) === 'button');
  if (isElement(top) && skip(top)) return;
  const walker = treeWalker(top, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    seen += 1;
    if (isText(node) || seen > nodes) return NodeFilter.FILTER_ACCEPT;
    if (skip(node as Element)) return NodeFilter.FILTER_REJECT;
    broken ||= view.isBlock(node as Element);
    return NodeFilter.FILTER_SKIP;
  });
  let spaced: string[] = [];
  let block: Element | null = null;
  let read = 0;
  const piece = (): string => tidy(clearer(tidy(spaced.join(' ')), tidy(spaced.join(''))));
  for (let node = isText(top) ? top : walker.nextNode(); node !== null && read < longest && seen < nodes; node = walker.nextNode()) {
    const parent = parentElement(node);
    const words = parent === null ? '' : readable(node as Text, parent);
    if (parent === null || words === '' || (shownOnly && !view.isShown(parent))) continue;
    const at = blockAround(parent, view);
    if ((broken || at !== block) && spaced.length > 0) {
      if (piece() !== '') yield piece();
      spaced = [];
    }
    [broken, block] = [false, at];
    spaced.push(words);
    read += words.trim().length;
  }
  if (piece() !== '') yield piece();
}

function blockAround(element: Element, view: View): Element | null {
  let at: Element | null = element;
  while (at !== null && !view.isBlock(at)) at = parentElement(at);
  return at;
}

/** The words under a node in one line. */
export const wordsUnder = (top: Node, reading: Reading): string => [...textsUnder(top, reading)].join(' ');

/** At most 600 characters of the text around a form. */
export function excerptOf(top: Node, discretion: Discretion, view: View): string {
  const pieces: string[] = [];
  let length = 0;
  for (const words of textsUnder(top, { view, shownOnly: true })) {
    const said = discretion.text(words, MAX_EXCERPT);
    if (said === '') continue;
    pieces.push(said);
    length += said.length + 1;
    if (length > MAX_EXCERPT) break;
  }
  return pieces.join(' ').slice(0, MAX_EXCERPT);
}

/** The first headings of the page that are shown. */
export function headingsOf(roots: readonly Root[], discretion: Discretion, view: View): string[] {
  const said: string[] = [];
  for (const root of roots) {
    for (const heading of upTo(MAX_TRIED, all(root, 'h1,h2,h3,[role="heading"]'))) {
      if (said.length === MAX_HEADINGS) return said;
      if (!view.isShown(heading)) continue;
      const words = discretion.text(wordsUnder(heading, { view, shownOnly: true, longest: MAX_HEADING * 4 }), MAX_HEADING);
      if (words !== '') said.push(words);
    }
  }
  return said;
}

export const titleOf = (discretion: Discretion, longest: number): string => discretion.text(page.title(), longest);
