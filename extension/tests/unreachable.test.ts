import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BLOCK_LIFETIME_MS, LOCAL_LIFETIME_MS, blockAll, blockOf, prune, releaseLocal } from '../src/background/block-set';
import { checkLinks } from '../src/background/links';
import { checkPage } from '../src/background/page-check';
import { checkPasted, checkTab, tabVerdict } from '../src/background/popup-check';
import { noteVerdict, readTab } from '../src/background/tabs';
import { recheck, whyWarned } from '../src/background/warning-check';
import { ruleUpdates, session, tabs } from './setup';
import type { Level } from '../src/shared/api-types';
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
const localVerdict = (host: string, level: Level = 'danger', at = Date.now()) => ({ ...storedVerdict(host, level, at), unavailable: true, local: true });
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

  it("the server's block is not replaced by one without it, unless it has ended", async () => {
    await blockAll(new Map([[TRAP, storedVerdict(TRAP)]]));
    await blockAll(new Map([[TRAP, localVerdict(TRAP)], [ONE_LINK, localVerdict(ONE_LINK)]]));
    await releaseLocal([TRAP]);
    expect([(await blockOf(TRAP))?.local, (await blockOf(ONE_LINK))?.local]).toEqual([false, true]);
    session.items['blocks'] = { [TRAP]: { verdict: storedVerdict(TRAP), at: Date.now() - BLOCK_LIFETIME_MS } };
    await blockAll(new Map([[TRAP, localVerdict(TRAP)]]));
    expect((await blockOf(TRAP))?.local).toBe(true);
  });

  describe('a block that has grown old', () => {
    beforeEach(() => {
      session.items['blocks'] = { [TRAP]: { verdict: localVerdict(TRAP), at: Date.now() - LOCAL_LIFETIME_MS } };
    });
    const stopped = () => ruleUpdates.at(-1)?.addRules.flatMap(({ condition }) => condition.requestDomains);

    it('stops the page no more once the warning has no reason to tell', async () => {
      expect(await whyWarned({ url: `https://${TRAP}/` }, PAGE)).toBeNull();
      expect(stopped()).toEqual([]);
    });

    it('ends with the next verdict, whatever that is about', async () => {
      await recheck({ url: `https://${ONE_LINK}/` }, CHAT);
      expect([stopped(), session.items['blocks']]).toEqual([[], {}]);
    });

    it('stays when the browser does not take its rule away, and ends with the next try', async () => {
      vi.spyOn(chrome.declarativeNetRequest, 'updateSessionRules').mockRejectedValueOnce(new Error('busy'));
      expect(await whyWarned({ url: `https://${TRAP}/` }, PAGE)).toBeNull();
      expect(session.items['blocks']).toHaveProperty([TRAP]);
      await whyWarned({ url: `https://${TRAP}/` }, PAGE);
      expect([stopped(), session.items['blocks']]).toEqual([[], {}]);
    });
  });

  it.each([
    ["the server's danger", 'danger', false, "the address's caution", 'caution', true, 0],
    ["the server's word", 'clear', false, "the address's danger", 'danger', true, 0],
    ["the address's caution", 'caution', true, 'one that tells nothing', 'unknown', true, 0],
    ["the address's caution", 'caution', true, "the address's danger", 'danger', true, 1],
    ["the address's danger", 'danger', true, "the server's word", 'clear', false, 1],
    ["the server's danger", 'danger', false, 'its better word', 'clear', false, 0],
    ["the server's caution", 'caution', false, 'its worse word', 'danger', false, 1],
  ] as const)('of a tab are known %s (%s, %s), then %s (%s, %s)', async (_one, first, firstLocal, _other, second, secondLocal, kept) => {
    tabs.set(TAB, { url: `https://${TRAP}/` });
    const said = [[first, firstLocal], [second, secondLocal]] as const;
    const verdicts = said.map(([level, isLocal]) => (isLocal ? localVerdict(TRAP, level) : storedVerdict(TRAP, level)));
    for (const verdict of verdicts) await noteVerdict(TAB, { host: TRAP, url: `https://${TRAP}/`, verdict });
    expect((await readTab(TAB))?.verdict).toEqual(verdicts[kept]);
  });

  it("a frame's address condemns nothing but the frame's host", async () => {
    const [around, framed] = ['www.shops.example', 'avito.ru-dostavka48.shops.example'];
    tabs.set(TAB, { url: `https://${around}/` });
    const question = { facts: {}, named: { site: [], pictures: [], links: [] }, stepsBack: 1 };
    const sender = { tab: { id: TAB, url: `https://${around}/`, incognito: false }, url: `https://${framed}/`, frameId: 3 } as unknown as chrome.runtime.MessageSender;
    expect(await checkPage(question, sender)).toMatchObject({ leaving: true, verdict: { level: 'danger', local: true } });
    expect([await blockOf(around), (await blockOf(framed))?.local]).toEqual([null, true]);
  });

  it('the popup shows a reason also when it makes no level', async () => {
    tabs.set(TAB, { url: 'https://clck.ru/3abc' });
    await checkTab(TAB);
    await vi.waitFor(async () => expect(await readTab(TAB)).not.toBeNull());
    expect((await tabVerdict(TAB)).verdict).toMatchObject({ level: 'unknown', reasons: [{ id: 'link.hidden-target' }] });
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
