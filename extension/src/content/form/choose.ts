/** Which controls and forms of a page go into the question: a page may have thousands, put there to hide four. */
import { all, closest, contains, formOf, localName, page, parentElement, rootOf, typeOf, type Root } from './dom';
import { attributeReasons, type Rated } from './gate';
import { CONTROLS, isControl } from './sight';

const NO_DATA = new Set(['hidden', 'submit', 'button', 'image', 'reset', 'file', 'range', 'color', 'checkbox', 'radio']);
/** Controls taken from either end of one root. */
const MAX_FOUND = 5_000;
/** Controls that are looked at closely. */
export const MAX_EXAMINED = 400;
const AROUND_FOCUS = 20;
const SCAN_MS = 25;
const MAX_DEPTH = 400;

const MAX_FORMS = 3;
const MAX_FIELDS = 40;

/** True for controls into which data can be put. */
export function takesData(control: Element): boolean {
  return localName(control) === 'input' ? !NO_DATA.has(typeOf(control)) : isControl(control);
}

/** All controls that take data, in document order, root by root. */
export function controlsIn(roots: readonly Root[]): Element[] {
  const found: Element[] = [];
  for (const root of roots) {
    const here = all(root, CONTROLS);
    for (let index = 0; index < here.length; index += 1) {
      if (index === MAX_FOUND) index = Math.max(index, here.length - MAX_FOUND);
      const control = here[index];
      if (control !== undefined && takesData(control)) found.push(control);
    }
  }
  return found;
}

/** The controls to look at closely, most telling first: around the focus, those that name themselves, then from both ends. */
export function worthALook(controls: readonly Element[], focused: Element | null): Element[] {
  const most = Math.min(MAX_EXAMINED, controls.length);
  const chosen = new Set<Element>();
  const take = (control: Element | undefined): void => {
    if (control !== undefined && chosen.size < most) chosen.add(control);
  };
  const at = focused === null ? -1 : controls.indexOf(focused);
  if (at >= 0) controls.slice(Math.max(0, at - AROUND_FOCUS), at + AROUND_FOCUS).forEach(take);
  const end = performance.now() + SCAN_MS;
  for (const [index, control] of controls.entries()) {
    if (index % 64 === 63 && performance.now() > end) break;
    if (attributeReasons(control).size > 0) take(control);
  }
  for (let step = 0; chosen.size < most; step += 1) {
    take(controls[step]);
    take(controls.at(-1 - step));
  }
  return [...chosen];
}

/** What was looked at, in document order again. */
export function inOrder(rated: readonly Rated[], controls: readonly Element[]): Rated[] {
  const order = new Map(controls.map((control, index) => [control, index]));
  return [...rated].sort((one, other) => (order.get(one.control) ?? 0) - (order.get(other.control) ?? 0));
}

export interface Group {
  form: Element | null;
  fields: Rated[];
}

/** The forms most likely to ask for something, and of each the fields most likely to. */
export function groups(controls: readonly Rated[]): Group[] {
  const byForm = new Map<Element | null, Rated[]>();
  for (const one of controls) {
    const form = formOf(one.control);
    const members = byForm.get(form);
    if (members === undefined) byForm.set(form, [one]);
    else members.push(one);
  }
  const ranked = [...byForm].map(([form, fields]) => ({ form, fields, rank: rankOf(fields) }));
  ranked.sort((one, other) => comparison(other.rank, one.rank));
  return ranked.slice(0, MAX_FORMS).map(({ form, fields }) => ({ form, fields: mostTelling(fields) }));
}

const distinct = (fields: readonly Rated[]): number => new Set(fields.flatMap(({ reasons }) => [...reasons])).size;

function rankOf(fields: readonly Rated[]): number[] {
  const shown = fields.filter((one) => one.shown);
  return [distinct(shown), distinct(fields), shown.length, fields.length];
}

function comparison(one: readonly number[], other: readonly number[]): number {
  for (const [index, rank] of one.entries()) {
    if (rank !== other[index]) return rank - (other[index] ?? 0);
  }
  return 0;
}

function mostTelling(fields: readonly Rated[]): Rated[] {
  if (fields.length <= MAX_FIELDS) return [...fields];
  const weight = ({ reasons, shown }: Rated): number => (reasons.size > 0 ? 2 : 0) + (shown ? 1 : 0);
  const chosen = new Set([...fields].sort((one, other) => weight(other) - weight(one)).slice(0, MAX_FIELDS));
  return fields.filter((one) => chosen.has(one));
}

/** The smallest element that holds a group of controls, and a little around it. */
export function surroundings(fields: readonly Rated[]): Node {
  const [head] = fields;
  const tail = fields.at(-1);
  if (head === undefined || tail === undefined) return page.body();
  let holder = closest(head.control, 'form') ?? parentElement(head.control);
  for (let depth = 0; holder !== null && depth < MAX_DEPTH; depth += 1, holder = parentElement(holder)) {
    if (contains(holder, tail.control)) return parentElement(holder) ?? holder;
  }
  return rootOf(head.control);
}
