/** The trained model over a link: its margin and what each family of features adds, integer for integer as classifier/model.py. */
import data from '../generated/model.json';
import { SHAPE, linkFeatures } from './features';
import type { LinkEvidence } from './index';
import { words } from './letters';
import reads from './model-schema.json';
import { once } from './once';

/** `page` are the rules that look at more than the link. */
const FAMILIES = ['base', 'words', 'shape', 'rules', 'page'] as const;
type Family = (typeof FAMILIES)[number];

/** Parts of a margin; they sum to it. */
export type Contributions = Record<Family, number>;

/** How likely a scam a link is; `link` leaves out the rules that look at more than it. */
export interface Margin {
  margin: number;
  link: number;
  contributions: Contributions;
}

/** A model as `sverka export` writes it: lists are one text each. */
export interface ExportedModel {
  protocol: number;
  schema: string;
  name: string;
  pieces: string;
  weights: string;
  trees: Record<'inputs' | 'roots' | 'feature' | 'threshold' | 'left' | 'right' | 'value', string> & { base: number };
  rules: Record<string, number>;
  official: number;
  caution: number;
}

const WORDS = 'words';
const RULE = 'rule:';
const numbers = (list: string): Int32Array => new Int32Array(words(list).map(Number));

/** Null when the model was made for other features or of another form than this build reads, and the console says so. */
export function readModel(exported: ExportedModel): Model | null {
  if (exported.protocol === reads.protocol && exported.schema === reads.schema) return new Model(exported);
  const [has, needs] = [exported, reads].map(({ protocol, schema }) => `protocol ${protocol}, schema ${schema}`);
  // eslint-disable-next-line no-console -- the background has no page to say it on
  console.error(`Sverka judges no link without its server: the model "${exported.name}" has ${has}, this build reads ${needs}. Export the model again and build anew.`);
  return null;
}

export class Model {
  /** The margin from which the model by itself makes a link one to be careful with. */
  readonly caution: number;
  readonly #exported: ExportedModel;
  readonly #weights = new Map<string, number>();
  readonly #inputs: readonly string[];
  readonly #familyOf: readonly Family[];
  readonly #roots: Int32Array;
  readonly #feature: Int32Array;
  readonly #threshold: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #value: Int32Array;

  constructor(exported: ExportedModel) {
    const { trees } = exported;
    const weights = numbers(exported.weights);
    words(exported.pieces).forEach((piece, index) => this.#weights.set(piece, at(weights, index)));
    this.caution = exported.caution;
    this.#exported = exported;
    this.#inputs = words(trees.inputs);
    this.#familyOf = this.#inputs.map(familyOf);
    [this.#roots, this.#feature, this.#threshold] = [numbers(trees.roots), numbers(trees.feature), numbers(trees.threshold)];
    [this.#left, this.#right, this.#value] = [numbers(trees.left), numbers(trees.right), numbers(trees.value)];
  }

  /** Sum of the weights of a link's pieces. */
  wordsOf(pieces: ReadonlySet<string>): number {
    let sum = 0;
    for (const piece of pieces) sum += this.#weights.get(piece) ?? 0;
    return sum;
  }

  /** The margin of a link by itself, without page and chat. */
  marginOf(found: LinkEvidence): Margin {
    const contributions: Contributions = { base: 0, words: 0, shape: 0, rules: 0, page: 0 };
    if (found.official) contributions.base = this.#exported.official;
    else this.#ask(this.#inputsOf(found), contributions);
    for (const { ruleId } of found.evidence) {
      const family = this.#inputs.includes(`${RULE}${ruleId}`) ? 'rules' : 'page';
      if (family === 'page' || !found.official) contributions[family] += this.#exported.rules[ruleId] ?? 0;
    }
    const margin = FAMILIES.reduce((sum, family) => sum + contributions[family], 0);
    return { margin, link: margin - contributions.page, contributions };
  }

  #inputsOf({ target, evidence }: LinkEvidence): number[] {
    const { pieces, shape } = linkFeatures(target);
    const values = new Map<string, number>(SHAPE.map((name, index) => [name, at(shape, index)]));
    values.set(WORDS, this.wordsOf(pieces));
    for (const { ruleId } of evidence) values.set(`${RULE}${ruleId}`, 1);
    return this.#inputs.map((name) => values.get(name) ?? 0);
  }

  /** Walk every tree from its root to a leaf: what a step changes belongs to the family that was asked about. */
  #ask(inputs: readonly number[], contributions: Contributions): void {
    contributions.base += this.#exported.trees.base;
    for (const root of this.#roots) {
      contributions.base += at(this.#value, root);
      for (let node = root; at(this.#feature, node) >= 0; ) {
        const input = at(this.#feature, node);
        const next = (at(inputs, input)) <= at(this.#threshold, node) ? at(this.#left, node) : at(this.#right, node);
        contributions[this.#familyOf[input] ?? 'base'] += at(this.#value, next) - at(this.#value, node);
        node = next;
      }
    }
  }
}

const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0;

function familyOf(input: string): Family {
  if (input === WORDS) return WORDS;
  return input.startsWith(RULE) ? 'rules' : 'shape';
}

/** The model of this build, read when it is first asked for. */
export const model = once(() => readModel(data));
