/** The texts of the strip on a page with a form. Written out twice on purpose: a whole namespace would put every text into each page. */
import * as en from '../../../_locales/en/messages.json';
import * as ru from '../../../_locales/ru/messages.json';
import type { Language } from '../../shared/i18n';
import { speechIn, type Speech } from '../strings';

const RU = {
  close: ru.close,
  bannerTitle: ru.bannerTitle,
  localNote: ru.localNote,
};

const EN = {
  close: en.close,
  bannerTitle: en.bannerTitle,
  localNote: en.localNote,
};

export type Key = keyof typeof RU;
export type Words = Speech<Key>;

/** The texts in one language. */
export const speech = (language: Language): Words => speechIn<Record<Key, { message: string }>>(language, RU, EN);
