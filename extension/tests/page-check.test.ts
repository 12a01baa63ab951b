import { beforeEach, describe, expect, it, vi } from 'vitest';
import { checkPage } from '../src/background/page-check';
import { blockOf, allow } from '../src/background/block-set';
import { checkTab, tabVerdict } from '../src/background/popup-check';
import { forgetTab } from '../src/background/tabs';
import { proceed, recheck, whyWarned } from '../src/background/warning-check';
import { local, ruleUpdates, session, tabs } from './setup';

const TAB = 7;
const WARNING = 'chrome-extension://sverka/warning.html#';

interface From {
  tabUrl?: string;
  url: string;
  origin?: string;
  frameId?: number;
}

const answers = new Map<string, string>();
const asked: { url: string; page: { host: string; top_host: string; flow?: unknown }; flow: { prev: string[] }; hints: string[] }[] = [];

beforeEach(() => {
  answers.clear();
  asked.length = 0;
  vi.stubGlobal('fetch', (_url: string, init: { body: string }) => {
    const body = JSON.parse(init.body) as { url: string; page?: (typeof asked)[number]['page'] & { page: (typeof asked)[number]['page']; flow: { prev: string[] }; brand_hints: string[] } };
    const host = new URL(body.url).hostname;
    if (body.page !== undefined) asked.push({ url: body.url, page: body.page.page, flow: body.page.flow, hints: body.page.brand_hints });
    const level = answers.get(host) ?? 'unknown';
    const reasons = [{ id: 'host.fake-suffix', severity: 'critical', title: '', text: '', params: {} }];
    return Promise.resolve(new Response(JSON.stringify({ level, host, reasons }), { headers: { 'content-type': 'application/json' } }));
  });
});

const check = ({ tabUrl, url, origin, frameId = 0 }: From, facts = {}, stepsBack = 2) => {
  tabs.set(TAB, tabUrl === undefined ? {} : { url: tabUrl });
  const tab = { id: TAB, ...tabs.get(TAB), incognito: false };
  const sender = { id: 'sverka', tab, url, origin, frameId } as unknown as chrome.runtime.MessageSender;
  return checkPage({ facts, named: { site: [], pictures: ['Авито', 'слова страницы'], links: [] }, stepsBack }, sender);
};
const own = { tab: { id: TAB } } as unknown as chrome.runtime.MessageSender;
const trapIs = (...hosts: string[]): void => hosts.forEach((host) => answers.set(host, 'danger'));

describe('a captured document', () => {
  it('moves the tab when it is a trap', async () => {
    trapIs('trap.example');
    const decision = await check({ tabUrl: 'https://trap.example/pay?x=1', url: 'https://trap.example/pay?x=1' });
    expect(decision).toMatchObject({ skip: false, leaving: true });
    expect(asked[0]?.hints).toEqual(['avito']);
    expect(tabs.get(TAB)?.url).toBe(`${WARNING}https://trap.example/pay?x=1`);
    expect(await blockOf('trap.example')).not.toBeNull();
  });

  it.each([
    ['blob:https://trap.example/2f0c', 'blob:https://trap.example/2f0c'],
    [undefined, 'about:blank'],
  ])('without an address of its own is asked about by its origin: %s', async (tabUrl, url) => {
    trapIs('trap.example');
    const from = { url, origin: 'https://trap.example', ...(tabUrl === undefined ? {} : { tabUrl }) };
    expect(await check(from)).toMatchObject({ skip: false, leaving: true });
    expect(asked[0]?.url).toBe('https://trap.example/');
    expect(asked[0]?.page.top_host).toBe('trap.example');
    expect(tabs.get(TAB)?.url).toBe(`${WARNING}https://trap.example/`);
  });

  it('of nobody, of this machine or of a brand is left alone', async () => {
    expect(await check({ url: 'about:blank', origin: 'null' })).toMatchObject({ skip: true });
    expect(await check({ tabUrl: 'http://localhost:3000/', url: 'http://localhost:3000/' })).toMatchObject({ skip: true });
    expect(await check({ tabUrl: 'https://www.avito.ru./', url: 'https://www.avito.ru./' })).toMatchObject({ skip: true });
    expect(asked).toEqual([]);
  });

  it("in a brand's page is not excused by the brand", async () => {
    trapIs('trap.example');
    expect(await check({ tabUrl: 'https://vk.com/app1', url: 'https://trap.example/form', frameId: 3 })).toMatchObject({ leaving: true });
    expect(tabs.get(TAB)?.url).toBe(`${WARNING}https://trap.example/form`);
  });

  it('does not condemn the page around it', async () => {
    trapIs('trap.example');
    await check({ tabUrl: 'https://news.example/article', url: 'https://trap.example/form', frameId: 3 });
    expect(await blockOf('news.example')).toBeNull();
    expect(await blockOf('trap.example')).not.toBeNull();
    const why = await whyWarned({ url: 'https://trap.example/form' }, own);
    expect(why).toMatchObject({ framedIn: 'news.example', onward: 'https://news.example/article' });
    expect(await tabVerdict(TAB)).toMatchObject({ host: 'trap.example', url: 'https://trap.example/form' });
  });

  it("condemns the page when the frame is the owner's own", async () => {
    trapIs('form.trap.example');
    await check({ tabUrl: 'https://www.trap.example/', url: 'https://form.trap.example/', frameId: 3 });
    expect(await blockOf('www.trap.example')).not.toBeNull();
  });

  it('on a host of many moves the tab and blocks nothing', async () => {
    trapIs('docs.google.com', 'telegra.ph');
    await check({ tabUrl: 'https://telegra.ph/Vyplata-11', url: 'https://telegra.ph/Vyplata-11' });
    expect(tabs.get(TAB)?.url).toBe(`${WARNING}https://telegra.ph/Vyplata-11`);
    expect(ruleUpdates).toEqual([]);
    expect(await whyWarned({ url: 'https://telegra.ph/Vyplata-11' }, own)).toMatchObject({ stepsBack: 2 });
    expect(await whyWarned({ url: 'https://telegra.ph/Recipe' }, own)).toBeNull();
    expect(await proceed({ url: 'https://telegra.ph/Recipe', forever: true }, own)).toBe(false);
    expect(await proceed({ url: 'https://telegra.ph/Vyplata-11', forever: false }, own)).toBe(true);
    expect(await check({ tabUrl: 'https://telegra.ph/Vyplata-11', url: 'https://telegra.ph/Vyplata-11' })).toMatchObject({ skip: true });
  });

  it('is left alone once the user has gone on', async () => {
    await allow(new URL('https://trap.example/'), false);
    expect(await check({ tabUrl: 'https://trap.example./', url: 'https://trap.example./' })).toMatchObject({ skip: true });
  });

  it('of another tab content than now moves nothing', async () => {
    trapIs('trap.example');
    const late = check({ tabUrl: 'https://trap.example/', url: 'https://trap.example/' });
    tabs.set(TAB, { url: 'https://news.example/' });
    expect(await late).toMatchObject({ leaving: false });
    expect(tabs.get(TAB)?.url).toBe('https://news.example/');
  });

  it("of a bank's frame hears nothing of the shop's card step", async () => {
    const field = (name: string) => ({ forms: [{ fields: [{ name, visible: true }] }] });
    await Promise.all([
      check({ tabUrl: 'https://shop.example/', url: 'https://shop.example/' }, field('card_number')),
      check({ tabUrl: 'https://shop.example/', url: 'https://acs.bank.example/', frameId: 3 }, field('otp')),
    ]);
    await check({ tabUrl: 'https://shop.example/', url: 'https://shop.example/' }, field('balance'));
    expect(asked.map(({ flow }) => flow.prev)).toEqual([[], [], ['card']]);
  });
});

