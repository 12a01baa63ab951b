import { beforeEach, describe, expect, it, vi } from 'vitest';
import { blockOf } from '../src/background/block-set';
import { checkLinks } from '../src/background/links';
import { brandOfHost } from '../src/shared/brands';
import type { LinkQuestion } from '../src/shared/messages';
import { local, session } from './setup';

const link = (url: string, bare = false): LinkQuestion => ({ url, bare, message: { platform: 'avito' } });
const from = (url: string) => ({ url, tab: { id: 1, incognito: false } }) as unknown as chrome.runtime.MessageSender;
const CHAT = from('https://www.avito.ru/profile/messenger');
const levels: Record<string, string> = {
  'trap.example': 'danger',
  'www.google.com': 'danger',
  'odd.example': 'danger',
  'telegra.ph': 'danger',
  'www.cdek.ru': 'official',
};
const reasonIds: Record<string, string> = { 'www.google.com': 'link.apk-in-chat', 'odd.example': 'chat.obfuscated-link' };
let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (_url: string, init: { body: string }) => {
    const body = JSON.parse(init.body) as { url: string; items?: { url: string }[] };
    const judge = ({ url }: { url: string }) => {
      asked.push(url);
      const { hostname: host } = new URL(url);
      const reasons = [{ id: reasonIds[host] ?? 'chat.paid-and-imitation', severity: 'critical', title: '', text: '', params: {} }];
      return { level: levels[host] ?? 'unknown', host, reasons, brand: host.includes('cdek') ? { id: 'cdek' } : null };
    };
    return Promise.resolve(new Response(JSON.stringify(body.items === undefined ? judge(body) : { results: body.items.map(judge) })));
  });
});

describe('links', () => {
  it('of a chat are answered in their order, each asked about once', async () => {
    const links = [link('https://trap.example/a'), link('https://node.js/', true), link('https://trap.example/a')];
    const answers = await checkLinks({ links }, CHAT);
    expect(answers.map((answer) => answer?.level ?? null)).toEqual(['danger', null, 'danger']);
    expect(asked).toEqual(['https://trap.example/a']);
    await vi.waitFor(async () => expect(await blockOf('trap.example')).not.toBeNull());
  });

  it('of a site that is no marketplace are not answered', async () => {
    expect(await checkLinks({ links: [link('https://trap.example/')] }, from('https://news.example/'))).toEqual([null]);
    expect(asked).toEqual([]);
  });

  it('on hosts of many are told of, but the host is not blocked', async () => {
    const [answer] = await checkLinks({ links: [link('https://telegra.ph/Vyplata')] }, CHAT);
    expect(answer?.level).toBe('danger');
    await vi.waitFor(() => expect(session.items).toHaveProperty(['verdict-index']));
    expect(await blockOf('telegra.ph')).toBeNull();
  });

  it.each(['https://www.google.com/x.apk', 'https://odd.example/'])('to %s condemn the link only, not its host', async (url) => {
    const answers = await checkLinks({ links: [link(url), link('https://trap.example/')] }, CHAT);
    expect(answers.map((answer) => answer?.level)).toEqual(['danger', 'danger']);
    await vi.waitFor(async () => expect(await blockOf('trap.example')).not.toBeNull());
    expect(await blockOf(new URL(url).hostname)).toBeNull();
  });

  it('are asked about anew in another language and of another server', async () => {
    const links = [link('https://shop.example/')];
    const ask = async (language: 'ru' | 'en') => {
      local.items['settings'] = { ...(local.items['settings'] as object | undefined), language };
      await checkLinks({ links }, CHAT);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await ask('ru');
    await ask('ru');
    expect(asked).toHaveLength(1);
    await ask('en');
    expect(asked).toHaveLength(2);
    local.items['settings'] = { serverUrl: 'https://other.example', language: 'en' };
    await ask('en');
    expect(asked).toHaveLength(3);
  });

  it('are asked about anew when more is said around them, and told apart by it', async () => {
    const ask = (cues: string[]) => checkLinks({ links: [{ ...link('https://shop.example/'), message: { platform: 'avito', cues } }] }, CHAT);
    for (const cues of [[], ['paid-already'], [], ['paid-already']]) {
      await ask(cues);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(asked).toHaveLength(2);
  });

  it('say whose an official site is', async () => {
    const [answer] = await checkLinks({ links: [link('https://www.cdek.ru/')] }, CHAT);
    expect(answer).toMatchObject({ level: 'official', owner: 'СДЭК' });
  });

  it('are answered when nothing can be kept', async () => {
    vi.spyOn(session, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    const [answer] = await checkLinks({ links: [link('https://trap.example/')] }, CHAT);
    expect(answer?.level).toBe('danger');
    vi.restoreAllMocks();
  });
});

describe('a brand', () => {
  it('does not speak on hosts where anybody publishes', () => {
    const brands = [{ id: 'b', name_ru: 'Б', name_en: 'B', domains: ['b.example', 'pages.example'], open: ['pages.example', 'user.b.example'] }];
    expect(brandOfHost('www.b.example.', brands)?.id).toBe('b');
    expect(brandOfHost('user.b.example', brands)).toBeNull();
    expect(brandOfHost('x.pages.example', brands)).toBeNull();
  });
});
