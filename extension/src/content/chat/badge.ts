/** The mark beside a link: a button with the verdict in a word, and a card with the reasons. */
import type { Level } from '../../shared/api-types';
import type { ShownVerdict } from '../../shared/messages';
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

function makeCard(content: BadgeContent, words: Words): { card: HTMLElement; close: HTMLButtonElement } {
  const close = element('button', { type: 'button', class: 'close', 'aria-label': words.t('close') }, '×');
  const level = shownLevel(content);
  const whose = level === 'official' && content.verdict.owner !== '' ? `: ${content.verdict.owner}` : '';
  const heading = element('h2', { id: 'title' }, `${words.t(WORDS[level])}${whose}`);
  const advice = content.verdict.advice === '' ? [] : [element('p', {}, content.verdict.advice)];
  const card = element('div', { class: 'card', role: 'dialog', 'aria-labelledby': 'title', popover: 'auto' });
  card.append(close, heading, hostLine(content, words), ...reasonsOf(content, words), ...advice);
  return { card, close };
}

/** A badge ready to stand after a link. */
export function makeBadge(content: BadgeContent, words: Words): HTMLElement {
  const level = shownLevel(content);
  const host = element(BADGE_TAG as 'span', { 'data-level': level });
  const root = closedRoot(host, BADGE_CSS);
  const unseen = element('span', { class: 'unseen' }, `: ${content.verdict.host}, ${words.t('badgeWhy')}`);
  const button = element('button', { type: 'button', class: 'mark', 'aria-expanded': 'false', 'aria-haspopup': 'dialog' });
  button.append(icon(level), words.t(WORDS[level]), unseen);
  const { card, close } = makeCard(content, words);
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
  root.append(button, card);
  return host;
}
