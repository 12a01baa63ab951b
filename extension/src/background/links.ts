/** Links from chats: what is already known, one question to the server for the rest. */
import { parse } from 'tldts';
import { hostOf, isPrivateHost } from '../shared/address';
import { isMarketplace } from '../shared/brands';
import type { Language } from '../shared/i18n';
import type { LinkQuestion, ShownVerdict } from '../shared/messages';
import { shownAdvice, shownReasons } from '../shared/rules';
import { unavailableVerdict, type StoredVerdict } from '../shared/verdict';
import { blockAll } from './block-set';
import { askMany } from './server';
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
  };
}

const questionKey = (link: LinkQuestion): string => JSON.stringify([link.url, link.message]);

function worthAsking(link: LinkQuestion): boolean {
  const host = hostOf(link.url);
  if (host === '' || isPrivateHost(host)) return false;
  if (!link.bare) return true;
  const known = parse(host);
  return known.isIp === true || known.isIcann === true;
}

/** Verdicts in the order of the links; null for texts that are no addresses. */
export async function checkLinks(
  { links, language }: { links: LinkQuestion[]; language: Language },
  sender: chrome.runtime.MessageSender,
): Promise<(ShownVerdict | null)[]> {
  if (!isMarketplace(hostOf(sender.url))) return links.map(() => null);
  const asked = new Map(links.filter(worthAsking).map((link) => [questionKey(link), link]));
  const known = await cached([...asked.keys()]);
  const missing = [...asked].filter(([key]) => !known.has(key));
  const answers = await askMany(
    missing.map(([, { url, message }]) => ({ url, message })),
    { language, unlisted: sender.tab?.incognito ?? false },
  );
  const fresh = new Map<string, StoredVerdict>();
  missing.forEach(([key, link], index) => {
    fresh.set(key, answers[index] ?? unavailableVerdict(hostOf(link.url), Date.now()));
  });
  await Promise.all([keep(fresh), blockDangerous([...fresh.values()])]);
  return links.map((link) => {
    const verdict = known.get(questionKey(link)) ?? fresh.get(questionKey(link));
    return verdict === undefined ? null : shown(verdict, language);
  });
}

async function blockDangerous(verdicts: StoredVerdict[]): Promise<void> {
  const dangerous = verdicts.filter((verdict) => verdict.level === 'danger');
  await blockAll(new Map(dangerous.map((verdict) => [verdict.host, verdict])));
}
