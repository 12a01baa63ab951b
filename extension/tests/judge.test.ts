import { describe, expect, it } from 'vitest';
import { evidenceOf, readAddress } from '../src/judge';
import { isPublicIp } from '../src/judge/ip';
import { decodePunycode, unicodeHost } from '../src/judge/punycode';
import { isListed, isPrivateSuffix, splitHost } from '../src/judge/suffixes';
import { deletions, within } from '../src/judge/typing-errors';
import { Random } from './random';

const rulesOf = (url: string): string[] => evidenceOf(url)?.evidence.map(({ ruleId }) => ruleId) ?? [];

describe('an address', () => {
  it('is cut by the suffix list', () => {
    expect(readAddress('youla.id22991.site/pay/8123')).toMatchObject({
      scheme: 'https',
      host: 'youla.id22991.site',
      registrableDomain: 'id22991.site',
      suffix: 'site',
      labels: ['youla', 'id22991'],
      path: '/pay/8123',
      isIp: false,
    });
  });

  it('is read in Unicode too', () => {
    expect(readAddress('https://авито-доставка.рф/')).toMatchObject({ hostUnicode: 'авито-доставка.рф', suffix: 'xn--p1ai', labels: ['авито-доставка'] });
  });

  it.each(['', 'mailto:a@trap.example', 'https://', 'https://trap.example/'.padEnd(8_193, 'a')])('is none: %.20s', (text) => expect(readAddress(text)).toBeNull());
});

describe('suffixes', () => {
  it.each([
    ['shop.example.co.uk', 'example.co.uk', 'co.uk'],
    ['trap.github.io', 'trap.github.io', 'github.io'],
    ['github.io', null, 'github.io'],
    ['a.b.unlisted', 'b.unlisted', 'unlisted'],
    ['a.b.ck', 'a.b.ck', 'b.ck'],
    ['a.www.ck', 'www.ck', 'ck'],
    ['constructor', null, 'constructor'],
  ])('of %s', (host, domain, suffix) => expect(splitHost(host)).toEqual({ domain, suffix }));

  it('tell names that may exist from file names', () => {
    expect(['shop.ru', 'trap.github.io', 'main.ts', 'a.constructor', 'localhost'].map(isListed)).toEqual([true, true, false, false, false]);
  });

  it('tell where companies give names away', () => {
    expect(['github.io', 'trap.github.io', 'ru', 'com.ru'].map(isPrivateSuffix)).toEqual([true, false, false, true]);
  });
});

describe('Punycode', () => {
  it.each([
    ['80aesyt', 'авито'],
    ['e1afmkfd', 'пример'],
    ['-1-6kci4azb1a', 'авито-1'],
    ['wgv71a119e', '日本語'],
    ['i-7iq', 'i❤'],
    ['caf-dma', 'café'],
    ['vk-mo82a', '😀vk'],
    ['avito-', 'avito'],
    ['a', '\u0080'],
    ['zz', null],
    ['99999999', null],
    ['avito-A', null],
    ['avito-é', null],
  ])('%s', (written, read) => expect(decodePunycode(written)).toBe(read));

  it('of what nobody may register stays as it is', () => {
    for (const host of ['xn--avito-.example', 'xn--.example', 'xn--a.example', 'xn--i-zpay.example']) expect(unicodeHost(host)).toBe(host);
  });
});

describe('typing errors', () => {
  it.each([
    ['avito', 'avito', 0],
    ['avtio', 'avito', 1],
    ['avit', 'avito', 1],
    ['avitoo', 'avito', 1],
    ['awitto', 'avito', 2],
    ['ca', 'abc', 3],
    ['😀vito', 'avito', 1],
  ])('part %s from %s', (word, name, errors) => {
    expect([errors - 1, errors].map((allowed) => within(allowed, word, name))).toEqual([false, true]);
  });

  it('are counted in characters', () => expect(deletions('a😀b')).toEqual(['😀b', 'ab', 'a😀']));
});

describe('numbers as hosts', () => {
  it.each([
    ['93.184.216.34', true],
    ['192.168.1.1', false],
    ['172.31.255.255', false],
    ['172.32.0.0', true],
    ['100.64.0.1', false],
    ['[::1]', false],
    ['[2606:2800:220:1::1946]', true],
    ['[fe80::1]', false],
    ['[::ffff:a00:1]', false],
    ['[::ffff:5db8:d822]', true],
  ])('%s', (host, isPublic) => expect(isPublicIp(host)).toBe(isPublic));
});

describe('evidence', () => {
  it('of a host is told in the order of the core', () => {
    expect(rulesOf('avito.ru-pay8123.site/order/82734519')).toEqual([
      'host.fake-suffix',
      'host.brand-subdomain',
      'host.brand-with-lure',
      'host.brand-with-number',
      'host.brand-with-cheap-ending',
      'host.throwaway-name',
      'host.cheap-ending',
      'link.order-page',
    ]);
  });

  it('is of the target behind a redirecting page', () => {
    expect(evidenceOf('https://vk.com/away.php?to=https%3A%2F%2Favito-pay.example')?.target.host).toBe('avito-pay.example');
  });

  it('holds what a known host carries apart from what it says itself', () => {
    const found = evidenceOf('https://vk.com/wall?u=https://avito-pay.example/');
    expect(found).toMatchObject({ official: true, brandId: 'vk' });
    expect(found?.behind.map(({ brandId }) => brandId)).toEqual(['avito']);
  });

  it('is none where bytes are no text', () => {
    expect(evidenceOf('https://vk.com/wall?a=%ff&u=https://avito-pay.example/')?.behind).toHaveLength(1);
    expect(evidenceOf('https://vk.com/away?to=%ff')).toMatchObject({ hidden: true });
  });

  it('is found in whatever a stranger writes, without a fault', () => {
    const random = new Random(4);
    const parts = ['https://', 'xn--', 'avito', '.', '.', '-', 'ru', '/', '@', ':', '?to=', '%', '%ff', '[', ']', '::', '0x', '\ud800', '\udc00', '😀', 'а', 'İ', '\u200b', ' '];
    for (const start of ['', 'https://', 'vk.com/away?to=', 'hxxp://']) {
      for (let round = 0; round < 3_000; round += 1) {
        const url = start + Array.from({ length: random.int(12) }, () => (random.int(3) === 0 ? random.text(3, 'abz019-_.%') : random.pick(parts))).join('');
        const found = evidenceOf(url);
        if (found !== null) expect(found.target.host).not.toBe('');
      }
    }
  });
});
