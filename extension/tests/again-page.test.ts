import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allow, blockOf } from '../src/background/block-set';
import { checkPage, checkPageAgain } from '../src/background/page-check';
import { checkPasted, checkPastedAgain, checkTab, checkTabAgain, tabVerdict } from '../src/background/popup-check';
import { noteVerdict, readTab } from '../src/background/tabs';
import { FIRST, known, pending, queries, SECOND, server, settled, type Answer } from './answering';
import { local, tabs } from './setup';
import { storedVerdict } from './verdicts';

const TAB = 7;

describe('a page', () => {
  const URL_OF_PAGE = 'https://x.example/pay';
  const question = { facts: {}, named: { site: [], pictures: [], links: [] }, stepsBack: 2 };
  const sender = (incognito = false) => ({ tab: { id: TAB, url: URL_OF_PAGE, incognito }, url: URL_OF_PAGE, frameId: 0 }) as unknown as chrome.runtime.MessageSender;
  const marks: string[] = [];

  beforeEach(() => {
    marks.length = 0;
    tabs.set(TAB, { url: URL_OF_PAGE });
    Object.assign(chrome.action, { setBadgeText: ({ text }: { text: string }) => Promise.resolve(void marks.push(text)) });
  });
  const firstThen = async (...answers: (Answer | 'away')[]) => {
    server.says = { 'x.example': answers };
    const decision = await checkPage(question, sender());
    await settled();
    return decision;
  };
  const again = async (incognito = false) => {
    const decision = await checkPageAgain(question, sender(incognito));
    await settled();
    return decision;
  };

  it('leads to the warning when the age makes it a trap', async () => {
    expect(await firstThen(pending('caution'), known('danger'))).toMatchObject({ leaving: false, verdict: { level: 'caution', awaitsAge: true } });
    expect(await again()).toMatchObject({ leaving: true, verdict: { level: 'danger' } });
    expect(queries()).toEqual([FIRST, SECOND]);
    expect(tabs.get(TAB)?.url).toBe(`chrome-extension://sverka/warning.html#${URL_OF_PAGE}`);
    expect(await blockOf('x.example')).not.toBeNull();
    expect([marks, (await readTab(TAB))?.verdict.level]).toEqual([['?', '!'], 'danger']);
  });

  it('is said better of in toolbar and popup as well', async () => {
    await firstThen(pending('caution'), known('clear'));
    expect(await again()).toMatchObject({ leaving: false, verdict: { level: 'clear' } });
    expect([marks, (await tabVerdict(TAB)).verdict?.level]).toEqual([['?', ''], 'clear']);
  });

  it('keeps what was said first when the server is away', async () => {
    await firstThen(pending('caution'), 'away');
    expect(await again()).toEqual({ skip: false, leaving: false, verdict: null });
    expect([marks, (await tabVerdict(TAB)).verdict?.level]).toEqual([['?'], 'caution']);
  });

  it('is no more asked about once the tab shows another', async () => {
    await firstThen(pending('caution'), known('danger'));
    tabs.set(TAB, { url: 'https://news.example/' });
    expect(await again()).toEqual({ skip: false, leaving: false, verdict: null });
    expect(queries()).toEqual([FIRST]);
  });

  it.each([
    ['the tab shows another page', () => Promise.resolve(void tabs.set(TAB, { url: 'https://news.example/' }))],
    ['the user went on', () => allow(new URL(URL_OF_PAGE), false)],
  ])('is left alone when %s by the time of the answer', async (_what, happens) => {
    await firstThen(pending('caution'), known('danger'));
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', async (...call: Parameters<typeof fetch>) => {
      await happens();
      return fetch(...call);
    });
    expect(await again()).toEqual({ skip: false, leaving: false, verdict: null });
    expect(queries()).toEqual([FIRST, SECOND]);
    expect([marks, tabs.get(TAB)?.url?.includes('warning.html')]).toEqual([['?'], false]);
    expect(await blockOf('x.example')).toBeNull();
  });

  it('is skipped once the user went on', async () => {
    await firstThen(pending('caution'), known('danger'));
    await allow(new URL(URL_OF_PAGE), false);
    expect(await again()).toMatchObject({ skip: true });
    expect(queries()).toEqual([FIRST]);
  });

  it('takes no further step of its flow', async () => {
    server.says = { 'x.example': [pending()] };
    const steps: unknown[] = [];
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (url: string, init: { body: string }) => {
      steps.push((JSON.parse(init.body) as { page: { flow: unknown } }).page.flow);
      return fetch(url, init);
    });
    const card = { ...question, facts: { forms: [{ fields: [{ name: 'card_number', visible: true }] }] } } as unknown as typeof question;
    await checkPage(card, sender());
    await checkPageAgain(card, sender());
    expect(steps).toEqual([{ step: 1, prev: [], seconds_since: null }, { step: 1, prev: [], seconds_since: null }]);
  });

  it('of a private window is not listed as sent', async () => {
    server.says = { 'x.example': [pending()] };
    await again(true);
    expect(server.asked).toHaveLength(1);
    expect(local.items['sent']).toBeUndefined();
    await again();
    expect(local.items['sent']).toMatchObject([{ path: '/v1/check', body: { url: URL_OF_PAGE } }]);
  });

  it('does not take the place of what is known of a worse frame', async () => {
    await noteVerdict(TAB, { host: 'x.example', url: 'https://frame.example/', verdict: { ...storedVerdict('frame.example', 'caution'), agePending: true } });
    await noteVerdict(TAB, { host: 'x.example', url: URL_OF_PAGE, verdict: { ...storedVerdict('x.example', 'clear'), again: true } });
    expect((await readTab(TAB))?.url).toBe('https://frame.example/');
  });
});

