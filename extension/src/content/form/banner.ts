/** A strip at the top of a page that deserves caution: says why, can be closed, stops nothing. */
import type { ShownVerdict } from '../../shared/messages';
import { closedRoot, element, icon } from '../ui';
import { page } from './dom';
import { claim } from './own';
import type { Words } from './words';

const BANNER_TAG = 'sverka-banner';

const CSS = `
:host { all: initial !important; color-scheme: light dark; }
* { box-sizing: border-box; }
section { position: fixed; z-index: 2147483647; inset: 12px 12px auto auto; width: min(380px, calc(100vw - 24px));
  padding: 14px 44px 14px 16px; border: 1px solid #8a6500; border-left: 6px solid #d99a00; border-radius: 12px;
  background: light-dark(#fff8e1, #2b2410); color: light-dark(#2b2000, #ffeec2); font: 400 14px/1.45 system-ui, sans-serif;
  box-shadow: 0 8px 28px rgb(0 0 0 / .25); overflow-wrap: anywhere; }
h2 { display: flex; gap: 8px; align-items: center; margin: 0 0 4px; font: 700 15px/1.3 system-ui, sans-serif; }
svg { width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; }
ul { margin: 6px 0 0; padding: 0 0 0 18px; }
p { margin: 6px 0 0; }
button { all: unset; position: absolute; top: 10px; right: 12px; padding: 2px 8px; border-radius: 6px; cursor: pointer;
  font: 400 18px/1.2 system-ui, sans-serif; }
button:focus-visible { outline: 3px solid #1a73e8; }
`;

let shown: HTMLElement | null = null;

/** Show the strip once; a second verdict replaces its words. */
export function showBanner(verdict: ShownVerdict, { t }: Words): void {
  hideBanner();
  const host = element(BANNER_TAG as 'span', { 'data-level': verdict.level });
  claim(host);
  const root = closedRoot(host, CSS);
  const close = element('button', { type: 'button', 'aria-label': t('close') }, '×');
  close.addEventListener('click', () => host.remove());
  const reasons = verdict.reasons.slice(0, 2).map((reason) => element('li', {}, reason.title));
  const section = element('section', { role: 'status', 'aria-label': t('bannerTitle') });
  section.append(element('h2', {}, icon('caution'), t('bannerTitle')), verdict.host);
  if (reasons.length > 0) section.append(element('ul', {}, ...reasons));
  if (verdict.advice !== '') section.append(element('p', {}, verdict.advice));
  if (verdict.local) section.append(element('p', {}, t('localNote')));
  section.append(close);
  root.append(section);
  (page.top() as HTMLElement | null)?.append(host);
  shown = host;
}

/** False before there was a strip and after somebody closed it. */
export const bannerStands = (): boolean => shown?.isConnected === true;

export function hideBanner(): void {
  shown?.remove();
  shown = null;
}
