/** A verdict on a link that is made here because the server cannot be asked: of its address alone, as classifier/assess.py. */
import { hostOf } from '../shared/address';
import type { Level } from '../shared/api-types';
import { ruleOf } from '../shared/rules';
import { MAX_REASONS, risk, unavailableVerdict, type StoredReason, type StoredVerdict } from '../shared/verdict';
import { evidenceOf, type Evidence, type LinkEvidence } from './index';
import { model, type Model } from './model';
import { modelReasons } from './model-reasons';

const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'];
/** The one reason that speaks for a link stands last. */
const OFFICIAL = 'host.official';

interface Judged {
  found: LinkEvidence;
  level: Level;
  reasons: StoredReason[];
}

/**
 * The verdict on an address as it would have been sent; never "nothing found", which would need the page and the age of
 * the domain. Without a model nothing is said at all.
 */
export function localVerdict(url: string, now: number, judge: Model | null = model()): StoredVerdict {
  const link = judge === null ? null : evidenceOf(url);
  if (link === null || judge === null) return unavailableVerdict(hostOf(url), now);
  const { found, level, reasons } = [link, ...link.behind].map((one) => judged(one, judge)).reduce(worse);
  const { target } = found;
  const nothing = { ...unavailableVerdict(target.host, now), hostUnicode: target.hostUnicode, registrableDomain: target.registrableDomain, local: true };
  if (level === 'clear') return nothing;
  return { ...nothing, level, brandId: brandOf(found, level, reasons), reasons: reasons.slice(0, MAX_REASONS) };
}

/** What a known host's link carries counts only if it is to be warned of. */
const worse = (one: Judged, behind: Judged): Judged =>
  risk(behind.level) >= risk('caution') && risk(behind.level) > risk(one.level) ? behind : one;

function judged(found: LinkEvidence, judge: Model): Judged {
  const byRules = levelOf(found.official ? 'official' : 'clear', found.evidence);
  const said = modelReasons(found, judge, risk(byRules) >= risk('caution'));
  return { found, level: levelOf(byRules, said), reasons: [...found.evidence, ...said].map(reasonOf).sort(heavierFirst) };
}

/** The highest floor of the rules that hold, if that is above what is so far. */
function levelOf(sofar: Level, evidence: readonly Evidence[]): Level {
  const floors = evidence.flatMap(({ ruleId }) => ruleOf(ruleId)?.floor ?? []);
  return floors.reduce((level, floor) => (risk(floor) > risk(level) ? floor : level), sofar);
}

/** The words stand in this build, as for the server's reasons. */
const reasonOf = ({ ruleId, params }: Evidence): StoredReason => ({ id: ruleId, severity: ruleOf(ruleId)?.severity ?? '', title: '', text: '', params });

const weight = ({ id, severity }: StoredReason): number => (id === OFFICIAL ? -1 : SEVERITIES.indexOf(severity));

const heavierFirst = (one: StoredReason, other: StoredReason): number => weight(other) - weight(one) || (one.id < other.id ? -1 : 1);

/** Whose the host is or pretends to be; of a risky one else the brand that its heaviest reason names. */
function brandOf({ brandId }: LinkEvidence, level: Level, reasons: readonly StoredReason[]): string | null {
  if (brandId !== null || risk(level) < risk('caution')) return brandId;
  return reasons.map(({ params }) => params['brand_id']).find((id) => id !== undefined) ?? null;
}
