/** Settings in `storage.local`, read anew each time because the background has no memory of its own. */
import type { LanguageChoice } from './i18n';
import { api } from './platform';

export const DEFAULT_SERVER = 'http://127.0.0.1:8000';

export interface Settings {
  serverUrl: string;
  language: LanguageChoice;
  /** `marketplaces`: only links in chats are looked at, no page's form is. */
  mode: 'everywhere' | 'marketplaces';
}

const DEFAULTS: Settings = { serverUrl: DEFAULT_SERVER, language: 'auto', mode: 'everywhere' };

/** The stored settings over the defaults; unknown values fall back. */
export async function readSettings(): Promise<Settings> {
  const { settings } = await api.storage.local.get('settings');
  const stored = (settings ?? {}) as Partial<Settings>;
  return {
    serverUrl: validServer(stored.serverUrl ?? '') ?? DEFAULTS.serverUrl,
    language: stored.language === 'ru' || stored.language === 'en' ? stored.language : DEFAULTS.language,
    mode: stored.mode === 'marketplaces' ? 'marketplaces' : DEFAULTS.mode,
  };
}

/** Change some settings and keep the others. */
export async function writeSettings(change: Partial<Settings>): Promise<void> {
  await api.storage.local.set({ settings: { ...(await readSettings()), ...change } });
}

/** The origin of a usable server address, or null: https anywhere, plain http only on this machine. */
export function validServer(text: string): string | null {
  if (!URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  if (url.username !== '' || url.password !== '') return null;
  const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && local);
  return allowed ? url.origin : null;
}
