/** A browser's extension interface kept in memory: storage and request rules behave, the rest is not there. */
import { beforeEach, vi } from 'vitest';

export class Area {
  items: Record<string, unknown> = {};
  get(keys: string | string[] | null): Promise<Record<string, unknown>> {
    const wanted = keys === null ? Object.keys(this.items) : [keys].flat();
    const found = wanted.filter((key) => key in this.items).map((key) => [key, structuredClone(this.items[key])]);
    return Promise.resolve(Object.fromEntries(found) as Record<string, unknown>);
  }
  set(items: Record<string, unknown>): Promise<void> {
    Object.assign(this.items, structuredClone(items));
    return Promise.resolve();
  }
  remove(keys: string | string[]): Promise<void> {
    for (const key of [keys].flat()) Reflect.deleteProperty(this.items, key);
    return Promise.resolve();
  }
}

/** Open tabs by number; a test puts in what it needs. */
export const tabs = new Map<number, { url?: string; incognito?: boolean }>();

/** Ids of documents and frames that are no more. */
export const gone = new Set<string | number>();

export const session = new Area();
export const local = new Area();
export const ruleUpdates: { removeRuleIds: number[]; addRules: chrome.declarativeNetRequest.Rule[] }[] = [];

vi.stubGlobal('chrome', {
  runtime: { id: 'sverka', getURL: (path: string) => `chrome-extension://sverka/${path}` },
  i18n: { getUILanguage: () => 'ru' },
  storage: { session, local },
  tabs: {
    get: (id: number) => (tabs.has(id) ? Promise.resolve({ id, incognito: false, ...tabs.get(id) }) : Promise.reject(new Error(`No tab with id: ${id}.`))),
    update: (id: number, change: { url: string }) => {
      if (!tabs.has(id)) return Promise.reject(new Error(`No tab with id: ${id}.`));
      tabs.set(id, { ...tabs.get(id), ...change });
      return Promise.resolve();
    },
    sendMessage: (_tab: number, _message: unknown, { documentId, frameId = 0 }: chrome.tabs.MessageSendOptions) =>
      gone.has(documentId ?? frameId)
        ? Promise.reject(new Error('Could not establish connection. Receiving end does not exist.'))
        : Promise.resolve(true),
  },
  action: { setBadgeText: () => Promise.resolve(), setBadgeBackgroundColor: () => Promise.resolve() },
  declarativeNetRequest: {
    updateSessionRules: (update: (typeof ruleUpdates)[number]) => {
      ruleUpdates.push(update);
      return Promise.resolve();
    },
  },
});

beforeEach(() => {
  session.items = {};
  local.items = {};
  ruleUpdates.length = 0;
  tabs.clear();
  gone.clear();
  document.head.innerHTML = '';
  document.body.innerHTML = '';
});
