/** Verdicts by question in `storage.session`: they outlive the worker, not the browser. */
import { bestEffort } from '../shared/best-effort';
import { serial } from '../shared/lock';
import { api } from '../shared/platform';
import { awaitsAge, risk, type StoredVerdict } from '../shared/verdict';

export const CACHE_SIZE = 500;
const LIFETIME_MS = 60 * 60 * 1000;
/** Of a verdict whose second question is due: who sees the link meanwhile is told the same. */
export const AWAITING_LIFETIME_MS = 60 * 1000;
/** Of one without the age for which no second question is due: a later visit is to profit from it. The server remembers no longer either. */
export const AGELESS_LIFETIME_MS = 10 * 60 * 1000;
const INDEX = 'verdict-index';

const inTurn = serial();
const keyOf = (question: string): string => `verdict:${question}`;

function lifetime(verdict: StoredVerdict): number {
  if (awaitsAge(verdict)) return AWAITING_LIFETIME_MS;
  // The worst level stays what it is, however old the domain.
  return verdict.openAge !== null && risk(verdict.level) < risk('danger') ? AGELESS_LIFETIME_MS : LIFETIME_MS;
}

/** Known, still fresh verdicts by question. */
export async function cached(questions: string[], now = Date.now()): Promise<Map<string, StoredVerdict>> {
  const found = (await api.storage.session.get<Record<string, StoredVerdict>>(questions.map(keyOf)));
  const fresh = new Map<string, StoredVerdict>();
  for (const question of questions) {
    const verdict = found[keyOf(question)];
    if (verdict !== undefined && now - verdict.at < lifetime(verdict)) fresh.set(question, verdict);
  }
  if (fresh.size > 0) void bestEffort(() => touch([...fresh.keys()], {}));
  return fresh;
}

/** Keep verdicts; those used longest ago make room. */
export async function keep(verdicts: ReadonlyMap<string, StoredVerdict>): Promise<void> {
  const entries = [...verdicts].filter(([, verdict]) => !verdict.unavailable);
  if (entries.length === 0) return;
  const items = Object.fromEntries(entries.map(([question, verdict]) => [keyOf(question), verdict]));
  await touch(entries.map(([question]) => question), items);
}

function touch(questions: string[], items: Record<string, StoredVerdict>): Promise<void> {
  return inTurn(async () => {
    const stored = await api.storage.session.get(INDEX);
    const index = Array.isArray(stored[INDEX]) ? (stored[INDEX] as string[]) : [];
    const used = new Set(questions);
    const ordered = [...index.filter((question) => !used.has(question)), ...used];
    const evicted = ordered.slice(0, Math.max(0, ordered.length - CACHE_SIZE));
    await api.storage.session.set({ ...items, [INDEX]: ordered.slice(evicted.length) });
    if (evicted.length > 0) await api.storage.session.remove(evicted.map(keyOf));
  });
}
