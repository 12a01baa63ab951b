import { describe, expect, it } from 'vitest';
import lines from '../../tests/vectors/margins.jsonl?raw';
import { evidenceOf } from '../src/judge';
import { linkFeatures } from '../src/judge/features';
import { localVerdict } from '../src/judge/local-verdict';
import { model, type Contributions } from '../src/judge/model';
import type { Level } from '../src/shared/api-types';
import { MAX_REASONS } from '../src/shared/verdict';

interface Row {
  url: string;
  shape: number[];
  words: number;
  margin: number;
  contributions: Contributions;
  level: Level;
  reasons: string[];
}

const rows = lines
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

function judged(url: string): Omit<Row, 'level' | 'reasons'> {
  const found = evidenceOf(url)!;
  const { pieces, shape } = linkFeatures(found.target);
  const { margin, contributions } = model()!.marginOf(found);
  return { url, shape: [...shape], words: model()!.wordsOf(pieces), margin, contributions };
}

describe('the shipped model', () => {
  it('has vectors', () => expect(rows.length).toBeGreaterThanOrEqual(2_500));

  it('reaches the same margin as on the server, in every bit and part', () => {
    const apart = rows.flatMap(({ url, shape, words, margin, contributions }) => {
      const [server, here] = [{ url, shape, words, margin, contributions }, judged(url)];
      return text(server) === text(here) ? [] : [{ server, here }];
    });
    expect(apart.length, `of ${rows.length} links so many differ`).toBe(0);
    expect(apart.slice(0, 20).map(({ here }) => here)).toEqual(apart.slice(0, 20).map(({ server }) => server));
  });

  it('comes to the level and reasons of the server, but never to "nothing found"', () => {
    const here = rows.map(({ url }) => {
      const { level, reasons } = localVerdict(url, 0);
      return { url, level, reasons: reasons.map(({ id }) => id) };
    });
    const told = rows.map(({ url, level, reasons }) =>
      level === 'clear' ? { url, level: 'unknown', reasons: [] } : { url, level, reasons: reasons.slice(0, MAX_REASONS) },
    );
    const apart = told.flatMap((server, at) => (JSON.stringify(server) === JSON.stringify(here[at]) ? [] : [{ server, here: here[at] }]));
    expect(apart.slice(0, 20)).toEqual([]);
  });
});

const text = ({ contributions, ...row }: ReturnType<typeof judged>): string =>
  JSON.stringify([row, Object.entries(contributions).sort(([one], [other]) => (one < other ? -1 : 1))]);
