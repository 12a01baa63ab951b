/** Brands that a page dresses up as: names in its title, its pictures and their descriptions. */
import names from '../../generated/brands.json';

const MAX_IMAGES = 60;
const MAX_HINTS = 5;

/** Ids of the brands named there. */
export function brandHints(): string[] {
  const pictures = [...document.querySelectorAll('img,link[rel~="icon"],meta[property="og:site_name"]')].slice(0, MAX_IMAGES);
  const words = pictures.map((picture) => ['alt', 'title', 'content', 'src', 'href'].map((name) => fileOrWords(picture, name)).join(' '));
  const all = ` ${[document.title, ...words].join(' ').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const found = names.filter((brand) => [brand.id, brand.name_ru, brand.name_en].some((name) => all.includes(` ${name.toLowerCase()} `)));
  return found.map((brand) => brand.id).slice(0, MAX_HINTS);
}

function fileOrWords(element: Element, name: string): string {
  const written = element.getAttribute(name) ?? '';
  if (name !== 'src' && name !== 'href') return written.slice(0, 120);
  return written.startsWith('data:') ? '' : (written.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '').slice(0, 120);
}
