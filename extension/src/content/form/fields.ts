/** One form control as the page describes it. What a person typed has no way into these functions. */
import type { FieldFacts } from '../../shared/api-types';
import type { Discretion } from './discretion';
import { all, attribute, hasAttribute, localName, typeOf } from './dom';
import type { Rated } from './gate';
import { labelOf } from './labels';
import type { View } from './sight';

const MAX_NAME = 40;
const MAX_LABEL = 120;
const TAGS = new Set(['input', 'select', 'textarea']);
/** Autocomplete tokens that say something; a page could write anything else there, also what is typed. */
const TOKENS = new Set([
  'on', 'off', 'name', 'given-name', 'family-name', 'email', 'tel', 'username', 'current-password', 'new-password', 'one-time-code', 'postal-code',
  'street-address', 'billing', 'shipping', 'cc-name', 'cc-given-name', 'cc-additional-name', 'cc-family-name', 'cc-number', 'cc-exp', 'cc-exp-month', 'cc-exp-year',
  'cc-csc', 'cc-type', 'transaction-amount', 'transaction-currency',
]);
const KEYBOARDS = new Set(['none', 'text', 'decimal', 'numeric', 'tel', 'search', 'email', 'url']);

const tokensOf = (control: Element, name: string, known: ReadonlySet<string>): string =>
  attribute(control, name).slice(0, 200).toLowerCase().split(/\s+/).filter((token) => known.has(token)).join(' ').slice(0, MAX_NAME);

function maxLengthOf(control: Element): number | null {
  const length = Number.parseInt(attribute(control, 'maxlength').slice(0, 20), 10);
  return Number.isInteger(length) && length >= 0 && length <= 10_000 ? length : null;
}

/** The facts of one control, every string redacted and cut. */
export function fieldFacts({ control, shown }: Rated, view: View, discretion: Discretion): FieldFacts {
  const tag = localName(control);
  return {
    tag: TAGS.has(tag) ? tag : 'div',
    // A search field differs from a text field in its looks alone.
    type: typeOf(control) === 'search' ? 'text' : typeOf(control).slice(0, MAX_NAME),
    autocomplete: tokensOf(control, 'autocomplete', TOKENS),
    name: discretion.name(attribute(control, 'name'), MAX_NAME),
    id: discretion.name(attribute(control, 'id'), MAX_NAME),
    label: discretion.text(labelOf(control, view), MAX_LABEL),
    placeholder: discretion.text(attribute(control, 'placeholder'), MAX_LABEL),
    aria: discretion.text(attribute(control, 'aria-label'), MAX_LABEL),
    maxlength: maxLengthOf(control),
    inputmode: tokensOf(control, 'inputmode', KEYBOARDS),
    pattern: hasAttribute(control, 'pattern'),
    required: hasAttribute(control, 'required'),
    visible: shown,
    options: tag === 'select' ? all(control, 'option').length : 0,
  };
}
