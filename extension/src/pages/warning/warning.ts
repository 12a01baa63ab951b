/** The page that stands instead of a dangerous one. */
import { hostKey, isPrivateHost, webAddress } from '../../shared/address';
import { brandOfHost, officialSite } from '../../shared/brands';
import { send, type Blocked } from '../../shared/messages';
import { redactUrl } from '../../shared/redact';
import { reportBody } from '../../shared/report';
import { shownAdvice } from '../../shared/rules';
import { drawReasons } from '../reasons';
import { reportBox } from '../report-box';
import { byId, currentWords, fillTexts, languageButtons, pressLanguage, type Words } from '../text';
import { headline } from './headline';
import { Stale } from './stale';
import { goBack } from './way-back';

/** The next Enter of somebody who was typing into the page that stood here is not meant for our button. */
const DEAF_TO_KEYS_MS = 600;

interface Kept {
  stepsBack?: number;
}

let words: Words = await currentWords();
const stale = new Stale(() => words);

/** A reload must still know the way back, which the background tells only once. */
function keptStepsBack(told: number): number {
  const kept = (history.state as Kept | null)?.stepsBack;
  if (kept !== undefined) return kept;
  history.replaceState({ stepsBack: told } satisfies Kept, '');
  return told;
}

function drawNothing(text: string): void {
  byId('nothing-title').textContent = words.t('nothingTitle');
  byId('nothing-text').textContent = text;
  byId('nothing').hidden = false;
}

function drawAlarm(url: URL, { verdict, framedIn }: Blocked): void {
  const host = hostKey(url.hostname);
  byId('headline').textContent = headline(verdict, words);
  byId('host').textContent = host;
  const readable = verdict.host === host ? verdict.hostUnicode : host;
  byId('host-unicode').textContent = readable;
  byId('unicode-part').hidden = readable === host;
  byId('framed').hidden = framedIn === '';
  byId('framed').textContent = words.t('framedIn', { page: framedIn, host });
  drawReasons(byId('reasons'), verdict, words.language, words.t('noReasonText'));
  byId('local-note').hidden = !verdict.local;
  byId('advice').textContent = shownAdvice(verdict, words.language) || words.t('adviceDefault');
  const site = officialSite(verdict.brandId, words.language);
  const official = byId<HTMLAnchorElement>('official');
  official.hidden = site === null;
  if (site !== null) {
    official.href = site.url;
    official.textContent = words.t('officialLink', { name: site.name });
  }
  byId('nothing').hidden = true;
  byId('alarm').hidden = false;
}

async function proceed(url: URL, onward: string): Promise<void> {
  const forever = byId<HTMLInputElement>('forever').checked;
  if (await send('warning/proceed', { url: url.href, forever })) location.replace(onward);
}

function wire(url: URL, blocked: Blocked): void {
  const stepsBack = keptStepsBack(blocked.stepsBack);
  const understand = byId<HTMLInputElement>('understand');
  const proceedButton = byId<HTMLButtonElement>('proceed');
  const shownAt = performance.now();
  byId('back').addEventListener('click', (event) => {
    const byKey = event.detail === 0;
    if (!byKey || performance.now() - shownAt > DEAF_TO_KEYS_MS) goBack(stepsBack);
  });
  understand.addEventListener('change', () => {
    proceedButton.disabled = !understand.checked;
  });
  proceedButton.addEventListener('click', () => {
    if (understand.checked) void proceed(url, blocked.onward);
  });
  reportBox(
    () => words,
    () => reportBody('false-alarm', redactUrl(url), blocked.verdict),
    // This page's own tab tells whether the window is private.
    () => false,
  );
  // The headline and the reasons come first; the way back stays in view by itself.
  byId('back').focus({ preventScroll: true });
}

async function start(): Promise<void> {
  const framed = window.top !== window.self;
  const url = webAddress(location.hash.slice(1));
  let blocked = framed || url === null ? null : await send('warning/get', { url: url.href });
  const honest = url !== null && (isPrivateHost(url.hostname) || brandOfHost(url.hostname) !== null);
  const draw = (next: Words): void => {
    words = next;
    fillTexts(words);
    pressLanguage(words.language);
    if (framed) drawNothing(words.t('framedText'));
    else if (url === null || (blocked === null && honest)) drawNothing(words.t('nothingText'));
    else if (blocked === null) stale.draw(url);
    else drawAlarm(url, blocked);
  };
  languageButtons(draw);
  draw(words);
  if (url === null || framed || (blocked === null && honest)) return;
  if (blocked !== null) wire(url, blocked);
  else stale.wire(url, (found) => {
    blocked = found;
    draw(words);
    wire(url, found);
  });
}

window.addEventListener('hashchange', () => location.reload());
await start();
