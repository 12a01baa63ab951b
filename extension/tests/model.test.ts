import { describe, expect, it, vi } from 'vitest';
import { evidenceOf } from '../src/judge';
import { readModel, type Contributions } from '../src/judge/model';
import { tinyModel } from './tiny-model';

const model = readModel(tinyModel())!;
const marginOf = (url: string) => model.marginOf(evidenceOf(url)!);

describe('the margin of a link', () => {
  it.each<[string, number, Contributions]>([
    ['harmless.example', 945, { base: 1010, words: -60, shape: 0, rules: -5, page: 0 }],
    // ^cas + cash + .shop are more than 100, and with /pay still are
    ['cash.shop/pay', 1145, { base: 1010, words: 190, shape: -50, rules: -5, page: 0 }],
    ['cash123.shop', 1395, { base: 1010, words: 190, shape: 200, rules: -5, page: 0 }],
    // the trees add 90, the rule's own weight 6
    ['ozon.example', 1046, { base: 1010, words: -60, shape: 0, rules: 96, page: 0 }],
    ['www.avito.ru/pay', -3007, { base: -3000, words: 0, shape: 0, rules: 0, page: -7 }],
  ])('%s', (url, margin, contributions) => expect(marginOf(url)).toEqual({ margin, link: margin - contributions.page, contributions }));

  it('counts a piece once, however often it stands there', () => {
    expect(marginOf('cash.cash.cash.example').margin).toBe(marginOf('harmless.example').margin);
  });
});

describe('a model', () => {
  it.each([
    ['protocol', { protocol: 2 }],
    ['schema', { schema: '0000000000000000' }],
  ])('of another %s is refused, and the console says why', (part, change) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(readModel(tinyModel(change))).toBeNull();
    expect(said.mock.calls).toEqual([[expect.stringMatching(`(?=.*"tiny")(?=.*${part} ${Object.values(change)[0]})(?=.*[Ee]xport)`)]]);
    said.mockRestore();
  });
});
