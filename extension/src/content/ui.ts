/** Small pieces of page-independent interface: shadow hosts, icons, elements. */
import type { Level } from '../shared/api-types';

const SVG = 'http://www.w3.org/2000/svg';

// Shape tells the level as well as colour does: octagon, triangle, circle, shield.
const ICONS: Record<Level, [outline: string, sign: string]> = {
  danger: ['M5.3 1h5.4L15 5.3v5.4L10.7 15H5.3L1 10.7V5.3z', 'M8 4.2v4.6M8 11.2v.6'],
  caution: ['M8 1.5 15.2 14.5H.8z', 'M8 6v4M8 12.2v.4'],
  clear: ['M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M5 8h6'],
  unknown: ['M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M6.2 6.2a1.9 1.9 0 1 1 1.8 2.5v.6M8 11.6v.5'],
  official: ['M8 1 14 3.2v4.3c0 3.6-2.4 6.2-6 7.5-3.6-1.3-6-3.9-6-7.5V3.2z', 'M5.2 8l2 2 3.6-4'],
};

/** The sign of a level, for sighted eyes only: the word stands beside it. */
export function icon(level: Level): SVGSVGElement {
  const [outline, sign] = ICONS[level];
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of [outline, sign]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** An element with text and attributes. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, text] of Object.entries(attributes)) made.setAttribute(name, text);
  made.append(...children);
  return made;
}

/** A closed shadow root with one style sheet: the page can neither read it nor restyle it. */
export function closedRoot(host: HTMLElement, css: string): ShadowRoot {
  const root = host.attachShadow({ mode: 'closed' });
  root.append(element('style', {}, css));
  return root;
}
