/** The structure of a page's form: ask the server, and move the tab to the warning when it is a trap. */
import { getDomain } from 'tldts';
import { hostOf, isPrivateHost, webAddress } from '../shared/address';
import type { PageFacts } from '../shared/api-types';
import { brandOfHost, isMarketplace } from '../shared/brands';
import type { PageDecision, PageQuestion } from '../shared/messages';
import { api } from '../shared/platform';
import { redactUrl } from '../shared/redact';
import { readSettings } from '../shared/settings';
import { unavailableVerdict, type StoredVerdict } from '../shared/verdict';
import { blockAll, isAllowed } from './block-set';
import { advance, flowFacts, stepKinds } from './flow';
import { shown } from './links';
import { askOne } from './server';
import { markTab, moveToWarning, noteVerdict, readFlow, stillShows, writeFlow } from './tabs';

const SKIP: PageDecision = { skip: true, leaving: false, verdict: null };
const NOTHING: PageDecision = { skip: false, leaving: false, verdict: null };

interface Place {
  tabId: number;
  tabUrl: string;
  topHost: string;
  /** The document that holds the form: the tab's page or a frame in it. */
  frame: URL;
}

function placeOf(sender: chrome.runtime.MessageSender): Place | null {
  const { tab } = sender;
  if (tab?.id === undefined) return null;
  const tabUrl = tab.url ?? sender.url ?? '';
  const frame = webAddress(sender.url ?? '') ?? webAddress(sender.origin ?? '') ?? webAddress(tabUrl);
  return frame === null ? null : { tabId: tab.id, tabUrl, topHost: hostOf(tabUrl), frame };
}

async function isLeftAlone({ topHost, frame }: Place): Promise<boolean> {
  const hosts = [...new Set([topHost, frame.hostname])];
  if (hosts.some((host) => brandOfHost(host) !== null || isPrivateHost(host))) return true;
  if ((await readSettings()).mode === 'marketplaces') return true;
  return (await Promise.all(hosts.map(isAllowed))).includes(true);
}

async function openedFromMarketplace(sender: chrome.runtime.MessageSender, facts: PageFacts): Promise<boolean> {
  if (isMarketplace(facts.page?.referrer_host ?? '')) return true;
  const openerId = sender.tab?.openerTabId;
  if (openerId === undefined) return false;
  try {
    return isMarketplace(hostOf((await api.tabs.get(openerId)).url));
  } catch {
    return false;
  }
}

async function withContext(facts: PageFacts, place: Place, sender: chrome.runtime.MessageSender): Promise<PageFacts> {
  const before = await readFlow(place.tabId);
  const after = advance(before, {
    domain: getDomain(place.frame.hostname) ?? place.frame.hostname,
    kinds: stepKinds(facts),
    marketplace: await openedFromMarketplace(sender, facts),
    now: Date.now(),
  });
  await writeFlow(place.tabId, after);
  const page = { ...facts.page, host: place.frame.hostname, top_host: place.topHost, opener_marketplace: after.marketplace };
  return { ...facts, page, flow: flowFacts(before, after) };
}

async function lead(place: Place, verdict: StoredVerdict, stepsBack: number): Promise<boolean> {
  if (!(await stillShows(place.tabId, place.topHost))) return false;
  await blockAll(new Map([place.topHost, place.frame.hostname].map((host) => [host, verdict])));
  await moveToWarning(place.tabId, place.tabUrl, stepsBack);
  return true;
}

/** Judge one captured document and act on the verdict. */
export async function checkPage(
  { facts, language, stepsBack }: PageQuestion,
  sender: chrome.runtime.MessageSender,
): Promise<PageDecision> {
  const place = placeOf(sender);
  if (place === null || (await isLeftAlone(place))) return SKIP;
  // A page that is only being prepared must not replace the one that the user sees.
  if (sender.documentLifecycle !== undefined && sender.documentLifecycle !== 'active') return NOTHING;
  const url = redactUrl(place.frame);
  const page = await withContext(facts, place, sender);
  const verdict =
    (await askOne({ url, page }, { language, unlisted: sender.tab?.incognito ?? false })) ??
    unavailableVerdict(place.frame.hostname, Date.now());
  await noteVerdict(place.tabId, place.topHost, verdict);
  await markTab(place.tabId, verdict);
  const leaving = verdict.level === 'danger' && (await lead(place, verdict, stepsBack));
  return { skip: false, leaving, verdict: shown(verdict, language) };
}
