/** Brands that a page dresses up as: names in its title, its pictures and their descriptions. */
import names from '../../generated/brands.json';
import { all, attribute, upTo } from './dom';

const MAX_IMAGES = 60;
const MAX_HINTS = 5;
const MAX_WORDS = 120;
const PICTURES = 'img,link[rel~="icon"],meta[property="og:site_name"]';

/** Ids of the brands named there. */
export function brandHints(title: string): string[] {
  const words = [title.slice(0, MAX_WORDS * 4)];
  for (const picture of upTo(MAX_IMAGES, all(document, PICTURES))) {
    words.push(...['alt', 'title', 'content', 'src', 'href'].map((name) => fileOrWords(picture, name)));
  }
  const said = ` ${words.join(' ').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const found = names.filter((brand) => [brand.id, brand.name_ru, brand.name_en].some((name) => said.includes(` ${name.toLowerCase()} `)));
  return found.map((brand) => brand.id).slice(0, MAX_HINTS);
}

function fileOrWords(element: Element, name: string): string {
  const written = attribute(element, name).slice(0, 2_000);
  if (name !== 'src' && name !== 'href') return written.slice(0, MAX_WORDS);
  return written.startsWith('data:') ? '' : (written.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '').slice(0, MAX_WORDS);
}
