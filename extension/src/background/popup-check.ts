/** What the popup asks: what is known of a tab, and checks that the user orders. */
import { localVerdict } from '../judge/local-verdict';
import { hostOf, isPrivateHost, webAddress } from '../shared/address';
import { bestEffort } from '../shared/best-effort';
import { brandOfHost } from '../shared/brands';
import type { TabAnswer } from '../shared/messages';
import { redactUrl } from '../shared/redact';
import { awaitsAge, officialVerdict, type StoredVerdict } from '../shared/verdict';
import { blockOf, releaseLocal } from './block-set';
import { condemnsHost } from './guilt';
import { askAgain, askOne, optionsFor } from './server';
import { addressOfTab, isPrivateTab, noteVerdict, readMove, readTab, stillShows } from './tabs';

const NO_PAGE: TabAnswer = { verdict: null, host: '', url: '', askable: false };

/** The server's word ends a block of the host that was set without it. */
function release(host: string, verdict: StoredVerdict): void {
  if (!verdict.unavailable && !condemnsHost(verdict)) void bestEffort(() => releaseLocal([host]));
}

async function ask(url: URL, unlisted: boolean): Promise<StoredVerdict> {
  const sent = redactUrl(url);
  const verdict = (await askOne({ url: sent }, await optionsFor(unlisted))) ?? localVerdict(sent, Date.now());
  release(hostOf(sent), verdict);
  return verdict;
}

/** The second time, of a redacted address; null without an answer. */
async function askOnceMore(sent: string, unlisted: boolean): Promise<StoredVerdict | null> {
  const verdict = await askAgain({ url: sent }, await optionsFor(unlisted));
  if (verdict !== null) release(hostOf(sent), verdict);
  return verdict;
}

/** Whether there is something to show; without the server that is what the address told. */
const tells = ({ unavailable, level, reasons }: StoredVerdict): boolean => !unavailable || level !== 'unknown' || reasons.length > 0;

/** The verdict that was given already: on this tab's page, on a frame in it, or on its host. */
async function known(tabId: number, address: URL): Promise<{ verdict: StoredVerdict; url: string } | null> {
  const host = hostOf(address.href);
  const url = redactUrl(address);
  const record = await readTab(tabId);
  if (record?.host === host && tells(record.verdict)) return record;
  const move = await readMove(tabId);
  if (move?.address === address.href) return { verdict: move.verdict, url };
  const verdict = await blockOf(host);
  return verdict === null ? null : { verdict, url };
}

/** What is known of a tab without asking anybody. */
export async function tabVerdict(tabId: number): Promise<TabAnswer> {
  const address = await addressOfTab(tabId);
  if (address === null) return NO_PAGE;
  const host = hostOf(address.href);
  const place = { host, url: redactUrl(address), askable: false };
  const found = await known(tabId, address);
  if (found !== null) return { ...place, host: hostOf(found.url), url: found.url, verdict: found.verdict, askable: found.verdict.unavailable };
  const brand = brandOfHost(host);
  if (brand !== null) return { ...place, verdict: officialVerdict(host, brand.id, Date.now()) };
  return { ...place, verdict: null, askable: !isPrivateHost(host) };
}

/** Ask the server about a tab's page, because the user pressed the button for it. */
export async function checkTab(tabId: number): Promise<TabAnswer> {
  const answer = await tabVerdict(tabId);
  const address = await addressOfTab(tabId);
  if (!answer.askable || address === null) return answer;
  const verdict = await ask(address, await isPrivateTab(tabId));
  const judged = { host: hostOf(address.href), url: redactUrl(address), verdict };
  void bestEffort(() => noteVerdict(tabId, { ...judged, ordered: true }));
  return { ...judged, askable: verdict.unavailable };
}

/**
 * What is known of a tab a little later. A check that the user ordered is asked for once more if its verdict awaits the
 * age of the domain; about its form a page asks again itself.
 */
export async function checkTabAgain(tabId: number): Promise<TabAnswer> {
  const [answer, record] = await Promise.all([tabVerdict(tabId), readTab(tabId)]);
  const ordered = record !== null && record.ordered === true && awaitsAge(record.verdict);
  if (!ordered || !(await stillShows(tabId, record.host))) return answer;
  const verdict = await askOnceMore(record.url, await isPrivateTab(tabId));
  if (verdict === null || !(await stillShows(tabId, record.host))) return answer;
  void bestEffort(() => noteVerdict(tabId, { ...record, verdict }));
  return { ...answer, verdict };
}

/** Ask about a pasted link; null when it is none. */
export async function checkPasted({ url, unlisted }: { url: string; unlisted: boolean }): Promise<StoredVerdict | null> {
  const address = webAddress(url);
  return address === null ? null : ask(address, unlisted);
}

/** The same a little later; null: there is nothing new to say. */
export async function checkPastedAgain({ url, unlisted }: { url: string; unlisted: boolean }): Promise<StoredVerdict | null> {
  const address = webAddress(url);
  return address === null ? null : askOnceMore(redactUrl(address), unlisted);
}
