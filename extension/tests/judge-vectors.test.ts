import { describe, expect, it } from 'vitest';
import lines from '../../tests/vectors/links.jsonl?raw';
import { evidenceOf, type LinkEvidence } from '../src/judge';

type Evidence = [string, Record<string, string>][];

interface Row {
  url: string;
  evidence: Evidence | null;
  official?: boolean;
  registrable?: string | null;
  hidden?: true;
  behind?: [string, Evidence][];
}

const rows = lines
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

const evidenceIn = ({ evidence }: LinkEvidence): Evidence => evidence.map(({ ruleId, params }) => [ruleId, params]);

function judged(url: string): Row {
  const found = evidenceOf(url);
  if (found === null) return { url, evidence: null };
  return {
    url,
    evidence: evidenceIn(found),
    official: found.official,
    registrable: found.target.registrableDomain,
    ...(found.hidden ? { hidden: true } : {}),
    ...(found.behind.length > 0 ? { behind: found.behind.map((one): [string, Evidence] => [one.target.host, evidenceIn(one)]) } : {}),
  };
}

describe('a link judged here', () => {
  it('has vectors', () => expect(rows.length).toBeGreaterThanOrEqual(2_500));

  it('says the same as on the server, in the same order', () => {
    const here = rows.map(({ url }) => judged(url));
    const text = (row: Row): string => JSON.stringify(row, (_, value: unknown) => sorted(value));
    const apart = rows.flatMap((server, at) => (text(server) === text(here[at]!) ? [] : [{ server, here: here[at] }]));
    expect(apart.length, `of ${rows.length} links so many differ`).toBe(0);
    expect(apart.slice(0, 20).map(({ here: mine }) => mine)).toEqual(apart.slice(0, 20).map(({ server }) => server));
  });
});

/** Objects with their keys in order: the order of parameters says nothing. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
