import { afterEach, describe, expect, it } from 'vitest';
import type { Guard } from '../src/content/form/guard';
import { holdSubmissions } from '../src/content/form/hold';

interface Doubt {
  leaving: boolean;
  due: Promise<void> | null;
}

let ended = new AbortController();
afterEach(() => ended.abort());

function page(doubt: Doubt): { form: HTMLFormElement; submitted: () => number } {
  ended = new AbortController();
  const guard = {
    get leaving() {
      return doubt.leaving;
    },
    verdictDue: () => doubt.due,
  } as unknown as Guard;
  holdSubmissions(guard, ended.signal);
  document.body.innerHTML = '<form><input name="card"><button>Далее</button></form>';
  const form = document.querySelector('form')!;
  let count = 0;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    count += 1;
  });
  return { form, submitted: () => count };
}

describe('a submission', () => {
  it('passes when no verdict is due', () => {
    const { form, submitted } = page({ leaving: false, due: null });
    form.requestSubmit();
    expect(submitted()).toBe(1);
  });

  it('waits for the verdict, and then happens once', async () => {
    let answer = (): void => undefined;
    const { form, submitted } = page({ leaving: false, due: new Promise((resolve) => (answer = resolve)) });
    form.requestSubmit();
    expect(submitted()).toBe(0);
    answer();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(submitted()).toBe(1);
  });

  it('never happens when the tab leaves for the warning', async () => {
    const doubt: Doubt = { leaving: false, due: null };
    doubt.due = Promise.resolve().then(() => {
      doubt.leaving = true;
    });
    const { form, submitted } = page(doubt);
    form.requestSubmit();
    await new Promise((resolve) => setTimeout(resolve, 0));
    form.requestSubmit();
    expect(submitted()).toBe(0);
  });
});
