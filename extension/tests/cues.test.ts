import { describe, expect, it } from 'vitest';
import vectors from '../../tests/vectors/chat_cues.json';
import { surroundingsOf } from '../src/content/chat/around';
import { cuesOf } from '../src/content/chat/cues';
import { messageFacts } from '../src/content/chat/context';
import { addressesIn } from '../src/content/chat/find-links';
import { cuesFor, Hearing } from '../src/content/chat/hearing';
import { Spots, type Spot } from '../src/content/chat/spots';
import { Random } from './random';

describe('cues of a message', () => {
  it.each(vectors.messages)('$text', ({ text, cues }) => expect([...cuesOf(text)].sort()).toEqual([...cues].sort()));
  it.each(vectors.paths)('$path', ({ path, cues }) => expect(cuesOf(path)).toEqual(cues));

  it('are read in hostile text in a time that grows with its length only', () => {
    const random = new Random(7);
    const words = ['восемь ', 'деньги ', 'в ', 'не ', '8 ', 'оплата ', 'a.', ' . ', '\u200b', 'получить '];
    const made: ((length: number) => string)[] = [
      (length) => Array.from({ length }, () => random.pick(words)).join('').slice(0, length),
      // The number in front makes every text a new one, so that no answer is a remembered one.
      (length) => `${random.int(1e9)} ${random.pick(words).repeat(length)}`.slice(0, length),
    ];
    const timed = (length: number): number => {
      const texts = Array.from({ length: 10 }, (_, index) => made[index % 2]!(length));
      const start = performance.now();
      for (const text of texts) cuesOf(text);
      return performance.now() - start;
    };
    // The shortest of several, because the machine may be busy with something else meanwhile.
    const shortest = (length: number): number => Math.min(...Array.from({ length: 8 }, () => timed(length)));
    // Eight times the text: a square would be 64 times the time.
    expect(shortest(4_000)).toBeLessThan(32 * shortest(500));
  });
});

describe('addresses past the filter', () => {
  it.each([
    ['пишите trap точка ru/pay', ['trap.ru']],
    ['trapточкаru', ['trap.ru']],
    ['trap dot com', ['trap.com']],
    ['сайт trap. ru/order', ['trap.ru']],
    ['сайт pay-trap . com', ['pay-trap.com']],
    ['avito точка ру', ['avito.ru']],
    ['trap-pay. icu/x', ['trap-pay.icu']],
    ['avito-pay .ru/x', ['avito-pay.ru']],
    ['avito-pay. shop/x', ['avito-pay.shop']],
    ['ａｖｉｔｏ.site/x', ['avito.site']],
    ['trap．example/x', ['trap.example']],
    ['httрs://trap.example/x', ['trap.example']],
    ['ht\u200btps://trap.example/x', ['trap.example']],
    ['tra\u200bp.example', ['trap.example']],
    ['hxxps://trap[.]example/x', ['trap.example']],
    ['Купил iPhone. Invoice есть', []],
    ['горячая точка кипения', []],
    ['a robot got dot product', []],
  ])('%s', (text, expected) => {
    expect(addressesIn(text).map(({ url }) => url.hostname)).toEqual(expected);
    expect(addressesIn(text).every(({ repaired }) => repaired)).toBe(true);
    expect(addressesIn(`https://plain.example/a?b=(c) ${text}`)[0]?.repaired).toBe(false);
  });
});

const bubble = (side: 'left' | 'right' | '', html: string): string =>
  `<div data-marker="message" class="${side === '' ? 'plain' : `message-base-module-${side}-x`}"><span data-marker="messageText">${html}</span><time>10:15</time></div>`;
const history = (...bubbles: string[]): void => {
  document.body.innerHTML = `<p>выше чата</p><div data-marker="messagesHistory"><div>${bubbles.join('')}</div></div><textarea>пишу</textarea>`;
};
const LINK = '<a href="https://trap.example/x">тут</a>';

function spotAt(node: HTMLAnchorElement | Text, site = 'avito.ru'): Spot {
  const spot = new Spots().read(node, site);
  if (spot === null) throw new Error('no link there');
  return spot;
}
const anchor = (): HTMLAnchorElement => document.querySelector<HTMLAnchorElement>('a[href*="trap.example"]')!;
const listen = (): string[] => [...new Hearing().listen(spotAt(anchor()))].sort();

