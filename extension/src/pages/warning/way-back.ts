/** The safe way back: out of the dangerous site, or the tab is closed. */
import { api } from '../../shared/platform';

const PATIENCE_MS = 600;

async function closeTab(): Promise<void> {
  const tab = await api.tabs.getCurrent();
  if (tab?.id === undefined) return;
  const tabs = await api.tabs.query({ windowId: tab.windowId });
  if (tabs.length < 2) await api.tabs.create({});
  await api.tabs.remove(tab.id);
}

/** Go `steps` back in this tab; where there is no such page, close the tab. */
export function goBack(steps: number): void {
  if (history.length > steps) {
    history.go(-steps);
    // A history that the browser cut or refuses to walk leaves us here.
    setTimeout(() => void closeTab(), PATIENCE_MS);
    return;
  }
  void closeTab();
}
