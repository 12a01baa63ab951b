/** Memory of the steps that one tab made the user take: card, then balance, then code. */
import type { FieldFacts, PageFacts } from '../shared/api-types';

export type StepKind = 'card' | 'balance' | 'code';

export interface FlowState {
  domain: string;
  /** A marketplace's page or chat led here. */
  marketplace: boolean;
  /** Kinds of the step that is on the screen now, sorted and joined; '' before the first. */
  current: string;
  step: number;
  /** Kinds of the earlier steps, oldest first. */
  seen: StepKind[];
  /** When the present step and when the last sign of life were, in milliseconds since the epoch. */
  stepAt: number;
  lastAt: number;
}

export const FLOW_LIFETIME_MS = 30 * 60 * 1000;

const KINDS: readonly [StepKind, RegExp][] = [
  ['card', /cc-(?:number|csc|exp)|card.?(?:number|num|no\b|from)|ccnum|cv[vc]|номер\S* .{0,12}карт|срок действия|с оборота/],
  ['balance', /баланс|остат|balance|saldo|(?:сумм|средств)\S* на .{0,8}карт/],
  ['code', /one-time-code|\botp\b|sms|смс|код (?:подтвержд|из)|пин|\bpin\b/],
];

function wordsOf(field: FieldFacts): string {
  return [field.autocomplete, field.name, field.id, field.label, field.placeholder, field.aria].join(' ').toLowerCase();
}

/** What kinds of data the visible fields ask for. */
export function stepKinds(facts: PageFacts): StepKind[] {
  const fields = (facts.forms ?? []).flatMap((form) => form.fields ?? []).filter((field) => field.visible !== false);
  const words = fields.map(wordsOf).join('\n');
  return KINDS.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind);
}

export interface Arrival {
  domain: string;
  kinds: StepKind[];
  /** The page was opened from a marketplace. */
  marketplace: boolean;
  now: number;
}

/** The state after one more capture. Another domain begins anew, except in a chain that began at a marketplace. */
export function advance(previous: FlowState | null, arrival: Arrival): FlowState {
  const { domain, kinds, now } = arrival;
  const current = kinds.join('+');
  const expired = previous === null || now - previous.lastAt > FLOW_LIFETIME_MS;
  if (expired || (previous.domain !== domain && !previous.marketplace)) {
    return { domain, marketplace: arrival.marketplace, current, step: 1, seen: [], stepAt: now, lastAt: now };
  }
  const marketplace = previous.marketplace || arrival.marketplace;
  if (previous.current === current && previous.domain === domain) return { ...previous, marketplace, lastAt: now };
  const left = previous.current === '' ? [] : (previous.current.split('+') as StepKind[]);
  const seen = [...new Set([...previous.seen, ...left])];
  return { domain, marketplace, current, step: previous.step + 1, seen, stepAt: now, lastAt: now };
}

/** The flow as the server reads it; `before` is the state that `after` came from. */
export function flowFacts(before: FlowState | null, after: FlowState): NonNullable<PageFacts['flow']> {
  const continued = before !== null && after.step > 1;
  return {
    step: after.step,
    prev: after.seen,
    seconds_since: continued ? Math.round((after.lastAt - before.stepAt) / 1000) : null,
  };
}
