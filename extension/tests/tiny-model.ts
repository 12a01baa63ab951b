/** A model that fits on a page, for tests. */
import type { ExportedModel } from '../src/judge/model';
import reads from '../src/judge/model-schema.json';

/**
 * Two trees. The first asks for the words, then for the digits of the host:
 * words <= 100: -50, else digits <= 2: 150, else 400. The second adds 90 where the name is a hint of a brand's, else -5.
 */
export const tinyModel = (change: Partial<ExportedModel> = {}): ExportedModel => ({
  ...reads,
  name: 'tiny',
  pieces: '^cas cash /pay .shop',
  weights: '70 20 -4 40',
  trees: {
    inputs: 'words host.digits rule:host.brand-hint',
    base: 1000,
    roots: '0 5',
    feature: '0 -1 1 -1 -1 2 -1 -1',
    threshold: '100 0 2 0 0 0 0 0',
    left: '1 0 3 0 0 6 0 0',
    right: '2 0 4 0 0 7 0 0',
    value: '10 -50 200 150 400 0 -5 90',
  },
  rules: { 'host.official': -7, 'host.brand-hint': 6 },
  official: -3000,
  caution: 1300,
  ...change,
});
