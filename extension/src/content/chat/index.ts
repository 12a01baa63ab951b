/** Entry on marketplace pages: watch the page, find links, put badges beside them. */
import { orphaned } from '../../shared/platform';
import { Asker } from './asker';
import { BADGE_TAG } from './badge-tag';
import { siteOf } from './context';
import { measured } from './marks';
import { Scanner } from './scanner';
import { Spots } from './spots';

const IDLE_TIMEOUT_MS = 500;

function start(): void {
  const site = siteOf(location.hostname);
  const spots = new Spots();
  const toHeal = new Set<Node>();
  const asker = new Asker(site, spots, stop);
  const scanner = new Scanner(site, {
    knows: (node) => spots.has(node),
    found: (node) => (spots.has(node) ? asker.reread(node) : asker.watch(node)),
  });
  let scheduled = false;
  let mark: 'sverka:scan' | 'sverka:mutation' = 'sverka:scan';

  function schedule(): void {
    if (scheduled || document.hidden) return;
    scheduled = true;
    requestIdleCallback(work, { timeout: IDLE_TIMEOUT_MS });
  }

  function work(): void {
    scheduled = false;
    if (orphaned()) {
      stop();
      return;
    }
    measured(mark, () => {
      for (const node of toHeal) spots.heal(node);
      toHeal.clear();
      scanner.turn();
    });
    if (scanner.idle) mark = 'sverka:mutation';
    else schedule();
  }

  function queue(record: MutationRecord): void {
    if (record.type !== 'childList') {
      scanner.add(record.target);
      return;
    }
    for (const node of record.addedNodes) scanner.add(node);
    for (const node of record.removedNodes) {
      const ownBadge = node instanceof Element && node.localName === BADGE_TAG;
      toHeal.add(ownBadge ? (record.previousSibling ?? record.target) : node);
    }
  }

  const observer = new MutationObserver((records) => {
    measured('sverka:mutation', () => records.forEach(queue));
    schedule();
  });

  function onVisible(): void {
    schedule();
    asker.wake();
  }

  function stop(): void {
    observer.disconnect();
    asker.stop();
    document.removeEventListener('visibilitychange', onVisible);
  }

  observer.observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['href'],
  });
  document.addEventListener('visibilitychange', onVisible);
  scanner.add(document.body ?? document.documentElement);
  schedule();
}

start();
