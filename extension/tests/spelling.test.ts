import { describe, expect, it } from 'vitest';
import vectors from '../../tests/vectors/textnorm.json';
import { plain } from '../src/shared/spelling';

describe('one spelling, as the server has it', () => {
  it.each(vectors.written)('of: $text', ({ text, plain: read }) => expect(plain(text)).toBe(read));

  it('of every mutant', () => {
    const apart = vectors.mutants.filter(([text, read]) => plain(text!) !== read);
    expect(apart.map(([text, read]) => ({ text, server: read, here: plain(text!) }))).toEqual([]);
  });

  it('is cut between characters', () => expect(Array.from(plain('😀'.repeat(5_000)))).toHaveLength(4_000));
});
