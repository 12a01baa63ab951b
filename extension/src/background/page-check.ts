/** The structure of a page's form: ask the server, and move the tab to the warning when it is a trap. */
import { localVerdict } from '../judge/local-verdict';
import { hostOf, isPrivateHost, webAddress } from '../shared/address';
import type { CheckRequest, PageFacts } from '../shared/api-types';
import { bestEffort } from '../shared/best-effort';
import { brandOfHost, isMarketplace } from '../shared/brands';
import type { Language } from '../shared/i18n';
import type { PageDecision, PageQuestion, SecondPageQuestion } from '../shared/messages';
import { api } from '../shared/platform';
import { redactUrl } from '../shared/redact';
import { readSettings } from '../shared/settings';
import { awaitsAge, type StoredVerdict } from '../shared/verdict';
import { blockAll, isAllowed } from './block-set';
import { brandHints } from './brand-hints';
import { stillStands } from './documents';
import { advance, before, flowFacts, stepKinds, withState } from './flow';
import { condemnsHost } from './guilt';
import { shown } from './links';
import { askAgain, askOne, optionsFor } from './server';
import { ownDomain } from './sites';
import { changeFlows, moveToWarning, noteVerdict, stillShows } from './tabs';

const SKIP: PageDecision = { skip: true, leaving: false, verdict: null, asked: null };
const NOTHING: PageDecision = { skip: false, leaving: false, verdict: null, asked: null };

export interface Place {
  tabId: number;
  /** The tab's own address; its host is '' for blob: and about: pages, which have none. */
  tabUrl: string;
  tabHost: string;
  isTop: boolean;
  /** The document itself, or its frame where the browser does not name documents. */
  document: chrome.tabs.MessageSendOptions;
  /** Address of the site that answers for the document with the form: the tab's page or a frame in it. */
  frame: URL;
  frameHost: string;
}

/** Where a question comes from; null when no site answers for the document. */
export function placeOf(sender: chrome.runtime.MessageSender): Place | null {
  const { tab } = sender;
  if (tab?.id === undefined) return null;
  const tabUrl = tab.url ?? '';
  // A page without an address of its own (blob:, about:blank) speaks for whoever wrote it.
  const frame = webAddress(sender.url ?? '') ?? webAddress(sender.origin ?? '') ?? webAddress(tabUrl);
  if (frame === null) return null;
  const { frameId = 0, documentId } = sender;
  const document = documentId === undefined ? { frameId } : { documentId };
  return { tabId: tab.id, tabUrl, tabHost: hostOf(tabUrl), isTop: frameId === 0, document, frame, frameHost: hostOf(frame.href) };
}

async function isLeftAlone({ tabHost, frame, frameHost }: Place): Promise<boolean> {
  // Only its own name excuses a document: a stranger's frame in a known page is a stranger's.
  if (brandOfHost(frameHost) !== null) return true;
  if ([tabHost, frameHost].filter((host) => host !== '').some(isPrivateHost)) return true;
  if ((await readSettings()).mode === 'marketplaces') return true;
  return isAllowed(frame);
}

async function openedFromMarketplace(sender: chrome.runtime.MessageSender, facts: PageFacts, isTop: boolean): Promise<boolean> {
  // The referrer of a frame is the page around it, which is no road that the user took.
  if (isTop && isMarketplace(facts.page?.referrer_host ?? '')) return true;
  const openerId = sender.tab?.openerTabId;
  if (openerId === undefined) return false;
  try {
    return isMarketplace(hostOf((await api.tabs.get(openerId)).url));
  } catch {
    return false;
  }
}

async function withContext({ facts, named }: PageQuestion, place: Place, sender: chrome.runtime.MessageSender): Promise<PageFacts> {
  const { isTop, frameHost, tabHost } = place;
  const arrival = {
    domain: ownDomain(frameHost),
    kinds: stepKinds(facts),
    marketplace: await openedFromMarketplace(sender, facts, isTop),
    now: Date.now(),
  };
  const { flow, marketplace } = await changeFlows(place.tabId, (flows) => {
    const previous = before(flows, arrival.domain, isTop);
    const after = advance(previous, arrival);
    return [withState(flows, after, isTop), { flow: flowFacts(previous, after), marketplace: after.marketplace }];
  });
  const page = { ...facts.page, host: frameHost, top_host: tabHost === '' ? frameHost : tabHost, opener_marketplace: marketplace };
  return { ...facts, page, brand_hints: brandHints(named), flow };
}

