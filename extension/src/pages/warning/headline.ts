/** The first line of the warning: what may happen to this person here. */
import { officialSite } from '../../shared/brands';
import { isDangerous } from '../../shared/rules';
import type { StoredVerdict } from '../../shared/verdict';
import type { Words } from '../text';

/** Which rules make which headline, the kind that tells most first. */
const KINDS = [
  ['headlineBalance', /^form\.balance-asked$/],
  ['headlineSeed', /^form\.seed-phrase-asked$/],
  ['headlineWord', /^form\.secret-word-asked$/],
  ['headlinePin', /^form\.pin-asked$/],
  ['headlineCode', /^(?:form\.(?:code-for-payout|bank-login-asked)|page\.bank-login)$/],
  ['headlineForm', /^form\.(?:card-on-lookalike|receive-money-by-card)$|^wording\.(?:debit-excuse|split-payment)$/],
  ['headlineForm', /^page\.(?:bank-and-marketplace|brand-claimed|copied-payment-page|courier-sign)$/],
  ['headlineForm', /^page\.(?:marketplace-deal|marketplace-shown|nameless-deal)$/],
  ['headlinePayout', /^page\.sold-and-payout-offered$/],
  ['headlineProgram', /^link\.apk-in-chat$/],
  ['imitation', /^host\.(?:fake-suffix|official-embedded|rival-brands)$|^chat\.paid-and-imitation$|^age\.brand-under-week$/],
] as const;

type Kind = (typeof KINDS)[number][0];

/** The kind of headline for the rules that made a verdict dangerous; null for rules newer than this build. */
export function headlineKind(ids: readonly string[]): Kind | null {
  return KINDS.find(([, pattern]) => ids.some((id) => pattern.test(id)))?.[0] ?? null;
}

/** One sentence for what is worst in the verdict; reasons that only add weight do not choose it. */
export function headline(verdict: StoredVerdict, { language, t }: Words): string {
  const kind = headlineKind(verdict.reasons.filter(isDangerous).map(({ id }) => id));
  if (kind === null) return t('headlineTrap');
  if (kind !== 'imitation') return t(kind);
  const brand = officialSite(verdict.brandId, language);
  return brand === null ? t('headlineHost') : t('headlineBrand', { brand: brand.name });
}
