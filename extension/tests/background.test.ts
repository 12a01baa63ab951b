import { describe, expect, it, vi } from 'vitest';
import { allow, BLOCK_LIFETIME_MS, blockAll, blockOf, disallow, isAllowed, MAX_BLOCKED, prune } from '../src/background/block-set';
import { advance, before, FLOW_LIFETIME_MS, flowFacts, stepKinds, withState, type StepKind, type TabFlows } from '../src/background/flow';
import { CACHE_SIZE, cached, keep } from '../src/background/verdict-cache';
import { local, ruleUpdates, session } from './setup';
import { storedVerdict } from './verdicts';

const block = (host: string): Promise<void> => blockAll(new Map([[host, storedVerdict(host)]]));
const page = (host: string): URL => new URL(`https://${host}/pay`);
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
    await allow(page('trap.example'), true);
    expect(conditions()).toContainEqual(['allow', ['trap.example']]);
    session.items = {};
    expect(await isAllowed(page('www.trap.example'))).toBe(true);
    await disallow('trap.example');
    expect(await isAllowed(page('trap.example'))).toBe(false);
    await allow(page('other.example'), false);
    expect(local.items['allowlist']).toEqual([]);
    expect(await isAllowed(page('other.example'))).toBe(true);
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

describe('hosts of many', () => {
  it('are never blocked as a whole', async () => {
    await blockAll(new Map([['docs.google.com', storedVerdict('docs.google.com')], ['github.io', storedVerdict('github.io')]]));
    expect(ruleUpdates).toEqual([]);
    await block('trap.github.io');
    expect(conditions()).toEqual([['redirect', ['trap.github.io']]]);
  });

  it('are allowed page by page, without a rule', async () => {
    await allow(new URL('https://docs.google.com/forms/one'), true);
    expect(await isAllowed(new URL('https://docs.google.com/forms/one'))).toBe(true);
    expect(await isAllowed(new URL('https://docs.google.com/forms/two'))).toBe(false);
    expect(conditions()).toEqual([]);
  });
});

describe('a dot at the end of a host', () => {
  it('makes no other site of it', async () => {
    await block('trap.example.');
    expect(conditions()).toEqual([['redirect', ['trap.example']]]);
    expect(await blockOf('trap.example.')).not.toBeNull();
    expect(await blockOf('www.trap.example.')).not.toBeNull();
    await allow(page('trap.example.'), false);
    expect(await isAllowed(page('trap.example'))).toBe(true);
  });
});

describe('rules that the browser refuses', () => {
  it('leave no host blocked that is not', async () => {
    await block('one.example');
    const refuse = vi.spyOn(chrome.declarativeNetRequest, 'updateSessionRules').mockRejectedValueOnce(new Error('too many'));
    await expect(block('two.example')).rejects.toThrow('too many');
    refuse.mockRestore();
    expect(await blockOf('one.example')).not.toBeNull();
    expect(await blockOf('two.example')).toBeNull();
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
  const at = (domain: string, kinds: StepKind[], now: number, marketplace = false) => ({ domain, kinds, now, marketplace });

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

  const visit = (flows: TabFlows | null, domain: string, kinds: StepKind[], now: number, how: { top: boolean; marketplace?: boolean }) => {
    const state = advance(before(flows, domain, how.top), at(domain, kinds, now, how.marketplace ?? false));
    return { flows: withState(flows, state, how.top), state };
  };

  it("tells a bank's frame nothing of the purchase around it", () => {
    const shop = visit(null, 'shop.example', ['card'], 0, { top: true, marketplace: true });
    const bank = visit(shop.flows, 'bank.example', ['code'], 10, { top: false });
    expect(flowFacts(null, bank.state)).toMatchObject({ step: 1, prev: [] });
    const again = visit(bank.flows, 'shop.example', ['balance'], 20, { top: true });
    expect(again.state.seen).toEqual(['card']);
  });

  it('follows the pages of a tab from a marketplace over domains', () => {
    const first = visit(null, 'gate.example', ['receive'], 0, { top: true, marketplace: true });
    const second = visit(first.flows, 'trap.example', ['card'], 10, { top: true });
    expect(second.state.seen).toEqual(['receive']);
    const third = visit(second.flows, 'frame.example', ['balance'], 20, { top: false });
    expect(third.state.seen).toEqual([]);
  });

  it('forgets the oldest sites of a tab', () => {
    let flows: TabFlows | null = null;
    for (let site = 0; site < 40; site += 1) flows = visit(flows, `s${site}.example`, ['card'], site, { top: false }).flows;
    expect(Object.keys(flows!.sites)).toHaveLength(16);
    expect(Object.keys(flows!.sites)).toContain('s39.example');
  });

  it.each([
    [{ headings: ['Получить деньги'] }, true],
    [{ page: { title: 'Получение средств' } }, true],
    [{ forms: [{ buttons: ['Получить {n} ₽'] }] }, true],
    [{ headings: ['Receive your payment'] }, true],
    [{ headings: ['Получить код'] }, false],
    [{ headings: ['Оплата заказа'] }, false],
  ])('knows a promise of money: %j', (facts, promised) => {
    expect(stepKinds(facts).includes('receive')).toBe(promised);
  });

  it('takes a headline that comes later for no new step', () => {
    const card = advance(null, at('trap.example', ['card'], 0));
    const promised = advance(card, at('trap.example', ['card', 'receive'], 10));
    expect(promised).toMatchObject({ step: 1, seen: [] });
    expect(advance(promised, at('trap.example', ['balance'], 20)).seen).toEqual(['card', 'receive']);
  });
});
