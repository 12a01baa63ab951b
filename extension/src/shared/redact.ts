/** What may leave the browser: the same rules as classifier/redact.py, held together by tests/vectors/redact.json. */

const MAX_PATH_SHAPE = 200;
const MAX_QUERY_NAMES = 20;
const MAX_NAME = 40;

const EMAIL = /[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,8}/gu;
// Also in groups, as people write cards and phones.
const DIGITS = /\p{Nd}(?:[ \u00a0().\-–]{0,2}\p{Nd}){3,}/gu;
const RUN = /[A-Za-z0-9_-]{16,}/g;
const LONG_WORD = /[A-Za-z0-9_]{24,}/g;
const PERSON =
  /((?:Получатель|Покупатель|Продавец|ФИО|Recipient|Buyer|Seller)\s*:\s*)[А-ЯЁA-Z][\p{L}\p{N}_-]*(?:\s+[А-ЯЁA-Z][\p{L}\p{N}_.-]*){0,2}/gu;

/** Replace e-mails, names after «Получатель:», tokens of 16 signs and more, and digit runs of four and more. */
export function redactText(text: string): string {
  return text.replace(EMAIL, '{email}').replace(PERSON, '$1{name}').replace(RUN, maskedRun).replace(DIGITS, '{n}');
}

/** A run that mixes letters and digits is a token; in others only words of 24 letters and more are. */
function maskedRun(run: string): string {
  return /\d/.test(run) && /[A-Za-z]/.test(run) ? '{t}' : run.replace(LONG_WORD, '{t}');
}

/** As `redactText`, and every single digit too: for pages in which somebody has begun to type. */
export function redactDigits(text: string): string {
  return redactText(text).replace(/\p{Nd}+/gu, '{n}');
}

/** Percent-encoded digits as digits, so that a number cannot hide. */
function digitsShown(text: string): string {
  return text.replace(/%3(\d)/g, '$1');
}

/** A URL path without its numbers and tokens: `/order/{n}`. */
export function pathShape(path: string): string {
  return redactText(digitsShown(path)).slice(0, MAX_PATH_SHAPE);
}

/** Parameter names in order, without values or repeats. */
export function queryNames(search: string): string[] {
  const names = new Set<string>();
  for (const pair of search.replace(/^\?/, '').split('&')) {
    const name = redactText(digitsShown(pair.split('=', 1)[0] ?? '')).slice(0, MAX_NAME);
    if (name !== '') names.add(name);
  }
  return [...names].slice(0, MAX_QUERY_NAMES);
}

/** Scheme, host, path shape and parameter names of a web address: no values, no fragment, no user name. */
export function redactUrl(url: URL): string {
  const names = queryNames(url.search);
  return `${url.protocol}//${url.host}${pathShape(url.pathname)}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}
