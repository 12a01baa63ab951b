/** The few texts that content scripts show; named imports, so that the rest of the files is left out of the bundle. */
import * as en from '../../_locales/en/messages.json';
import * as ru from '../../_locales/ru/messages.json';
import { resolveLanguage, translator, type Language, type Translate } from '../shared/i18n';
import { readSettings } from '../shared/settings';

// Written out twice on purpose: handing over the whole namespace would put every text of the product into each page.
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
  opensHost: ru.opensHost,
  textMismatch: ru.textMismatch,
  close: ru.close,
  bannerTitle: ru.bannerTitle,
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
  opensHost: en.opensHost,
  textMismatch: en.textMismatch,
  close: en.close,
  bannerTitle: en.bannerTitle,
};

export type ContentKey = keyof typeof RU;

export interface Speech {
  language: Language;
  t: Translate<ContentKey>;
}

/** The texts in the language that holds now. */
export async function speech(): Promise<Speech> {
  const language = resolveLanguage((await readSettings()).language);
  return { language, t: translator<typeof RU>(language === 'ru' ? RU : EN) };
}
