/** What is known of each tab, in `storage.session`. */
import { hostOf, webAddress } from '../shared/address';
import { serial } from '../shared/lock';
import { api } from '../shared/platform';
import { awaitsAge, risk, type StoredVerdict } from '../shared/verdict';
import type { TabFlows } from './flow';

export interface TabRecord {
  /** Host of the tab's page. */
  host: string;
  /** Redacted address of the document that the verdict is about: the page, or a frame in it. */
  url: string;
  verdict: StoredVerdict;
  /** The user ordered the check: of the address alone, the document was not looked at. */
  ordered?: boolean;
}

/** A page that was replaced by the warning. */
export interface Move {
  /** Address that the warning names. */
  address: string;
  verdict: StoredVerdict;
  framedIn: string;
  onward: string;
  stepsBack: number;
}

const verdictKey = (tabId: number): string => `tab:${tabId}`;
const flowKey = (tabId: number): string => `flow:${tabId}`;
const movedKey = (tabId: number): string => `moved:${tabId}`;

const inTurn = serial();

async function read<T>(key: string): Promise<T | null> {
  const stored = await api.storage.session.get(key);
  return (stored[key] as T | undefined) ?? null;
}

/** An answer may come after its tab was closed: nothing may stay of a tab that is gone. */
async function write(tabId: number, key: string, value: unknown): Promise<void> {
  await api.storage.session.set({ [key]: value });
  if ((await addressShown(tabId)) === null) await api.storage.session.remove(key);
}

/** The address in a tab, '' where the browser does not tell, null when there is no such tab. */
async function addressShown(tabId: number): Promise<string | null> {
  try {
    return (await api.tabs.get(tabId)).url ?? '';
  } catch {
    return null;
  }
}

export const readTab = (tabId: number): Promise<TabRecord | null> => read(verdictKey(tabId));
export const readMove = (tabId: number): Promise<Move | null> => read(movedKey(tabId));

/** Whether a verdict stays when another comes: the server's word before one without it, among equals the worse. */
function outweighs(known: StoredVerdict, next: StoredVerdict): boolean {
  return known.unavailable === next.unavailable ? risk(next.level) < risk(known.level) : next.unavailable;
}

/** True for the second answer to the question whose first answer is known. */
const answersAgain = (known: TabRecord, next: TabRecord): boolean =>
  next.verdict.again && awaitsAge(known.verdict) && known.url === next.url && known.ordered === next.ordered;

/**
 * Keep the weightiest verdict for the host that the tab shows, and its level on the tab's toolbar button; a second answer
 * takes the place of the first.
 */
export function noteVerdict(tabId: number, record: TabRecord): Promise<void> {
  return inTurn(async () => {
    const known = await readTab(tabId);
    const kept = known?.host === record.host && outweighs(known.verdict, record.verdict) && !answersAgain(known, record);
    // Full storage is no reason to leave the button without a mark.
    if (!kept) await write(tabId, verdictKey(tabId), record).catch(() => undefined);
    await markTab(tabId, kept ? known.verdict : record.verdict);
  });
}

/** Change a tab's flows; captures of several frames wait for each other. */
export function changeFlows<T>(tabId: number, change: (flows: TabFlows | null) => [TabFlows, T]): Promise<T> {
  return inTurn(async () => {
    const [flows, result] = change(await read(flowKey(tabId)));
    await write(tabId, flowKey(tabId), flows).catch(() => undefined);
    return result;
  });
}

/** The move of a tab with the way back, which is told once: the warning's own history remembers it. */
export async function takeMove(tabId: number, address: string): Promise<Move | null> {
  const move = await readMove(tabId);
  if (move?.address !== address) return null;
  if (move.stepsBack !== 1) await write(tabId, movedKey(tabId), { ...move, stepsBack: 1 } satisfies Move).catch(() => undefined);
  return move;
}

/** Replace a tab's page by the warning and remember why; false when the tab could not be moved. */
export async function moveToWarning(tabId: number, move: Move): Promise<boolean> {
  // Without the memory the warning asks the server anew: still better than the trap.
  await write(tabId, movedKey(tabId), move).catch(() => undefined);
  try {
    await api.tabs.update(tabId, { url: `${api.runtime.getURL('warning.html')}#${move.address}` });
    return true;
  } catch {
    await api.storage.session.remove(movedKey(tabId));
    return false;
  }
}

/**
 * The web address that a tab shows, or that the warning in it stands for; null for everything else.
 * The path is compared, not the whole address: `getURL` may give the warning page's changing origin.
 */
export async function addressOfTab(tabId: number): Promise<URL | null> {
  const shown = (await addressShown(tabId)) ?? '';
  const ours = shown.startsWith(api.runtime.getURL(''));
  const [place = '', ...fragment] = shown.split('#');
  return webAddress(ours && place.endsWith('/warning.html') ? fragment.join('#') : shown);
}

/** True for a tab of a private window. */
export async function isPrivateTab(tabId: number): Promise<boolean> {
  try {
    return (await api.tabs.get(tabId)).incognito;
  } catch {
    return false;
  }
}

export function forgetTab(tabId: number): Promise<void> {
  return inTurn(() => api.storage.session.remove([verdictKey(tabId), flowKey(tabId), movedKey(tabId)]));
}

/** True while the tab still shows the host that a question came from; '' stands for blob: and about: pages. */
export async function stillShows(tabId: number, host: string): Promise<boolean> {
  const shown = await addressShown(tabId);
  return shown !== null && hostOf(shown) === host;
}

const MARKS: Partial<Record<StoredVerdict['level'], { text: string; color: string }>> = {
  danger: { text: '!', color: '#b3261e' },
  caution: { text: '?', color: '#8a5a00' },
};

/** Put the level on the toolbar button of one tab. */
async function markTab(tabId: number, verdict: StoredVerdict): Promise<void> {
  const mark = MARKS[verdict.level];
  try {
    await api.action.setBadgeText({ tabId, text: mark?.text ?? '' });
    if (mark !== undefined) await api.action.setBadgeBackgroundColor({ tabId, color: mark.color });
  } catch {
    // The tab was closed meanwhile: there is no button to mark.
  }
}
