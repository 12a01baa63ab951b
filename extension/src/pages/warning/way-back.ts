/** The safe way back: out of the dangerous site, or the tab is closed. */
import { api } from '../../shared/platform';

const PATIENCE_MS = 1_000;

async function closeTab(): Promise<void> {
  const tab = await api.tabs.getCurrent();
  if (tab?.id === undefined) return;
  const tabs = await api.tabs.query({ windowId: tab.windowId });
  if (tabs.length < 2) await api.tabs.create({});
  await api.tabs.remove(tab.id);
}

/** Go `steps` back in this tab; where there is no such page, close the tab. */
export function goBack(steps: number): void {
  if (history.length <= steps) {
    void closeTab();
    return;
  }
  // A history that the browser cut or refuses to walk leaves us here. A page that is only slow has begun to come.
  const stuck = setTimeout(() => void closeTab(), PATIENCE_MS);
  for (const begun of ['beforeunload', 'pagehide']) window.addEventListener(begun, () => clearTimeout(stuck), { once: true });
  history.go(-steps);
}
