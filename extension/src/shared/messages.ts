/** Every message between the extension's parts: name, question, answer. */
import type { CheckRequest, Level, MessageFacts, PageFacts, ReportRequest } from './api-types';
import type { Language } from './i18n';
import { api } from './platform';
import type { ShownReason } from './rules';
import type { StoredVerdict } from './verdict';

export interface LinkQuestion {
  /** Redacted address, see redact.ts. */
  url: string;
  /** Found as text without a scheme: maybe no address at all, the public suffix list decides. */
  bare: boolean;
  message: MessageFacts;
}

/** What a badge or a banner shows; the words are ready, because content scripts carry no rule texts. */
export interface ShownVerdict {
  level: Level;
  host: string;
  hostUnicode: string;
  reasons: ShownReason[];
  advice: string;
  /** The server could not be asked; `local`: yet the address was checked in the browser. */
  unavailable: boolean;
  local: boolean;
  /** The age of the domain is still being looked up: asked once more, the same question may have another answer. */
  awaitsAge: boolean;
  /** Name of the brand whose own site this is, '' when it is nobody's. */
  owner: string;
  /** Of the words here, and of those to put around them. */
  language: Language;
}

/** Words and hosts at the places of a page where brands are named; they stay in the extension. */
export interface Named {
  /** What the page calls itself. */
  site: string[];
  pictures: string[];
  /** Hosts that it links to or loads pictures from. */
  links: string[];
}

export interface PageQuestion {
  facts: PageFacts;
  named: Named;
  /** How many steps of the tab's history lead out of this site, for the way back. */
  stepsBack: number;
}

export interface PageDecision {
  /** Nothing to do on this page, now or later: the script may stop. */
  skip: boolean;
  /** The tab is leaving for the warning: let nothing be submitted meanwhile. */
  leaving: boolean;
  verdict: ShownVerdict | null;
  /** What the server was asked, when the verdict awaits the age of the domain: to be asked once more, and just so. */
  asked: CheckRequest | null;
}

export interface SecondPageQuestion {
  /** From the decision on the first question. */
  asked: CheckRequest;
  stepsBack: number;
}

export interface Blocked {
  verdict: StoredVerdict;
  /** Host of the page in which the dangerous site stood as a frame, '' when it was the page itself. */
  framedIn: string;
  /** Where the deliberate way on leads. */
  onward: string;
  /** Steps back in the tab's history that leave the dangerous site; 1 when it was never loaded. */
  stepsBack: number;
}

export interface TabAnswer {
  verdict: StoredVerdict | null;
  /** '' when the tab shows no web page. */
  host: string;
  /** Redacted address of what was judged, ready for a report. */
  url: string;
  /** The server said nothing yet: the user may ask it for a check. */
  askable: boolean;
}

export interface Requests {
  /** null: the text only looked like a host. */
  'links/check': { req: { links: LinkQuestion[] }; res: (ShownVerdict | null)[] };
  /** The second time, of links whose verdict awaits the age of the domain; null: there is nothing new to say. */
  'links/again': { req: { links: LinkQuestion[] }; res: (ShownVerdict | null)[] };
  'page/check': { req: PageQuestion; res: PageDecision };
  /** The second time, of a page whose verdict awaits the age of the domain; without a verdict: there is nothing new. */
  'page/again': { req: SecondPageQuestion; res: PageDecision };
  'warning/get': { req: { url: string }; res: Blocked | null };
  /** Asks the server again about an address of which no block is known any more; null: nobody's business. */
  'warning/recheck': { req: { url: string }; res: StoredVerdict | null };
  'warning/proceed': { req: { url: string; forever: boolean }; res: boolean };
  'tab/verdict': { req: { tabId: number }; res: TabAnswer };
  'tab/check': { req: { tabId: number }; res: TabAnswer };
  /** What is known of a tab by now; an answer to `tab/check` that awaits the age of the domain is asked for once more. */
  'tab/again': { req: { tabId: number }; res: TabAnswer };
  /** `unlisted`: the question comes from a private window. */
  'url/check': { req: { url: string; unlisted: boolean }; res: StoredVerdict | null };
  /** The second time, of an address whose verdict awaits the age of the domain; null: there is nothing new. */
  'url/again': { req: { url: string; unlisted: boolean }; res: StoredVerdict | null };
  'report/send': { req: { report: ReportRequest; unlisted: boolean }; res: boolean };
  'server/status': { req: Record<string, never>; res: boolean };
  'allow/remove': { req: { host: string }; res: boolean };
}

export type MessageType = keyof Requests;

/** The one question that the background asks: whether a document is still there. */
export const STILL_THERE = 'page/still-there';

interface Failure {
  failed: string;
}

/** Ask the background; throws when it could not answer. */
export async function send<K extends MessageType>(type: K, req: Requests[K]['req']): Promise<Requests[K]['res']> {
  const answer: unknown = await api.runtime.sendMessage({ type, req });
  if (answer !== null && typeof answer === 'object' && 'failed' in answer) {
    throw new Error((answer as Failure).failed);
  }
  return (answer ?? null) as Requests[K]['res'];
}

export type Handlers = {
  [K in MessageType]: (req: Requests[K]['req'], sender: chrome.runtime.MessageSender) => Promise<Requests[K]['res']>;
};
