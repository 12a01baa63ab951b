import { beforeEach, describe, expect, it, vi } from 'vitest';
import HTML from '../src/pages/warning/warning.html?raw';
import { goBack } from '../src/pages/warning/way-back';
import { storedVerdict } from './verdicts';

const byId = (id: string): HTMLElement => document.getElementById(id)!;

let removed: number[] = [];
let answers: Record<string, unknown> = {};
let went: number[] = [];

beforeEach(() => {
  removed = [];
  went = [];
  answers = {};
  vi.useFakeTimers();
  Object.assign(chrome.tabs, {
    getCurrent: () => Promise.resolve({ id: 5, windowId: 1 }),
    query: () => Promise.resolve([{ id: 5 }, { id: 6 }]),
    remove: (id: number) => Promise.resolve(void removed.push(id)),
  });
  Object.assign(chrome.runtime, { sendMessage: ({ type }: { type: string }) => Promise.resolve(answers[type] ?? null) });
  vi.spyOn(history, 'go').mockImplementation((steps = 0) => void went.push(steps));
  vi.spyOn(history, 'length', 'get').mockReturnValue(5);
  vi.spyOn(history, 'replaceState').mockImplementation(() => undefined);
});

describe('the way back', () => {
  it('closes the tab only when nothing begins to come', async () => {
    goBack(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([went, removed]).toEqual([[-2], [5]]);
  });

  it.each(['beforeunload', 'pagehide'])('waits for a slow page: %s', async (begun) => {
    goBack(2);
    window.dispatchEvent(new Event(begun));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removed).toEqual([]);
  });

  it('closes the tab at once where there is no page before it', async () => {
    goBack(5);
    await vi.advanceTimersByTimeAsync(0);
    expect([went, removed]).toEqual([[], [5]]);
  });
});

async function open(url: string): Promise<void> {
  document.documentElement.innerHTML = HTML.replace(/<(?:script|link).*?>/g, '').replace(/^[^]*?<head>/, '<head>').replace('</html>', '');
  location.hash = `#${url}`;
  vi.resetModules();
  await import('../src/pages/warning/warning');
  await vi.advanceTimersByTimeAsync(0);
}

const press = (detail: number): void => void byId('back').dispatchEvent(new MouseEvent('click', { detail, bubbles: true }));

describe('the warning page', () => {
  const blocked = (framedIn = '') => ({ verdict: storedVerdict('trap.example'), framedIn, onward: 'https://x.example/', stepsBack: 2 });

  it('does not take the Enter that was meant for the page before it', async () => {
    answers['warning/get'] = blocked();
    await open('https://trap.example/pay');
    expect(document.activeElement?.id).toBe('back');
    press(0);
    expect(went).toEqual([]);
    await vi.advanceTimersByTimeAsync(700);
    press(0);
    expect(went).toEqual([-2]);
  });

  it('takes the mouse at once', async () => {
    answers['warning/get'] = blocked();
    await open('https://trap.example/pay');
    press(1);
    expect(went).toEqual([-2]);
  });

  it('tells which frame is meant, and in which page', async () => {
    answers['warning/get'] = blocked('news.example');
    await open('https://trap.example./pay');
    expect(byId('host').textContent).toBe('trap.example');
    expect(byId('framed').textContent).toContain('На странице news.example открыто окно сайта trap.example');
  });

  it('says that it is out of date, and shows no way on before a check', async () => {
    await open('https://shop.example/');
    expect(byId('nothing-title').textContent).toBe('Это предупреждение устарело');
    expect([byId('alarm').hidden, byId('open').hidden, byId('recheck').hidden]).toEqual([true, true, false]);
    answers['warning/recheck'] = storedVerdict('shop.example', 'clear');
    byId('recheck').click();
    await vi.advanceTimersByTimeAsync(0);
    expect([byId('alarm').hidden, byId('open').hidden]).toEqual([true, false]);
  });

  it('comes back when the server still finds danger', async () => {
    await open('https://trap.example/');
    answers['warning/recheck'] = storedVerdict('trap.example');
    byId('recheck').click();
    await vi.advanceTimersByTimeAsync(0);
    expect([byId('alarm').hidden, byId('nothing').hidden]).toEqual([false, true]);
  });

  it('says when only the address told of the danger', async () => {
    answers['warning/get'] = blocked();
    await open('https://trap.example/pay');
    expect(byId('local-note').hidden).toBe(true);
    answers['warning/get'] = { ...blocked(), verdict: { ...storedVerdict('trap.example'), unavailable: true, local: true } };
    await open('https://trap.example/pay');
    expect(byId('local-note').hidden).toBe(false);
    expect(byId('local-note').textContent).toContain('Нет ответа');
  });

  it.each(['caution', 'unknown'] as const)('shows no way on after a look at the address alone: %s', async (level) => {
    await open('https://trap.example/');
    answers['warning/recheck'] = { ...storedVerdict('trap.example', level), unavailable: true, local: true };
    byId('recheck').click();
    await vi.advanceTimersByTimeAsync(0);
    expect(byId('recheck-result').textContent).toContain('Нет ответа');
    expect([byId('alarm').hidden, byId('open').hidden, byId('recheck').hidden]).toEqual([true, true, false]);
  });

  it('shows no way on when no answer comes', async () => {
    await open('https://trap.example/');
    answers['warning/recheck'] = { failed: 'Error: no answer' };
    byId('recheck').click();
    await vi.advanceTimersByTimeAsync(0);
    expect(byId('recheck-result').textContent).toContain('сервер не отвечает');
    expect([byId('alarm').hidden, byId('open').hidden, byId('recheck').hidden]).toEqual([true, true, false]);
  });

  it('shows the way on when there is nothing to check', async () => {
    await open('https://trap.example/');
    answers['warning/recheck'] = null;
    byId('recheck').click();
    await vi.advanceTimersByTimeAsync(0);
    expect(byId('recheck-result').textContent).toContain('Проверять здесь нечего');
    expect([byId('alarm').hidden, byId('open').hidden, byId('recheck').hidden]).toEqual([true, false, true]);
  });

  it('has nothing to say about a brand or nobody', async () => {
    await open('https://www.avito.ru/');
    expect([byId('nothing-title').textContent, byId('recheck').hidden]).toEqual(['Здесь не о чем предупреждать', true]);
    await open('nonsense');
    expect([byId('nothing-title').textContent, byId('recheck').hidden]).toEqual(['Здесь не о чем предупреждать', true]);
  });
});
