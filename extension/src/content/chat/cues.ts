/** Cues: what a message does, as codes. The patterns are classifier/data/lexicon/chat.yml; the text stays here. */
import lexicon from '../../generated/chat.json';
import { plain } from '../../shared/spelling';
import { Recent } from './recent';

export type Cue = keyof typeof lexicon;

const MAX_TEXT = 4_000;
const NOT_A_WORD = /[^a-zа-я0-9]+/g;
/** More than the pieces of text around all links that are listened to again. */
const MAX_MEMORY = 1_500;

const CUES = Object.keys(lexicon) as Cue[];
const memory = new Recent<string, readonly Cue[]>(MAX_MEMORY);
const compiled = new Map<string, RegExp>();

/** Compiled when first asked for: most pages of a marketplace hold no foreign link. */
function matches(pattern: string | null, text: string): boolean {
  if (pattern === null) return false;
  let expression = compiled.get(pattern);
  if (expression === undefined) compiled.set(pattern, (expression = new RegExp(pattern)));
  return expression.test(text);
}

function read(text: string): Cue[] {
  const spoken = ` ${plain(text).replace(NOT_A_WORD, ' ').trim()} `;
  const written = text.toLowerCase();
  return CUES.filter((cue) => matches(lexicon[cue].spoken, spoken) || matches(lexicon[cue].written, written));
}

/** All cues of one message, in the lexicon's order. Chats are read again with every new message, so answers are kept. */
export function cuesOf(text: string): readonly Cue[] {
  const key = text.slice(0, MAX_TEXT);
  let cues = memory.get(key);
  if (cues === undefined) {
    cues = read(key);
    memory.set(key, cues);
  }
  return cues;
}
