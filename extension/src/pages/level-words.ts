/** The levels in words, as said of a page. */
import type { Level } from '../shared/api-types';
import type { StoredVerdict } from '../shared/verdict';
import type { Key, Words } from './text';

export const LEVEL_WORDS: Record<Level, Key> = {
  danger: 'levelDangerPage',
  caution: 'levelCaution',
  clear: 'levelClear',
  unknown: 'levelUnknown',
  official: 'levelOfficial',
};

/** What has to be said of a verdict that is not the server's; '' when it is. */
export function sourceWords({ unavailable, local }: StoredVerdict, t: Words['t']): string {
  if (local) return t('localNote');
  return unavailable ? t('unavailable') : '';
}
