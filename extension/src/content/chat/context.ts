/** What the message around a link says about it: codes only, the text stays where it is. */
import type { MessageFacts } from '../../shared/api-types';
import { isUnder } from '../../shared/address';

const MESSAGE = '[data-marker="message"]';
const OUTGOING = '[class*="message-base-module-right"]';
const INCOMING = '[class*="message-base-module-left"]';

/** The marketplace's own domain for a page's host. */
export function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** Platform and, where the markup tells it, direction of the message that holds a node. */
export function messageFacts(node: Node, site: string): MessageFacts {
  const element = node instanceof Element ? node : node.parentElement;
  const holder = element?.closest(MESSAGE) ?? element;
  const is = (side: string): boolean => element?.closest(side) != null || holder?.querySelector(side) != null;
  const platform = isUnder(site, 'avito.ru') ? 'avito' : 'yula';
  if (is(OUTGOING)) return { direction: 'out', platform };
  return is(INCOMING) ? { direction: 'in', platform } : { platform };
}
