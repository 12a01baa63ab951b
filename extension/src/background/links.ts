/** Links from chats: what is already known, one question to the server for the rest, a second one each when its age is awaited. */
import { localVerdict } from '../judge/local-verdict';
import { isListed } from '../judge/suffixes';
import { hostOf, isIp, isPrivateHost } from '../shared/address';
import type { CheckRequest } from '../shared/api-types';
import { bestEffort } from '../shared/best-effort';
import { isMarketplace, officialSite } from '../shared/brands';
import type { Language } from '../shared/i18n';
import type { LinkQuestion, ShownVerdict } from '../shared/messages';
import { shownAdvice, shownReasons } from '../shared/rules';
import { readSettings } from '../shared/settings';
import { awaitsAge, type StoredVerdict } from '../shared/verdict';
import { settle } from './guilt';
import { askAllAgain, askMany, optionsFor, type AskOptions } from './server';
import { cached, keep } from './verdict-cache';

/** A verdict with its words, for content scripts. */
export function shown(verdict: StoredVerdict, language: Language): ShownVerdict {
  return {
    level: verdict.level,
    host: verdict.host,
    hostUnicode: verdict.hostUnicode,
    reasons: shownReasons(verdict, language),
    advice: shownAdvice(verdict, language),
    unavailable: verdict.unavailable,
    local: verdict.local,
    awaitsAge: awaitsAge(verdict),
    owner: verdict.level === 'official' ? (officialSite(verdict.brandId, language)?.name ?? '') : '',
    language,
  };
}

/** Another server or language gives another answer. */
const questionKey = (link: LinkQuestion, server: string, language: Language): string =>
  JSON.stringify([server, language, link.url, link.message]);

function worthAsking(link: LinkQuestion): boolean {
  const host = hostOf(link.url);
  if (host === '' || isPrivateHost(host)) return false;
  return !link.bare || isIp(host) || isListed(host);
}

interface Asked {
  options: AskOptions;
  /** In the order of the links, '' for texts that are no addresses. */
  keys: string[];
  /** The different questions by their keys. */
  links: Map<string, LinkQuestion>;
  known: Map<string, StoredVerdict>;
}

async function read(links: LinkQuestion[], sender: chrome.runtime.MessageSender): Promise<Asked | null> {
  if (!isMarketplace(hostOf(sender.url))) return null;
  const [{ serverUrl }, options] = await Promise.all([readSettings(), optionsFor(sender.tab?.incognito ?? false)]);
  const keys = links.map((link) => (worthAsking(link) ? questionKey(link, serverUrl, options.language) : ''));
  const asked = new Map(links.map((link, index) => [keys[index] ?? '', link] as const).filter(([key]) => key !== ''));
  return { options, keys, links: asked, known: await cached([...asked.keys()]) };
}

const request = ({ url, message }: LinkQuestion): CheckRequest => ({ url, message });

/** Keep the answers, block what they condemn, and put all verdicts into the order of the links. */
function answer({ options, keys, known }: Asked, fresh: ReadonlyMap<string, StoredVerdict>): (ShownVerdict | null)[] {
  void bestEffort(() => keep(fresh));
  void bestEffort(() => settle([...fresh.values()].map((verdict) => [verdict.host, verdict])));
  return keys.map((key) => {
    const verdict = fresh.get(key) ?? known.get(key);
    return verdict === undefined ? null : shown(verdict, options.language);
  });
}

/** Verdicts in the order of the links; null for texts that are no addresses. */
export async function checkLinks(
  { links }: { links: LinkQuestion[] },
  sender: chrome.runtime.MessageSender,
): Promise<(ShownVerdict | null)[]> {
  const asked = await read(links, sender);
  if (asked === null) return links.map(() => null);
  const missing = [...asked.links].filter(([key]) => !asked.known.has(key));
  const answers = await askMany(missing.map(([, link]) => request(link)), asked.options);
  const fresh = missing.map(([key, link], index) => [key, answers[index] ?? localVerdict(link.url, Date.now())] as const);
  return answer(asked, new Map(fresh));
}

/** The same a little later, of links whose verdict awaits the age of the domain. Without an answer the first one stays. */
export async function checkLinksAgain(
  { links }: { links: LinkQuestion[] },
  sender: chrome.runtime.MessageSender,
): Promise<(ShownVerdict | null)[]> {
  const asked = await read(links, sender);
  if (asked === null) return links.map(() => null);
  const due = [...asked.links].filter(([key]) => {
    const first = asked.known.get(key);
    return first === undefined || awaitsAge(first);
  });
  const answers = await askAllAgain(due.map(([, link]) => request(link)), asked.options);
  const fresh = due.flatMap(([key], index) => {
    const first = asked.known.get(key);
    const verdict = answers[index] ?? (first && { ...first, again: true });
    return verdict ? [[key, verdict] as const] : [];
  });
  return answer(asked, new Map(fresh));
}
