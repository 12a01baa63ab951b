/** Texts in the language that the user chose; the browser's own i18n cannot be switched by an option. */
import { api } from './platform';

export type Language = 'ru' | 'en';
export type LanguageChoice = Language | 'auto';
export type Messages = Record<string, { message: string }>;

/** The language to speak: the user's choice, else Russian when browser or page languages say so. */
export function resolveLanguage(choice: LanguageChoice): Language {
  if (choice !== 'auto') return choice;
  const spoken = [globalThis.navigator?.language ?? '', api.i18n?.getUILanguage?.() ?? ''];
  return spoken.some((tag) => /^(ru|be|kk)\b/i.test(tag)) ? 'ru' : 'en';
}

/** Put parameters into `{name}` places; a place without a parameter stays as it is. */
export function fill(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => params[name] ?? place);
}

/** How long ago, in whole days: `3 дня назад`, `today`; as classifier/age_words.py. */
export function daysAgo(days: number, language: Language): string {
  return new Intl.RelativeTimeFormat(language, { numeric: days === 0 ? 'auto' : 'always' }).format(-days, 'day');
}

export type Translate<Key extends string> = (key: Key, params?: Readonly<Record<string, string>>) => string;

/** A `t()` over one language's messages. */
export function translator<M extends Messages>(messages: M): Translate<Extract<keyof M, string>> {
  return (key, params = {}) => fill(messages[key]?.message ?? key, params);
}
