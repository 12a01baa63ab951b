/** Words around a form. After typing has begun, only words that the page may have had of itself. */
import gate from '../../generated/gate.json';
import { CONTROLS, isShown } from './fields';

const MAX_READ = 4_000;
const MAX_EXCERPT = 600;
const MAX_HEADING = 120;
const SILENT = `script,style,noscript,template,option,svg,sverka-banner,${CONTROLS}`;

type Redact = (text: string) => string;

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Visible text pieces under a node, without controls and without what is typed into them. */
export function* textsUnder(top: Node): Generator<string> {
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return (node as Element).matches(SILENT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  let read = 0;
  for (let node = walker.nextNode(); node !== null && read < MAX_READ; node = walker.nextNode()) {
    const words = squeeze((node as Text).data);
    if (words === '' || !isShown((node as Text).parentElement ?? document.body)) continue;
    read += words.length;
    yield words;
  }
}

/**
 * True for words that are about cards, codes and money. A page that mirrors what is typed (a drawn card with the
 * holder's name) shows it as text; such text holds none of these words, so it is left out once typing has begun.
 */
function isAboutMoney(words: string): boolean {
  const plain = words.toLowerCase();
  return gate.words.some((word) => plain.includes(word));
}

/** At most 600 characters of the text around a form, redacted. */
export function excerptOf(top: Node, typed: boolean, redact: Redact): string {
  const pieces: string[] = [];
  let length = 0;
  for (const words of textsUnder(top)) {
    if (typed && !isAboutMoney(words)) continue;
    pieces.push(words);
    length += words.length + 1;
    if (length > MAX_EXCERPT * 2) break;
  }
  return redact(pieces.join(' ')).slice(0, MAX_EXCERPT);
}

/** The first headings of the page, redacted. */
export function headingsOf(roots: (Document | ShadowRoot)[], typed: boolean, redact: Redact): string[] {
  return roots
    .flatMap((root) => [...root.querySelectorAll('h1,h2,h3,[role="heading"]')])
    .filter(isShown)
    .map((heading) => [...textsUnder(heading)].join(' '))
    .filter((words) => words !== '' && (!typed || isAboutMoney(words)))
    .slice(0, 6)
    .map((words) => redact(words).slice(0, MAX_HEADING));
}
