/** Whose site is a host: one owner's, or one on which strangers publish side by side. */
import { parse } from 'tldts';
import { hostKey, isUnder } from '../shared/address';
import sharedHosts from './shared-hosts.json';

const OPTIONS = { allowPrivateDomains: true };

/** The domain that one owner registered, also at a provider (`shop.github.io`); the host itself when there is none. */
export function ownDomain(host: string): string {
  return parse(host, OPTIONS).domain ?? hostKey(host);
}

/** True for hosts whose pages belong to many: one bad page there says nothing about its neighbours. */
export function isShared(host: string): boolean {
  const key = hostKey(host);
  if (sharedHosts.some((name) => isUnder(key, name))) return true;
  const { domain, isIp, isPrivate } = parse(key, OPTIONS);
  return domain === null && isIp !== true && isPrivate === true;
}

/** What a permission to go on covers: a host, on shared hosts one page only. */
export function permissionFor(url: URL): string {
  const host = hostKey(url.hostname);
  return isShared(host) ? `${host}${url.pathname}` : host;
}
