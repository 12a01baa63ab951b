import { describe, expect, it } from 'vitest';
import { addressesIn, linksInText, mayLeaveSite, shownHost } from '../src/content/chat/find-links';
import { messageFacts } from '../src/content/chat/context';
import { isInChat } from '../src/content/chat/places';
import { unwrap } from '../src/content/chat/unwrap';

const hosts = (text: string): string[] => addressesIn(text).map((link) => link.url.hostname);

describe('addresses in text', () => {
  it.each([
    ['вот https://pay.trap.example/x?y=1, жду', ['pay.trap.example']],
    ['avito.ru-pay42.site/order/1 — получите', ['avito.ru-pay42.site']],
    ['hxxps://trap[.]example/x', ['trap.example']],
    ['смотри trap(точка)ru и trap(.)site', ['trap.ru', 'trap.site']],
    ['сайт озон-доставка.рф!', ['xn----8sbahiqzthbd0bn.xn--p1ai']],
    ['xn--80ak6aa92e.com', ['xn--80ak6aa92e.com']],
    ['tra\u200bp.example', ['trap.example']],
    ['(https://trap.example/a)', ['trap.example']],
    ['«trap.example»', ['trap.example']],
    ['http://avito.ru@trap.example/', ['trap.example']],
    ['http://avito.ru\\@trap.example/', ['avito.ru']],
    ['порт trap.example:8443/x', ['trap.example']],
  ])('%s', (text, expected) => expect(hosts(text)).toEqual(expected));

  it.each(['т.е. завтра.Как скажете', 'цена 12.50 руб.', 'пишите a.b@mail.ru', 'ну...ладно', '10.05.2026', 'v1.2.3'])(
    'nothing in: %s',
    (text) => expect(hosts(text)).toEqual([]),
  );

  it('says which stand without a scheme', () => {
    expect(addressesIn('https://a.example b.example').map((link) => link.bare)).toEqual([false, true]);
  });

  it('finds nothing in hostile text, and what stands behind it', () => {
    expect(hosts(`${'-a'.repeat(2_000)} trap.example`)).toEqual(['trap.example']);
    expect(hosts(`${'aaaaaaaaaa'.repeat(500)}.b trap.example`)).toEqual(['trap.example']);
    expect(hosts(`${'a.'.repeat(2_500)} trap.example`).at(-1)).toBe('trap.example');
    expect(addressesIn('x.example '.repeat(400)).length).toBe(1);
  });

  it('finds the sixth trap, and one far down', () => {
    const many = Array.from({ length: 12 }, (_, index) => `t${index}.example`);
    expect(hosts(many.join(' '))).toEqual(many);
    expect(hosts(`${'слово '.repeat(2_000)}trap.example`)).toEqual(['trap.example']);
  });

  it.each([
    ['https://a.example,https://trap.example/x', ['a.example', 'trap.example']],
    ['a.example/y;hxxps://trap.example/x', ['a.example', 'trap.example']],
    ['https://a.example/https://trap.example/x', ['a.example', 'trap.example']],
  ])('reads two addresses in one word: %s', (text, expected) => expect(hosts(text)).toEqual(expected));
});

function text(html: string, find: string): Text {
  document.body.innerHTML = html;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if ((node as Text).data.includes(find)) return node as Text;
  }
  throw new Error(`no text "${find}"`);
}

describe('text nodes', () => {
  const read = (html: string, find = 'trap'): number => linksInText(text(html, find), 'avito.ru').length;

  it('are read in messages', () => expect(read('<div>trap.example</div>')).toBe(1));
  it('are never read where a person types', () => {
    expect(read('<div contenteditable="true"><p>trap.example</p></div>')).toBe(0);
    expect(read('<div contenteditable><p>trap.example</p></div>')).toBe(0);
    expect(read('<textarea>trap.example</textarea>')).toBe(0);
    expect(read('<div role="textbox">trap.example</div>')).toBe(0);
  });
  it('are left to the anchor around them', () => expect(read('<a href="https://trap.example/">trap.example</a>')).toBe(0));
  it('speak for an anchor of the site that hides them', () => {
    expect(read('<a href="https://www.avito.ru/go/42">https://trap.example/x</a>')).toBe(1);
  });
  it('are not badged inside a card that only quotes them', () => {
    expect(read('<a href="https://www.avito.ru/channel/1"><b>Иван</b> пишет: trap.example</a>')).toBe(0);
  });
  it('of the site itself are no news', () => expect(read('<p>support.avito.ru</p>', 'avito')).toBe(0));
});

