/** The mark beside a link: a button with the verdict in a word, and a card with the reasons. */
import type { Level } from '../../shared/api-types';
import type { ShownVerdict } from '../../shared/messages';
import { risk } from '../../shared/verdict';
import { closedRoot, element, icon } from '../ui';
import { BADGE_CSS } from './badge.css';

import { BADGE_TAG } from './badge-tag';
import type { Key, Words } from './words';

const WORDS: Record<Level, Key> = {
  danger: 'levelDanger',
  caution: 'levelCaution',
  clear: 'levelClear',
  unknown: 'levelUnknown',
  official: 'levelOfficial',
};

export interface BadgeContent {
  verdict: ShownVerdict;
  /** The host that the link's text shows while it leads elsewhere, '' when they agree. */
  shownHost: string;
}

/** The level that the badge shows: a link whose text lies about its target is never better than "caution". */
export function shownLevel({ verdict, shownHost }: BadgeContent): Level {
  const mild = verdict.level === 'clear' || verdict.level === 'unknown';
  return shownHost !== '' && mild ? 'caution' : verdict.level;
}

function reasonsOf({ verdict, shownHost }: BadgeContent, { t }: Words): (Node | string)[] {
  const items = verdict.reasons.map((reason) =>
    element('li', {}, element('b', {}, reason.title), reason.text === '' ? '' : ` ${reason.text}`),
  );
  if (shownHost !== '') items.unshift(element('li', {}, t('textMismatch', { shown: shownHost, host: verdict.host })));
  if (items.length > 0) return [element('ul', {}, ...items)];
  // The note above says it all.
  if (verdict.local) return [];
  if (verdict.unavailable) return [element('p', {}, t('unavailable'))];
  const words: Partial<Record<Level, Key>> = { clear: 'noReasonsClear', official: 'noReasonsOfficial' };
  return [element('p', {}, t(words[verdict.level] ?? 'noReasonsUnknown', { brand: verdict.owner || verdict.host }))];
}

function hostLine({ verdict }: BadgeContent, { t }: Words): HTMLElement {
  const unicode = verdict.hostUnicode === verdict.host ? '' : ` (${verdict.hostUnicode})`;
  return element('p', { class: 'host' }, t('opensHost', { host: `${verdict.host}${unicode}` }));
}

function place(card: HTMLElement, button: HTMLElement): void {
  const rect = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(rect.left, innerWidth - card.offsetWidth - 8));
  const below = rect.bottom + 6;
  const fitsBelow = below + card.offsetHeight < innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${fitsBelow ? below : Math.max(8, rect.top - card.offsetHeight - 6)}px`;
}

interface Parts {
  content: BadgeContent;
  button: HTMLButtonElement;
  card: HTMLElement;
  close: HTMLButtonElement;
  news: HTMLElement;
}

/** What a badge is made of, known to nobody but this script. */
const PARTS = new WeakMap<HTMLElement, Parts>();

function fill(host: HTMLElement, { content, button, card, close }: Parts, words: Words): void {
  const level = shownLevel(content);
  host.dataset['level'] = level;
  const unseen = element('span', { class: 'unseen' }, `: ${content.verdict.host}, ${words.t('badgeWhy')}`);
  const { local } = content.verdict;
  // "Not checked" needs no addition.
  const how = local && level !== 'unknown' ? ` (${words.t('badgeLocal')})` : '';
  button.replaceChildren(icon(level), `${words.t(WORDS[level])}${how}`, unseen);
  const whose = level === 'official' && content.verdict.owner !== '' ? `: ${content.verdict.owner}` : '';
  const heading = element('h2', { id: 'title' }, `${words.t(WORDS[level])}${whose}`);
  const advice = content.verdict.advice === '' ? [] : [element('p', {}, content.verdict.advice)];
  const source = local ? [element('p', {}, words.t('localNote'))] : [];
  close.setAttribute('aria-label', words.t('close'));
  // The close button may have the focus, which it would lose by being taken out.
  while (close.nextSibling !== null) close.nextSibling.remove();
  card.append(heading, hostLine(content, words), ...source, ...reasonsOf(content, words), ...advice);
}

/** Show something else in a badge that stands already, leaving focus and an open card alone; a rise is read out. */
export function updateBadge(host: HTMLElement, content: BadgeContent, words: Words): void {
  const parts = PARTS.get(host);
  if (parts === undefined || JSON.stringify(parts.content) === JSON.stringify(content)) return;
  const rises = risk(shownLevel(content)) > risk(shownLevel(parts.content));
  parts.content = content;
  fill(host, parts, words);
  if (rises) parts.news.textContent = `${words.t(WORDS[shownLevel(content)])}: ${content.verdict.host}`;
}

/** A badge ready to stand after a link. */
export function makeBadge(content: BadgeContent, words: Words): HTMLElement {
  const host = element(BADGE_TAG as 'span');
  const root = closedRoot(host, BADGE_CSS);
  const button = element('button', { type: 'button', class: 'mark', 'aria-expanded': 'false', 'aria-haspopup': 'dialog' });
  const close = element('button', { type: 'button', class: 'close' }, '×');
  const card = element('div', { class: 'card', role: 'dialog', 'aria-labelledby': 'title', popover: 'auto' }, close);
  const news = element('span', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const parts = { content, button, card, close, news };
  PARTS.set(host, parts);
  fill(host, parts, words);
  button.addEventListener('click', () => {
    card.togglePopover?.();
    if (button.getAttribute('aria-expanded') === 'true') {
      place(card, button);
      close.focus();
    }
  });
  close.addEventListener('click', () => {
    card.hidePopover?.();
    button.focus();
  });
  card.addEventListener('beforetoggle', (event) => {
    button.setAttribute('aria-expanded', String((event).newState === 'open'));
  });
  // A badge inside a clickable message must not open what lies under it.
  host.addEventListener('click', (event) => {
    event.preventDefault();
    event.stopPropagation();
  });
  root.append(button, news, card);
  return host;
}
