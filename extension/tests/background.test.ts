import { describe, expect, it } from 'vitest';
import { allow, BLOCK_LIFETIME_MS, blockAll, blockOf, disallow, isAllowed, MAX_BLOCKED, prune } from '../src/background/block-set';
import { advance, FLOW_LIFETIME_MS, flowFacts, stepKinds } from '../src/background/flow';
import { CACHE_SIZE, cached, keep } from '../src/background/verdict-cache';
import { local, ruleUpdates, session } from './setup';
import { storedVerdict } from './verdicts';

const block = (host: string): Promise<void> => blockAll(new Map([[host, storedVerdict(host)]]));
const conditions = () => ruleUpdates.at(-1)!.addRules.map((rule) => [rule.action.type, rule.condition.requestDomains]);

describe('block set', () => {
  it('keeps one redirect rule whose hosts grow', async () => {
    await Promise.all([block('one.example'), block('two.example')]);
    expect(conditions()).toEqual([['redirect', expect.arrayContaining(['one.example', 'two.example']) as unknown]]);
    expect(ruleUpdates.every((update) => update.removeRuleIds.join() === '1,2')).toBe(true);
  });

  it('knows subdomains of a blocked host, and no neighbours', async () => {
    await block('trap.example');
    expect(await blockOf('www.trap.example')).not.toBeNull();
    expect(await blockOf('nottrap.example')).toBeNull();
    expect(await blockOf('example')).toBeNull();
    expect(await blockOf('constructor')).toBeNull();
  });

  it('lets the user through once or for good, and takes it back', async () => {
    await block('trap.example');
    await allow('trap.example', true);
    expect(conditions()).toContainEqual(['allow', ['trap.example']]);
    session.items = {};
    expect(await isAllowed('www.trap.example')).toBe(true);
    await disallow('trap.example');
    expect(await isAllowed('trap.example')).toBe(false);
    await allow('other.example', false);
    expect(local.items['allowlist']).toEqual([]);
    expect(await isAllowed('other.example')).toBe(true);
  });

  it('forgets after a day, and the oldest beyond its size', () => {
    const entry = (at: number) => ({ verdict: storedVerdict('x.example'), at });
    const many = Object.fromEntries(Array.from({ length: MAX_BLOCKED + 5 }, (_, index) => [`h${index}.example`, entry(index)]));
    const kept = prune(many, MAX_BLOCKED);
    expect(Object.keys(kept)).toHaveLength(MAX_BLOCKED);
    expect(kept).not.toHaveProperty(['h0.example']);
    expect(prune({ 'old.example': entry(0) }, BLOCK_LIFETIME_MS)).toEqual({});
  });
});

describe('verdict cache', () => {
  it('gives back what is fresh and never an "unavailable"', async () => {
    const away = { ...storedVerdict('b.example', 'unknown'), unavailable: true };
    await keep(new Map([['a', storedVerdict('a.example')], ['b', away]]));
    expect([...(await cached(['a', 'b', 'c'])).keys()]).toEqual(['a']);
    expect((await cached(['a'], Date.now() + 2 * 60 * 60 * 1000)).size).toBe(0);
  });

  it('drops those used longest ago', async () => {
    const batch = (from: number, count: number) =>
      new Map(Array.from({ length: count }, (_, index) => [`q${from + index}`, storedVerdict('x.example')]));
    await keep(batch(0, CACHE_SIZE));
    await cached(['q0']);
    await keep(batch(CACHE_SIZE, 1));
    const left = await cached(['q0', 'q1', `q${CACHE_SIZE}`]);
    expect([...left.keys()]).toEqual(['q0', `q${CACHE_SIZE}`]);
    expect(Object.keys(session.items)).toHaveLength(CACHE_SIZE + 1);
  });
});

describe('flow', () => {
  const at = (domain: string, kinds: ('card' | 'balance' | 'code')[], now: number, marketplace = false) => ({ domain, kinds, now, marketplace });

  it('remembers card, then balance, then code', () => {
    const card = advance(null, at('trap.example', ['card'], 0));
    const same = advance(card, at('trap.example', ['card'], 1_000));
    const balance = advance(same, at('trap.example', ['balance'], 40_000));
    expect(flowFacts(same, balance)).toEqual({ step: 2, prev: ['card'], seconds_since: 40 });
    const code = advance(balance, at('trap.example', ['code'], 60_000));
    expect(flowFacts(balance, code)).toEqual({ step: 3, prev: ['card', 'balance'], seconds_since: 20 });
  });

  it('begins anew on another domain or after half an hour', () => {
    const card = advance(null, at('trap.example', ['card'], 0));
    expect(advance(card, at('shop.example', ['card'], 10)).step).toBe(1);
    expect(advance(card, at('trap.example', ['balance'], FLOW_LIFETIME_MS + 1)).seen).toEqual([]);
  });

  it('goes on over domains in a chain that began at a marketplace', () => {
    const gateway = advance(null, at('gate.example', ['card'], 0, true));
    expect(advance(gateway, at('trap.example', ['balance'], 10))).toMatchObject({ step: 2, seen: ['card'], marketplace: true });
  });

  it('tells kinds by visible fields only', () => {
    const field = (name: string, visible: boolean) => ({ name, visible });
    const forms = [{ fields: [field('card_number', true), field('card_balance', false)] }];
    expect(stepKinds({ forms } as Parameters<typeof stepKinds>[0])).toEqual(['card']);
  });
});
