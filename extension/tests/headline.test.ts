import { describe, expect, it } from 'vitest';
import { headline, headlineKind } from '../src/pages/warning/headline';
import { wordsIn } from '../src/pages/text';
import { dangerousRules, shownAdvice } from '../src/shared/rules';
import type { StoredVerdict } from '../src/shared/verdict';
import { storedVerdict } from './verdicts';

const reason = (id: string, severity = 'critical') => ({ id, severity, title: '', text: '', params: {} });
const verdictOf = (...ids: string[]): StoredVerdict => ({ ...storedVerdict('trap.example'), reasons: ids.map((id) => reason(id)) });
const WORDS = wordsIn('ru');

describe('the headline of the warning', () => {
  it('is known for every rule that makes a verdict dangerous', () => {
    expect(dangerousRules.length).toBeGreaterThan(0);
    expect(dangerousRules.filter((id) => headlineKind([id]) === null)).toEqual([]);
  });

  it.each([
    ['page.marketplace-deal', 'карт'],
    ['page.nameless-deal', 'карт'],
    ['link.apk-in-chat', 'программ'],
    ['page.bank-login', 'парол'],
    ['host.fake-suffix', 'выдаёт себя за компанию'],
    ['chat.paid-and-imitation', 'выдаёт себя за компанию'],
  ])('of %s speaks of «%s»', (id, word) => {
    expect(headline(verdictOf(id), WORDS)).toContain(word);
  });

  it.each([
    ['form.seed-phrase-asked', 'кошельк'],
    ['form.secret-word-asked', 'кодово'],
  ])('and the advice of %s speak of «%s», not of card data', (id, word) => {
    const verdict = verdictOf(id);
    for (const text of [headline(verdict, WORDS), shownAdvice(verdict, 'ru')]) {
      expect(text.toLowerCase()).toMatch(word === 'кошельк' ? /кошел/ : /кодово/);
      expect(text).not.toContain('данные карты');
    }
  });

  it('follows what makes the verdict dangerous, not what only adds to it', () => {
    expect(headline(verdictOf('form.card-details', 'page.stage-set', 'host.fake-suffix'), WORDS)).toContain('выдаёт себя');
    expect(headline(verdictOf('host.fake-suffix', 'form.balance-asked'), WORDS)).toContain('остаток');
  });

  it('claims nothing for rules that this build does not know', () => {
    expect(headline(verdictOf('unheard.of'), WORDS)).toContain('похожа на ловушку');
  });
});
