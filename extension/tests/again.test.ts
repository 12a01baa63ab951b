import { describe, expect, it, vi } from 'vitest';
import { blockOf } from '../src/background/block-set';
import { condemnsHost } from '../src/background/guilt';
import { checkLinks, checkLinksAgain } from '../src/background/links';
import { askAllAgain, askMany, askOne } from '../src/background/server';
import { AGELESS_LIFETIME_MS, AWAITING_LIFETIME_MS, cached, keep } from '../src/background/verdict-cache';
import { recheck } from '../src/background/warning-check';
import type { LinkQuestion } from '../src/shared/messages';
import { awaitsAge, readVerdict, type StoredVerdict } from '../src/shared/verdict';
import { FIRST, known, pending, queries, SECOND, server, settled } from './answering';
import { local } from './setup';
import { storedVerdict } from './verdicts';

const OPTIONS = { language: 'ru', unlisted: false } as const;

describe('a verdict', () => {
  it.each([
    [pending('clear'), true],
    [pending('unknown'), true],
    [pending('caution'), true],
    [pending('danger'), false],
    [pending('official'), false],
    [known('caution'), false],
    [{ level: 'caution', age: 'unavailable' }, false],
    [{ level: 'caution' }, false],
  ])('%j awaits the age: %s', (said, awaits) => {
    const verdict = readVerdict({ level: said.level, host: 'x.example', domain_age: { status: said.age } }, 0)!;
    expect(awaitsAge(verdict)).toBe(awaits);
    expect(awaitsAge({ ...verdict, again: true })).toBe(false);
  });

  it.each([
    ['pending', 'pending'],
    ['unavailable', 'unavailable'],
    ['not-found', 'not-found'],
    ['known', null],
    ['not-asked', null],
  ])('whose age is %s lacks: %s', (status, openAge) => {
    expect(readVerdict({ level: 'clear', host: 'x.example', domain_age: { status } }, 0)).toMatchObject({ openAge });
  });

  it.each([[null], ['pending'], [[]], [{ status: {} }]])('with an age in no known shape awaits nothing: %j', (age) => {
    expect(readVerdict({ level: 'clear', host: 'x.example', domain_age: age }, 0)).toMatchObject({ level: 'clear', openAge: null });
  });

  it('made dangerous by the age condemns the host', () => {
    const reasons = [{ id: 'age.unheard-of', severity: 'critical', title: '', text: '', params: {} }];
    expect(condemnsHost({ ...storedVerdict('x.example'), reasons })).toBe(true);
  });
});

describe('the server', () => {
  it('waits for no age at a first question, and less than we wait at a second', async () => {
    await askOne({ url: 'https://x.example/' }, OPTIONS);
    await askMany([{ url: 'https://x.example/' }], OPTIONS);
    await askMany([{ url: 'https://x.example/' }, { url: 'https://y.example/' }], OPTIONS);
    await askAllAgain([{ url: 'https://x.example/' }], OPTIONS);
    expect(queries()).toEqual([FIRST, FIRST, ['/v1/check/bulk', { lang: 'ru', ages: 'urgent' }], SECOND]);
  });

  it('gets few second questions at a time, and each answer finds its place', async () => {
    const hosts = Array.from({ length: 10 }, (_, index) => `h${index}.example`);
    server.says = { 'h3.example': ['away'] };
    const answers = await askAllAgain(hosts.map((host) => ({ url: `https://${host}/` })), OPTIONS);
    expect(answers.map((verdict) => verdict?.host ?? null)).toEqual(hosts.map((host) => (host === 'h3.example' ? null : host)));
    expect(answers.every((verdict) => verdict === null || verdict.again)).toBe(true);
    expect(server.mostAtOnce).toBeGreaterThan(1);
    expect(server.mostAtOnce).toBeLessThan(6);
  });

  it('is asked patiently about a stopped page that its answer may open', async () => {
    server.says = { 'x.example': [pending()] };
    const verdict = await recheck({ url: 'https://x.example/' }, { tab: { incognito: false } } as unknown as chrome.runtime.MessageSender);
    expect(queries()).toEqual([SECOND]);
    expect(awaitsAge(verdict!)).toBe(false);
  });
});

describe('the cache', () => {
  const verdict = (level: 'clear' | 'danger', again: boolean, openAge: StoredVerdict['openAge'] = 'pending'): StoredVerdict => ({
    ...storedVerdict('x.example', level, 0),
    openAge,
    again,
  });
  const knows = async (at: number): Promise<string[]> => [...(await cached(['first', 'second', 'worst', 'settled'], at)).keys()];

  it('keeps a verdict without the age for a short time, unless it cannot get worse', async () => {
    await keep(new Map([
      ['first', verdict('clear', false)],
      ['second', verdict('clear', true)],
      ['worst', verdict('danger', false)],
      ['settled', storedVerdict('x.example', 'clear', 0)],
    ]));
    expect(AWAITING_LIFETIME_MS).toBeLessThan(AGELESS_LIFETIME_MS);
    expect(await knows(AWAITING_LIFETIME_MS - 1)).toEqual(['first', 'second', 'worst', 'settled']);
    expect(await knows(AWAITING_LIFETIME_MS)).toEqual(['second', 'worst', 'settled']);
    expect(await knows(AGELESS_LIFETIME_MS)).toEqual(['worst', 'settled']);
  });

  it.each(['unavailable', 'not-found'] as const)('keeps a verdict as shortly when the age was %s', async (openAge) => {
    await keep(new Map([['first', verdict('clear', false, openAge)], ['worst', verdict('danger', false, openAge)]]));
    expect(await knows(AGELESS_LIFETIME_MS - 1)).toEqual(['first', 'worst']);
    expect(await knows(AGELESS_LIFETIME_MS)).toEqual(['worst']);
  });
});

