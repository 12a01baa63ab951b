import { describe, expect, it } from 'vitest';
import { localVerdict } from '../src/judge/local-verdict';
import { readModel } from '../src/judge/model';
import { shownReasons } from '../src/shared/rules';
import { tinyModel } from './tiny-model';

const NOW = 1_000;
const judge = readModel(tinyModel({ caution: 2 ** 30 }));
const verdictOn = (url: string, model = judge) => localVerdict(url, NOW, model);
const idsOf = (url: string): string[] => verdictOn(url).reasons.map(({ id }) => id);

describe('a verdict without the server', () => {
  it('says that it is none of the server', () => {
    for (const url of ['avito.ru-id8123.example', 'shop.example', 'www.avito.ru', 'clck.ru/3abc'])
      expect(verdictOn(url)).toMatchObject({ unavailable: true, local: true, at: NOW });
  });

  it.each([
    ['https://avito.ru-dostavka48.example/pay/{n}', 'danger', 'avito', 'host.fake-suffix'],
    ['https://avito-dostavka.example/', 'caution', 'avito', 'host.brand-with-lure'],
    ['https://www.avito.ru/', 'official', 'avito', 'host.official'],
  ])('%s: %s', (url, level, brandId, rule) => {
    expect(verdictOn(url)).toMatchObject({ level, brandId });
    expect(idsOf(url)).toContain(rule);
  });

  it('never says that nothing was found', () => {
    expect(verdictOn('https://xn--e1afmkfd.xn--p1ai/')).toMatchObject({ level: 'unknown', reasons: [], host: 'xn--e1afmkfd.xn--p1ai', hostUnicode: 'пример.рф' });
    // a weak sign alone makes the server's "no risk found" too
    expect(verdictOn('https://films.icu/')).toMatchObject({ level: 'unknown', reasons: [] });
  });

  it('tells of a link that does not say where it leads', () => {
    expect(verdictOn('https://clck.ru/3abc')).toMatchObject({ level: 'unknown' });
    expect(idsOf('https://clck.ru/3abc')).toContain('link.hidden-target');
  });

  it('is about the page behind a redirector', () => {
    expect(verdictOn('https://vk.com/away.php?to=https://avito.ru-id8123.example/')).toMatchObject({ host: 'avito.ru-id8123.example', level: 'danger' });
  });

  it('has the reasons in words, the heaviest first, with all names in place', () => {
    const verdict = verdictOn('https://avito.cdek.pay8123.example/');
    const severities = verdict.reasons.map(({ severity }) => ['critical', 'high', 'medium', 'low', 'info'].indexOf(severity));
    expect(severities).toEqual(severities.toSorted((one, other) => one - other));
    for (const language of ['ru', 'en'] as const) {
      const words = shownReasons(verdict, language, 9);
      expect(words.length).toBe(verdict.reasons.length);
      expect(JSON.stringify(words.map(({ title, text }) => title + text))).not.toMatch(/[{}]/);
    }
  });

  it('warns by the model alone from its threshold on, and never on a known host', () => {
    const sharp = readModel(tinyModel({ caution: 1300 }));
    expect(verdictOn('cash123.shop', sharp).level).toBe('caution');
    expect(verdictOn('cash.shop', sharp).level).toBe('unknown');
    const official = readModel(tinyModel({ caution: -9000 }));
    expect(verdictOn('www.avito.ru', official).level).toBe('official');
  });

  it('is none where the model cannot be used, or the text is no address', () => {
    expect(verdictOn('https://avito.ru-id8123.example/', null)).toMatchObject({ level: 'unknown', local: false, unavailable: true, host: 'avito.ru-id8123.example' });
    expect(verdictOn('https://')).toMatchObject({ level: 'unknown', local: false, unavailable: true, host: '' });
  });
});
