/** Entry of the background: every listener is registered in the first turn, nothing is kept in memory. */
import { isPrivateHost, webAddress } from '../shared/address';
import { resolveLanguage } from '../shared/i18n';
import type { Handlers, MessageType, TabAnswer } from '../shared/messages';
import { api } from '../shared/platform';
import { redactUrl } from '../shared/redact';
import { readSettings } from '../shared/settings';
import { unavailableVerdict, type StoredVerdict } from '../shared/verdict';
import { allow, blockOf, disallow, refresh } from './block-set';
import { checkLinks } from './links';
import { checkPage } from './page-check';
import { askOne, sendReport, serverAnswers } from './server';
import { addressOfTab, forgetTab, markTab, noteVerdict, readTab, takeStepsBack } from './tabs';

const FROM_CONTENT: ReadonlySet<MessageType> = new Set(['links/check', 'page/check']);

async function options(sender: chrome.runtime.MessageSender) {
  const { language } = await readSettings();
  return { language: resolveLanguage(language), unlisted: sender.tab?.incognito ?? false };
}

async function checkAddress(url: URL, sender: chrome.runtime.MessageSender): Promise<StoredVerdict> {
  const verdict = await askOne({ url: redactUrl(url) }, await options(sender));
  return verdict ?? unavailableVerdict(url.hostname, Date.now());
}

async function verdictOfTab(tabId: number, sender: chrome.runtime.MessageSender): Promise<TabAnswer> {
  const address = await addressOfTab(tabId);
  if (address === null) return { verdict: null, host: '', url: '' };
  const place = { host: address.hostname, url: redactUrl(address) };
  const known = await readTab(tabId);
  if (known?.host === place.host && !known.verdict.unavailable) return { ...place, verdict: known.verdict };
  const blocked = await blockOf(place.host);
  if (blocked !== null) return { ...place, verdict: blocked };
  if (isPrivateHost(place.host)) return { ...place, verdict: null };
  const verdict = await checkAddress(address, sender);
  await noteVerdict(tabId, place.host, verdict);
  await markTab(tabId, verdict);
  return { ...place, verdict };
}

const handlers: Handlers = {
  'links/check': checkLinks,
  'page/check': checkPage,
  'warning/get': async ({ host }, sender) => {
    const verdict = await blockOf(host);
    if (verdict === null) return null;
    return { verdict, stepsBack: sender.tab?.id === undefined ? 1 : await takeStepsBack(sender.tab.id) };
  },
  'warning/proceed': async ({ host, forever }) => {
    if ((await blockOf(host)) === null) return false;
    await allow(host, forever);
    return true;
  },
  'tab/verdict': ({ tabId }, sender) => verdictOfTab(tabId, sender),
  'url/check': async ({ url }, sender) => {
    const address = webAddress(url);
    return address === null ? null : checkAddress(address, sender);
  },
  'report/send': async ({ report }, sender) => sendReport(report, await options(sender)),
  'server/status': () => serverAnswers(),
  'allow/remove': async ({ host }) => {
    await disallow(host);
    return true;
  },
};

function mayAsk(type: MessageType, sender: chrome.runtime.MessageSender): boolean {
  if (sender.id !== api.runtime.id) return false;
  if (FROM_CONTENT.has(type)) return sender.tab !== undefined;
  const ownPage = sender.url?.startsWith(api.runtime.getURL('')) === true;
  return ownPage && (sender.frameId ?? 0) === 0;
}

api.runtime.onMessage.addListener((message: unknown, sender, respond) => {
  const { type, req } = (message ?? {}) as { type?: MessageType; req?: unknown };
  if (type === undefined || !Object.hasOwn(handlers, type) || !mayAsk(type, sender)) return false;
  const handle = handlers[type] as (req: unknown, from: chrome.runtime.MessageSender) => Promise<unknown>;
  handle(req, sender).then(respond, (error: unknown) => respond({ failed: String(error) }));
  return true;
});

api.tabs.onRemoved.addListener((tabId) => void forgetTab(tabId));
api.tabs.onReplaced?.addListener((_added, removed) => void forgetTab(removed));

void refresh();
