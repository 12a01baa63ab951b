/** Which bare numbers lead into the public network; special ranges after IANA's registries, as Python's `ipaddress` has them. */

const SPECIAL_V4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/29', '192.0.0.170/31', '192.0.2.0/24',
  '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4',
];
/** Numbers of the shared network are neither private nor public; written into IPv6 they count as public. */
const SHARED_V4 = '100.64.0.0/10';
const SPECIAL_V6 = ['::1/128', '::/128', '100::/64', '2001::/23', '2001:db8::/32', 'fc00::/7', 'fe80::/10'];
const MAPPED_V6 = '::ffff:0:0/96';

/** True for a host that is a number of the public network. */
export function isPublicIp(host: string): boolean {
  if (!host.startsWith('[')) return !SPECIAL_V4.some((range) => isIn(bitsOfV4(host), range, bitsOfV4));
  const bits = bitsOfV6(host.slice(1, -1));
  if (!isIn(bits, MAPPED_V6, bitsOfV6)) return !SPECIAL_V6.some((range) => isIn(bits, range, bitsOfV6));
  return !SPECIAL_V4.some((range) => range !== SHARED_V4 && isIn(bits.slice(-32), range, bitsOfV4));
}

function isIn(bits: string, range: string, read: (address: string) => string): boolean {
  const [start = '', length] = range.split('/');
  return bits.startsWith(read(start).slice(0, Number(length)));
}

const bitsOf = (number: number, length: number): string => number.toString(2).padStart(length, '0');
const bitsOfV4 = (address: string): string => address.split('.').map((part) => bitsOf(Number(part), 8)).join('');

function bitsOfV6(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array<string>(tail === undefined ? 0 : 8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => bitsOf(parseInt(group, 16), 16)).join('');
}
