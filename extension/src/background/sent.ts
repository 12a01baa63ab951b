/** The last requests, kept on this computer only, so that the options page can show what left it. */
import { serial } from '../shared/lock';
import { api } from '../shared/platform';

const KEPT = 20;

export interface SentRecord {
  /** Milliseconds since the epoch. */
  at: number;
  path: string;
  body: unknown;
}

const inTurn = serial();

/** Append a request, dropping the oldest. */
export function remember(path: string, body: unknown): Promise<void> {
  return inTurn(async () => {
    const { sent } = await api.storage.local.get('sent');
    const list = Array.isArray(sent) ? (sent as SentRecord[]) : [];
    await api.storage.local.set({ sent: [...list, { at: Date.now(), path, body }].slice(-KEPT) });
  });
}
