/** What is known of each tab, in `storage.session`. */
import { risk, type StoredVerdict } from '../shared/verdict';
import { api } from '../shared/platform';
import { hostOf, webAddress } from '../shared/address';
import type { FlowState } from './flow';

export interface TabRecord {
  host: string;
  verdict: StoredVerdict;
}

const verdictKey = (tabId: number): string => `tab:${tabId}`;
const flowKey = (tabId: number): string => `flow:${tabId}`;
const movedKey = (tabId: number): string => `moved:${tabId}`;

async function read<T>(key: string): Promise<T | null> {
  const stored = await api.storage.session.get(key);
  return (stored[key] as T | undefined) ?? null;
}

export const readTab = (tabId: number): Promise<TabRecord | null> => read(verdictKey(tabId));
export const readFlow = (tabId: number): Promise<FlowState | null> => read(flowKey(tabId));

/** Keep the worst verdict for the host that the tab shows. */
export async function noteVerdict(tabId: number, host: string, verdict: StoredVerdict): Promise<void> {
  const known = await readTab(tabId);
  const worse = known?.host !== host || known.verdict.unavailable || risk(verdict.level) >= risk(known.verdict.level);
  if (worse) await api.storage.session.set({ [verdictKey(tabId)]: { host, verdict } satisfies TabRecord });
}

export async function writeFlow(tabId: number, state: FlowState): Promise<void> {
  await api.storage.session.set({ [flowKey(tabId)]: state });
}

/** Replace a tab's page by the warning and remember the way back. */
export async function moveToWarning(tabId: number, url: string, stepsBack: number): Promise<void> {
  await api.storage.session.set({ [movedKey(tabId)]: stepsBack });
  await api.tabs.update(tabId, { url: `${api.runtime.getURL('warning.html')}#${url}` });
}

/** How many steps lead back from the warning in this tab; told once, 1 when no page was replaced. */
export async function takeStepsBack(tabId: number): Promise<number> {
  const steps = await read<number>(movedKey(tabId));
  await api.storage.session.remove(movedKey(tabId));
  return steps ?? 1;
}

/**
 * The web address that a tab shows, or that the warning in it stands for; null for everything else.
 * The path is compared, not the whole address: `getURL` may give the warning page's changing origin.
 */
export async function addressOfTab(tabId: number): Promise<URL | null> {
  const shown = (await api.tabs.get(tabId)).url ?? '';
  const ours = shown.startsWith(api.runtime.getURL(''));
  const [place = '', ...fragment] = shown.split('#');
  return webAddress(ours && place.endsWith('/warning.html') ? fragment.join('#') : shown);
}

export async function forgetTab(tabId: number): Promise<void> {
  await api.storage.session.remove([verdictKey(tabId), flowKey(tabId), movedKey(tabId)]);
}

/** True while the tab still shows the host that a question came from. */
export async function stillShows(tabId: number, host: string): Promise<boolean> {
  try {
    return hostOf((await api.tabs.get(tabId)).url) === host;
  } catch {
    return false;
  }
}

const MARKS: Partial<Record<StoredVerdict['level'], { text: string; color: string }>> = {
  danger: { text: '!', color: '#b3261e' },
  caution: { text: '?', color: '#8a5a00' },
};

/** Put the level on the toolbar button of one tab. */
export async function markTab(tabId: number, verdict: StoredVerdict): Promise<void> {
  const mark = MARKS[verdict.level];
  try {
    await api.action.setBadgeText({ tabId, text: mark?.text ?? '' });
    if (mark !== undefined) await api.action.setBadgeBackgroundColor({ tabId, color: mark.color });
  } catch {
    // The tab was closed meanwhile: there is no button to mark.
  }
}
