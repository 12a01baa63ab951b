/** Host names as people read them: the inverse of Punycode (RFC 3492, section 6.2). */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 128;
const LAST_CODE = 0x10ffff;
const LARGEST = 0x7fffffff;

const digitOf = (char: string | undefined): number => {
  if (char === undefined) return -1;
  if (char >= 'a' && char <= 'z') return char.charCodeAt(0) - 97;
  return char >= '0' && char <= '9' ? char.charCodeAt(0) - 22 : -1;
};

function adapted(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > Math.floor(((BASE - T_MIN) * T_MAX) / 2); k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/** The text behind `xn--`, or null when it is no Punycode. */
export function decodePunycode(input: string): string | null {
  const basic = input.lastIndexOf('-');
  const out = Array.from(input.slice(0, Math.max(basic, 0)), (char) => char.charCodeAt(0));
  let [at, code, index, bias] = [basic + 1, FIRST_CODE, 0, FIRST_BIAS];
  while (at < input.length) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE, at += 1) {
      const digit = digitOf(input[at]);
      if (digit < 0 || digit > (LARGEST - index) / weight) return null;
      index += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      if (weight > LARGEST / (BASE - threshold)) return null;
      weight *= BASE - threshold;
    }
    at += 1;
    const count = out.length + 1;
    bias = adapted(index - before, count, before === 0);
    code += Math.floor(index / count);
    if (code > LAST_CODE || (code >= 0xd800 && code < 0xe000)) return null;
    index %= count;
    out.splice(index, 0, code);
    index += 1;
  }
  return String.fromCodePoint(...out);
}

/** A host with its `xn--` labels decoded; one that is no Punycode of a label that may be registered stays as it is. */
export function unicodeHost(host: string): string {
  return host.includes('xn--') ? host.split('.').map(readable).join('.') : host;
}

function readable(label: string): string {
  const decoded = decodedLabel(label);
  return decoded !== null && decodedLabel(encoded(decoded)) === decoded ? decoded : label;
}

const decodedLabel = (label: string): string | null => (label.startsWith('xn--') ? decodePunycode(label.slice(4)) : null);

/** A label as the browser writes it: some browsers let `xn--` labels pass that no registry would. */
function encoded(label: string): string {
  try {
    return new URL(`http://${label}.example`).hostname.replace('.example', '');
  } catch {
    return '';
  }
}
