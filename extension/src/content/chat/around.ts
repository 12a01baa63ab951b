/** The words around a link: of its own message, and of the other person's few messages before and after it. */
import { directionOf, MESSAGE } from './context';
import { NOT_READ } from './find-links';

const HISTORY = '[data-marker="messagesHistory"],[data-marker^="mini-messenger"]';
/** Messages on each side. */
const NEIGHBOURS = 3;
/** Nodes on each side that are looked at for them. */
const MAX_STEPS = 1_200;
const MAX_MESSAGE = 1_500;
/** Where messages are not told apart: pieces of text on each side, and their length in all. */
const MAX_PIECES = 24;
const MAX_WINDOW = 600;

type Step = 'previousNode' | 'nextNode';

/** What the marketplace says itself, where messages are not told apart. */
const INTERFACE =
  'header,footer,nav,button,label,summary,[role="navigation"],[role="banner"],[role="contentinfo"],[role="button"],[role="menu"],[role="tablist"]';

/** True for texts that are read: what is being typed is none. */
const isRead = (text: Text): boolean => text.parentElement?.closest(NOT_READ) === null;

function wordsIn(message: Element): string {
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
  let words = '';
  for (let text = walker.nextNode() as Text | null; text !== null && words.length < MAX_MESSAGE; text = walker.nextNode() as Text | null) {
    if (isRead(text)) words += ` ${text.data.slice(0, MAX_MESSAGE)}`;
  }
  return words.trim();
}

const rootOf = (message: Element): Element => message.closest(HISTORY) ?? message.parentElement ?? message;

/** The nearest messages on one side that count; those between them are passed over. */
function neighbours(message: Element, step: Step, counts: (one: Element) => boolean): Element[] {
  const walker = document.createTreeWalker(rootOf(message));
  walker.currentNode = message;
  const found: Element[] = [];
  for (let steps = 0; steps < MAX_STEPS && found.length < NEIGHBOURS; steps += 1) {
    const next = walker[step]();
    if (next === null) break;
    if (next instanceof Element && next.matches(MESSAGE) && !message.contains(next) && counts(next)) found.push(next);
  }
  return found;
}

/** Of the messages around, the other person's; where the markup does not tell whose the link is, all but the user's own. */
function messagesAround(message: Element): Surroundings {
  const incoming = directionOf(message) === 'in';
  const counts = (one: Element): boolean => (incoming ? directionOf(one) === 'in' : directionOf(one) !== 'out');
  const [before, after] = [neighbours(message, 'previousNode', counts), neighbours(message, 'nextNode', counts)];
  return {
    texts: [message, ...before, ...after].map(wordsIn),
    root: rootOf(message),
    first: before[NEIGHBOURS - 1] ?? null,
    last: after[NEIGHBOURS - 1] ?? null,
  };
}

/** What was read on one side, and the last thing that was; null when everything there was, so that more would be read too. */
interface Side {
  texts: string[];
  end: Node | null;
}

/** Of other links only where they lead matters: their words are mostly the site's own. */
function isTalk(text: Text, asked: Element | null): boolean {
  const anchor = text.parentElement?.closest('a') ?? null;
  return (anchor === null || anchor === asked) && text.parentElement?.closest(INTERFACE) === null && isRead(text);
}

function piecesFrom(node: Node, step: Step): Side {
  const asked = (node instanceof Element ? node : node.parentElement)?.closest('a') ?? null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  walker.currentNode = node;
  const texts: string[] = [];
  let length = 0;
  while (texts.length < MAX_PIECES && length < MAX_WINDOW) {
    const text = walker[step]() as Text | null;
    if (text === null) return { texts, end: null };
    if (text.data.trim() === '' || !isTalk(text, asked)) continue;
    texts.push(text.data.slice(0, MAX_WINDOW));
    length += text.data.length;
  }
  return { texts, end: walker.currentNode };
}

/** Texts to read for cues about a link, which never leave this script, and how far they reach. */
export interface Surroundings {
  texts: string[];
  /** Only what stands in here is read, */
  root: Node;
  /** from this node, or from the beginning, */
  first: Node | null;
  /** to this one, or to the end. */
  last: Node | null;
}

/** The texts around the link at a node. */
export function surroundingsOf(node: Node): Surroundings {
  const element = node instanceof Element ? node : node.parentElement;
  const message = element?.closest(MESSAGE) ?? null;
  if (message !== null) return messagesAround(message);
  const own = node instanceof Text ? [node.data] : [];
  const [before, after] = [piecesFrom(node, 'previousNode'), piecesFrom(node, 'nextNode')];
  return { texts: [...before.texts, ...own, ...after.texts], root: document.body, first: before.end, last: after.end };
}

const isOutside = (position: number, side: number, held: number): boolean => (position & side) !== 0 && (position & held) === 0;

/** True when a change at `node` may change what is read. */
export function reaches({ root, first, last }: Surroundings, node: Node): boolean {
  if (!root.contains(node)) return node.contains(root);
  if (first?.isConnected === true && isOutside(first.compareDocumentPosition(node), Node.DOCUMENT_POSITION_PRECEDING, Node.DOCUMENT_POSITION_CONTAINS)) return false;
  return !(last?.isConnected === true && isOutside(last.compareDocumentPosition(node), Node.DOCUMENT_POSITION_FOLLOWING, Node.DOCUMENT_POSITION_CONTAINED_BY));
}

/** True for a node that holds words which may have been said, none that are being typed. */
export function holdsWords(node: Node): boolean {
  const element = node instanceof Element ? node : node.parentElement;
  if (element === null || !node.isConnected || element.closest(NOT_READ) !== null) return false;
  if (node instanceof Text) return node.data.trim() !== '';
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const text = walker.nextNode() as Text | null;
    if (text === null) return false;
    if (text.data.trim() !== '') return true;
  }
  return true;
}
