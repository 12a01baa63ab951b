import { describe, expect, it } from 'vitest';
import { pathShape, queryNames, redactDigits, redactText, redactUrl } from '../src/shared/redact';
import vectors from '../../tests/vectors/redact.json';
import { Random } from './random';

const DIGITS = '0123456789';
const WORDS = ['Оплата', 'карта', 'to', 'из', '«товар»', '—', 'шаг', 'No'];

describe('redactText', () => {
  it('never lets four digits of a card or phone through, however they are grouped', () => {
    const random = new Random(1);
    for (let round = 0; round < 500; round += 1) {
      const groups = Array.from({ length: 2 + random.int(5) }, () => random.text(2 + random.int(3), DIGITS));
      const number = groups.join(random.pick([' ', '-', '', ' (', ') ', '\u00a0', '.']));
      const text = `${random.pick(WORDS)} ${number} ${random.pick(WORDS)}`;
      expect(redactText(text).replace(/\P{Nd}/gu, ''), text).toBe('');
    }
  });

  it('masks long tokens, e-mails and the name after its label', () => {
    const random = new Random(2);
    for (let round = 0; round < 300; round += 1) {
      const token = `a1${random.text(14 + random.int(30), 'abcdefghijkXYZ0123456789_-')}`;
      expect(redactText(`ref ${token} end`)).not.toContain(token);
      const mail = `${random.text(5, 'abcxyz')}.${random.text(4, 'qwer')}@${random.text(6, 'mailbox')}.ru`;
      expect(redactText(`пишите ${mail}, жду`)).toBe('пишите {email}, жду');
    }
    expect(redactText('Получатель: Иван Петров оплатит')).toBe('Получатель: {name} оплатит');
  });

  it('keeps words and small amounts, which the rules need', () => {
    expect(redactText('Баланс карты не меньше 500 ₽, card_current_balance')).toBe('Баланс карты не меньше 500 ₽, card_current_balance');
  });

  it('leaves no digit at all once typing has begun', () => {
    expect(redactDigits('CVV 737, шаг 2 из 3')).toBe('CVV {n}, шаг {n} из {n}');
  });
});

describe('addresses', () => {
  it('lose every parameter value, fragment, user name and number', () => {
    const random = new Random(3);
    for (let round = 0; round < 300; round += 1) {
      const secret = `${random.text(10 + random.int(20), 'abcdefgh')}${random.text(8, DIGITS)}`;
      const number = random.text(4 + random.int(12), DIGITS);
      const url = new URL(`https://user:${secret}@host.example/pay/${number}/${secret}?id=${secret}&t=${number}#${secret}`);
      const sent = redactUrl(url);
      expect(sent).not.toContain(secret);
      expect(sent).not.toContain(number);
      expect(sent.startsWith('https://host.example/pay/{n}/')).toBe(true);
      expect(sent.endsWith('?id&t')).toBe(true);
    }
  });

  it('are no longer than the limits', () => {
    expect(pathShape(`/${'слово/'.repeat(200)}`).length).toBeLessThanOrEqual(200);
    expect(queryNames(Array.from({ length: 60 }, (_, index) => `p${String.fromCharCode(97 + (index % 26))}${'x'.repeat(index)}=1`).join('&')).length).toBeLessThanOrEqual(20);
  });

  it('do not hide digits behind percent signs', () => {
    expect(pathShape('/pay/%37%39%31%32')).toBe('/pay/{n}');
  });
});

describe('the vectors shared with the server', () => {
  it.each(vectors.text as [string, string][])('text %s', (input, output) => expect(redactText(input)).toBe(output));
  it.each(vectors.path as [string, string][])('path %s', (input, output) => expect(pathShape(input)).toBe(output));
  it.each(vectors.query as [string, string[]][])('query %s', (input, output) => expect(queryNames(input)).toEqual(output));
});
