/** Links from chats: what is already known, one question to the server for the rest. */
import { localVerdict } from '../judge/local-verdict';
import { isListed } from '../judge/suffixes';
import { hostOf, isIp, isPrivateHost } from '../shared/address';
import { bestEffort } from '../shared/best-effort';
import { isMarketplace, officialSite } from '../shared/brands';
import type { Language } from '../shared/i18n';
import type { LinkQuestion, ShownVerdict } from '../shared/messages';
import { shownAdvice, shownReasons } from '../shared/rules';
import { readSettings } from '../shared/settings';
import type { StoredVerdict } from '../shared/verdict';
import { settle } from './guilt';
import { askMany, optionsFor } from './server';
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

/** Verdicts in the order of the links; null for texts that are no addresses. */
export async function checkLinks(
  { links }: { links: LinkQuestion[] },
  sender: chrome.runtime.MessageSender,
): Promise<(ShownVerdict | null)[]> {
  if (!isMarketplace(hostOf(sender.url))) return links.map(() => null);
  const [{ serverUrl }, options] = await Promise.all([readSettings(), optionsFor(sender.tab?.incognito ?? false)]);
  const { language } = options;
  const keys = links.map((link) => (worthAsking(link) ? questionKey(link, serverUrl, language) : ''));
  const asked = new Map(links.map((link, index) => [keys[index] ?? '', link] as const).filter(([key]) => key !== ''));
  const known = await cached([...asked.keys()]);
  const missing = [...asked].filter(([key]) => !known.has(key));
  const answers = await askMany(
    missing.map(([, { url, message }]) => ({ url, message })),
    options,
  );
  const fresh = new Map<string, StoredVerdict>();
  missing.forEach(([key, link], index) => {
    fresh.set(key, answers[index] ?? localVerdict(link.url, Date.now()));
  });
  void bestEffort(() => keep(fresh));
  void bestEffort(() => settle([...fresh.values()].map((verdict) => [verdict.host, verdict])));
  return keys.map((key) => {
    const verdict = known.get(key) ?? fresh.get(key);
    return verdict === undefined ? null : shown(verdict, language);
  });
}
