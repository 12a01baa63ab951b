/** What the warning page asks: why it is shown, whether that still holds, and the way on. */
import { localVerdict } from '../judge/local-verdict';
import { hostOf, isPrivateHost, webAddress } from '../shared/address';
import { bestEffort } from '../shared/best-effort';
import { brandOfHost } from '../shared/brands';
import type { Blocked } from '../shared/messages';
import { redactUrl } from '../shared/redact';
import type { StoredVerdict } from '../shared/verdict';
import { allow, blockOf, refresh } from './block-set';
import { settle } from './guilt';
import { askAgain, optionsFor } from './server';
import { readMove, takeMove } from './tabs';

type Sender = chrome.runtime.MessageSender;

/** Why the warning stands in this tab: its page was replaced, or the host is blocked; null when nobody knows (any more). */
export async function whyWarned({ url }: { url: string }, { tab }: Sender): Promise<Blocked | null> {
  const move = tab?.id === undefined ? null : await takeMove(tab.id, url);
  if (move !== null) return move;
  // A block too old to be named must not stop the page once more.
  await bestEffort(refresh);
  const verdict = await blockOf(hostOf(url));
  return verdict === null ? null : { verdict, framedIn: '', onward: url, stepsBack: 1 };
}

/** Ask the server again, patiently, as its answer may open the page; a host that is found dangerous is blocked again. Null: nobody's business. */
export async function recheck({ url }: { url: string }, sender: Sender): Promise<StoredVerdict | null> {
  const address = webAddress(url);
  if (address === null || isPrivateHost(address.hostname) || brandOfHost(address.hostname) !== null) return null;
  const sent = redactUrl(address);
  const verdict = (await askAgain({ url: sent }, await optionsFor(sender.tab?.incognito ?? false))) ?? localVerdict(sent, Date.now());
  await bestEffort(() => settle([[hostOf(url), verdict]]));
  return verdict;
}

/** Let the user through to an address that the warning stands for; false for every other address. */
export async function proceed({ url, forever }: { url: string; forever: boolean }, { tab }: Sender): Promise<boolean> {
  const address = webAddress(url);
  if (address === null) return false;
  const moved = tab?.id !== undefined && (await readMove(tab.id))?.address === url;
  if (!moved && (await blockOf(hostOf(url))) === null) return false;
  await allow(address, forever);
  return true;
}
