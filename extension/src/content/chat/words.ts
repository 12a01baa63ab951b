/** The texts of the badge. Written out twice on purpose: a whole namespace would put every text into each page. */
import * as en from '../../../_locales/en/messages.json';
import * as ru from '../../../_locales/ru/messages.json';
import type { Language } from '../../shared/i18n';
import { speechIn, type Speech } from '../strings';

const RU = {
  levelDanger: ru.levelDanger,
  levelCaution: ru.levelCaution,
  levelClear: ru.levelClear,
  levelUnknown: ru.levelUnknown,
  levelOfficial: ru.levelOfficial,
  badgeWhy: ru.badgeWhy,
  noReasonsClear: ru.noReasonsClear,
  noReasonsUnknown: ru.noReasonsUnknown,
  noReasonsOfficial: ru.noReasonsOfficial,
  unavailable: ru.unavailable,
  localNote: ru.localNote,
  badgeLocal: ru.badgeLocal,
  opensHost: ru.opensHost,
  textMismatch: ru.textMismatch,
  close: ru.close,
};

const EN = {
  levelDanger: en.levelDanger,
  levelCaution: en.levelCaution,
  levelClear: en.levelClear,
  levelUnknown: en.levelUnknown,
  levelOfficial: en.levelOfficial,
  badgeWhy: en.badgeWhy,
  noReasonsClear: en.noReasonsClear,
  noReasonsUnknown: en.noReasonsUnknown,
  noReasonsOfficial: en.noReasonsOfficial,
  unavailable: en.unavailable,
  localNote: en.localNote,
  badgeLocal: en.badgeLocal,
  opensHost: en.opensHost,
  textMismatch: en.textMismatch,
  close: en.close,
};

export type Key = keyof typeof RU;
export type Words = Speech<Key>;

/** The texts in one language. */
export const speech = (language: Language): Words => speechIn<Record<Key, { message: string }>>(language, RU, EN);
