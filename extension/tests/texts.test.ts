import { describe, expect, it } from 'vitest';
import en from '../_locales/en/messages.json';
import ru from '../_locales/ru/messages.json';
import { isPrivateHost, selfAndParents } from '../src/shared/address';
import { brandOfHost, officialSite } from '../src/shared/brands';
import { daysAgo, resolveLanguage } from '../src/shared/i18n';
import { shownReasons } from '../src/shared/rules';
import { validServer } from '../src/shared/settings';
import { readVerdict } from '../src/shared/verdict';
import { storedVerdict } from './verdicts';

const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('texts', () => {
  it('exist in both languages with the same places', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(ru) as (keyof typeof ru)[]) {
      expect(places(ru[key].message), key).toEqual(places(en[key].message));
      expect(ru[key].message.trim(), key).not.toBe('');
    }
  });

  it('never call anything safe', () => {
    const all = [...Object.values(ru), ...Object.values(en)].map((item) => item.message).join('\n');
    expect(all).not.toMatch(/\bsafe\b|безопасн/i);
  });

  it('follow the choice, then the browser', () => {
    expect(resolveLanguage('en')).toBe('en');
    expect(resolveLanguage('auto')).toBe('ru');
  });

  it('name the brand in the language of the text', () => {
    const verdict = storedVerdict('x.example');
    const params = { brand_id: 'yula', brand: 'Юла', host: 'h', domain: 'd', official: 'youla.ru' };
    verdict.reasons = [{ id: 'host.brand-subdomain', severity: 'high', title: '', text: '', params }];
    expect(shownReasons(verdict, 'ru')[0]?.title).toContain('Юла');
    expect(shownReasons(verdict, 'en')[0]?.title).toContain(officialSite('yula', 'en')?.name);
    expect(JSON.stringify(shownReasons(verdict, 'en'))).not.toMatch(/[{}]\w|Юла/);
  });

  it.each([
    [0, 'сегодня', 'today'],
    [1, '1 день назад', '1 day ago'],
    [2, '2 дня назад', '2 days ago'],
    [5, '5 дней назад', '5 days ago'],
    [11, '11 дней назад', '11 days ago'],
    [21, '21 день назад', '21 days ago'],
    [89, '89 дней назад', '89 days ago'],
  ])('say how long %d days ago is', (days, russian, english) => {
    expect([daysAgo(days, 'ru'), daysAgo(days, 'en')]).toEqual([russian, english]);
  });

  it('tell the age of a domain in the language of the text', () => {
    const verdict = storedVerdict('x.example');
    const params = { days: '3', age: '3 дня назад', domain: 'x.example' };
    verdict.reasons = [{ id: 'age.under-week', severity: 'high', title: '', text: '', params }];
    expect(shownReasons(verdict, 'ru')[0]?.text).toContain('3 дня назад');
    expect(JSON.stringify(shownReasons(verdict, 'en'))).toMatch(/^(?!.*дня).*3 days ago/);
    verdict.reasons = [{ id: 'age.under-week', severity: 'high', title: '', text: '', params: { ...params, days: 'soon' } }];
    expect(shownReasons(verdict, 'ru')[0]?.text).toContain('3 дня назад');
  });

  it('keep the server\'s words for rules newer than the build', () => {
    expect(shownReasons(storedVerdict('x.example'), 'ru')[0]).toMatchObject({ title: 'Чужое имя', text: 'Адрес чужой.' });
  });
});

describe('reading an answer', () => {
  it.each([null, 'x', [], {}, { level: 'fine', host: 'a.example' }, { level: 'danger' }, { type: 'problem', status: 422 }])(
    'refuses %j',
    (answer) => expect(readVerdict(answer, 0)).toBeNull(),
  );
  it('takes what it knows and cuts the rest', () => {
    const answer = { level: 'danger', host: 'a.example', brand: null, reasons: [{ id: 'r', params: { n: 3 } }, 7], extra: 'x'.repeat(9_999) };
    expect(readVerdict(answer, 5)).toMatchObject({ level: 'danger', reasons: [{ id: 'r', params: { n: '3' } }], brandId: null, at: 5 });
  });
});

describe('hosts', () => {
  it.each(['localhost', 'a.localhost', '127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.1.1', '[::1]', '[fd00::1]', 'printer', 'nas.local'])(
    '%s is private',
    (host) => expect(isPrivateHost(host)).toBe(true),
  );
  it.each(['avito.ru', '8.8.8.8', '172.32.0.1', '[2001:db8::1]', 'localhost.example'])('%s is not', (host) => expect(isPrivateHost(host)).toBe(false));
  it('belong to brands by domain only', () => {
    expect(brandOfHost('m.avito.ru')?.id).toBe('avito');
    expect(brandOfHost('avito.ru.trap.example')).toBeNull();
    expect(brandOfHost('notavito.ru')).toBeNull();
    expect(officialSite('yula', 'ru')?.url).toBe('https://youla.ru/');
    expect(officialSite('nobody', 'ru')).toBeNull();
  });
  it('have parents down to two labels', () => expect(selfAndParents('a.b.c.d')).toEqual(['a.b.c.d', 'b.c.d', 'c.d']));
});

describe('server address', () => {
  it.each([
    ['http://127.0.0.1:8000/', 'http://127.0.0.1:8000'],
    [' https://check.example/v1 ', 'https://check.example'],
    ['http://check.example', null],
    ['ftp://127.0.0.1', null],
    ['https://user:pass@check.example', null],
    ['не адрес', null],
  ])('%s', (text, origin) => expect(validServer(text)).toBe(origin));
});
