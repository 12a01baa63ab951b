/** Texts of content scripts in the language that holds now. */
import { resolveLanguage, translator, type Language, type Messages, type Translate } from '../shared/i18n';
import { readSettings } from '../shared/settings';

export interface Speech<Key extends string> {
  language: Language;
  t: Translate<Key>;
}

/** Choose between a script's Russian and English texts. */
export async function speechIn<M extends Messages>(ru: M, en: M): Promise<Speech<Extract<keyof M, string>>> {
  const language = resolveLanguage((await readSettings()).language);
  return { language, t: translator(language === 'ru' ? ru : en) };
}