describe('anchors', () => {
  const anchor = (html: string): HTMLAnchorElement => {
    document.body.innerHTML = html;
    return document.querySelector('a')!;
  };
  it('may leave the site directly or through its redirector', () => {
    expect(mayLeaveSite(anchor('<a href="https://trap.example/">x</a>'), 'avito.ru')).toBe(true);
    expect(mayLeaveSite(anchor('<a href="https://www.avito.ru/away?to=https%3A%2F%2Ftrap.example">x</a>'), 'avito.ru')).toBe(true);
    expect(mayLeaveSite(anchor('<a href="https://m.avito.ru/items/1">x</a>'), 'avito.ru')).toBe(false);
    expect(mayLeaveSite(anchor('<a href="javascript:alert(1)">x</a>'), 'avito.ru')).toBe(false);
    expect(mayLeaveSite(anchor('<a href="https://notavito.ru/">x</a>'), 'avito.ru')).toBe(true);
  });
  it('tell the host that they show', () => {
    expect(shownHost(anchor('<a href="https://trap.example/">www.avito.ru</a>'))).toBe('www.avito.ru');
    expect(shownHost(anchor('<a href="https://trap.example/">оплата тут</a>'))).toBe('');
  });
});

describe('unwrap', () => {
  const to = (url: string): string[] => unwrap(new URL(url), 'avito.ru').map((target) => target.href);
  const trap = 'https://trap.example/pay';
  it.each([
    ['https://www.avito.ru/away?to=https%3A%2F%2Ftrap.example%2Fpay', [trap]],
    ['https://vk.com/away.php?to=https%3A%2F%2Ftrap.example%2Fpay', [trap]],
    ['https://www.avito.ru/a?u=https%3A%2F%2Fvk.com%2Faway.php%3Fto%3Dhttps%253A%252F%252Ftrap.example%252Fpay', [trap]],
    ['https://www.google.com/url?q=https://trap.example/pay', [trap]],
    ['https://vk.com/away.php?to=https%253A%252F%252Ftrap.example%252Fpay', [trap]],
  ])('%s', (wrapped, targets) => expect(to(wrapped)).toEqual(targets));

  it('is not led astray by a decoy in another parameter', () => {
    expect(to(`https://vk.com/away.php?cc=https://www.avito.ru/&to=${trap}`)).toEqual([trap]);
    expect(to(`https://vk.com/away.php?to=https://www.avito.ru/&to=${trap}`)).toEqual([trap]);
    expect(to(`https://www.avito.ru/go?from=https://cdek.example/&to=${trap}`)).toEqual(['https://cdek.example/', trap]);
  });
  it('never ends at the marketplace itself', () => {
    const wrapper = 'https://vk.com/away.php?to=https://www.avito.ru/';
    expect(to(wrapper)).toEqual([wrapper]);
  });
  it('does not lend a stranger the name in its parameters', () => {
    expect(to('https://trap.example/?u=https://avito.ru/')).toEqual(['https://trap.example/?u=https://avito.ru/']);
    expect(to('https://vk.com.trap.example/away.php?to=https://avito.ru/')[0]).toContain('vk.com.trap.example');
  });
  it('ends where an address wraps itself', () => {
    const loop = `https://www.avito.ru/a?u=${'https://www.avito.ru/a?u='.repeat(20)}${trap}`;
    expect(to(loop)).toEqual([loop]);
  });
  it('asks about few places however many are written', () => {
    const many = Array.from({ length: 50 }, (_, index) => `p${index}=https://t${index}.example/`).join('&');
    expect(to(`https://www.avito.ru/go?${many}`)).toHaveLength(4);
  });
});

describe('chats', () => {
  const inside = (html: string, site: string, path: string): boolean => isInChat(text(html, 'trap'), site, path);
  const plain = '<footer>trap.example</footer>';
  it('at Avito are the messenger and its parts', () => {
    expect(inside(plain, 'avito.ru', '/elista/foto/1')).toBe(false);
    expect(inside(plain, 'avito.ru', '/profile/messenger/channel/x')).toBe(true);
    expect(inside('<div data-marker="mini-messenger/list"><p>trap.example</p></div>', 'avito.ru', '/elista')).toBe(true);
    expect(inside('<div data-marker="message">trap.example</div>', 'avito.ru', '/elista')).toBe(true);
  });
  it('at Yula may be anywhere', () => {
    expect(inside(plain, 'youla.ru', '/elista/foto/1')).toBe(true);
    expect(inside(plain, 'youla.io', '/')).toBe(true);
  });
  it('tell the direction of a message only where they know it', () => {
    const facts = (html: string, site: string) => messageFacts(text(html, 'trap'), site);
    expect(facts('<p>trap.example</p>', 'youla.ru')).toEqual({ platform: 'yula' });
    expect(facts('<div class="message-base-module-left-x">trap.example</div>', 'avito.ru')).toEqual({ direction: 'in', platform: 'avito' });
    expect(facts('<div class="message-base-module-right-x">trap.example</div>', 'avito.ru')).toEqual({ direction: 'out', platform: 'avito' });
  });
});
