/** Whose site is a host: one owner's, or one on which strangers publish side by side. */
import { isPrivateSuffix, splitHost } from '../judge/suffixes';
import { hostKey, isIp, isUnder } from '../shared/address';
import sharedHosts from './shared-hosts.json';

/** The domain that one owner registered, also at a provider (`shop.github.io`); the host itself when there is none. */
export function ownDomain(host: string): string {
  const key = hostKey(host);
  return isIp(key) ? key : (splitHost(key).domain ?? key);
}

/** True for hosts whose pages belong to many: one bad page there says nothing about its neighbours. */
export function isShared(host: string): boolean {
  const key = hostKey(host);
  return sharedHosts.some((name) => isUnder(key, name)) || (!isIp(key) && isPrivateSuffix(key));
}

/** What a permission to go on covers: a host, on shared hosts one page only. */
export function permissionFor(url: URL): string {
  const host = hostKey(url.hostname);
  return isShared(host) ? `${host}${url.pathname}` : host;
}