describe('links of a chat', () => {
  const CHAT = { url: 'https://www.avito.ru/profile/messenger', tab: { id: 1, incognito: false } } as unknown as chrome.runtime.MessageSender;
  const links = (...hosts: string[]): { links: LinkQuestion[] } => ({
    links: hosts.map((host) => ({ url: `https://${host}/`, bare: false, message: { platform: 'avito' } })),
  });
  const first = async (...hosts: string[]) => {
    const answers = await checkLinks(links(...hosts), CHAT);
    await settled();
    return answers;
  };
  const second = async (...hosts: string[]) => {
    const answers = await checkLinksAgain(links(...hosts), CHAT);
    await settled();
    return answers;
  };

  it('are asked about once more, the host is blocked, and the answer is kept', async () => {
    server.says = { 'x.example': [pending('caution'), known('danger')] };
    expect(await first('x.example')).toMatchObject([{ level: 'caution', awaitsAge: true }]);
    expect(await second('x.example')).toMatchObject([{ level: 'danger', awaitsAge: false }]);
    expect(await blockOf('x.example')).not.toBeNull();
    expect(await first('x.example')).toMatchObject([{ level: 'danger' }]);
    expect(queries()).toEqual([FIRST, SECOND]);
  });

  it.each(['unavailable', 'not-found'])('are asked about anew some minutes after the age was %s', async (age) => {
    server.says = { 'x.example': [{ level: 'caution', age }, known('danger')] };
    expect(await first('x.example')).toMatchObject([{ level: 'caution', awaitsAge: false }]);
    await first('x.example');
    expect(server.asked).toHaveLength(1);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + AGELESS_LIFETIME_MS);
    expect(await first('x.example')).toMatchObject([{ level: 'danger' }]);
    vi.restoreAllMocks();
  });

  it('are not asked about a third time, by no tab', async () => {
    server.says = { 'x.example': [pending('caution')] };
    await first('x.example');
    await second('x.example');
    expect(await second('x.example')).toMatchObject([{ level: 'caution', awaitsAge: false }]);
    expect(await first('x.example')).toMatchObject([{ level: 'caution', awaitsAge: false }]);
    expect(queries()).toEqual([FIRST, SECOND]);
  });

  it('keep their first answer when the server is away, which is not asked a third time', async () => {
    server.says = { 'x.example': [pending('caution'), 'away'] };
    await first('x.example');
    expect(await second('x.example')).toMatchObject([{ level: 'caution', unavailable: false, awaitsAge: false }]);
    await second('x.example');
    await first('x.example');
    expect(queries()).toEqual([FIRST, SECOND]);
  });

  it('of which nothing is known and nobody answers have nothing new to say', async () => {
    server.says = { 'avito.ru-dostavka48.example': ['away'] };
    expect(await second('avito.ru-dostavka48.example')).toEqual([null]);
    expect(await blockOf('avito.ru-dostavka48.example')).toBeNull();
  });

  it('are asked about one by one, and only those that await something', async () => {
    server.says = { 'x.example': [pending('caution'), known('clear')], 'y.example': [known('caution')], 'z.example': [pending('clear'), known('danger')] };
    await first('x.example', 'y.example', 'z.example');
    const levels = (await second('x.example', 'y.example', 'z.example', 'x.example')).map((verdict) => verdict?.level);
    expect(levels).toEqual(['clear', 'caution', 'danger', 'clear']);
    expect(server.asked.slice(1)).toEqual(['x', 'z'].map((name) => ({ path: '/v1/check', query: SECOND[1], urls: [`https://${name}.example/`] })));
  });

  it('of a site that is no marketplace are not answered', async () => {
    const elsewhere = { url: 'https://news.example/', tab: { id: 1 } } as unknown as chrome.runtime.MessageSender;
    expect(await checkLinksAgain(links('x.example'), elsewhere)).toEqual([null]);
    expect(server.asked).toEqual([]);
  });

  it('of a private window are not listed as sent, others are', async () => {
    server.says = { 'x.example': [pending()] };
    const hidden = { ...CHAT, tab: { id: 1, incognito: true } } as unknown as chrome.runtime.MessageSender;
    await checkLinks(links('x.example'), hidden);
    await checkLinksAgain(links('x.example'), hidden);
    await second('y.example');
    expect(server.asked).toHaveLength(3);
    expect(local.items['sent']).toMatchObject([{ path: '/v1/check', body: { url: 'https://y.example/' } }]);
  });
});
