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

export const session = new Area();
export const local = new Area();
export const ruleUpdates: { removeRuleIds: number[]; addRules: chrome.declarativeNetRequest.Rule[] }[] = [];

vi.stubGlobal('chrome', {
  runtime: { id: 'sverka', getURL: (path: string) => `chrome-extension://sverka/${path}` },
  i18n: { getUILanguage: () => 'ru' },
  storage: { session, local },
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
  document.head.innerHTML = '';
  document.body.innerHTML = '';
});
