/** What the model says in words, when its margin alone is worth a word of caution: as classifier/model_reasons.py. */
import type { Evidence, LinkEvidence } from './index';
import type { Model } from './model';

/**
 * The family, words or shape, that adds more to a suspicious margin; nothing where neither adds anything, where rules `warned` already, on hosts of known organisations
 * and names recorded as honest, of international hosts, nor where the target is hidden.
 */
export function modelReasons(found: LinkEvidence, judge: Model, warned: boolean): Evidence[] {
  const { target, view } = found;
  if (warned || found.hidden || target.host.includes('xn--')) return [];
  if (view.owner !== null || view.brands.isBystander(target.registrableDomain ?? '')) return [];
  const { link, contributions } = judge.marginOf(found);
  if (link < judge.caution) return [];
  const family = contributions.words >= contributions.shape ? 'words' : 'shape';
  if (contributions[family] <= 0) return [];
  return [{ ruleId: `model.${family}`, params: { host: target.hostUnicode } }];
}
