/** Entry of the background: every listener is registered in the first turn, nothing is kept in memory. */
import type { Handlers, MessageType } from '../shared/messages';
import { bestEffort } from '../shared/best-effort';
import { api } from '../shared/platform';
import { disallow, refresh } from './block-set';
import { checkLinks, checkLinksAgain } from './links';
import { checkPage, checkPageAgain } from './page-check';
import { checkPasted, checkPastedAgain, checkTab, checkTabAgain, tabVerdict } from './popup-check';
import { optionsFor, sendReport, serverAnswers } from './server';
import { forgetTab } from './tabs';
import { proceed, recheck, whyWarned } from './warning-check';

const FROM_CONTENT: ReadonlySet<MessageType> = new Set(['links/check', 'links/again', 'page/check', 'page/again']);

const handlers: Handlers = {
  'links/check': checkLinks,
  'links/again': checkLinksAgain,
  'page/check': checkPage,
  'page/again': checkPageAgain,
  'warning/get': whyWarned,
  'warning/recheck': recheck,
  'warning/proceed': proceed,
  'tab/verdict': ({ tabId }) => tabVerdict(tabId),
  'tab/check': ({ tabId }) => checkTab(tabId),
  'tab/again': ({ tabId }) => checkTabAgain(tabId),
  'url/check': checkPasted,
  'url/again': checkPastedAgain,
  'report/send': async ({ report, unlisted }, { tab }) => sendReport(report, await optionsFor(unlisted || tab?.incognito === true)),
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

// Content scripts run inside strangers' pages: they get answers, not the storage. Firefox has no such lock yet.
void bestEffort(async () => (api.storage.local as Partial<chrome.storage.StorageArea>).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }));
void refresh();
