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

/** The nearest messages on one side that count; those between them are passed over. */
function neighbours(message: Element, step: Step, counts: (one: Element) => boolean): Element[] {
  const walker = document.createTreeWalker(message.closest(HISTORY) ?? message.parentElement ?? message);
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
function othersAround(message: Element): Element[] {
  const incoming = directionOf(message) === 'in';
  const counts = (one: Element): boolean => (incoming ? directionOf(one) === 'in' : directionOf(one) !== 'out');
  return [...neighbours(message, 'previousNode', counts), ...neighbours(message, 'nextNode', counts)];
}

function piecesFrom(node: Node, step: Step): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  walker.currentNode = node;
  const pieces: string[] = [];
  let length = 0;
  while (pieces.length < MAX_PIECES && length < MAX_WINDOW) {
    const text = walker[step]() as Text | null;
    if (text === null) break;
    if (text.data.trim() === '' || !isRead(text)) continue;
    pieces.push(text.data.slice(0, MAX_WINDOW));
    length += text.data.length;
  }
  return pieces;
}

/** Texts to read for cues about the link at a node; they never leave this script. */
export function textsAround(node: Node): string[] {
  const element = node instanceof Element ? node : node.parentElement;
  const message = element?.closest(MESSAGE) ?? null;
  if (message !== null) return [wordsIn(message), ...othersAround(message).map(wordsIn)];
  const own = node instanceof Text ? [node.data] : [];
  return [...piecesFrom(node, 'previousNode'), ...own, ...piecesFrom(node, 'nextNode')];
}
