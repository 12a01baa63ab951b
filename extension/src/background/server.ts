/** The only place that talks to the server. */
import type { CheckRequest, ReportRequest } from '../shared/api-types';
import { bestEffort } from '../shared/best-effort';
import { resolveLanguage, type Language } from '../shared/i18n';
import { api } from '../shared/platform';
import { readSettings } from '../shared/settings';
import { readVerdict, type StoredVerdict } from '../shared/verdict';
import { remember } from './sent';

const TIMEOUT_MS = 5_000;
/** How long the server may wait for the age at a second question, whatever it is set to otherwise: well within `TIMEOUT_MS`. */
const PATIENCE_MS = 2_000;
/** Second questions on their way at the same time: each may keep the server waiting for a registry. */
const AGAIN_AT_ONCE = 4;
/** The server takes more; small requests keep the first badges quick. */
export const BULK_LIMIT = 50;

export interface AskOptions {
  language: Language;
  /** A private window: the request leaves no trace in the list of what was sent. */
  unlisted: boolean;
}

/** The user's language; `unlisted` for questions from a private window, which this background may itself belong to. */
export async function optionsFor(unlisted: boolean): Promise<AskOptions> {
  const { language } = await readSettings();
  return { language: resolveLanguage(language), unlisted: unlisted || (api.extension?.inIncognitoContext ?? false) };
}

async function post(path: string, body: unknown, options: AskOptions, how: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { serverUrl } = await readSettings();
  if (!options.unlisted) void bestEffort(() => remember(path, body));
  const response = await fetch(`${serverUrl}${path}?${new URLSearchParams({ lang: options.language, ...how })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The server answered ${response.status} to ${path}`);
  return response.json();
}

/** One verdict at once, with the age of the domain if it is known; null when the server is away or does not understand the case. */
export async function askOne(request: CheckRequest, options: AskOptions): Promise<StoredVerdict | null> {
  try {
    return readVerdict(await post('/v1/check', request, options, { wait_ms: '0' }), Date.now());
  } catch {
    return null;
  }
}

/** As `askOne`, but the server may wait for the age of the domain. */
export async function askAgain(request: CheckRequest, options: AskOptions): Promise<StoredVerdict | null> {
  try {
    const verdict = readVerdict(await post('/v1/check', request, options, { wait_ms: String(PATIENCE_MS) }), Date.now());
    return verdict && { ...verdict, again: true };
  } catch {
    return null;
  }
}

/** As `askAgain` for several cases, in their order and each as a question of its own. */
export async function askAllAgain(requests: readonly CheckRequest[], options: AskOptions): Promise<(StoredVerdict | null)[]> {
  const answers: (StoredVerdict | null)[] = [];
  for (let from = 0; from < requests.length; from += AGAIN_AT_ONCE) {
    answers.push(...(await Promise.all(requests.slice(from, from + AGAIN_AT_ONCE).map((request) => askAgain(request, options)))));
  }
  return answers;
}

/** Verdicts in the order of the cases, null for each that has none; ages that are not known are looked up at once, but not waited for. */
export async function askMany(requests: CheckRequest[], options: AskOptions): Promise<(StoredVerdict | null)[]> {
  if (requests.length === 0) return [];
  const [first] = requests;
  if (requests.length === 1 && first !== undefined) return [await askOne(first, options)];
  const head = requests.slice(0, BULK_LIMIT);
  const rest = requests.slice(BULK_LIMIT);
  let results: unknown[] = [];
  try {
    const answer = (await post('/v1/check/bulk', { items: head }, options, { ages: 'urgent' })) as { results?: unknown };
    results = Array.isArray(answer.results) ? answer.results : [];
  } catch {
    results = [];
  }
  const now = Date.now();
  return [...head.map((_, index) => readVerdict(results[index], now)), ...(await askMany(rest, options))];
}

/** True when the server took the report. */
export async function sendReport(report: ReportRequest, options: AskOptions): Promise<boolean> {
  try {
    await post('/v1/reports', report, options);
    return true;
  } catch {
    return false;
  }
}

/** True when the server answers at all. */
export async function serverAnswers(): Promise<boolean> {
  const { serverUrl } = await readSettings();
  try {
    const response = await fetch(`${serverUrl}/healthz`, {
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