describe('full storage', () => {
  it('costs no answer and no warning', async () => {
    trapIs('trap.example');
    vi.spyOn(session, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    const decision = await check({ tabUrl: 'https://trap.example/', url: 'https://trap.example/' });
    expect(decision).toMatchObject({ leaving: true, verdict: { level: 'danger' } });
    vi.restoreAllMocks();
  });
});

describe('a closed tab', () => {
  it('leaves nothing behind, also when an answer comes late', async () => {
    const late = check({ tabUrl: 'https://news.example/', url: 'https://news.example/' });
    tabs.delete(TAB);
    await forgetTab(TAB);
    await late;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Object.keys(session.items).filter((key) => key.endsWith(`:${TAB}`))).toEqual([]);
  });

  it('that cannot be moved leaves no trace of the move', async () => {
    trapIs('trap.example');
    vi.spyOn(chrome.tabs, 'update').mockRejectedValueOnce(new Error('Tabs cannot be edited right now'));
    expect(await check({ tabUrl: 'https://trap.example/', url: 'https://trap.example/' })).toMatchObject({ leaving: false });
    expect(session.items).not.toHaveProperty([`moved:${TAB}`]);
  });
});

describe('the warning', () => {
  it('tells the way back once', async () => {
    trapIs('trap.example');
    await check({ tabUrl: 'https://trap.example/a', url: 'https://trap.example/a' }, {}, 3);
    expect(await whyWarned({ url: 'https://trap.example/a' }, own)).toMatchObject({ stepsBack: 3 });
    expect(await whyWarned({ url: 'https://trap.example/a' }, own)).toMatchObject({ stepsBack: 1 });
  });

  it('knows nothing of an honest address, and asks about it only when told to', async () => {
    expect(await whyWarned({ url: 'https://shop.example/' }, own)).toBeNull();
    expect(await proceed({ url: 'https://shop.example/', forever: true }, own)).toBe(false);
    expect(await recheck({ url: 'https://shop.example/' }, own)).toMatchObject({ level: 'unknown' });
    expect(await recheck({ url: 'https://www.avito.ru/' }, own)).toBeNull();
    trapIs('trap.example');
    expect(await recheck({ url: 'https://trap.example/' }, own)).toMatchObject({ level: 'danger' });
    expect(await whyWarned({ url: 'https://trap.example./' }, own)).not.toBeNull();
  });
});

describe('the popup', () => {
  it.each([
    ['https://www.avito.ru/', { askable: false, verdict: { level: 'official', brandId: 'avito' } }],
    ['http://192.168.0.1/', { askable: false, verdict: null }],
    ['https://shop.example/a?b=1', { askable: true, verdict: null, url: 'https://shop.example/a?b' }],
    ['chrome://settings/', { askable: false, host: '' }],
  ])('asks nobody about %s', async (url, expected) => {
    const ask = vi.spyOn(globalThis, 'fetch');
    tabs.set(TAB, { url });
    expect(await tabVerdict(TAB)).toMatchObject(expected);
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks about the page of a private window without putting it on the list', async () => {
    tabs.set(TAB, { url: 'https://shop.example/', incognito: true });
    expect(await checkTab(TAB)).toMatchObject({ askable: false, verdict: { level: 'unknown' } });
    tabs.set(TAB, { url: 'https://news.example/', incognito: false });
    await checkTab(TAB);
    await vi.waitFor(() => expect(local.items['sent']).toBeDefined());
    expect(JSON.stringify(local.items['sent'])).not.toContain('shop.example');
  });
});
