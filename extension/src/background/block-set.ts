/**
 * Hosts judged dangerous in this browser session, and the request rules made of them: one redirect rule and one
 * allow rule whose host lists grow, so that a known trap is never even requested.
 */
import { hostKey, selfAndParents } from '../shared/address';
import { serial } from '../shared/lock';
import { api } from '../shared/platform';
import type { StoredVerdict } from '../shared/verdict';
import { isShared, permissionFor } from './sites';

export const MAX_BLOCKED = 500;
export const BLOCK_LIFETIME_MS = 24 * 60 * 60 * 1000;
/** Of a block without the server's word, which may be another: as long as its answers are kept. */
export const LOCAL_LIFETIME_MS = 60 * 60 * 1000;
const REDIRECT_RULE = 1;
const ALLOW_RULE = 2;

export type Blocks = Record<string, { verdict: StoredVerdict; at: number }>;

const inTurn = serial();

async function readBlocks(): Promise<Blocks> {
  const { blocks } = await api.storage.session.get('blocks');
  return (blocks ?? {}) as Blocks;
}

async function readAllowed(): Promise<{ once: string[]; forever: string[] }> {
  const [session, local] = await Promise.all([
    api.storage.session.get('allowed'),
    api.storage.local.get('allowlist'),
  ]);
  const list = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);
  return { once: list(session['allowed']), forever: list(local['allowlist']) };
}

const lifetime = ({ local }: StoredVerdict): number => (local ? LOCAL_LIFETIME_MS : BLOCK_LIFETIME_MS);

/** Drop what is too old, then the oldest beyond the size. */
export function prune(blocks: Blocks, now: number): Blocks {
  const fresh = Object.entries(blocks).filter(([, block]) => now - block.at < lifetime(block.verdict));
  fresh.sort(([, first], [, second]) => second.at - first.at);
  return Object.fromEntries(fresh.slice(0, MAX_BLOCKED));
}

/** The request rules for a block set; `warning` is the address of the warning page. */
export function rulesFor(blocked: string[], allowed: string[], warning: string): chrome.declarativeNetRequest.Rule[] {
  const mainFrame = ['main_frame'] as unknown as chrome.declarativeNetRequest.ResourceType[];
  const rules: unknown[] = [];
  if (blocked.length > 0) {
    rules.push({
      id: REDIRECT_RULE,
      priority: 1,
      action: { type: 'redirect', redirect: { regexSubstitution: `${warning}#\\0` } },
      condition: { regexFilter: '^https?://.*', requestDomains: blocked, resourceTypes: mainFrame },
    });
  }
  if (allowed.length > 0) {
    rules.push({
      id: ALLOW_RULE,
      priority: 10,
      action: { type: 'allow' },
      condition: { requestDomains: allowed, resourceTypes: mainFrame },
    });
  }
  return rules as chrome.declarativeNetRequest.Rule[];
}

async function apply(blocks: Blocks): Promise<void> {
  const { once, forever } = await readAllowed();
  // A permission for one page of a shared host has a path and needs no rule: such hosts are never blocked.
  const hosts = [...new Set([...once, ...forever])].filter((name) => !name.includes('/'));
  await api.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [REDIRECT_RULE, ALLOW_RULE],
    addRules: rulesFor(Object.keys(blocks), hosts, api.runtime.getURL('warning.html')),
  });
}

/** Keep another block set and make its rules; when the browser refuses them, what was known stays. */
async function change(known: Blocks, blocks: Blocks): Promise<void> {
  await api.storage.session.set({ blocks });
  try {
    await apply(blocks);
  } catch (error) {
    await api.storage.session.set({ blocks: known });
    throw error;
  }
}

/**
 * Block hosts with the verdicts that condemned them, all in one change of the rules; hosts on which many publish are
 * left out, and the server's word is not replaced by one without it. Rejects, and blocks none of them, when the browser refuses.
 */
export function blockAll(verdicts: ReadonlyMap<string, StoredVerdict>): Promise<void> {
  return inTurn(async () => {
    const known = await readBlocks();
    const now = Date.now();
    const valid = prune(known, now);
    const fresh = [...verdicts]
      .map(([host, verdict]) => [hostKey(host), verdict] as const)
      .filter(([host, { local }]) => host !== '' && !isShared(host) && !(local && valid[host]?.verdict.local === false));
    if (fresh.length === 0) return;
    const added = Object.fromEntries(fresh.map(([host, verdict]) => [host, { verdict, at: now }]));
    await change(known, prune({ ...valid, ...added }, now));
  });
}

/** Open hosts that were blocked without the server, now that it does not condemn them; blocks that have grown old end too. */
export function releaseLocal(hosts: readonly string[]): Promise<void> {
  return inTurn(async () => {
    const known = await readBlocks();
    const freed = new Set(hosts.map(hostKey).filter((host) => known[host]?.verdict.local === true));
    const blocks = prune(Object.fromEntries(Object.entries(known).filter(([host]) => !freed.has(host))), Date.now());
    if (Object.keys(blocks).length < Object.keys(known).length) await change(known, blocks);
  });
}

/** Why a host is blocked, itself or through a parent; null when it is not. */
export async function blockOf(host: string): Promise<StoredVerdict | null> {
  const blocks = prune(await readBlocks(), Date.now());
  const match = selfAndParents(host).find((name) => name in blocks);
  return match === undefined ? null : (blocks[match]?.verdict ?? null);
}

/** True when the user chose to go on to this site, on a shared host to this page. */
export async function isAllowed(url: URL): Promise<boolean> {
  const { once, forever } = await readAllowed();
  return [permissionFor(url), ...selfAndParents(url.hostname)].some((name) => once.includes(name) || forever.includes(name));
}

/** Let the user through until the browser closes, or for good. */
export function allow(url: URL, forever: boolean): Promise<void> {
  return inTurn(async () => {
    const host = permissionFor(url);
    const allowed = await readAllowed();
    const add = (list: string[]): string[] => [...list.filter((item) => item !== host), host].slice(-MAX_BLOCKED);
    await api.storage.session.set({ allowed: add(allowed.once) });
    if (forever) await api.storage.local.set({ allowlist: add(allowed.forever) });
    await apply(prune(await readBlocks(), Date.now()));
  });
}

/** Take a permission back. */
export function disallow(host: string): Promise<void> {
  return inTurn(async () => {
    const { once, forever } = await readAllowed();
    await api.storage.session.set({ allowed: once.filter((item) => item !== host) });
    await api.storage.local.set({ allowlist: forever.filter((item) => item !== host) });
    await apply(prune(await readBlocks(), Date.now()));
  });
}

/** Forget blocks that have grown old: their rules would stop pages of which nobody can say why. */
export const refresh = (): Promise<void> => releaseLocal([]);
