/** The levels in words, as said of a page. */
import type { Level } from '../shared/api-types';
import type { Key } from './text';

export const LEVEL_WORDS: Record<Level, Key> = {
  danger: 'levelDangerPage',
  caution: 'levelCaution',
  clear: 'levelClear',
  unknown: 'levelUnknown',
  official: 'levelOfficial',
};
