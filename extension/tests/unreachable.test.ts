import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BLOCK_LIFETIME_MS, LOCAL_LIFETIME_MS, blockAll, blockOf, prune } from '../src/background/block-set';
import { checkLinks } from '../src/background/links';
import { checkPage } from '../src/background/page-check';
import { checkPasted, checkTab, tabVerdict } from '../src/background/popup-check';
import { recheck } from '../src/background/warning-check';
import { session, tabs } from './setup';
import { storedVerdict } from './verdicts';

const TAB = 7;
/** Dangerous by its address alone. */
const TRAP = 'avito.ru-dostavka48.example';
const ONE_LINK = 'films.example';
const CHAT = { url: 'https://www.avito.ru/profile/messenger', tab: { id: 1, incognito: false } } as unknown as chrome.runtime.MessageSender;
const PAGE = { tab: { id: TAB, url: `https://${TRAP}/pay`, incognito: false }, url: `https://${TRAP}/pay`, frameId: 0 } as unknown as chrome.runtime.MessageSender;

let answer: (() => Promise<Response>) | null = null;
let asked = 0;

beforeEach(() => {
  [answer, asked] = [null, 0];
  vi.stubGlobal('fetch', () => {
    asked += 1;
    return answer?.() ?? Promise.reject(new TypeError('Failed to fetch'));
  });
});

const serverSays = (level: string, host = TRAP): void => {
  answer = () => Promise.resolve(new Response(JSON.stringify({ level, host, reasons: [] })));
};
const ask = async (...urls: string[]) => checkLinks({ links: urls.map((url) => ({ url, bare: false, message: { platform: 'avito' } })) }, CHAT);
const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('without the server', () => {
  it('links of a chat are judged by their addresses, and the rest stays unchecked', async () => {
    const answers = await ask(`https://${TRAP}/pay/{n}`, `https://${ONE_LINK}/`, 'https://www.cdek.ru/');
    expect(answers.map((shown) => [shown?.level, shown?.unavailable, shown?.local])).toEqual([
      ['danger', true, true],
      ['unknown', true, true],
      ['official', true, true],
    ]);
    expect(answers[0]?.reasons[0]).toMatchObject({ title: expect.stringContaining('avito.ru') as string });
    expect([answers[0]?.advice, answers[1]?.reasons, answers[1]?.advice]).toEqual([expect.stringMatching(/\S/), [], '']);
  });

  it('a trap is blocked, but the server is asked again', async () => {
    await ask(`https://${TRAP}/`);
    await vi.waitFor(async () => expect((await blockOf(TRAP))?.local).toBe(true));
    expect(session.items).not.toHaveProperty(['verdict-index']);
    expect(asked).toBe(1);
    serverSays('danger');
    expect((await ask(`https://${TRAP}/`))[0]).toMatchObject({ level: 'danger', local: false });
    expect(asked).toBe(2);
  });

  it.each(['clear', 'caution', 'official'])('a block lasts until the server says otherwise: %s', async (level) => {
    await ask(`https://${TRAP}/`);
    await vi.waitFor(async () => expect(await blockOf(TRAP)).not.toBeNull());
    serverSays(level);
    expect((await ask(`https://${TRAP}/`))[0]).toMatchObject({ level, local: false });
    await vi.waitFor(async () => expect(await blockOf(TRAP)).toBeNull());
  });

  it("a block of the server's own outlives another of its answers", async () => {
    await blockAll(new Map([[TRAP, storedVerdict(TRAP)]]));
    serverSays('clear');
    await ask(`https://${TRAP}/`);
    await settled();
    expect(await blockOf(TRAP)).not.toBeNull();
  });

  it('a block is forgotten sooner', () => {
    const blocks = { 'here.example': { verdict: { ...storedVerdict('here.example'), local: true }, at: 0 }, 'there.example': { verdict: storedVerdict('there.example'), at: 0 } };
    expect(Object.keys(prune(blocks, LOCAL_LIFETIME_MS - 1)).sort()).toEqual(['here.example', 'there.example']);
    expect(Object.keys(prune(blocks, LOCAL_LIFETIME_MS))).toEqual(['there.example']);
    expect(LOCAL_LIFETIME_MS).toBeLessThan(BLOCK_LIFETIME_MS);
  });

  it('a page with a form is judged by its address', async () => {
    tabs.set(TAB, { url: `https://${TRAP}/pay` });
    const question = { facts: {}, named: { site: [], pictures: [], links: [] }, stepsBack: 1 };
    expect(await checkPage(question, PAGE)).toMatchObject({ leaving: true, verdict: { level: 'danger', local: true } });
    expect(tabs.get(TAB)?.url).toContain('warning.html#');
    await vi.waitFor(async () => expect((await tabVerdict(TAB)).verdict?.local).toBe(true));
    expect((await tabVerdict(TAB)).askable).toBe(true);
  });

  it('the popup tells what the address says, and the server can be asked again', async () => {
    tabs.set(TAB, { url: 'https://avito-dostavka.example/' });
    expect(await checkTab(TAB)).toMatchObject({ askable: true, verdict: { level: 'caution', local: true } });
    await vi.waitFor(async () => expect(await tabVerdict(TAB)).toMatchObject({ askable: true, verdict: { level: 'caution' } }));
    serverSays('clear', 'avito-dostavka.example');
    expect(await checkTab(TAB)).toMatchObject({ askable: false, verdict: { level: 'clear', local: false } });
  });

  it('a pasted link is judged as it would have been sent', async () => {
    const secret = '4276380012345678';
    const verdict = await checkPasted({ url: `https://${TRAP}/pay/${secret}?card=${secret}`, unlisted: false });
    expect(verdict).toMatchObject({ level: 'danger', local: true });
    expect(JSON.stringify(verdict)).not.toContain(secret);
  });

  it('a warning out of date comes back', async () => {
    const sender = { tab: { incognito: false } } as unknown as chrome.runtime.MessageSender;
    expect(await recheck({ url: `https://${TRAP}/` }, sender)).toMatchObject({ level: 'danger', local: true });
    expect((await blockOf(TRAP))?.local).toBe(true);
    expect(await recheck({ url: `https://${ONE_LINK}/` }, sender)).toMatchObject({ level: 'unknown', unavailable: true });
  });
});
