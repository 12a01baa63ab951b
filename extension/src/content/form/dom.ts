/**
 * The page's tree, read in a way that the page cannot spoil. A form gives its fields, and a document its images, as
 * properties under their names, before its own: `<input name="getAttribute">` is enough to break `form.getAttribute`.
 * So nothing is called on a node here; every call goes through the prototype (ESLint holds the rest of the folder to it).
 */

export type Root = Document | ShadowRoot;
type Method = (this: unknown, ...args: unknown[]) => unknown;

export const HTML = 'http://www.w3.org/1999/xhtml';

function findGetter(owner: object, name: string): Method | undefined {
  for (let at: object | null = owner; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor !== undefined) return (descriptor as { get?: Method }).get;
  }
  return undefined;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the type stands for what the property holds
function getter<T>(owner: object, name: string): (node: object) => T {
  const get = findGetter(owner, name);
  if (get === undefined) throw new TypeError(`no property ${name}`);
  return (node) => get.call(node) as T;
}

export const nodeType = getter<number>(Node.prototype, 'nodeType');
const parentNode = getter<Node | null>(Node.prototype, 'parentNode');
export const parentElement = getter<Element | null>(Node.prototype, 'parentElement');
export const previousSibling = getter<ChildNode | null>(Node.prototype, 'previousSibling');
export const previousElement = getter<Element | null>(Element.prototype, 'previousElementSibling');
export const localName = getter<string>(Element.prototype, 'localName');
export const isConnected = getter<boolean>(Node.prototype, 'isConnected');
export const textData = getter<string>(CharacterData.prototype, 'data');
const hostOfRoot = getter<Element>(ShadowRoot.prototype, 'host');
export const openRoot = getter<ShadowRoot | null>(Element.prototype, 'shadowRoot');
const namespaceOf = getter<string | null>(Element.prototype, 'namespaceURI');
const titleOfDocument = getter<string>(Document.prototype, 'title');
const referrerOfDocument = getter<string>(Document.prototype, 'referrer');
const documentElementOf = getter<Element | null>(Document.prototype, 'documentElement');
const bodyOf = getter<Element | null>(Document.prototype, 'body');
const baseOf = getter<string>(Node.prototype, 'baseURI');
const wholeText = getter<string>(Element.prototype, 'textContent');
const inputType = getter<string>(HTMLInputElement.prototype, 'type');
const labelTarget = getter<Element | null>(HTMLLabelElement.prototype, 'control');
const tabIndex = getter<number>(HTMLElement.prototype, 'tabIndex');

const editedInPlace = findGetter(HTMLElement.prototype, 'isContentEditable');

const FORM_OF: Readonly<Record<string, (node: object) => HTMLFormElement | null>> = {
  input: getter(HTMLInputElement.prototype, 'form'),
  select: getter(HTMLSelectElement.prototype, 'form'),
  textarea: getter(HTMLTextAreaElement.prototype, 'form'),
};

const QUERIES = new Map<number, { querySelector: unknown; querySelectorAll: unknown }>([
  [Node.ELEMENT_NODE, Element.prototype],
  [Node.DOCUMENT_NODE, Document.prototype],
  [Node.DOCUMENT_FRAGMENT_NODE, DocumentFragment.prototype],
]);

export const isElement = (node: Node): node is Element => nodeType(node) === Node.ELEMENT_NODE;
export const isText = (node: Node): node is Text => nodeType(node) === Node.TEXT_NODE;
export const isHtml = (element: Element): boolean => namespaceOf(element) === HTML;

/** An attribute as it is written, '' when it is not there. */
export const attribute = (element: Element, name: string): string => Element.prototype.getAttribute.call(element, name) ?? '';
export const hasAttribute = (element: Element, name: string): boolean => Element.prototype.hasAttribute.call(element, name);
export const matches = (element: Element, selector: string): boolean => Element.prototype.matches.call(element, selector);
export const contains = (outer: Node, inner: Node): boolean => Node.prototype.contains.call(outer, inner);
export const rootOf = (node: Node): Node => Node.prototype.getRootNode.call(node);

export function closest(element: Element, selector: string): Element | null {
  return Element.prototype.closest.call(element, selector);
}

/** The first element under a node that fits. */
export function first(top: Node, selector: string): Element | null {
  return ((QUERIES.get(nodeType(top))?.querySelector as Method | undefined)?.call(top, selector) ?? null) as Element | null;
}

/** All elements under a node that fit; not an array, because there may be very many. */
export function all(top: Node, selector: string): ArrayLike<Element> {
  return ((QUERIES.get(nodeType(top))?.querySelectorAll as Method | undefined)?.call(top, selector) ?? []) as ArrayLike<Element>;
}

/** The first so many of a list, without a copy of the whole. */
export function* upTo<T>(most: number, list: ArrayLike<T>): Generator<T> {
  for (let index = 0; index < Math.min(list.length, most); index += 1) {
    const item = list[index];
    if (item !== undefined) yield item;
  }
}

/** False for what the browser does not draw at all; where it cannot tell, it is taken as drawn. */
export function isDrawn(element: Element): boolean {
  const check = (Element.prototype as { checkVisibility?: Method }).checkVisibility;
  return check === undefined || check.call(element, { visibilityProperty: true }) === true;
}

export function byId(root: Node, id: string): Element | null {
  const owner = nodeType(root) === Node.DOCUMENT_NODE ? Document.prototype : DocumentFragment.prototype;
  return (owner.getElementById as Method).call(root, id) as Element | null;
}

export function treeWalker(top: Node, what: number, filter: (node: Node) => number): TreeWalker {
  return Document.prototype.createTreeWalker.call(document, top, what, filter);
}

/** The type of a control as the browser understands it, whatever is written in the attribute. */
export function typeOf(control: Element): string {
  const name = localName(control);
  if (name === 'input' && isHtml(control)) return inputType(control).toLowerCase();
  return name === 'select' || name === 'textarea' ? name : 'contenteditable';
}

/** What a drawing is titled, '' when it has no title. */
export function titleOfDrawing(drawing: Element): string {
  const title = first(drawing, 'title');
  return title === null ? '' : wholeText(title);
}

/** The form that a control belongs to. */
export function formOf(control: Element): Element | null {
  return (isHtml(control) ? FORM_OF[localName(control)]?.(control) : null) ?? closest(control, 'form');
}

export const isEditedInPlace = (element: Element): boolean => isHtml(element) && editedInPlace?.call(element) === true;

/** What an element stands in; of the elements at the top of a shadow root, the one that carries it. */
export function parentOrHost(element: Element): Element | null {
  const parent: Node | null = parentNode(element);
  if (parent === null || isElement(parent)) return parent;
  return parent instanceof ShadowRoot ? hostOfRoot(parent) : null;
}

export const controlOf = (label: Element): Element | null => (isHtml(label) ? labelTarget(label) : null);
export const canBeFocused = (element: Element): boolean => isHtml(element) && tabIndex(element) >= 0;

/** Title, base and referrer of this document, and the element that stands for the whole of it. */
export const page = {
  title: (): string => titleOfDocument(document),
  base: (): string => baseOf(documentElementOf(document) ?? document),
  cameFrom: (): string => referrerOfDocument(document),
  top: (): Element | null => documentElementOf(document),
  body: (): Node => bodyOf(document) ?? documentElementOf(document) ?? document,
};
