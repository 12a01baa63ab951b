/** Memory of the steps that one site made the user take: promise of money, card, then balance, then code. */
import type { FieldFacts, PageFacts } from '../shared/api-types';

export type StepKind = 'card' | 'balance' | 'code' | 'receive';

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

/** The flows of one tab, one a site, so that a bank's frame knows nothing of the shop around it. */
export interface TabFlows {
  /** Site of the page that the tab showed last. */
  top: string;
  sites: Record<string, FlowState>;
}

export const FLOW_LIFETIME_MS = 30 * 60 * 1000;
const MAX_SITES = 16;

const KINDS: readonly [StepKind, RegExp][] = [
  ['card', /cc-(?:number|csc|exp)|card.?(?:number|num|no\b|from)|ccnum|cv[vc]|номер\S* .{0,12}карт|срок действия|с оборота/],
  ['balance', /баланс|остат|balance|saldo|(?:сумм|средств)\S* на .{0,8}карт/],
  ['code', /one-time-code|\botp\b|sms|смс|код (?:подтвержд|из)|пин|\bpin\b/],
];

// Numbers arrive masked, as {n}.
const RECEIVE =
  /получ(?:ить|ение|ите)\s+(?:(?:свои|ваши|сво[юе]|ваш[уе])\s+)?(?:ден(?:ьги|ег)|средств|оплат|выплат|\d|\{n\})|receiv(?:e|ing)\s+(?:(?:your|the)\s+)?(?:money|payment|payout|funds)/;

function wordsOf(field: FieldFacts): string {
  return [field.autocomplete, field.name, field.id, field.label, field.placeholder, field.aria].join(' ').toLowerCase();
}

function promisesMoney({ page, headings, forms }: PageFacts): boolean {
  const buttons = (forms ?? []).flatMap((form) => form.buttons ?? []);
  return [page?.title ?? '', ...(headings ?? []), ...buttons].some((words) => RECEIVE.test(words.toLowerCase()));
}

/** What kinds of data the visible fields ask for, and whether the page promises money. */
export function stepKinds(facts: PageFacts): StepKind[] {
  const fields = (facts.forms ?? []).flatMap((form) => form.fields ?? []).filter((field) => field.visible !== false);
  const words = fields.map(wordsOf).join('\n');
  const asked = KINDS.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind);
  return promisesMoney(facts) ? [...asked, 'receive'] : asked;
}

export interface Arrival {
  domain: string;
  kinds: StepKind[];
  /** The page was opened from a marketplace. */
  marketplace: boolean;
  now: number;
}

const kindsIn = (current: string): StepKind[] => (current === '' ? [] : (current.split('+') as StepKind[]));
/** What tells two steps apart: the same fields under a new headline are the same step. */
const askedIn = (current: string): string => kindsIn(current).filter((kind) => kind !== 'receive').join('+');

/** The state after one more capture. Another domain begins anew, except in a chain that began at a marketplace. */
export function advance(previous: FlowState | null, arrival: Arrival): FlowState {
  const { domain, kinds, now } = arrival;
  const current = kinds.join('+');
  const expired = previous === null || now - previous.lastAt > FLOW_LIFETIME_MS;
  if (expired || (previous.domain !== domain && !previous.marketplace)) {
    return { domain, marketplace: arrival.marketplace, current, step: 1, seen: [], stepAt: now, lastAt: now };
  }
  const marketplace = previous.marketplace || arrival.marketplace;
  if (askedIn(previous.current) === askedIn(current) && previous.domain === domain) {
    const both = previous.current.length > current.length ? previous.current : current;
    return { ...previous, marketplace, current: both, lastAt: now };
  }
  const seen = [...new Set([...previous.seen, ...kindsIn(previous.current)])];
  return { domain, marketplace, current, step: previous.step + 1, seen, stepAt: now, lastAt: now };
}

/** The state that a capture continues: the site's own, in a marketplace's chain of pages the last page's. */
export function before(flows: TabFlows | null, domain: string, isTop: boolean): FlowState | null {
  if (flows === null) return null;
  const last = flows.sites[flows.top] ?? null;
  return isTop && last?.marketplace === true ? last : (flows.sites[domain] ?? null);
}

/** The tab's flows with a site's new state; what has expired and the oldest beyond the limit go. */
export function withState(flows: TabFlows | null, state: FlowState, isTop: boolean): TabFlows {
  const others = Object.values(flows?.sites ?? {}).filter(
    ({ domain, lastAt }) => domain !== state.domain && state.lastAt - lastAt <= FLOW_LIFETIME_MS,
  );
  const kept = [...others.sort((first, second) => first.lastAt - second.lastAt).slice(1 - MAX_SITES), state];
  return { top: isTop ? state.domain : (flows?.top ?? ''), sites: Object.fromEntries(kept.map((item) => [item.domain, item])) };
}

/** The flow as the server reads it; `previous` is the state that `after` came from. */
export function flowFacts(previous: FlowState | null, after: FlowState): NonNullable<PageFacts['flow']> {
  const continued = previous !== null && after.step > 1;
  return {
    step: after.step,
    prev: after.seen,
    seconds_since: continued ? Math.round((after.lastAt - previous.stepAt) / 1000) : null,
  };
}
