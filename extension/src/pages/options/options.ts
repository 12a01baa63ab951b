/** Settings, the sites that are not warned about, and what was sent. */
import type { SentRecord } from '../../background/sent';
import { send } from '../../shared/messages';
import { api } from '../../shared/platform';
import { readSettings, validServer, writeSettings, type Settings } from '../../shared/settings';
import { byId, currentWords, fillTexts } from '../text';

const server = byId<HTMLInputElement>('server');
const language = byId<HTMLSelectElement>('language');
const mode = byId<HTMLSelectElement>('mode');

async function drawAllowlist(): Promise<void> {
  const { t } = await currentWords();
  const { allowlist } = await api.storage.local.get('allowlist');
  const hosts = Array.isArray(allowlist) ? (allowlist as string[]) : [];
  const items = hosts.map((host) => {
    const item = document.createElement('li');
    const remove = document.createElement('button');
    remove.className = 'plain';
    remove.type = 'button';
    remove.textContent = t('remove');
    remove.setAttribute('aria-label', `${t('remove')}: ${host}`);
    remove.addEventListener('click', () => void send('allow/remove', { host }).then(drawAllowlist));
    item.className = 'row';
    item.append(host, remove);
    return item;
  });
  byId('allowlist').replaceChildren(...(items.length > 0 ? items : [emptyItem(t('allowlistEmpty'))]));
}

function emptyItem(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.className = 'soft';
  item.textContent = text;
  return item;
}

function sentItem(record: SentRecord, locale: string): HTMLLIElement {
  const item = document.createElement('li');
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const body = document.createElement('pre');
  summary.textContent = `${new Date(record.at).toLocaleString(locale)}: ${record.path}`;
  body.textContent = JSON.stringify(record.body, null, 2);
  details.append(summary, body);
  item.append(details);
  return item;
}

async function drawSent(): Promise<void> {
  const words = await currentWords();
  const { sent } = await api.storage.local.get('sent');
  const records = Array.isArray(sent) ? (sent as SentRecord[]).toReversed() : [];
  const items = records.map((record) => sentItem(record, words.language));
  byId('sent').replaceChildren(...(items.length > 0 ? items : [emptyItem(words.t('sentEmpty'))]));
}

async function draw(): Promise<void> {
  const settings = await readSettings();
  fillTexts(await currentWords());
  server.value = settings.serverUrl;
  language.value = settings.language;
  mode.value = settings.mode;
  await Promise.all([drawAllowlist(), drawSent()]);
}

async function save(): Promise<void> {
  const saved = byId('saved');
  const serverUrl = validServer(server.value);
  server.setAttribute('aria-invalid', String(serverUrl === null));
  if (serverUrl === null) {
    saved.textContent = (await currentWords()).t('serverBad');
    server.focus();
    return;
  }
  await writeSettings({
    serverUrl,
    language: language.value as Settings['language'],
    mode: mode.value as Settings['mode'],
  });
  await draw();
  saved.textContent = (await currentWords()).t('saved');
}

byId('settings').addEventListener('submit', (event) => {
  event.preventDefault();
  void save();
});
byId('sent-clear').addEventListener('click', () => void api.storage.local.remove('sent').then(drawSent));
await draw();
