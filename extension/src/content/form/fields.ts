/** One form control as the page describes it. What a person typed has no way into these functions. */
import type { FieldFacts } from '../../shared/api-types';

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLElement;

export const CONTROLS = 'input,select,textarea,[contenteditable=""],[contenteditable="true"],[role="textbox"]';
const NO_DATA = new Set(['hidden', 'submit', 'button', 'image', 'reset', 'file', 'range', 'color', 'checkbox', 'radio', 'search']);

const MAX_NAME = 40;
const MAX_LABEL = 120;

type Redact = (text: string) => string;

const attribute = (element: Element, name: string): string => element.getAttribute(name) ?? '';
const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** True for controls into which data can be put. */
export function takesData(control: Element): boolean {
  return control.localName !== 'input' || !NO_DATA.has(attribute(control, 'type').toLowerCase());
}

/** True when the control is shown; where the browser cannot tell, it is taken as shown. */
export function isShown(control: Element): boolean {
  return control.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true;
}

/** The text of a node without that of controls in it. */
function wordsOf(node: Node | null): string {
  if (node === null) return '';
  if (node.nodeType === Node.TEXT_NODE) return (node as Text).data;
  if (!(node instanceof Element) || node.matches(`script,style,button,option,${CONTROLS}`)) return '';
  return [...node.childNodes].map(wordsOf).join(' ');
}

function byIds(control: Element, ids: string): string {
  const root = control.getRootNode() as Document | ShadowRoot;
  return ids.split(/\s+/).map((id) => wordsOf(id === '' ? null : root.getElementById(id))).join(' ');
}

function textBefore(control: Element): string {
  for (let node = control.previousSibling; node !== null; node = node.previousSibling) {
    if (node instanceof Element && (node.matches(CONTROLS) || node.querySelector(CONTROLS) !== null)) return '';
    const words = squeeze(wordsOf(node));
    if (words !== '') return words;
  }
  return '';
}

function cellBefore(control: Element): string {
  const cell = control.closest('td,dd');
  const before = cell?.previousElementSibling ?? null;
  return before?.matches('td,th,dt') === true ? wordsOf(before) : '';
}

function aroundText(control: Element): string {
  const parent = control.parentElement;
  if (parent === null || parent.querySelectorAll(CONTROLS).length > 1) return '';
  const before = parent.previousElementSibling;
  return textBefore(parent) || (before === null ? '' : wordsOf(before));
}

/** The words that name a control, nearest source first. */
export function labelOf(control: Element): string {
  const labels = 'labels' in control ? [...((control.labels as NodeListOf<Element> | null) ?? [])] : [];
  const sources = [
    () => labels.map(wordsOf).join(' '),
    () => byIds(control, attribute(control, 'aria-labelledby')),
    () => wordsOf(control.closest('label')),
    () => textBefore(control),
    () => cellBefore(control),
    () => aroundText(control),
    () => attribute(control, 'title'),
  ];
  for (const source of sources) {
    const label = squeeze(source());
    if (label !== '') return label;
  }
  return '';
}

function maxLengthOf(control: Element): number | null {
  const length = Number.parseInt(attribute(control, 'maxlength'), 10);
  return Number.isInteger(length) && length >= 0 && length <= 10_000 ? length : null;
}

function typeOf(control: Element): string {
  if (control.localName === 'input') return attribute(control, 'type').toLowerCase() || 'text';
  return control.localName === 'select' || control.localName === 'textarea' ? control.localName : 'contenteditable';
}

/** The facts of one control, every string redacted and cut. */
export function fieldFacts(control: Element, redact: Redact): FieldFacts {
  const short = (name: string): string => redact(squeeze(attribute(control, name))).slice(0, MAX_NAME);
  const long = (text: string): string => redact(squeeze(text)).slice(0, MAX_LABEL);
  return {
    tag: control.localName.slice(0, MAX_NAME),
    type: typeOf(control).slice(0, MAX_NAME),
    autocomplete: short('autocomplete'),
    name: short('name'),
    id: short('id'),
    label: long(labelOf(control)),
    placeholder: long(attribute(control, 'placeholder')),
    aria: long(attribute(control, 'aria-label')),
    maxlength: maxLengthOf(control),
    inputmode: short('inputmode'),
    pattern: control.hasAttribute('pattern'),
    required: control.hasAttribute('required'),
    visible: isShown(control),
    options: control.localName === 'select' ? control.querySelectorAll('option').length : 0,
  };
}