describe('texts around a link', () => {
  it('are its own message and three incoming ones on each side', () => {
    const numbers = (from: number) => [0, 1, 2, 3].map((index) => bubble('left', `№${from + index}`));
    history(...numbers(1), bubble('left', LINK), ...numbers(5));
    const texts = surroundingsOf(anchor()).texts;
    expect(texts[0]).toContain('тут');
    expect(texts.slice(1).map((text) => text.split(' ')[0]).sort()).toEqual(['№2', '№3', '№4', '№5', '№6', '№7']);
  });

  it('are the other person\'s last three, however much the user wrote between', () => {
    const own = Array.from({ length: 3 }, () => bubble('right', 'как получить?'));
    history(bubble('left', 'напишите в ватсап'), bubble('left', 'Оформил доставку, деньги ждут'), ...own, bubble('', 'Сегодня'), bubble('left', '№2'), ...own, bubble('left', '№1'), ...own, bubble('left', LINK), ...own, bubble('left', 'так и не получили оплату?'));
    expect(listen()).toEqual(['paid-already', 'payout-nudge']);
  });

  it('leave out what the user and the marketplace say', () => {
    history(bubble('right', 'напишите в ватсап'), bubble('', 'Не переходите в ватсап'), bubble('left', LINK));
    expect(listen()).toEqual([]);
  });

  it('are found through wrappers of days', () => {
    history(`<section>${bubble('left', 'деньги вас ждут')}</section>`, `<section>${bubble('left', LINK)}</section>`);
    expect(listen()).toEqual(['paid-already']);
  });

  it('are none around the user\'s own message', () => {
    history(bubble('left', 'я оплатил'), bubble('right', `мой ватсап ${LINK}`));
    expect(listen()).toEqual([]);
  });

  it('never hold what is being typed, where messages are not told apart either', () => {
    document.body.innerHTML = `<div><div>Оформил доставку</div><div>${LINK}</div></div><div contenteditable="true">мой ватсап</div><textarea>ватсап</textarea>`;
    expect(listen()).toEqual(['paid-already']);
  });

  it.each([
    '<header>Оформил доставку</header>',
    '<nav>Деньги ждут</nav>',
    '<aside role="navigation">Деньги ждут</aside>',
    '<button><span>Получить деньги</span></button>',
    '<div role="button">Получить деньги</div>',
    '<label>Заказ оплачен</label>',
    '<p><a href="/wallet">Получить деньги</a></p>',
    '<footer><p>Пишите в ватсап</p></footer>',
  ])('leave out the words of the site itself: %s', (markup) => {
    document.body.innerHTML = `${markup}<div>Смотрите ${LINK}</div>${markup}`;
    expect(listen()).toEqual([]);
    document.body.innerHTML = `${markup}<div>Оплатил <a href="https://trap.example/x">получить деньги</a></div>`;
    expect(listen()).toEqual(['paid-already']);
  });

  it('are the words of the asked link too, and are not read for direction where the markup does not tell', () => {
    document.body.innerHTML = '<div><a href="https://trap.example/x">получить деньги</a></div>';
    expect(listen()).toEqual(['paid-already']);
    expect(messageFacts(anchor(), 'youla.ru')).toEqual({ platform: 'yula' });
  });

  it('hold little of a long page without messages', () => {
    document.body.innerHTML = `<p>мой ватсап </p>${'<p>слово слово слово</p>'.repeat(200)}<p>${LINK}</p>${'<p>слово слово слово</p>'.repeat(200)}`;
    expect(surroundingsOf(anchor()).texts.length).toBeLessThan(50);
    expect(listen()).toEqual([]);
  });
});