describe('the popup', () => {
  beforeEach(() => void tabs.set(TAB, { url: 'https://x.example/a?b=1' }));
  const order = async (...answers: (Answer | 'away')[]) => {
    server.says = { 'x.example': answers };
    const answered = await checkTab(TAB);
    await settled();
    return answered;
  };
  const again = async () => {
    const answered = await checkTabAgain(TAB);
    await settled();
    return answered;
  };

  it.each(['danger', 'clear'])('asks once more for the check that the user ordered: %s', async (level) => {
    expect(await order(pending('caution'), known(level))).toMatchObject({ verdict: { level: 'caution', agePending: true } });
    expect(await again()).toMatchObject({ host: 'x.example', url: 'https://x.example/a?b', verdict: { level } });
    expect((await tabVerdict(TAB)).verdict?.level).toBe(level);
    await again();
    expect(queries()).toEqual([FIRST, SECOND]);
  });

  it('keeps the first answer when the server is away', async () => {
    await order(pending('caution'), 'away');
    expect(await again()).toMatchObject({ verdict: { level: 'caution', unavailable: false } });
  });

  it('asks nobody about what a page asks itself, and tells what it found', async () => {
    const record = { host: 'x.example', url: 'https://x.example/a?b' };
    await noteVerdict(TAB, { ...record, verdict: { ...storedVerdict('x.example', 'caution'), agePending: true } });
    expect(await again()).toMatchObject({ verdict: { level: 'caution' } });
    await noteVerdict(TAB, { ...record, verdict: { ...storedVerdict('x.example', 'danger'), again: true } });
    expect(await again()).toMatchObject({ verdict: { level: 'danger' } });
    expect(server.asked).toEqual([]);
  });

  it('does not take the place of what the page itself was told', async () => {
    await order(pending('caution'), known('clear'));
    const record = { host: 'x.example', url: 'https://x.example/a?b' };
    await noteVerdict(TAB, { ...record, verdict: { ...storedVerdict('x.example', 'caution'), agePending: true } });
    await noteVerdict(TAB, { ...record, ordered: true, verdict: { ...storedVerdict('x.example', 'clear'), again: true } });
    expect((await readTab(TAB))?.verdict.level).toBe('caution');
  });

  it('notes nothing for a tab that moves on before the answer', async () => {
    await order(pending('caution'), known('danger'));
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (...call: Parameters<typeof fetch>) => {
      tabs.set(TAB, { url: 'https://news.example/' });
      return fetch(...call);
    });
    expect(await again()).toMatchObject({ verdict: { level: 'caution' } });
    expect([queries(), (await readTab(TAB))?.verdict.level]).toEqual([[FIRST, SECOND], 'caution']);
  });

  it('shows nothing of a page that the tab has left', async () => {
    await order(pending('caution'), known('danger'));
    tabs.set(TAB, { url: 'https://news.example/' });
    expect(await again()).toMatchObject({ host: 'news.example', verdict: null });
    expect(queries()).toEqual([FIRST]);
  });

  it('asks once more about a pasted link, in a private window without a trace', async () => {
    server.says = { 'x.example': [pending(), known('danger'), 'away'] };
    const pasted = { url: 'https://x.example/pay/4276380012345678?card=1', unlisted: true };
    expect(await checkPasted(pasted)).toMatchObject({ level: 'clear', agePending: true });
    expect(await checkPastedAgain(pasted)).toMatchObject({ level: 'danger', again: true });
    expect(await checkPastedAgain(pasted)).toBeNull();
    expect(await checkPastedAgain({ ...pasted, url: 'no address' })).toBeNull();
    await settled();
    expect(queries()).toEqual([FIRST, SECOND, SECOND]);
    expect(server.asked.flatMap(({ urls }) => urls)).toEqual(Array(3).fill('https://x.example/pay/{n}?card'));
    expect(local.items['sent']).toBeUndefined();
  });
});
