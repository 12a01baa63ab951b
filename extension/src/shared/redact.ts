/** What may leave the browser: the same rules as classifier/redact.py, held together by tests/vectors/redact.json. */

const MAX_PATH_SHAPE = 200;
const MAX_QUERY_NAMES = 20;
const MAX_NAME = 40;
/** Percent-encodings inside percent-encodings that are undone; beyond them all is masked. */
const MAX_ENCODINGS = 6;

const EMAIL = /[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,8}/gu;
const HANDLE = /(?<![\p{L}\p{N}_.@/}])@[A-Za-z][\p{L}\p{N}_]{2,31}/gu;
// Also in groups, as people write cards and phones.
const DIGITS = /\p{Nd}(?:[ \u00a0().\-–]{0,2}\p{Nd}){3,}/gu;
const RUN = /[A-Za-z0-9_-]{16,}/g;
const LONG_WORD = /[A-Za-z0-9_]{24,}/g;
const PERSON =
  /((?:Получатель|Покупатель|Продавец|ФИО|Recipient|Buyer|Seller)\s*:\s*)[А-ЯЁA-Z][\p{L}\p{N}_-]*(?:\s+[А-ЯЁA-Z][\p{L}\p{N}_.-]*){0,2}/gu;
const ENCODED = /(?:%[0-9A-Fa-f]{2})+/g;
const PARAMETERS = /;[^/]*/g;
const WORD = /[^\u0000-,./:-@[-^`{-\u007f]+/gu;
// What would end the path, part parameters, or is drawn in no address.
const UNSAFE = /[^A-Za-z0-9/_.~!$'()*,:@={}-]+/gu;
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Mask e-mails, @handles, names after «Получатель:», tokens of 16 signs and more, numbers of four digits and more. */
export function redactText(text: string): string {
  return text
    .replace(EMAIL, '{email}')
    .replace(HANDLE, '{handle}')
    .replace(PERSON, '$1{name}')
    .replace(RUN, maskedRun)
    .replace(DIGITS, '{n}');
}

/** A run that mixes letters and digits is a token; in others only words of 24 letters and more are. */
function maskedRun(run: string): string {
  return /\d/.test(run) && /[A-Za-z]/.test(run) ? '{t}' : run.replace(LONG_WORD, '{t}');
}

/** As `redactText`, and every single digit too: for pages in which somebody has begun to type. */
export function redactDigits(text: string): string {
  return redactText(text).replace(/\p{Nd}+/gu, '{n}');
}

/** Undo percent-encoding, however often it was applied; full-width digits become plain ones. */
function decoded(text: string): string {
  for (let round = 0; round < MAX_ENCODINGS; round += 1) {
    const before = text;
    text = text.replace(ENCODED, (run) => UTF8.decode(Uint8Array.from(run.slice(1).split('%'), (pair) => parseInt(pair, 16))));
    if (text === before) return text.normalize('NFKC');
  }
  return '/{t}';
}

/** Words that are not ASCII are masked, and nothing stays that would change the address. */
function shape(text: string): string {
  const words = text.replace(WORD, (word) => (/^[\u0000-\u007f]*$/.test(word) ? word : '{t}'));
  return redactText(words.replace(UNSAFE, '-'));
}

/** A URL path without its numbers, tokens and words that are not ASCII: `/order/{n}`; no `;parameters` either. */
export function pathShape(path: string): string {
  return shape(decoded(path).replace(PARAMETERS, '')).slice(0, MAX_PATH_SHAPE);
}

/** Parameter names in order, without values or repeats. */
export function queryNames(search: string): string[] {
  const names = new Set<string>();
  for (const pair of search.replace(/^\?/, '').split('&')) {
    const [name = ''] = decoded(pair.split('=', 1)[0] ?? '').split(/[=&;]/, 1);
    const shown = shape(name).slice(0, MAX_NAME);
    if (shown !== '') names.add(shown);
  }
  return [...names].slice(0, MAX_QUERY_NAMES);
}

/** Scheme, host, path shape and parameter names of a web address: no values, no fragment, no user name. */
export function redactUrl(url: URL): string {
  const names = queryNames(url.search);
  return `${url.protocol}//${url.host}${pathShape(url.pathname)}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}
