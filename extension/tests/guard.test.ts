import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hideBanner } from '../src/content/form/banner';
import { Guard } from '../src/content/form/guard';
import type { Level } from '../src/shared/api-types';
import type { ShownVerdict } from '../src/shared/messages';
import { shownVerdict } from './verdicts';

let answers: ShownVerdict[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  hideBanner();
  Object.assign(chrome.runtime, { sendMessage: () => Promise.resolve({ skip: false, leaving: false, verdict: answers.shift() ?? null }) });
  document.body.innerHTML = '<form><label>Номер карты <input name="card_number"></label><label>CVV <input name="cvv"></label></form>';
});

const byServer = (level: Level): ShownVerdict => shownVerdict(level, 'server.example');
const byBrowser = (level: Level): ShownVerdict => ({ ...shownVerdict(level, 'browser.example'), unavailable: true, local: true });

/** The strip on the page after each of the answers. */
async function banners(...said: ShownVerdict[]): Promise<(Element | null)[]> {
  const guard = new Guard({ stop: () => undefined, again: () => undefined });
  const seen: (Element | null)[] = [];
  for (const verdict of said) {
    answers = [verdict];
    guard.forget();
    guard.look(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toEqual([]);
    seen.push(document.querySelector('sverka-banner'));
  }
  return seen;
}

describe('the strip on a page', () => {
  it.each(['unknown', 'clear', 'official'] as const)("made of the address alone ends with the server's word: %s", async (level) => {
    const [before, after] = await banners(byBrowser('caution'), byServer(level));
    expect(before).not.toBeNull();
    expect(after).toBeNull();
  });

  it('stays while there is no answer', async () => {
    const [before, after] = await banners(byBrowser('caution'), byBrowser('unknown'));
    expect(before).not.toBeNull();
    expect(after).toBe(before);
  });

  it("of the server's own is not replaced by the browser's, nor ended by less than a good word", async () => {
    const [first, second, third, last] = await banners(byServer('caution'), byBrowser('caution'), byServer('unknown'), byServer('clear'));
    expect(first).not.toBeNull();
    expect([second, third]).toEqual([first, first]);
    expect(last).toBeNull();
  });

  it("gives way to the server's", async () => {
    const [first, second, third] = await banners(byBrowser('caution'), byServer('caution'), byServer('unknown'));
    expect(second).not.toBe(first);
    expect(third).toBe(second);
  });
});