/** True while the tab shows the same site, with the same frame in it: who has gone moves nobody. */
const isThere = async ({ tabId, tabHost, isTop, document }: Place): Promise<boolean> =>
  (await stillShows(tabId, tabHost)) && (isTop || stillStands(tabId, document));

async function lead(place: Place, verdict: StoredVerdict, stepsBack: number): Promise<boolean> {
  const { tabId, tabUrl, tabHost, frame, frameHost } = place;
  // A bad frame says nothing about the page around it, unless both belong to one owner.
  const oneOwner = tabHost === '' || ownDomain(tabHost) === ownDomain(frameHost);
  // Without the server only the frame's address was looked at.
  const guilty = oneOwner && tabHost !== '' && !verdict.local ? [tabHost, frameHost] : [frameHost];
  if (!verdict.local || condemnsHost(verdict)) await bestEffort(() => blockAll(new Map(guilty.map((host) => [host, verdict]))));
  const page = webAddress(tabUrl);
  const address = (oneOwner && page !== null ? page : frame).href;
  return moveToWarning(tabId, {
    address,
    verdict,
    stepsBack,
    framedIn: oneOwner ? '' : tabHost,
    onward: page?.href ?? frame.href,
  });
}

/** The place of a document that is to be judged, else what to tell it. */
async function judgedPlace(sender: chrome.runtime.MessageSender): Promise<Place | PageDecision> {
  const place = placeOf(sender);
  if (place === null || (await isLeftAlone(place))) return SKIP;
  // A page that is only being prepared must not replace the one that the user sees.
  return sender.documentLifecycle === undefined || sender.documentLifecycle === 'active' ? place : NOTHING;
}

interface Outcome {
  asked: CheckRequest;
  verdict: StoredVerdict;
  stepsBack: number;
  language: Language;
}

async function act(place: Place, { asked, verdict, stepsBack, language }: Outcome): Promise<PageDecision> {
  if (!(await isThere(place))) return NOTHING;
  const leaving = verdict.level === 'danger' && (await lead(place, verdict, stepsBack));
  const host = place.tabHost === '' ? place.frameHost : place.tabHost;
  void bestEffort(() => noteVerdict(place.tabId, { host, url: asked.url, verdict }));
  return { skip: false, leaving, verdict: shown(verdict, language), asked: awaitsAge(verdict) ? asked : null };
}

/** Judge one captured document and act on the verdict. */
export async function checkPage(question: PageQuestion, sender: chrome.runtime.MessageSender): Promise<PageDecision> {
  const place = await judgedPlace(sender);
  if ('skip' in place) return place;
  const url = redactUrl(place.frame);
  const asked = { url, page: await withContext(question, place, sender) };
  const options = await optionsFor(sender.tab?.incognito ?? false);
  const verdict = (await askOne(asked, options)) ?? localVerdict(url, Date.now());
  return act(place, { asked, verdict, stepsBack: question.stepsBack, language: options.language });
}

/**
 * The same a little later, word for word, when the verdict awaits the age of the domain: nothing is done without an answer or
 * once the user has gone on.
 */
export async function checkPageAgain({ asked, stepsBack }: SecondPageQuestion, sender: chrome.runtime.MessageSender): Promise<PageDecision> {
  const place = await judgedPlace(sender);
  if ('skip' in place) return place;
  // A document asks about itself only.
  if (hostOf(asked.url) !== place.frameHost || !(await stillShows(place.tabId, place.tabHost))) return NOTHING;
  const options = await optionsFor(sender.tab?.incognito ?? false);
  const verdict = await askAgain(asked, options);
  if (verdict === null || (await isAllowed(place.frame))) return NOTHING;
  return act(place, { asked, verdict, stepsBack, language: options.language });
}
