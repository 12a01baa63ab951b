/** The page that stands instead of a dangerous one. */
import { webAddress } from '../../shared/address';
import { officialSite } from '../../shared/brands';
import { send, type Blocked } from '../../shared/messages';
import { redactUrl } from '../../shared/redact';
import { reportBody } from '../../shared/report';
import { shownAdvice } from '../../shared/rules';
import { drawReasons } from '../reasons';
import { reportBox } from '../report-box';
import { byId, currentWords, fillTexts, languageButtons, pressLanguage, type Words } from '../text';
import { headline } from './headline';
import { goBack } from './way-back';

interface Kept {
  stepsBack?: number;
}

let words: Words = await currentWords();

/** A reload must still know the way back, which the background tells only once. */
function keptStepsBack(told: number): number {
  const kept = (history.state as Kept | null)?.stepsBack;
  if (kept !== undefined) return kept;
  history.replaceState({ stepsBack: told } satisfies Kept, '');
  return told;
}

function drawNothing(framed: boolean): void {
  fillTexts(words);
  pressLanguage(words.language);
  if (framed) byId('nothing-text').textContent = words.t('framedText');
  byId('nothing').hidden = false;
}

function drawAlarm(url: URL, { verdict }: Blocked): void {
  fillTexts(words);
  pressLanguage(words.language);
  byId('headline').textContent = headline(verdict, words);
  byId('host').textContent = url.hostname;
  const readable = verdict.host === url.hostname ? verdict.hostUnicode : url.hostname;
  byId('host-unicode').textContent = readable;
  byId('unicode-part').hidden = readable === url.hostname;
  drawReasons(byId('reasons'), verdict, words.language, words.t('noReasonText'));
  byId('advice').textContent = shownAdvice(verdict, words.language) || words.t('adviceDefault');
  const site = officialSite(verdict.brandId, words.language);
  const official = byId<HTMLAnchorElement>('official');
  official.hidden = site === null;
  if (site !== null) {
    official.href = site.url;
    official.textContent = words.t('officialLink', { name: site.name });
  }
  byId('alarm').hidden = false;
}

async function proceed(url: URL): Promise<void> {
  const forever = byId<HTMLInputElement>('forever').checked;
  if (await send('warning/proceed', { host: url.hostname, forever })) location.replace(url.href);
}

function wire(url: URL, blocked: Blocked): void {
  const stepsBack = keptStepsBack(blocked.stepsBack);
  const understand = byId<HTMLInputElement>('understand');
  const proceedButton = byId<HTMLButtonElement>('proceed');
  byId('back').addEventListener('click', () => goBack(stepsBack));
  understand.addEventListener('change', () => {
    proceedButton.disabled = !understand.checked;
  });
  proceedButton.addEventListener('click', () => {
    if (understand.checked) void proceed(url);
  });
  reportBox(
    () => words,
    () => reportBody('false-alarm', redactUrl(url), blocked.verdict),
  );
}

async function start(): Promise<void> {
  const framed = window.top !== window.self;
  const url = webAddress(location.hash.slice(1));
  const blocked = framed || url === null ? null : await send('warning/get', { host: url.hostname });
  const draw = (next: Words): void => {
    words = next;
    if (url === null || blocked === null) drawNothing(framed);
    else drawAlarm(url, blocked);
  };
  languageButtons(draw);
  draw(words);
  if (url === null || blocked === null) return;
  wire(url, blocked);
  // The headline and the reasons come first; the way back stays in view by itself.
  byId('back').focus({ preventScroll: true });
}

window.addEventListener('hashchange', () => location.reload());
await start();
