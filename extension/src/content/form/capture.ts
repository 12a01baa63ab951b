/** The structure of a document's forms, as the server reads it. Never a typed value: see fields.ts. */
import { hostOf, webAddress } from '../../shared/address';
import type { FieldFacts, FormFacts, PageFacts } from '../../shared/api-types';
import { pathShape, queryNames, redactDigits, redactText } from '../../shared/redact';
import { brandHints } from './brand-hints';
import { CONTROLS, fieldFacts, isShown, takesData } from './fields';
import { excerptOf, headingsOf } from './texts';

const MAX_FORMS = 3;
const MAX_FIELDS = 40;
const MAX_BUTTONS = 8;
const MAX_IFRAMES = 8;
const MAX_TITLE = 120;
const MAX_BUTTON = 80;
/** The whole of the facts as JSON; what exceeds it loses text first. */
const MAX_BYTES = 8_192;
/** Of a label when the whole is too long. */
const SHORT = 32;

export type Roots = (Document | ShadowRoot)[];
type Redact = (text: string) => string;

/** All controls that take data, in document order, root by root. */
export function controlsIn(roots: Roots): Element[] {
  return roots.flatMap((root) => [...root.querySelectorAll(CONTROLS)]).filter(takesData);
}

interface Group {
  form: HTMLFormElement | null;
  controls: Element[];
}

function groups(controls: Element[]): Group[] {
  const byForm = new Map<HTMLFormElement | null, Element[]>();
  for (const control of controls) {
    const form = ('form' in control ? (control.form as HTMLFormElement | null) : null) ?? control.closest('form');
    byForm.set(form, [...(byForm.get(form) ?? []), control]);
  }
  const made = [...byForm].map(([form, members]) => ({ form, controls: members }));
  return made.sort((first, second) => second.controls.length - first.controls.length).slice(0, MAX_FORMS);
}

/** The smallest element that holds all controls of a group and a little of its surroundings. */
export function surroundings(controls: Element[]): Node {
  const [first] = controls;
  if (first === undefined) return document.body;
  let holder: Element | null = first.closest('form') ?? first.parentElement;
  while (holder !== null && !controls.every((control) => holder?.contains(control) === true)) holder = holder.parentElement;
  return holder?.parentElement ?? holder ?? first.getRootNode();
}

function buttonsOf(group: Group, redact: Redact): string[] {
  const scope = group.form ?? surroundings(group.controls);
  const found = scope instanceof Element || scope instanceof DocumentFragment || scope instanceof Document ? scope : document;
  return [...found.querySelectorAll('button,input[type="submit"],input[type="button"],[role="button"],a[class*="btn" i]')]
    .filter(isShown)
    .map((button) => redact(buttonWords(button)).slice(0, MAX_BUTTON))
    .filter((words) => words !== '')
    .slice(0, MAX_BUTTONS);
}

function buttonWords(button: Element): string {
  // The caption of <input type=submit> is an attribute of the page, not something typed.
  const words = button.localName === 'input' ? button.getAttribute('value') : button.textContent;
  return (words ?? '').replace(/\s+/g, ' ').trim() || (button.getAttribute('aria-label') ?? '');
}

function formFacts(group: Group, redact: Redact): FormFacts {
  const action = group.form?.getAttribute('action') ?? '';
  const target = URL.canParse(action, document.baseURI) ? new URL(action, document.baseURI).href : '';
  return {
    action_host: hostOf(target),
    method: (group.form?.getAttribute('method') ?? 'get').toLowerCase() === 'post' ? 'post' : 'get',
    fields: group.controls.slice(0, MAX_FIELDS).map((control) => fieldFacts(control, redact)),
    buttons: buttonsOf(group, redact),
  };
}

function iframeHosts(): string[] {
  const hosts = [...document.querySelectorAll('iframe[src]')].map((frame) => {
    const source = frame.getAttribute('src') ?? '';
    return URL.canParse(source, document.baseURI) ? hostOf(new URL(source, document.baseURI).href) : '';
  });
  return [...new Set(hosts)].filter((host) => host !== '').slice(0, MAX_IFRAMES);
}

function pageInfo(redact: Redact): NonNullable<PageFacts['page']> {
  const isTop = window.top === window.self;
  const place = webAddress(location.href) ?? webAddress(window.origin);
  return {
    host: place?.hostname ?? '',
    path_shape: place === null ? '' : pathShape(place.pathname),
    query_names: place === null ? [] : queryNames(place.search),
    scheme: place?.protocol === 'http:' ? 'http' : 'https',
    title: redact(document.title).slice(0, MAX_TITLE),
    lang: document.documentElement.lang.slice(0, 16),
    is_top: isTop,
    top_host: isTop ? (place?.hostname ?? '') : '',
    opener_marketplace: false,
    referrer_host: hostOf(document.referrer),
  };
}

/** Text goes first, then the length of labels, then fields from the end. */
function withinLimit(facts: PageFacts): PageFacts {
  const size = (value: PageFacts): number => new TextEncoder().encode(JSON.stringify(value)).length;
  if (size(facts) <= MAX_BYTES) return facts;
  let cut: PageFacts = { ...facts, excerpt: '', headings: (facts.headings ?? []).slice(0, 2) };
  const shorten = (field: FieldFacts): FieldFacts => ({
    ...field,
    label: field.label?.slice(0, SHORT) ?? '',
    placeholder: field.placeholder?.slice(0, SHORT) ?? '',
    aria: field.aria?.slice(0, SHORT) ?? '',
  });
  if (size(cut) > MAX_BYTES) {
    cut = { ...cut, forms: (cut.forms ?? []).map((form) => ({ ...form, fields: (form.fields ?? []).map(shorten) })) };
  }
  for (let fields = MAX_FIELDS; fields > 0 && size(cut) > MAX_BYTES; fields -= 4) {
    cut = { ...cut, forms: (cut.forms ?? []).map((form) => ({ ...form, fields: (form.fields ?? []).slice(0, fields) })) };
  }
  return cut;
}

/** Capture the document. `typed`: somebody has begun to type, so no digit of the page's text is kept. */
export function capture(roots: Roots, controls: Element[], typed: boolean): PageFacts {
  const redact = typed ? redactDigits : redactText;
  const grouped = groups(controls);
  const facts = {
    v: 1,
    page: pageInfo(redact),
    forms: grouped.map((group) => formFacts(group, redact)),
    headings: headingsOf(roots, typed, redact),
    excerpt: excerptOf(surroundings(grouped[0]?.controls ?? []), typed, redact),
    iframes: iframeHosts(),
    brand_hints: brandHints(),
    flow: null,
  } as PageFacts;
  return withinLimit(facts);
}
