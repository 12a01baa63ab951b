/** One look at the test's document, as the guard takes it. */
import { capture } from '../src/content/form/capture';
import { controlsIn, inOrder, surroundings, worthALook } from '../src/content/form/choose';
import { Discretion } from '../src/content/form/discretion';
import { opensGate, rate, type Rated } from '../src/content/form/gate';
import { searchRoots } from '../src/content/form/roots';
import { View } from '../src/content/form/sight';
import { wordsUnder } from '../src/content/form/texts';
import type { PageFacts } from '../src/shared/api-types';

export interface Look {
  rated: Rated[];
  facts: PageFacts;
  open: boolean;
}

export function look(discretion = new Discretion(), focused: Element | null = null): Look {
  const roots = searchRoots();
  const view = new View(roots);
  const found = controlsIn(roots);
  const all = inOrder(rate(worthALook(found, focused), view).rated, found);
  const open = opensGate(all, () => wordsUnder(surroundings(all), { view, shownOnly: true }));
  return { rated: all, open, facts: capture({ roots, controls: all, view, discretion }) };
}
