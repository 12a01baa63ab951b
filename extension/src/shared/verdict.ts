/** A verdict as the extension keeps it, and the only door through which the server's answer enters. */
import type { AgeStatus, Level } from './api-types';

/** What an answer says of an age that a later answer may know: the registry rests, or has no such domain yet. */
const OPEN_AGES = ['pending', 'unavailable', 'not-found'] as const satisfies readonly AgeStatus[];

export const LEVELS = ['official', 'clear', 'unknown', 'caution', 'danger'] as const satisfies readonly Level[];

export interface StoredReason {
  id: string;
  severity: string;
  /** The server's own words, used when this build does not know the rule. */
  title: string;
  text: string;
  params: Record<string, string>;
}

export interface StoredVerdict {
  level: Level;
  host: string;
  hostUnicode: string;
  registrableDomain: string | null;
  brandId: string | null;
  reasons: StoredReason[];
  advice: string;
  /** Milliseconds since the epoch when the answer came. */
  at: number;
  /** The server could not be asked: nothing of this is remembered as its answer, and it is asked again. */
  unavailable: boolean;
  /** The level was found in this browser, from the address alone; without the server it is `unknown` otherwise. */
  local: boolean;
  /** Why the age of the domain was not known when the server answered: `pending` is still being looked up. Null: nothing is missing. */
  openAge: (typeof OPEN_AGES)[number] | null;
  /** The question was asked a second time, or with the patience of a second time: it is not asked once more. */
  again: boolean;
}

/** From an answer that awaits the age to the second question: registries mostly need about a second. */
export const AGAIN_MS = 1_500;

/** Of a verdict, the heaviest. */
export const MAX_REASONS = 8;
const MAX_TEXT = 600;

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');

function readReason(value: unknown): StoredReason[] {
  if (!isObject(value) || typeof value['id'] !== 'string') return [];
  const params = isObject(value['params']) ? value['params'] : {};
  return [
    {
      id: text(value['id']),
      severity: text(value['severity']),
      title: text(value['title']),
      text: text(value['text']),
      params: Object.fromEntries(Object.entries(params).map(([name, item]) => [name, text(String(item))])),
    },
  ];
}

/** Read an answer of `/v1/check`; null when it has not the agreed shape (an error document, another service). */
export function readVerdict(answer: unknown, at: number): StoredVerdict | null {
  if (!isObject(answer)) return null;
  const level = LEVELS.find((known) => known === answer['level']);
  if (level === undefined || typeof answer['host'] !== 'string') return null;
  const brand = isObject(answer['brand']) ? answer['brand'] : null;
  const age = isObject(answer['domain_age']) ? answer['domain_age']['status'] : null;
  const reasons = Array.isArray(answer['reasons']) ? answer['reasons'] : [];
  return {
    level,
    host: text(answer['host']),
    hostUnicode: text(answer['host_unicode']) || text(answer['host']),
    registrableDomain: text(answer['registrable_domain']) || null,
    brandId: brand === null ? null : text(brand['id']) || null,
    reasons: reasons.slice(0, MAX_REASONS).flatMap(readReason),
    advice: text(answer['advice']),
    at,
    unavailable: false,
    local: false,
    openAge: OPEN_AGES.find((open) => open === age) ?? null,
    again: false,
  };
}

/** What is said when nobody can judge: never better than "not checked". */
export function unavailableVerdict(host: string, at: number): StoredVerdict {
  return {
    level: 'unknown',
    host,
    hostUnicode: host,
    registrableDomain: null,
    brandId: null,
    reasons: [],
    advice: '',
    at,
    unavailable: true,
    local: false,
    openAge: null,
    again: false,
  };
}

/** A verdict that needs no server: the host belongs to a brand that this build knows. */
export function officialVerdict(host: string, brandId: string, at: number): StoredVerdict {
  return { ...unavailableVerdict(host, at), level: 'official', brandId, unavailable: false };
}

/** True when the age that is being looked up may change the level, nor was it asked for a second time yet. */
export const awaitsAge = ({ openAge, again, level }: StoredVerdict): boolean =>
  openAge === 'pending' && !again && level !== 'danger' && level !== 'official';

/** Rank of a level, 0 (official) to 4 (danger), for keeping the worse of two. */
export const risk = (level: Level): number => LEVELS.indexOf(level);
