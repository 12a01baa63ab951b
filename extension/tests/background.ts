/** A background kept in memory that answers content scripts as a test tells it, under a clock of the test's own. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { Level } from '../src/shared/api-types';
import type { LinkQuestion, PageQuestion, ShownVerdict } from '../src/shared/messages';
import { shownVerdict } from './verdicts';

interface Message {
  type: string;
  req: { links: LinkQuestion[] } & PageQuestion;
}

export const background = {
  /** By the name of the message. */
  answers: {} as Record<string, (req: Message['req']) => unknown>,
  messages: [] as Message[],
};

export const sent = (type: string): Message['req'][] => background.messages.filter((message) => message.type === type).map(({ req }) => req);

export const awaiting = (level: Level): ShownVerdict => ({ ...shownVerdict(level), awaitsAge: true });

export const lost = (): never => {
  throw new Error('The message channel closed');
};

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(background, { answers: {}, messages: [] });
  Object.assign(chrome.runtime, {
    sendMessage: (message: Message) => {
      background.messages.push(message);
      return Promise.resolve(message.req).then((req) => background.answers[message.type]?.(req));
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
