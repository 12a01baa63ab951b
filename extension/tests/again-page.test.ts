import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allow, blockOf } from '../src/background/block-set';
import { checkPage, checkPageAgain } from '../src/background/page-check';
import { checkPasted, checkPastedAgain, checkTab, checkTabAgain, tabVerdict } from '../src/background/popup-check';
import { noteVerdict, readTab } from '../src/background/tabs';
import type { PageDecision } from '../src/shared/messages';
import { FIRST, known, pending, queries, SECOND, server, settled, type Answer } from './answering';
import { gone, local, session, tabs } from './setup';
import { storedVerdict } from './verdicts';

const TAB = 7;
const NOTHING: PageDecision = { skip: false, leaving: false, verdict: null, asked: null };

describe('a page', () => {
  const URL_OF_PAGE = 'https://x.example/pay';
  const question = { facts: {}, named: { site: [], pictures: [], links: [] }, stepsBack: 2 };
  const sender = (incognito = false) => ({ tab: { id: TAB, url: URL_OF_PAGE, incognito }, url: URL_OF_PAGE, frameId: 0 }) as unknown as chrome.runtime.MessageSender;
  const inFrame = (address: string, documentId?: string) => ({ ...sender(), url: address, frameId: 3, documentId }) as chrome.runtime.MessageSender;
  const asks = (name: string): typeof question => ({ ...question, facts: { forms: [{ fields: [{ name, visible: true }] }] } });
  const marks: string[] = [];
  let first: PageDecision;

  beforeEach(() => {
    marks.length = 0;
    tabs.set(TAB, { url: URL_OF_PAGE });
    Object.assign(chrome.action, { setBadgeText: ({ text }: { text: string }) => Promise.resolve(void marks.push(text)) });
  });
  const firstThen = async (...answers: (Answer | 'away')[]) => {
    server.says = { 'x.example': answers };
    first = await checkPage(question, sender());
    await settled();
    return first;
  };
  const secondly = async ({ asked }: PageDecision, from = sender()) => {
    const decision = await checkPageAgain({ asked: asked!, stepsBack: 2 }, from);
    await settled();
    return decision;
  };
  const again = () => secondly(first);

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
    expect(await again()).toEqual(NOTHING);
    expect([marks, (await tabVerdict(TAB)).verdict?.level]).toEqual([['?'], 'caution']);
  });

  it('is no more asked about once the tab shows another', async () => {
    await firstThen(pending('caution'), known('danger'));
    tabs.set(TAB, { url: 'https://news.example/' });
    expect(await again()).toEqual(NOTHING);
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
    expect(await again()).toEqual(NOTHING);
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

  it('sends the second time what it sent the first, whatever was asked in the tab meanwhile', async () => {
    server.says = { 'x.example': [pending()] };
    const frame = inFrame('https://x.example/card-frame');
    const ofPage = await checkPage(asks('balance'), sender());
    const ofFrame = await checkPage(asks('card_number'), frame);
    await settled();
    tabs.set(TAB, { url: 'https://x.example/pay/done' });
    await secondly(ofPage, { ...sender(), url: 'https://x.example/pay/done' });
    await secondly(ofFrame, frame);
    const [page, inside, ...later] = server.bodies;
    expect(later).toEqual([page, inside]);
    expect(JSON.parse(inside!)).toMatchObject({ page: { flow: { step: 2, prev: ['balance'] } } });
  });

  it('takes no further step of its flow by a second question', async () => {
    server.says = { 'x.example': [pending()] };
    const ofPage = await checkPage(asks('balance'), sender());
    await checkPage(asks('card_number'), inFrame('https://x.example/card-frame'));
    await secondly(ofPage);
    await checkPage(asks('card_number'), sender());
    expect(JSON.parse(server.bodies.at(-1)!)).toMatchObject({ page: { flow: { step: 2, prev: ['balance'] } } });
  });

  it('is told nothing about another site', async () => {
    await firstThen(pending('caution'), known('danger'));
    expect(await secondly({ ...first, asked: { ...first.asked!, url: 'https://y.example/pay' } })).toEqual(NOTHING);
    expect(queries()).toEqual([FIRST]);
  });

  it('hands nothing back to be asked again when its verdict awaits nothing', async () => {
    expect(await firstThen(known('caution'))).toMatchObject({ asked: null });
    expect(await firstThen(pending('danger'))).toMatchObject({ asked: null });
  });

  it('keeps its mark when a frame in it is spoken for', async () => {
    server.says = { 'x.example': [known('caution')], 'f.example': [pending('clear'), known('clear')] };
    const ofFrame = await checkPage(question, inFrame('https://f.example/w'));
    await settled();
    await checkPage(question, sender());
    await settled();
    await secondly(ofFrame, inFrame('https://f.example/w'));
    expect([marks, (await tabVerdict(TAB)).verdict?.level]).toEqual([['', '?', '?'], 'caution']);
  });

  it('is marked although nothing can be kept', async () => {
    vi.spyOn(session, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    await firstThen(known('caution'));
    expect(marks).toEqual(['?']);
    vi.restoreAllMocks();
  });

  it.each([
    ['stays when the document in the frame has gone', 'f1', 'f1', false],
    ['is moved when another document has gone', 'f1', 'f0', true],
    ['stays when the frame has gone, where documents have no names', undefined, 3, false],
  ])('%s before the second answer', async (_what, documentId, id, leaving) => {
    server.says = { 'f.example': [pending('caution'), known('danger')] };
    const ofFrame = await checkPage(question, inFrame('https://f.example/ad', documentId));
    gone.add(id);
    expect(await secondly(ofFrame, inFrame('https://f.example/ad', documentId))).toMatchObject({ leaving });
    expect(tabs.get(TAB)?.url).toBe(leaving ? 'chrome-extension://sverka/warning.html#https://f.example/ad' : URL_OF_PAGE);
    expect((await blockOf('f.example')) !== null).toBe(leaving);
  });

  it.each([
    ['is too busy to say that it is there', () => new Promise(() => undefined)],
    ['cannot be asked', () => Promise.reject(new Error('Unexpected property documentId'))],
  ])('is moved by a frame that %s', async (_what, answers) => {
    server.says = { 'f.example': [known('danger')] };
    vi.spyOn(chrome.tabs, 'sendMessage').mockImplementation(answers as never);
    expect(await checkPage(question, inFrame('https://f.example/ad', 'f1'))).toMatchObject({ leaving: true });
    vi.restoreAllMocks();
  });

  it('of a private window is not listed as sent', async () => {
    server.says = { 'x.example': [pending()] };
    const { asked } = await checkPage(question, sender(true));
    await secondly({ ...first, asked }, sender(true));
    expect(server.asked).toHaveLength(2);
    expect(local.items['sent']).toBeUndefined();
    await secondly({ ...first, asked });
    expect(local.items['sent']).toMatchObject([{ path: '/v1/check', body: { url: URL_OF_PAGE } }]);
  });

  it('does not take the place of what is known of a worse frame', async () => {
    await noteVerdict(TAB, { host: 'x.example', url: 'https://frame.example/', verdict: { ...storedVerdict('frame.example', 'caution'), openAge: 'pending' } });
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
    expect(await order(pending('caution'), known(level))).toMatchObject({ verdict: { level: 'caution', openAge: 'pending' } });
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
    await noteVerdict(TAB, { ...record, verdict: { ...storedVerdict('x.example', 'caution'), openAge: 'pending' } });
    expect(await again()).toMatchObject({ verdict: { level: 'caution' } });
    await noteVerdict(TAB, { ...record, verdict: { ...storedVerdict('x.example', 'danger'), again: true } });
    expect(await again()).toMatchObject({ verdict: { level: 'danger' } });
    expect(server.asked).toEqual([]);
  });

  it('asks the second time what it asked the first, wherever the page wandered', async () => {
    await order(pending('caution'), known('clear'));
    tabs.set(TAB, { url: 'https://x.example/other' });
    await again();
    expect(server.bodies).toEqual(Array(2).fill(JSON.stringify({ url: 'https://x.example/a?b' })));
  });

  it.each([1, 2])('leaves the mark of a frame that is found worse before answer %d', async (which) => {
    const marks: string[] = [];
    Object.assign(chrome.action, { setBadgeText: ({ text }: { text: string }) => Promise.resolve(void marks.push(text)) });
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', async (...call: Parameters<typeof fetch>) => {
      const frame = { host: 'x.example', url: 'https://f.example/', verdict: storedVerdict('f.example', 'caution') };
      if (server.asked.length === which - 1) await noteVerdict(TAB, frame);
      return fetch(...call);
    });
    await order(pending('clear'), known('clear'));
    await again();
    expect(server.asked).toHaveLength(which);
    expect([marks.at(-1), (await tabVerdict(TAB)).verdict?.level]).toEqual(['?', 'caution']);
  });

  it('orders and notes a check of the page, also when a frame was judged without the server', async () => {
    const verdict = { ...storedVerdict('f.example', 'caution'), unavailable: true, local: true };
    await noteVerdict(TAB, { host: 'x.example', url: 'https://f.example/w', verdict });
    expect(await order(pending('clear'), known('clear'))).toMatchObject({ host: 'x.example', url: 'https://x.example/a?b' });
    await again();
    expect(new Set(server.asked.flatMap(({ urls }) => urls))).toEqual(new Set(['https://x.example/a?b']));
  });

  it('does not take the place of what the page itself was told', async () => {
    await order(pending('caution'), known('clear'));
    const record = { host: 'x.example', url: 'https://x.example/a?b' };
    await noteVerdict(TAB, { ...record, verdict: { ...storedVerdict('x.example', 'caution'), openAge: 'pending' } });
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
    expect(await checkPasted(pasted)).toMatchObject({ level: 'clear', openAge: 'pending' });
    expect(await checkPastedAgain(pasted)).toMatchObject({ level: 'danger', again: true });
    expect(await checkPastedAgain(pasted)).toBeNull();
    expect(await checkPastedAgain({ ...pasted, url: 'no address' })).toBeNull();
    await settled();
    expect(queries()).toEqual([FIRST, SECOND, SECOND]);
    expect(server.asked.flatMap(({ urls }) => urls)).toEqual(Array(3).fill('https://x.example/pay/{n}?card'));
    expect(local.items['sent']).toBeUndefined();
  });
});