describe('hearing', () => {
  it('tells the address that is hidden from the filter, not the one beside it', () => {
    history(bubble('left', `trap(точка)site/a, wi-fi точка tplink, https://shop.example/wifi и ${LINK}`));
    const text = document.querySelector('[data-marker="messageText"]')!.firstChild as Text;
    const told = [...spotAt(text).links, ...spotAt(anchor()).links].map(({ url, repaired }) => [url.hostname, cuesFor(url, [], repaired)]);
    expect(told).toEqual([['trap.site', ['obfuscated-link']], ['wi-fi.tplink', ['obfuscated-link']], ['shop.example', []], ['trap.example', []]]);
  });

  it('tells a program by the path of its address', () => {
    expect(cuesFor(new URL('https://a.example/Avito.apk?x=1#y'), ['paid-already'], false)).toEqual(['apk-link', 'paid-already']);
    expect(cuesFor(new URL('https://a.example/a%2Eapk'), [], false)).toEqual(['apk-link']);
    expect(cuesFor(new URL('https://a.example/%ff?file=a.apk'), [], false)).toEqual([]);
  });

  const message = (index = 0): Element => document.querySelectorAll('[data-marker="message"]')[index]!;
  const say = (after: Element, html: string): Element => {
    after.insertAdjacentHTML('afterend', html);
    return after.nextElementSibling!;
  };
  const holds = (): boolean => true;
  const newsAfter = (hearing: Hearing, ...nodes: Node[]): Spot[] => {
    hearing.changed(nodes);
    const news: Spot[] = [];
    while (!hearing.idle) news.push(...hearing.news(holds));
    return news;
  };

  it('has news when somebody says something new, and never forgets', () => {
    history(bubble('left', LINK));
    const hearing = new Hearing();
    const spot = spotAt(anchor());
    expect(hearing.listen(spot)).toEqual([]);
    expect(newsAfter(hearing, document.body)).toEqual([]);
    const said = say(message(), bubble('left', 'так и не получили оплату?'));
    expect(newsAfter(hearing, said)).toEqual([spot]);
    expect(hearing.listen(spot)).toEqual(['payout-nudge']);
    expect(newsAfter(hearing, said)).toEqual([]);
    said.remove();
    expect(hearing.listen(spot)).toEqual(['payout-nudge']);
    hearing.changed([document.body]);
    expect(hearing.news(() => false)).toEqual([]);
    expect(hearing.idle).toBe(true);
  });

  it('never forgets what was said around a link that the page draws anew', () => {
    history(bubble('left', 'Оформил доставку, деньги ждут'), bubble('left', LINK));
    const hearing = new Hearing();
    hearing.listen(spotAt(anchor()));
    history(bubble('left', LINK));
    expect(hearing.listen(spotAt(anchor()))).toEqual(['paid-already']);
  });

  it('listens again only near what was said', () => {
    history(bubble('left', LINK), bubble('left', '№1'), bubble('left', '№2'), bubble('left', '№3'), bubble('left', '№4'));
    const hearing = new Hearing();
    hearing.listen(spotAt(anchor()));
    for (const far of [document.querySelector('p')!, message(4), say(message(4), bubble('left', 'оплатил'))]) {
      hearing.changed([far]);
      expect(hearing.idle).toBe(true);
    }
    for (const near of [message(3), message(1).querySelector('span')!, message(), document.body]) {
      hearing.changed([near]);
      expect(hearing.idle).toBe(false);
      while (!hearing.idle) hearing.news(holds);
    }
  });

  it('has the same nearness where messages are not told apart', () => {
    const line = (words: string): string => `<p>${words} ${'слово '.repeat(12)}</p>`;
    document.body.innerHTML = `${line('самое раннее').repeat(30)}<div>${LINK}</div><section></section>${line('позднее').repeat(30)}`;
    const hearing = new Hearing();
    hearing.listen(spotAt(anchor(), 'youla.ru'));
    hearing.changed([document.querySelector('p')!, [...document.querySelectorAll('p')].at(-1)!]);
    expect(hearing.idle).toBe(true);
    document.querySelector('section')!.textContent = 'Вы получили оплату?';
    expect(newsAfter(hearing, document.querySelector('section')!)).toHaveLength(1);
  });

  const busyPage = (): Hearing => {
    const filler = '<p>обычное слово о товаре и встрече</p>';
    const links = Array.from({ length: 20 }, (_, index) => `${filler.repeat(20)}<a href="https://t${index}.example/x">тут</a>`);
    document.body.innerHTML = `<header>${filler}</header>${filler.repeat(30)}${links.join('')}`;
    const hearing = new Hearing();
    for (const link of document.querySelectorAll('a')) hearing.listen(spotAt(link, 'youla.ru'));
    return hearing;
  };

  it('cuts its work into turns', () => {
    const hearing = busyPage();
    hearing.changed([document.body]);
    let clock = 0;
    let turns = 0;
    for (; !hearing.idle; turns += 1) hearing.news(holds, () => (clock += 1));
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('costs a small part of listening everywhere when something changes far away', () => {
    const hearing = busyPage();
    const far = document.querySelector('header')!;
    const timed = (nodes: Node[]): number => {
      const start = performance.now();
      for (let round = 0; round < 10; round += 1) newsAfter(hearing, ...nodes);
      return performance.now() - start;
    };
    const rounds = Array.from({ length: 5 }, () => timed([far]) / timed([document.body])).sort((a, b) => a - b);
    expect(rounds[2]).toBeLessThan(0.5);
  });
});
