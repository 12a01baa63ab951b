import { describe, expect, it, vi } from 'vitest';
import { askMany, askOne, BULK_LIMIT, optionsFor, sendReport, serverAnswers } from '../src/background/server';
import { local } from './setup';

const OPTIONS = { language: 'ru', unlisted: false } as const;
const QUESTION = { url: 'https://trap.example/' };
const verdict = (host: string) => ({ level: 'danger', host, reasons: [] });
const answering = (body: string, status = 200) => vi.fn(() => Promise.resolve(new Response(body, { status })));

const serverIs = (fetching: (...args: never[]) => Promise<Response>): void => void vi.stubGlobal('fetch', fetching);

describe('one question', () => {
  it('is answered with a verdict', async () => {
    serverIs(answering(JSON.stringify(verdict('trap.example'))));
    expect(await askOne(QUESTION, OPTIONS)).toMatchObject({ level: 'danger', unavailable: false });
  });

  it.each([
    ['no JSON', answering('<html>502</html>')],
    ['JSON of another kind', answering('["danger"]')],
    ['an unknown level', answering(JSON.stringify({ level: 'fine', host: 'trap.example' }))],
    ['an error', answering(JSON.stringify(verdict('trap.example')), 500)],
    ['nothing', vi.fn(() => Promise.reject(new TypeError('Failed to fetch')))],
  ])('has no verdict when the answer is %s', async (_what, fetching) => {
    serverIs(fetching);
    expect(await askOne(QUESTION, OPTIONS)).toBeNull();
  });

  it('of a report tells whether it was taken', async () => {
    const report = { kind: 'scam', url: QUESTION.url } as const;
    serverIs(answering('{"id":1}', 201));
    expect(await sendReport(report, OPTIONS)).toBe(true);
    serverIs(answering('{"title":"no"}', 422));
    expect(await sendReport(report, OPTIONS)).toBe(false);
  });

  it('is given up when the server says nothing', async () => {
    const never = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new DOMException('', 'TimeoutError')));
    serverIs((...[, init]: [string, RequestInit]) =>
      new Promise((_resolve, reject) => {
        if (init.signal?.aborted === true) reject(init.signal.reason as Error);
      }));
    expect(await askOne(QUESTION, OPTIONS)).toBeNull();
    expect(await serverAnswers()).toBe(false);
    never.mockRestore();
  });
});

describe('many questions', () => {
  const questions = Array.from({ length: BULK_LIMIT + 3 }, (_, index) => ({ url: `https://h${index}.example/` }));

  it('go in portions and keep their order', async () => {
    const sizes: number[] = [];
    serverIs((...[, init]: [string, { body: string }]) => {
      const { items } = JSON.parse(init.body) as { items: { url: string }[] };
      sizes.push(items.length);
      return Promise.resolve(new Response(JSON.stringify({ results: items.map(({ url }) => verdict(new URL(url).hostname)) })));
    });
    const answers = await askMany(questions, OPTIONS);
    expect(sizes).toEqual([BULK_LIMIT, 3]);
    expect(answers.map((answer) => answer?.host)).toEqual(questions.map(({ url }) => new URL(url).hostname));
  });

  it('have as many answers however few come', async () => {
    serverIs(answering(JSON.stringify({ results: [verdict('h0.example'), { title: 'no address' }] })));
    const answers = await askMany(questions.slice(0, 4), OPTIONS);
    expect(answers.map((answer) => answer?.level ?? null)).toEqual(['danger', null, null, null]);
  });
});

describe('the list of what was sent', () => {
  it('holds ordinary requests and none from a private window', async () => {
    serverIs(answering('{}'));
    await askOne(QUESTION, { language: 'ru', unlisted: true });
    await askOne({ url: 'https://shop.example/' }, OPTIONS);
    await vi.waitFor(() => expect(local.items['sent']).toMatchObject([{ body: { url: 'https://shop.example/' } }]));
  });

  it('knows a private window by its background too', async () => {
    expect(await optionsFor(false)).toMatchObject({ unlisted: false });
    expect(await optionsFor(true)).toMatchObject({ unlisted: true });
    Object.assign(chrome, { extension: { inIncognitoContext: true } });
    expect(await optionsFor(false)).toMatchObject({ unlisted: true });
    Reflect.deleteProperty(chrome, 'extension');
  });

  it('costs no answer when it cannot be kept', async () => {
    vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    serverIs(answering(JSON.stringify(verdict('trap.example'))));
    expect(await askOne(QUESTION, OPTIONS)).not.toBeNull();
    vi.restoreAllMocks();
  });
});
