/** Reasons in words: the rule's text from this build, the server's words for rules that are newer than it. */
import table from '../generated/rules.json';
import type { Level } from './api-types';
import { officialSite } from './brands';
import { daysAgo, fill, type Language } from './i18n';
import type { StoredReason, StoredVerdict } from './verdict';

interface RuleText {
  title: string;
  text: string;
  advice: string;
}
type RuleTable = Record<string, { severity: string; floor?: Level } & Record<Language, RuleText>>;

const RULES = table as unknown as RuleTable;

export interface ShownReason {
  id: string;
  severity: string;
  title: string;
  text: string;
}

/** Ids of the rules that make a verdict dangerous by themselves. */
export const dangerousRules: readonly string[] = Object.keys(RULES).filter((id) => RULES[id]?.floor === 'danger');

/** True when a reason makes the verdict dangerous; of rules newer than this build only their severity is known. */
export const isDangerous = ({ id, severity }: StoredReason): boolean =>
  id in RULES ? dangerousRules.includes(id) : severity === 'critical';

/** What a rule of this build says by itself: how heavy it is, and the level below which nothing is said; null for others. */
export function ruleOf(id: string): { severity: string; floor: Level | null } | null {
  const rule = RULES[id];
  return rule === undefined ? null : { severity: rule.severity, floor: rule.floor ?? null };
}

/** A reason's parameters, with the brands' names and the days since a date in the language of the text around them. */
function inLanguage(params: Record<string, string>, language: Language): Record<string, string> {
  const [brand, other] = [params['brand_id'], params['other_id']].map((id) => officialSite(id ?? null, language)?.name);
  const { days = '' } = params;
  const age = /^\d{1,6}$/.test(days) ? { age: daysAgo(Number(days), language) } : {};
  return { ...params, ...age, ...(brand === undefined ? {} : { brand }), ...(other === undefined ? {} : { other }) };
}

/** At most `limit` reasons of a verdict, heaviest first, in one language. */
export function shownReasons(verdict: StoredVerdict, language: Language, limit = 4): ShownReason[] {
  return verdict.reasons.slice(0, limit).map((reason) => {
    const words = RULES[reason.id]?.[language];
    const params = inLanguage(reason.params, language);
    const title = words === undefined ? reason.title : fill(words.title, params);
    const text = words === undefined ? reason.text : fill(words.text, params);
    return { id: reason.id, severity: reason.severity, title, text };
  });
}

/** What to do: the advice of the heaviest rule that has one, else the server's. */
export function shownAdvice(verdict: StoredVerdict, language: Language): string {
  for (const reason of verdict.reasons) {
    const words = RULES[reason.id]?.[language];
    if (words?.advice) return fill(words.advice, inLanguage(reason.params, language));
  }
  return verdict.advice;
}
