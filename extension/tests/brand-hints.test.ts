import { describe, expect, it } from 'vitest';
import vectors from '../../tests/vectors/brand_hints.json';
import { brandHints } from '../src/background/brand-hints';
import { namedOn } from '../src/content/form/brand-hints';

describe('brand hints', () => {
  it.each(vectors.pages)('of: $head $body', ({ head, body, hints }) => {
    document.head.innerHTML = head;
    document.body.innerHTML = body;
    expect(brandHints(namedOn(document))).toEqual(hints);
  });

  it('are few however many a page names', () => {
    const pictures = ['Авито', 'Юла', 'СДЭК', 'Boxberry', 'Ozon', 'Wildberries'];
    document.body.innerHTML = pictures.map((name) => `<img alt="${name}">`).join('').repeat(200);
    const named = namedOn(document);
    expect(named.pictures).toHaveLength(6);
    expect(brandHints({ ...named, links: Array.from({ length: 300 }, (_, index) => `x${index}.avito.ru`) })).toHaveLength(7);
  });

  it('are found in a page that puts its own in the place of what is called', () => {
    document.body.innerHTML = '<form action="https://www.avito.ru/x"><input name="getAttribute"><input name="localName"></form><img name="querySelectorAll" alt="СДЭК">';
    expect(brandHints(namedOn(document))).toEqual(['cdek', 'link:avito']);
  });
});
