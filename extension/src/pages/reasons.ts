/** The list of reasons on a page. */
import type { Language } from '../shared/i18n';
import { shownReasons } from '../shared/rules';
import type { StoredVerdict } from '../shared/verdict';

/** Fill a list; `fallback` stands there when no rule gave its reason. */
export function drawReasons(list: HTMLElement, verdict: StoredVerdict, language: Language, fallback: string): void {
  const items = shownReasons(verdict, language).map((reason) => {
    const item = document.createElement('li');
    item.dataset['rule'] = reason.id;
    const title = document.createElement('b');
    title.textContent = reason.title;
    item.append(title, ` ${reason.text}`);
    return item;
  });
  if (items.length === 0 && fallback !== '') {
    const item = document.createElement('li');
    item.textContent = fallback;
    items.push(item);
  }
  list.replaceChildren(...items);
}
