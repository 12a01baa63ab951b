/** The first line of the warning: what may happen to this person here. */
import { officialSite } from '../../shared/brands';
import type { StoredVerdict } from '../../shared/verdict';
import type { Words } from '../text';

/** One sentence for the heaviest kind of reason in the verdict. */
export function headline(verdict: StoredVerdict, { language, t }: Words): string {
  const ids = verdict.reasons.map((reason) => reason.id);
  const some = (pattern: RegExp): boolean => ids.some((id) => pattern.test(id));
  if (some(/balance/)) return t('headlineBalance');
  if (some(/\b(?:pin|sms|code|otp|password|login)\b/)) return t('headlineCode');
  if (some(/^(?:form|wording|flow)\./)) return t('headlineForm');
  const brand = officialSite(verdict.brandId, language);
  return brand === null ? t('headlineHost') : t('headlineBrand', { brand: brand.name });
}
