import { describe, expect, it } from 'vitest';
import { readAddress } from '../src/judge';
import { PIECES, SHAPE, SILENT_ENDINGS, linkFeatures } from '../src/judge/features';
import reads from '../src/judge/model-schema.json';

/** Raised with that of classifier/features.py. */
const SPECIFICATION = '1';

const featuresOf = (url: string): Record<string, number> => {
  const { shape } = linkFeatures(readAddress(url)!);
  expect(shape.length).toBe(SHAPE.length);
  return Object.fromEntries(SHAPE.map((name, index) => [name, shape[index]!]));
};

const piecesOf = (url: string): string[] => [...linkFeatures(readAddress(url)!).pieces];

describe('features of a link', () => {
  it('are those whose digits this build expects in a model', async () => {
    const text = [SPECIFICATION, ...SHAPE, ...[...SILENT_ENDINGS].sort(), ...PIECES].join('\n');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
    expect(Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(reads.schema);
  });

  it('count the host without www and suffix', () => {
    expect(featuresOf('http://www.pay-avito.id22991.co.uk:8080/pay/1#x')).toMatchObject({
      'host.length': 17,
      'host.labels': 2,
      'host.longest-label': 9,
      'host.digits': 5,
      'host.hyphens': 1,
      'host.longest-digit-run': 5,
      'host.vowels-permille': 600,
      'host.longest-consonant-run': 1,
      'host.digit-letter-turns': 1,
      'name.length': 7,
      'subdomain.first-length': 9,
      'suffix.labels': 1,
      'suffix.top-length': 2,
    });
  });

  it.each(['trap.example', 'http://trap.example/', 'https://www.trap.example:8443/?q=1#top'])('are the same with and without what says nothing: %s', (url) => {
    expect(linkFeatures(readAddress(url)!)).toEqual(linkFeatures(readAddress('https://trap.example')!));
  });

  it('of Russian endings are alike', () => {
    expect(linkFeatures(readAddress('trap.ru')!)).toEqual(linkFeatures(readAddress('trap.kz')!));
    expect(piecesOf('trap.ru').filter((piece) => piece.startsWith('.'))).toEqual([]);
    expect(piecesOf('trap.shop')).toContain('.shop');
  });

  it('take words of the path, and no letters of escapes', () => {
    expect(piecesOf('https://a.example/Pay-out/%D0%B0bc/x%2Fdef/12ab?form=1')).toEqual(expect.arrayContaining(['/pay', '/out', '/def']));
    expect(piecesOf('https://a.example/%abc/q?form=1').filter((piece) => piece.startsWith('/'))).toEqual([]);
  });

  it('of what has no name are few', () => {
    expect(featuresOf('http://192.0.2.7/')).toMatchObject({ 'host.length': 0, 'host.is-ip': 1, 'suffix.top-length': 0 });
    expect(piecesOf('http://192.0.2.7/')).toEqual([]);
    expect(piecesOf('github.io')).toEqual(['.github.io']);
  });
});
