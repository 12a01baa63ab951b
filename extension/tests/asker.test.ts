import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Asker } from '../src/content/chat/asker';
import { Spots } from '../src/content/chat/spots';
import type { LinkQuestion } from '../src/shared/messages';
import { shownVerdict } from './verdicts';

type Answer = unknown[] | Error | null;

let answers: ((links: { url: string }[]) => Answer | Promise<Answer>)[] = [];
const asked: string[][] = [];
const questions: LinkQuestion[][] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  questions.length = 0;
  answers = [];
  vi.stubGlobal('requestIdleCallback', (job: () => void) => setTimeout(job, 0));
  vi.stubGlobal('IntersectionObserver', class {
    observe(): void { /* nothing comes near the view here */ }
    unobserve(): void { /* likewise */ }
    disconnect(): void { /* likewise */ }
  });
  Object.assign(chrome.runtime, {
    sendMessage: async ({ req }: { req: { links: LinkQuestion[] } }) => {
      asked.push(req.links.map(({ url }) => url));
      questions.push(req.links);
      const answer = await (answers.shift() ?? ((links) => links.map(() => shownVerdict('danger'))))(req.links);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
});
afterEach(() => vi.useRealTimers());

const lost = () => new Error('A listener indicated an asynchronous response, but the message channel closed');
const badges = (): string[] => [...document.querySelectorAll<HTMLElement>('sverka-badge')].map((badge) => badge.dataset['level']!);

function chat(html: string): { asker: Asker; anchors: HTMLAnchorElement[]; orphaned: () => number } {
  document.body.innerHTML = html;
  let count = 0;
  const asker = new Asker('avito.ru', new Spots(), () => (count += 1));
  const anchors = [...document.querySelectorAll('a')];
  for (const anchor of anchors) asker.reread(anchor);
  return { asker, anchors, orphaned: () => count };
}

describe('asker', () => {
  it('asks again when the background was stopped in the middle', async () => {
    answers = [lost, () => null];
    chat('<a href="https://trap.example/a">x</a>');
    await vi.advanceTimersByTimeAsync(100);
    expect(badges()).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toHaveLength(3);
    expect(badges()).toEqual(['danger']);
  });

  it('asks again when no answer comes at all', async () => {
    answers = [() => new Promise<Answer>(() => undefined)];
    chat('<a href="https://trap.example/a">x</a>');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(badges()).toEqual(['danger']);
  });

  it('gives in after a few losses', async () => {
    answers = Array.from({ length: 50 }, () => lost);
    const { orphaned } = chat('<a href="https://trap.example/a">x</a>');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(4);
    expect(orphaned()).toBe(0);
  });

  it('stops when the extension is gone', async () => {
    answers = [() => new Error('Extension context invalidated.')];
    const { orphaned } = chat('<a href="https://trap.example/a">x</a>');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
    expect(orphaned()).toBe(1);
  });

  it('says nothing about a link that changed meanwhile', async () => {
    let answer: (verdicts: unknown[]) => void = () => undefined;
    answers = [() => new Promise<unknown[]>((resolve) => (answer = resolve))];
    const { asker, anchors } = chat('<a href="https://honest.example/a">x</a>');
    await vi.advanceTimersByTimeAsync(10);
    anchors[0]!.href = 'https://trap.example/';
    asker.reread(anchors[0]!);
    answer([shownVerdict('clear', 'honest.example')]);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked.at(-1)).toEqual(['https://trap.example/']);
    expect(badges()).toEqual(['danger']);
  });

  it('asks about every place where a link of the site may lead, and shows the worst', async () => {
    answers = [(links) => links.map(({ url }) => shownVerdict(url.includes('trap') ? 'danger' : 'clear'))];
    chat('<a href="https://www.avito.ru/go?a=https://honest.example/&amp;b=https://trap.example/x">x</a>');
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([['https://honest.example/', 'https://trap.example/x']]);
    expect(badges()).toEqual(['danger']);
  });

  describe('when more is said around a link', () => {
    const SAID = 'Оформил доставку, деньги уже ждут. Номер заказа СЕКРЕТНЫЙ';
    const message = (html: string): string => `<div data-marker="message" class="message-base-module-left-x">${html}</div>`;
    const chatThen = async (...levels: Answer[]) => {
      answers = levels.map((level) => () => level);
      const { asker } = chat(message('<a href="https://trap.example/a">x</a>'));
      await vi.advanceTimersByTimeAsync(100);
      document.body.insertAdjacentHTML('beforeend', message(SAID));
      asker.reconsider([document.body.lastElementChild!]);
      await vi.advanceTimersByTimeAsync(500);
      asker.reconsider([document.body.lastElementChild!]);
      await vi.advanceTimersByTimeAsync(500);
    };

    it('asks once more, with codes and without a word of it', async () => {
      await chatThen([shownVerdict('caution')], [shownVerdict('danger')]);
      expect(questions.map(([link]) => link?.message)).toEqual([
        { platform: 'avito', direction: 'in' },
        { platform: 'avito', direction: 'in', cues: ['paid-already'] },
      ]);
      expect(JSON.stringify(questions)).not.toMatch(/[а-яё]/i);
      expect(badges()).toEqual(['danger']);
    });

    it.each([
      ['a milder answer', [shownVerdict('clear')]],
      ['a service that fell silent', [{ ...shownVerdict('unknown'), unavailable: true }]],
      ['a service that fell silent, though the address looks bad', [{ ...shownVerdict('danger'), unavailable: true, local: true }]],
      ['no answer', [null]],
    ])('keeps the badge at %s', async (_name, later) => {
      await chatThen([shownVerdict('caution')], later);
      expect(questions).toHaveLength(2);
      expect(badges()).toEqual(['caution']);
    });
  });

  it('keeps the worst verdict of a link that the page draws anew, and shows it before it asks', async () => {
    const link = '<div data-marker="message" class="message-base-module-left-x"><a href="https://trap.example/a">x</a></div>';
    answers = [() => [shownVerdict('danger')], () => [shownVerdict('clear')]];
    const { asker, anchors } = chat(link);
    await vi.advanceTimersByTimeAsync(100);
    const clone = anchors[0]!.cloneNode(true) as HTMLAnchorElement;
    document.querySelector('sverka-badge')!.remove();
    anchors[0]!.replaceWith(clone);
    asker.reread(clone);
    expect(badges()).toEqual(['danger']);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toHaveLength(2);
    expect(badges()).toEqual(['danger']);
  });

  it('asks in portions, and about everything', async () => {
    chat(Array.from({ length: 120 }, (_, index) => `<a href="https://t${index}.example/">x</a>`).join(''));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.map((links) => links.length)).toEqual([50, 50, 20]);
    expect(badges()).toHaveLength(120);
  });
});
