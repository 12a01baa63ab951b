/** A server kept in memory that says what a test tells it, and notes the questions. */
import { beforeEach, vi } from 'vitest';

export interface Answer {
  level: string;
  /** Status of the domain's age. */
  age?: string;
}

export const pending = (level = 'clear'): Answer => ({ level, age: 'pending' });
export const known = (level: string): Answer => ({ level, age: 'known' });

/** The query of a first question, and of a second. */
export const FIRST = ['/v1/check', { lang: 'ru', wait_ms: '0' }];
export const SECOND = ['/v1/check', { lang: 'ru', wait_ms: '2000' }];

export const server = {
  /** What it says of each host, question by question; the last answer stays. */
  says: {} as Record<string, (Answer | 'away')[]>,
  asked: [] as { path: string; query: Record<string, string>; urls: string[] }[],
  /** As they came, one for each of `asked`. */
  bodies: [] as string[],
  mostAtOnce: 0,
};

export const queries = (): unknown[] => server.asked.map(({ path, query }) => [path, query]);
/** Until what is kept beside an answer is kept. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

function verdict(url: string): unknown {
  const host = new URL(url).hostname;
  const [next = known('clear'), ...later] = server.says[host] ?? [];
  if (later.length > 0) server.says[host] = later;
  if (next === 'away') throw new TypeError('Failed to fetch');
  const reasons = [{ id: 'host.fake-suffix', severity: 'critical', title: '', text: '', params: {} }];
  return { level: next.level, host, reasons, domain_age: { status: next.age } };
}

beforeEach(() => {
  let onTheirWay = 0;
  Object.assign(server, { says: {}, asked: [], bodies: [], mostAtOnce: 0 });
  vi.stubGlobal('fetch', async (address: string, { body }: { body: string }) => {
    const { url = '', items } = JSON.parse(body) as { url?: string; items?: { url: string }[] };
    const { pathname, searchParams } = new URL(address);
    server.asked.push({ path: pathname, query: Object.fromEntries(searchParams), urls: items?.map((item) => item.url) ?? [url] });
    server.bodies.push(body);
    onTheirWay += 1;
    server.mostAtOnce = Math.max(server.mostAtOnce, onTheirWay);
    await Promise.resolve();
    onTheirWay -= 1;
    return new Response(JSON.stringify(items === undefined ? verdict(url) : { results: items.map((item) => verdict(item.url)) }));
  });
});
