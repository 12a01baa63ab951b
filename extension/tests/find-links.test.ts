import { describe, expect, it } from 'vitest';
import { addressesIn, linksInText, mayLeaveSite, shownHost } from '../src/content/chat/find-links';
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

  it('comes to an end on hostile text', () => {
    addressesIn(`${'a.'.repeat(2_500)} ${'-a'.repeat(2_000)}`);
    addressesIn('aaaaaaaaaa'.repeat(500) + '.b');
    expect(addressesIn('x.example '.repeat(400)).length).toBe(1);
  });
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
  const to = (url: string): string => unwrap(new URL(url), 'avito.ru').href;
  it.each([
    ['https://www.avito.ru/away?to=https%3A%2F%2Ftrap.example%2Fx', 'https://trap.example/x'],
    ['https://vk.com/away.php?to=https%3A%2F%2Ftrap.example', 'https://trap.example/'],
    ['https://www.avito.ru/a?u=https%3A%2F%2Fvk.com%2Faway.php%3Fto%3Dhttps%253A%252F%252Ftrap.example', 'https://trap.example/'],
    ['https://www.google.com/url?q=https://trap.example/', 'https://trap.example/'],
  ])('%s', (wrapped, target) => expect(to(wrapped)).toBe(target));

  it('does not lend a stranger the name in its parameters', () => {
    expect(to('https://trap.example/?u=https://avito.ru/')).toBe('https://trap.example/?u=https://avito.ru/');
    expect(to('https://vk.com.trap.example/away.php?to=https://avito.ru/')).toContain('vk.com.trap.example');
  });
  it('ends where an address wraps itself', () => {
    const loop = 'https://www.avito.ru/a?u=https://www.avito.ru/a?u=https://www.avito.ru/a?u=https://trap.example';
    expect(() => to(loop)).not.toThrow();
  });
});
