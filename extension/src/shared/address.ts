/** Small questions about addresses that need no public suffix list. */

/** The parsed address when it is http or https, else null. */
export function webAddress(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

/** A host without the one dot that may end it: `trap.example.` and `trap.example` are one site. */
export const hostKey = (host: string): string => host.replace(/\.$/, '');

/** The host of a web address, '' for everything else (about:blank, chrome:, nothing at all). */
export function hostOf(text: string | undefined): string {
  return text === undefined ? '' : hostKey(webAddress(text)?.hostname ?? '');
}

/** True when `host` is `domain` or stands under it. */
export function isUnder(host: string, domain: string): boolean {
  const key = hostKey(host);
  return key === domain || key.endsWith(`.${domain}`);
}

/** True for a host that is a bare number: browsers write IPv4 with four parts, IPv6 in brackets. */
export const isIp = (host: string): boolean => host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host);

/** `host` and its parents down to two labels, nearest first. */
export function selfAndParents(host: string): string[] {
  const labels = hostKey(host).split('.');
  return labels.length < 2 ? [labels.join('.')] : labels.slice(0, -1).map((_, start) => labels.slice(start).join('.'));
}

const PRIVATE_V4 = [/^127\./, /^10\./, /^192\.168\./, /^169\.254\./, /^172\.(1[6-9]|2\d|3[01])\./, /^0\./];
const PRIVATE_V6 = /^\[(?:::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*|::ffff:.*)\]$/;
const LOCAL_ENDS = ['localhost', 'local', 'internal', 'lan', 'home.arpa'];

/** True for this machine and private networks: pages there are nobody's trap and nobody's business. */
export function isPrivateHost(written: string): boolean {
  const host = hostKey(written);
  if (host.startsWith('[')) return PRIVATE_V6.test(host);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return PRIVATE_V4.some((range) => range.test(host));
  return !host.includes('.') || LOCAL_ENDS.some((end) => isUnder(host, end));
}
