/** Texts of the extension's own pages, in the language chosen there or in the options. */
import en from '../../_locales/en/messages.json';
import ru from '../../_locales/ru/messages.json';
import { resolveLanguage, translator, type Language, type Translate } from '../shared/i18n';
import { readSettings, writeSettings } from '../shared/settings';

export type Key = keyof typeof ru;
export const MESSAGES: Record<Language, typeof ru> = { ru, en };

export interface Words {
  language: Language;
  t: Translate<Key>;
}

/** The words of one language. */
export const wordsIn = (language: Language): Words => ({ language, t: translator(MESSAGES[language]) });

/** The words in the language that holds now. */
export async function currentWords(): Promise<Words> {
  return wordsIn(resolveLanguage((await readSettings()).language));
}

/** An element of the page that must be there. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the kind of element its own page holds
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}`);
  return found as E;
}

/** Fill every `data-text="key"` of the page. */
export function fillTexts({ language, t }: Words): void {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = t(element.dataset['text'] as Key);
  }
}

/** Wire the two language buttons; `draw` paints the page in a language. */
export function languageButtons(draw: (words: Words) => void): void {
  for (const language of ['ru', 'en'] as const) {
    byId(`lang-${language}`).addEventListener('click', () => {
      void writeSettings({ language });
      draw(wordsIn(language));
    });
  }
}

/** Show which language is on. */
export function pressLanguage(language: Language): void {
  for (const item of ['ru', 'en']) byId(`lang-${item}`).setAttribute('aria-pressed', String(item === language));
}
