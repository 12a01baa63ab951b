/** The toolbar button's page: what Sverka thinks of this tab, a link to check, a report. */
import { webAddress } from '../../shared/address';
import { send, type TabAnswer } from '../../shared/messages';
import { api } from '../../shared/platform';
import { reportBody } from '../../shared/report';
import { shownAdvice } from '../../shared/rules';
import { AGAIN_MS, type StoredVerdict } from '../../shared/verdict';
import { officialSite } from '../../shared/brands';
import { LEVEL_WORDS, sourceWords } from '../level-words';
import { onceMore } from '../once-more';
import { drawReasons } from '../reasons';
import { reportBox } from '../report-box';
import { byId, currentWords, fillTexts, languageButtons, pressLanguage, type Words } from '../text';

/** A page with a form asks again by itself before. */
const TAB_AGAIN_MS = 2 * AGAIN_MS;
const SITES = { origins: ['http://*/*', 'https://*/*'] };

interface View {
  words: Words;
  /** The tab that the popup is about, and whether it belongs to a private window. */
  tabId: number | null;
  unlisted: boolean;
  tab: TabAnswer | null;
  checked: StoredVerdict | 'bad' | null;
  serverOk: boolean | null;
}

const view: View = { words: await currentWords(), tabId: null, unlisted: false, tab: null, checked: null, serverOk: null };

function levelWords(verdict: StoredVerdict): string {
  const { t, language } = view.words;
  const owner = verdict.level === 'official' ? officialSite(verdict.brandId, language) : null;
  return owner === null ? t(LEVEL_WORDS[verdict.level]) : `${t('levelOfficial')}: ${owner.name}`;
}

function drawTab(): void {
  const { t, language } = view.words;
  const level = byId('level');
  const verdict = view.tab?.verdict ?? null;
  const { tab } = view;
  const notYet = tab?.askable === true ? t('popupNotAsked') : t('popupNothing');
  const empty = tab === null ? t('popupChecking') : notYet;
  level.dataset['level'] = verdict?.level ?? 'none';
  level.textContent = verdict === null ? empty : levelWords(verdict);
  const source = verdict === null ? '' : sourceWords(verdict, t);
  byId('source').textContent = source;
  byId('source').hidden = source === '';
  byId('host').textContent = view.tab?.host ?? '';
  byId('report').hidden = view.tab === null || view.tab.host === '';
  byId('check-tab').hidden = tab?.askable !== true;
  if (verdict === null) return;
  drawReasons(byId('reasons'), verdict, language, '');
  byId('advice').textContent = shownAdvice(verdict, language);
}

function drawChecked(): void {
  const { t, language } = view.words;
  const box = byId('check-result');
  const { checked } = view;
  delete box.dataset['level'];
  if (checked === null || checked === 'bad') {
    box.textContent = checked === 'bad' ? t('checkBad') : '';
    return;
  }
  box.dataset['level'] = checked.level;
  const level = document.createElement('span');
  level.className = 'level';
  level.textContent = levelWords(checked);
  const host = document.createElement('span');
  host.className = 'host';
  host.textContent = checked.hostUnicode;
  const list = document.createElement('ul');
  list.className = 'reasons';
  drawReasons(list, checked, language, '');
  const source = document.createElement('p');
  source.className = 'soft';
  source.textContent = sourceWords(checked, t);
  source.hidden = source.textContent === '';
  box.replaceChildren(level, host, source, list);
}

function draw(words: Words = view.words): void {
  view.words = words;
  fillTexts(words);
  pressLanguage(words.language);
  drawTab();
  drawChecked();
  const status = byId('status');
  status.hidden = view.serverOk === null;
  status.dataset['state'] = view.serverOk === false ? 'down' : 'ok';
  status.textContent = words.t(view.serverOk === false ? 'serverDown' : 'serverOk');
}

async function currentTab(): Promise<chrome.tabs.Tab | undefined> {
  const asked = new URLSearchParams(location.search).get('tab');
  if (asked !== null) return api.tabs.get(Number(asked)).catch(() => undefined);
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  return tab;
}

async function askAboutTab(question: 'tab/verdict' | 'tab/check'): Promise<void> {
  const nothing: TabAnswer = { verdict: null, host: '', url: '', askable: false };
  const { tabId } = view;
  const first = tabId === null ? nothing : await send(question, { tabId }).catch(() => nothing);
  const show = (answer: TabAnswer): void => {
    view.tab = answer;
    draw();
  };
  show(first);
  if (tabId === null) return;
  const ask = async (): Promise<TabAnswer | null> => {
    const answer = await send('tab/again', { tabId });
    return answer.url === first.url ? answer : null;
  };
  onceMore(first.verdict, { after: TAB_AGAIN_MS, ask, isWanted: () => view.tab === first, show });
}

async function loadTab(): Promise<void> {
  const tab = await currentTab();
  view.tabId = tab?.id ?? null;
  view.unlisted = tab?.incognito ?? false;
  await askAboutTab('tab/verdict');
}

async function checkThisTab(): Promise<void> {
  view.tab = null;
  draw();
  await askAboutTab('tab/check');
}

async function loadStatus(): Promise<void> {
  view.serverOk = await send('server/status', {}).catch(() => false);
  draw();
}

/** People paste links without a scheme. */
function pastedAddress(text: string): URL | null {
  const written = text.trim();
  return webAddress(written) ?? (/^[^\s/:]+\.[^\s/:]+(?:[/:].*)?$/.test(written) ? webAddress(`https://${written}`) : null);
}

async function checkPasted(): Promise<void> {
  const url = pastedAddress(byId<HTMLInputElement>('check-url').value);
  const show = (answer: StoredVerdict | 'bad'): void => {
    view.checked = answer;
    draw();
  };
  if (url === null) {
    show('bad');
    return;
  }
  view.checked = null;
  byId('check-result').textContent = view.words.t('popupChecking');
  const question = { url: url.href, unlisted: view.unlisted };
  const first = await send('url/check', question).catch(() => null);
  show(first ?? 'bad');
  onceMore(first, { after: AGAIN_MS, ask: () => send('url/again', question), isWanted: () => view.checked === first, show });
}

async function drawPermission(): Promise<void> {
  byId('grant-box').hidden = await api.permissions.contains(SITES);
}

byId('check-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void checkPasted();
});
byId('check-tab').addEventListener('click', () => void checkThisTab());
byId('grant').addEventListener('click', () => void api.permissions.request(SITES).then(drawPermission));
languageButtons(draw);
reportBox(
  () => view.words,
  () => (view.tab === null || view.tab.url === '' ? null : reportBody('scam', view.tab.url, view.tab.verdict)),
  () => view.unlisted,
);
draw();
await Promise.all([drawPermission(), loadTab(), loadStatus()]);
