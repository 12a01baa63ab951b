import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import HTML from '../src/pages/popup/popup.html?raw';
import type { Level } from '../src/shared/api-types';
import { AGAIN_MS } from '../src/shared/verdict';
import type { StoredVerdict } from '../src/shared/verdict';
import { storedVerdict } from './verdicts';

interface Message {
  type: string;
  req: unknown;
}

const byId = (id: string): HTMLElement => document.getElementById(id)!;
const awaiting = (level: Level): StoredVerdict => ({ ...storedVerdict('x.example', level), openAge: 'pending' });
const later = (level: Level): StoredVerdict => ({ ...awaiting(level), again: true });
const tab = (verdict: StoredVerdict, url = 'https://x.example/') => ({ verdict, host: verdict.host, url, askable: false });
const unasked = { verdict: null, host: 'x.example', url: 'https://x.example/', askable: true };

let answers: Record<string, unknown> = {};
let messages: Message[] = [];
const asked = (type: string): unknown[] => messages.filter((message) => message.type === type).map(({ req }) => req);

beforeEach(() => {
  vi.useFakeTimers();
  messages = [];
  answers = { 'server/status': true, 'tab/verdict': unasked };
  Object.assign(chrome, { permissions: { contains: () => Promise.resolve(true) } });
  Object.assign(chrome.tabs, { query: () => Promise.resolve([{ id: 5, incognito: true }]) });
  Object.assign(chrome.runtime, {
    sendMessage: (message: Message) => {
      messages.push(message);
      return Promise.resolve(answers[message.type] ?? null);
    },
  });
});
afterEach(() => vi.useRealTimers());

async function open(): Promise<void> {
  document.documentElement.innerHTML = HTML.replace(/<(?:script|link).*?>/g, '').replace(/^[^]*?<head>/, '<head>').replace('</html>', '');
  vi.resetModules();
  await import('../src/pages/popup/popup');
  await vi.advanceTimersByTimeAsync(0);
}

async function paste(url: string): Promise<void> {
  (byId('check-url') as HTMLInputElement).value = url;
  byId('check-form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await vi.advanceTimersByTimeAsync(0);
}

const shownOfTab = () => byId('level').dataset['level'];
const shownOfLink = () => byId('check-result').dataset['level'];
const minutes = () => vi.advanceTimersByTimeAsync(600_000);

describe('a pasted link', () => {
  it.each(['danger', 'clear'] as const)('that awaits the age is asked about once more while the popup is open: %s', async (level) => {
    answers = { ...answers, 'url/check': awaiting('caution'), 'url/again': later(level) };
    await open();
    await paste('x.example/pay');
    expect([shownOfLink(), asked('url/again')]).toEqual(['caution', []]);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(shownOfLink()).toBe(level);
    await minutes();
    expect(asked('url/again')).toEqual([{ url: 'https://x.example/pay', unlisted: true }]);
    expect(asked('url/check')).toEqual(asked('url/again'));
  });

  it.each([
    ['has nothing new', null],
    ['is a failure', { failed: 'Error: no answer' }],
  ])('keeps its first answer when the second %s', async (_what, second) => {
    answers = { ...answers, 'url/check': awaiting('caution'), 'url/again': second };
    await open();
    await paste('x.example');
    await minutes();
    expect([shownOfLink(), asked('url/again').length]).toEqual(['caution', 1]);
  });

  it.each([
    ['awaits nothing', storedVerdict('x.example', 'clear')],
    ['is the worst already', awaiting('danger')],
    ['is a brand', awaiting('official')],
    ['had its second answer', later('caution')],
  ])('is not asked about again when its verdict %s', async (_what, first) => {
    answers = { ...answers, 'url/check': first };
    await open();
    await paste('x.example');
    await minutes();
    expect([shownOfLink(), asked('url/again')]).toEqual([first.level, []]);
  });

  it('is forgotten when another is pasted', async () => {
    answers = { ...answers, 'url/check': awaiting('caution'), 'url/again': later('danger') };
    await open();
    await paste('x.example');
    answers['url/check'] = storedVerdict('y.example', 'clear');
    await paste('y.example');
    await minutes();
    expect([shownOfLink(), asked('url/again')]).toEqual(['clear', []]);
  });
});

describe('a second answer', () => {
  it('that comes after another link was pasted is not shown', async () => {
    let answer: (verdict: StoredVerdict) => void = () => undefined;
    answers = { ...answers, 'url/check': awaiting('caution'), 'url/again': new Promise((resolve) => (answer = resolve)) };
    await open();
    await paste('x.example');
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    answers['url/check'] = storedVerdict('y.example', 'clear');
    await paste('y.example');
    answer(later('danger'));
    await minutes();
    expect([shownOfLink(), asked('url/again').length]).toEqual(['clear', 1]);
  });
});

describe("the tab's page", () => {
  it('is told anew when its age speaks, also in the other language', async () => {
    answers = { ...answers, 'tab/verdict': tab(awaiting('caution')), 'tab/again': tab(later('danger')) };
    await open();
    byId('lang-en').click();
    expect(shownOfTab()).toBe('caution');
    await minutes();
    expect([shownOfTab(), asked('tab/again')]).toEqual(['danger', [{ tabId: 5 }]]);
  });

  it('is asked about once more after an ordered check', async () => {
    answers = { ...answers, 'tab/check': tab(awaiting('clear')), 'tab/again': tab(later('danger')) };
    await open();
    byId('check-tab').click();
    await vi.advanceTimersByTimeAsync(0);
    expect(shownOfTab()).toBe('clear');
    await minutes();
    expect([shownOfTab(), asked('tab/again').length]).toEqual(['danger', 1]);
  });

  it.each([
    ['the tab moved on', tab(storedVerdict('y.example', 'clear'), 'https://y.example/')],
    ['nobody answers', { failed: 'Error: no answer' }],
  ])('stays as it is shown when %s', async (_what, second) => {
    answers = { ...answers, 'tab/verdict': tab(awaiting('caution')), 'tab/again': second };
    await open();
    await minutes();
    expect([shownOfTab(), byId('host').textContent]).toEqual(['caution', 'x.example']);
  });
});

describe('a report', () => {
  const preview = () => byId('report-preview').textContent;
  const send = async (): Promise<unknown> => {
    byId('report-send').click();
    await vi.advanceTimersByTimeAsync(0);
    return (asked('report/send').at(-1) as { report: unknown }).report;
  };

  it('is sent as its preview showed it, whatever became known meanwhile', async () => {
    answers = { ...answers, 'tab/verdict': tab(awaiting('caution')), 'tab/again': tab(later('danger')) };
    await open();
    byId('report').click();
    await minutes();
    expect(shownOfTab()).toBe('danger');
    expect(JSON.parse(preview())).toMatchObject({ level: 'caution' });
    expect(await send()).toEqual(JSON.parse(preview()));
  });

  it('shown anew tells what is known by then', async () => {
    answers = { ...answers, 'tab/verdict': tab(awaiting('caution')), 'tab/again': tab(later('danger')) };
    await open();
    byId('report').click();
    await minutes();
    byId('report').click();
    expect(JSON.parse(preview())).toMatchObject({ level: 'danger' });
    expect(await send()).toEqual(JSON.parse(preview()));
  });
});
