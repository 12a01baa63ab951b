/** Where on a marketplace's site people talk: elsewhere links are the site's own business. */
import { isUnder } from '../../shared/address';

interface ChatPlaces {
  domain: string;
  /** Pages that are a chat as a whole. */
  pages: RegExp;
  /** Parts of other pages that hold one. */
  parts: string;
}

const KNOWN: readonly ChatPlaces[] = [
  {
    domain: 'avito.ru',
    pages: /^\/profile\/messenger(?:\/|$)/,
    parts: '[data-marker="messagesHistory"],[data-marker^="mini-messenger"],[data-marker="message"]',
  },
  // The markup of Yula's chats is not known, so every page of it may hold one.
  { domain: 'youla.ru', pages: /^\//, parts: 'body' },
  { domain: 'youla.io', pages: /^\//, parts: 'body' },
];

const placesOf = (site: string): ChatPlaces | undefined => KNOWN.find(({ domain }) => isUnder(site, domain));

/** True when the whole page at this path is a chat. */
export const isChatPage = (site: string, path: string): boolean => placesOf(site)?.pages.test(path) ?? false;

/** True when a node stands in a chat on this page. */
export function isInChat(node: Node, site: string, path: string = location.pathname): boolean {
  if (isChatPage(site, path)) return true;
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(placesOf(site)?.parts ?? 'body') != null;
}
