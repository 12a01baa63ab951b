/** Signals of a throw-away host, whatever name it bears, as signals/throwaway.py. */
import type { Params, View } from './view';

/** An order's number as a name: `id22991`, `order-3819`, `7484512`. */
const LONG_NUMBER = /(?<![a-z])(?:id|ord|order|zakaz|pay)-?\p{Nd}{3,}|\p{Nd}{5,}/u;
const MONEY_PAGE =
  /\/(?:order|pay|payment|payout|oferta|receive|get|merchant|cash|refund|bank|track|tracking|delivery|zakaz|oplata|dostavka|form)(?=\/|$)/i;
const TOKEN = /\/(?=[^/]*\d)[A-Za-z0-9_-]{6,}(?=\/|$)/;

/** The registered label holds an order's number or a long run of digits. */
export const throwawayName = ({ host, address }: View): Params | null =>
  LONG_NUMBER.test(host.labels.at(-1) ?? '') ? { domain: address.registrableDomain ?? '' } : null;

/** The domain stands under an ending that throw-away domains are bought with. */
export const cheapEnding = ({ host, address }: View): Params | null => (host.cheapEnding ? { ending: address.suffix } : null);

/** The host speaks of money, delivery or safety, and names no brand. */
export function lureWords({ host }: View): Params | null {
  const [word] = host.lures;
  return word === undefined || host.mentions.length > 0 ? null : { word };
}

/** The path names an order or a payment and carries somebody's own number or token. */
export const orderPage = ({ address }: View): Params | null => (MONEY_PAGE.test(address.path) && TOKEN.test(address.path) ? {} : null);
