/** The structure of a document's forms, as the server reads it. Never a typed value: see fields.ts, discretion.ts. */
import { hostOf, webAddress } from '../../shared/address';
import type { FieldFacts, FormFacts, PageFacts } from '../../shared/api-types';
import { pathShape, queryNames } from '../../shared/redact';
import { groups, surroundings, type Group } from './choose';
import type { Discretion } from './discretion';
import { all, attribute, localName, page, typeOf, upTo, type Root } from './dom';
import { fieldFacts } from './fields';
import { tidy } from '../../shared/spelling';
import type { Rated } from './gate';
import { withinLimit } from './limit';
import type { View } from './sight';
import { excerptOf, headingsOf, titleOf, wordsUnder } from './texts';

const MAX_BUTTONS = 8;
/** Buttons and frames looked at until so many are found. */
const MAX_TRIED = 200;
const MAX_IFRAMES = 8;
const MAX_TITLE = 120;
const MAX_BUTTON = 80;
const BUTTONS = 'button,input[type="submit" i],input[type="button" i],[role="button" i],a[class*="btn" i]';
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}$/i;

export interface Captured {
  roots: readonly Root[];
  controls: readonly Rated[];
  view: View;
  discretion: Discretion;
}

/** A part of the facts; what cannot be read is left out, and the rest is still asked about. */
function part<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function caption(button: Element, view: View): string {
  if (localName(button) === 'input' && ['submit', 'button'].includes(typeOf(button))) {
    // eslint-disable-next-line no-restricted-syntax -- the caption of a button, nobody types it
    return tidy(attribute(button, 'value'));
  }
  return wordsUnder(button, { view, shownOnly: false, longest: MAX_BUTTON * 4 }) || tidy(attribute(button, 'aria-label'));
}

function buttonsOf(group: Group, { view, discretion }: Captured): string[] {
  const said: string[] = [];
  for (const button of upTo(MAX_TRIED, all(group.form ?? surroundings(group.fields), BUTTONS))) {
    if (said.length === MAX_BUTTONS) break;
    if (!view.isShown(button)) continue;
    const words = discretion.text(caption(button, view), MAX_BUTTON);
    if (words !== '') said.push(words);
  }
  return said;
}

const UNREADABLE: FieldFacts = { tag: 'input', type: 'text', visible: true } as FieldFacts;

function formFacts(group: Group, from: Captured, telling: Set<FieldFacts>): FormFacts {
  const action = group.form === null ? '' : attribute(group.form, 'action').slice(0, 4_000);
  const base = page.base();
  const target = part('', () => (URL.canParse(action, base) ? new URL(action, base).href : ''));
  const fields = group.fields.map((rated) => {
    const facts = part({ ...UNREADABLE }, () => fieldFacts(rated, from.view, from.discretion));
    if (rated.reasons.size > 0) telling.add(facts);
    return facts;
  });
  return {
    action_host: hostOf(target),
    method: group.form !== null && attribute(group.form, 'method').toLowerCase() === 'post' ? 'post' : 'get',
    fields,
    buttons: part([], () => buttonsOf(group, from)),
  };
}

function iframeHosts(): string[] {
  const base = page.base();
  const hosts = new Set<string>();
  for (const frame of upTo(MAX_TRIED, all(document, 'iframe[src]'))) {
    if (hosts.size === MAX_IFRAMES) break;
    const source = attribute(frame, 'src').slice(0, 4_000);
    const host = URL.canParse(source, base) ? hostOf(new URL(source, base).href) : '';
    if (host !== '') hosts.add(host);
  }
  return [...hosts];
}

function pageInfo(discretion: Discretion): NonNullable<PageFacts['page']> {
  const isTop = window.top === window.self;
  const place = webAddress(location.href) ?? webAddress(window.origin);
  const top = page.top();
  const language = top === null ? '' : attribute(top, 'lang');
  return {
    host: place?.hostname ?? '',
    path_shape: discretion.frozen('path', '', () => (place === null ? '' : pathShape(place.pathname.slice(0, 800)))),
    query_names: discretion.frozen('query', [], () => (place === null ? [] : queryNames(place.search.slice(0, 4_000)))),
    scheme: place?.protocol === 'http:' ? 'http' : 'https',
    title: part('', () => titleOf(discretion, MAX_TITLE)),
    lang: LANGUAGE.test(language) ? language.slice(0, 16) : '',
    is_top: isTop,
    top_host: isTop ? (place?.hostname ?? '') : '',
    opener_marketplace: false,
    referrer_host: part('', () => hostOf(page.cameFrom())),
  };
}

/** Capture the document, as far as it can be read. */
export function capture(from: Captured): PageFacts {
  const { roots, controls, view, discretion } = from;
  const telling = new Set<FieldFacts>();
  const grouped = part([], () => groups(controls));
  const facts = {
    v: 1,
    page: pageInfo(discretion),
    forms: grouped.map((group) => formFacts(group, from, telling)),
    headings: part([], () => headingsOf(roots, discretion, view)),
    excerpt: part('', () => excerptOf(surroundings(grouped[0]?.fields ?? []), discretion, view)),
    iframes: part([], iframeHosts),
    flow: null,
  } as PageFacts;
  return withinLimit(facts, telling);
}
