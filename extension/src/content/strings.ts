/** Texts of content scripts, which have no settings of their own: the background says in which language it answers. */
import { translator, type Language, type Messages, type Translate } from '../shared/i18n';

export interface Speech<Key extends string> {
  t: Translate<Key>;
}

/** Choose between a script's Russian and English texts. */
export function speechIn<M extends Messages>(language: Language, ru: M, en: M): Speech<Extract<keyof M, string>> {
  return { t: translator(language === 'ru' ? ru : en) };
}
