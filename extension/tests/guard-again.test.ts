import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hideBanner } from '../src/content/form/banner';
import { Guard } from '../src/content/form/guard';
import type { CheckRequest } from '../src/shared/api-types';
import type { PageDecision, ShownVerdict } from '../src/shared/messages';
import { AGAIN_MS } from '../src/shared/verdict';
import { awaiting, background, lost, sent } from './background';
import { shownVerdict } from './verdicts';

describe('a page with a form', () => {
  const ASKED: CheckRequest = { url: 'https://x.example/', page: { flow: { step: 2, prev: ['card'], seconds_since: 5 } } };
  let decisions: (() => PageDecision)[] = [];
  const said = (verdict: ShownVerdict | null, leaving = false) => (): PageDecision => ({ skip: false, leaving, verdict, asked: verdict?.awaitsAge === true ? ASKED : null });
  const stopped = vi.fn();
  const banner = (): HTMLElement | null => document.querySelector('sverka-banner');
  const FORM = '<form><label>Номер карты <input name="card_number"></label><label>CVV <input name="cvv"></label></form>';

  beforeEach(() => {
    stopped.mockReset();
    hideBanner();
    document.body.innerHTML = FORM;
    background.answers['page/check'] = said(awaiting('caution'));
    background.answers['page/again'] = () => decisions.shift()?.();
  });
  async function page(...second: (() => PageDecision)[]): Promise<Guard> {
    decisions = second;
    const guard = new Guard({ stop: stopped, again: () => undefined });
    guard.look(true);
    await vi.advanceTimersByTimeAsync(0);
    return guard;
  }
  const later = () => vi.advanceTimersByTimeAsync(600_000);

  it('asks the same once more, and stops at the warning', async () => {
    const guard = await page(said(shownVerdict('danger'), true));
    expect([guard.leaving, sent('page/again')]).toEqual([false, []]);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(guard.leaving).toBe(true);
    await later();
    expect(sent('page/again')).toEqual([{ asked: ASKED, stepsBack: sent('page/check')[0]!.stepsBack }]);
  });

  it('keeps no submission waiting for the second answer', async () => {
    background.answers['page/again'] = () => new Promise(() => undefined);
    const guard = await page();
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(sent('page/again')).toHaveLength(1);
    expect(guard.verdictDue()).toBeNull();
  });

  it.each([
    ['danger', true],
    ['clear', false],
  ] as const)('asks only when something is awaited: %s', async (level, leaving) => {
    background.answers['page/check'] = said(shownVerdict(level), leaving);
    await page();
    await later();
    expect(sent('page/again')).toEqual([]);
  });

  it('takes the strip away when the age speaks for the page', async () => {
    await page(said(shownVerdict('clear')));
    expect(banner()).not.toBeNull();
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(banner()).toBeNull();
  });

  it('puts a strip up when the age speaks against it', async () => {
    background.answers['page/check'] = said(awaiting('clear'));
    await page(said(shownVerdict('caution')));
    expect(banner()).toBeNull();
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(banner()).not.toBeNull();
  });

  const young = (): ShownVerdict => ({ ...shownVerdict('caution'), reasons: [{ id: 'age.young', severity: 'high', title: 'Сайту три дня', text: '' }] });

  it('leaves the strip alone when nothing changed, and renews it with other reasons', async () => {
    await page(said(shownVerdict('caution')));
    const before = banner();
    await later();
    expect(banner()).toBe(before);
    hideBanner();
    await page(said(young()));
    const first = banner();
    await later();
    expect(banner()).not.toBeNull();
    expect(banner()).not.toBe(first);
  });

  it('does not open a strip again that the user closed', async () => {
    await page(said(young()));
    banner()!.remove();
    await later();
    expect(sent('page/again')).toHaveLength(1);
    expect(banner()).toBeNull();
  });

  it.each([
    ['is lost', lost],
    ['is not there', () => null],
    ['has nothing new', said(null)],
  ])('keeps its strip when the second answer %s', async (_what, second) => {
    background.answers['page/again'] = second;
    await page();
    const before = banner();
    await later();
    expect([banner() === before, before === null, sent('page/again').length]).toEqual([true, false, 1]);
    expect(stopped).not.toHaveBeenCalled();
  });

  it('that turned into another asks about what it is now', async () => {
    const guard = await page(said(shownVerdict('clear')));
    const other: CheckRequest = { ...ASKED, url: 'https://x.example/other' };
    background.answers['page/check'] = () => ({ ...said(awaiting('caution'))(), asked: other });
    document.body.innerHTML = `${FORM}<form><label>Остаток на карте <input name="balance"></label></form>`;
    guard.touch(true);
    guard.look(true);
    await later();
    expect(sent('page/check')).toHaveLength(2);
    expect(sent('page/again')).toEqual([{ asked: other, stepsBack: 2 }]);
  });

  it('that came back from the page cache forgets the question of before', async () => {
    const guard = await page();
    guard.forget();
    background.answers['page/check'] = said(shownVerdict('clear'));
    guard.look(true);
    await later();
    expect([sent('page/check').length, sent('page/again').length]).toEqual([2, 0]);
  });
});
