import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Asker } from '../src/content/chat/asker';
import { EACH_MS, MAX_AGAIN } from '../src/content/chat/once-more';
import { Spots } from '../src/content/chat/spots';
import { AGAIN_MS } from '../src/shared/verdict';
import { awaiting, background, lost, sent } from './background';
import { shownVerdict } from './verdicts';

describe('links of a chat', () => {
  beforeEach(() => {
    vi.stubGlobal('requestIdleCallback', (job: () => void) => setTimeout(job, 0));
    vi.stubGlobal('IntersectionObserver', class {
      observe(): void { /* nothing comes near the view here */ }
      unobserve(): void { /* likewise */ }
      disconnect(): void { /* likewise */ }
    });
    background.answers['links/check'] = ({ links }) => links.map(() => awaiting('caution'));
    background.answers['links/again'] = ({ links }) => links.map(() => shownVerdict('danger'));
  });

  const badges = (): string[] => [...document.querySelectorAll<HTMLElement>('sverka-badge')].map((badge) => badge.dataset['level']!);
  const link = (name: string): string => `<a href="https://${name}.example/">x</a>`;
  const again = (): string[][] => sent('links/again').map(({ links }) => links.map(({ url }) => new URL(url).hostname.split('.')[0]!));
  async function chat(...names: string[]): Promise<{ asker: Asker; orphaned: () => number }> {
    document.body.innerHTML = names.map(link).join('');
    let count = 0;
    const asker = new Asker('avito.ru', new Spots(), () => (count += 1));
    for (const anchor of document.querySelectorAll('a')) asker.reread(anchor);
    await vi.advanceTimersByTimeAsync(100);
    return { asker, orphaned: () => count };
  }

  it.each(['danger', 'clear'] as const)('that await the age are asked about once more, and the badge tells: %s', async (level) => {
    background.answers['links/again'] = () => [shownVerdict(level)];
    await chat('t');
    const badge = document.querySelector('sverka-badge');
    expect([badges(), again()]).toEqual([['caution'], []]);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(badges()).toEqual([level]);
    expect(document.querySelector('sverka-badge')).toBe(badge);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(again()).toEqual([['t']]);
    expect(sent('links/again')[0]?.links).toEqual(sent('links/check')[0]?.links);
  });

  it('whose verdict awaits nothing are not asked about again', async () => {
    background.answers['links/check'] = () => [shownVerdict('caution'), null, awaiting('clear')];
    await chat('a', 'b', 'c');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(again()).toEqual([['c']]);
    expect(badges()).toEqual(['caution', 'danger']);
  });

  it('are asked about in passes, the newest first, as fast as ages are looked up, and each once', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `t${index}`);
    await chat(...names);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(again()).toEqual([names.slice(15)]);
    await vi.advanceTimersByTimeAsync(MAX_AGAIN * EACH_MS - AGAIN_MS);
    expect(again()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(again()).toEqual([names.slice(15), names.slice(5, 15), names.slice(0, 5)]);
    expect(new Set(badges())).toEqual(new Set(['danger']));
  });

  const TEN = Array.from({ length: MAX_AGAIN }, (_, index) => `t${index}`);
  const comes = async (asker: Asker): Promise<void> => {
    document.body.insertAdjacentHTML('beforeend', link('late'));
    asker.reread([...document.querySelectorAll('a')].at(-1)!);
    await vi.advanceTimersByTimeAsync(100);
  };

  it('that come later do not wait for a pass that left nothing over', async () => {
    const { asker } = await chat(...TEN);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    await comes(asker);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(again()).toEqual([TEN, ['late']]);
  });

  it('that come during a pass are no leftovers of it', async () => {
    let answer: (verdicts: unknown) => void = () => undefined;
    background.answers['links/again'] = () => new Promise((resolve) => (answer = resolve));
    const { asker } = await chat(...TEN);
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    await comes(asker);
    answer(TEN.map(() => shownVerdict('danger')));
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(again()).toEqual([TEN, ['late']]);
  });

  it('wait while nobody looks', async () => {
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
    const { asker } = await chat('t');
    hidden.mockReturnValue(true);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(again()).toEqual([]);
    hidden.mockReturnValue(false);
    asker.wake();
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect([again(), badges()]).toEqual([[['t']], ['danger']]);
  });

  it('that have gone are not asked about', async () => {
    await chat('gone', 'here');
    document.querySelector('a')!.remove();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(again()).toEqual([['here']]);
  });

  it('that went elsewhere before the answer are told nothing of it', async () => {
    let answer: (verdicts: unknown) => void = () => undefined;
    background.answers['links/again'] = () => new Promise((resolve) => (answer = resolve));
    const { asker } = await chat('t');
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    background.answers['links/check'] = () => [shownVerdict('clear')];
    document.querySelector('a')!.href = 'https://honest.example/';
    asker.reread(document.querySelector('a')!);
    await vi.advanceTimersByTimeAsync(100);
    answer([shownVerdict('danger')]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([badges(), again()]).toEqual([['clear'], [['t']]]);
  });

  it.each([
    ['is lost', lost],
    ['is not there', () => null],
    ['has nothing new', () => [null]],
    ['comes without the server', () => [{ ...shownVerdict('danger'), unavailable: true, local: true }]],
    ['never comes', () => new Promise(() => undefined)],
  ])('keep their first answer when the second %s, and no third is wanted', async (_what, second) => {
    background.answers['links/again'] = second;
    const { orphaned } = await chat('t');
    await vi.advanceTimersByTimeAsync(600_000);
    expect([badges(), again(), orphaned()]).toEqual([['caution'], [['t']], 0]);
  });

  describe('around which more is said', () => {
    const message = (html: string): string => `<div data-marker="message" class="message-base-module-left-x">${html}</div>`;
    const PAID = message('Оформил доставку, деньги уже ждут');
    const cues = (type: string) => sent(type).map(({ links }) => links[0]?.message.cues ?? []);
    const opened = (): Asker => {
      document.body.innerHTML = message(link('t'));
      const asker = new Asker('avito.ru', new Spots(), () => undefined);
      asker.reread(document.querySelector('a')!);
      return asker;
    };
    const saidMore = async (asker: Asker): Promise<void> => {
      document.body.insertAdjacentHTML('beforeend', PAID);
      asker.reconsider([document.body.lastElementChild!]);
      await vi.advanceTimersByTimeAsync(400);
    };

    it('before the second question are asked about with all of it, once', async () => {
      const asker = opened();
      await vi.advanceTimersByTimeAsync(100);
      await saidMore(asker);
      await vi.advanceTimersByTimeAsync(600_000);
      expect([cues('links/check'), cues('links/again')]).toEqual([[[], ['paid-already']], [['paid-already']]]);
    });

    it('before the second answer are told nothing of an answer to less', async () => {
      const answer: ((verdicts: unknown) => void)[] = [];
      background.answers['links/again'] = () => new Promise((resolve) => answer.push(resolve));
      const asker = opened();
      await vi.advanceTimersByTimeAsync(100 + AGAIN_MS);
      await saidMore(asker);
      answer[0]?.([shownVerdict('clear')]);
      await vi.advanceTimersByTimeAsync(0);
      expect(badges()).toEqual(['caution']);
      await vi.advanceTimersByTimeAsync(10_000);
      answer[1]?.([shownVerdict('danger')]);
      await vi.advanceTimersByTimeAsync(0);
      expect([badges(), cues('links/again')]).toEqual([['danger'], [[], ['paid-already']]]);
    });
  });

  it('are asked about no more when the watch ends', async () => {
    const { asker } = await chat('t');
    asker.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([again(), badges()]).toEqual([[], ['caution']]);
  });

  it('are left alone when the extension is gone', async () => {
    background.answers['links/again'] = () => {
      throw new Error('Extension context invalidated.');
    };
    const { asker, orphaned } = await chat('a');
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(orphaned()).toBe(1);
    asker.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(again()).toHaveLength(1);
  });

  it('that the page draws anew meanwhile are told the later answer', async () => {
    background.answers['links/again'] = () => [shownVerdict('clear')];
    const { asker } = await chat('t');
    const clone = document.querySelector('a')!.cloneNode(true) as HTMLAnchorElement;
    document.body.replaceChildren(clone);
    asker.reread(clone);
    expect(badges()).toEqual(['caution']);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([badges(), again()]).toEqual([['clear'], [['t']]]);
  });
});
