/** Whose message holds a link, and where. */
import type { MessageFacts } from '../../shared/api-types';
import { isUnder } from '../../shared/address';

export const MESSAGE = '[data-marker="message"]';
const OUTGOING = '[class*="message-base-module-right"]';
const INCOMING = '[class*="message-base-module-left"]';

/** The marketplace's own domain for a page's host. */
export function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** `out` for the user's own message, `in` for the other person's, null where the markup does not tell. */
export function directionOf(node: Node): 'in' | 'out' | null {
  const element = node instanceof Element ? node : node.parentElement;
  const holder = element?.closest(MESSAGE) ?? element;
  const is = (side: string): boolean => element?.closest(side) != null || holder?.querySelector(side) != null;
  if (is(OUTGOING)) return 'out';
  return is(INCOMING) ? 'in' : null;
}

/** Platform and, where the markup tells it, direction of the message that holds a node. */
export function messageFacts(node: Node, site: string): MessageFacts {
  const direction = directionOf(node);
  const platform = isUnder(site, 'avito.ru') ? 'avito' : 'yula';
  return direction === null ? { platform } : { direction, platform };
}
