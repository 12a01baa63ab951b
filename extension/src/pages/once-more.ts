/** The second question of a page of ours, about a verdict that awaits the age of its domain. */
import { awaitsAge, type StoredVerdict } from '../shared/verdict';

export interface SecondQuestion<T> {
  /** Milliseconds after the first answer. */
  after: number;
  ask: () => Promise<T | null>;
  /** False once something else is shown. */
  isWanted: () => boolean;
  show: (answer: T) => void;
}

/** Ask once more, if it may change anything; without an answer the first one stays. */
export function onceMore<T>(first: StoredVerdict | null, { after, ask, isWanted, show }: SecondQuestion<T>): void {
  if (first === null || !awaitsAge(first)) return;
  const again = async (): Promise<void> => {
    const answer = isWanted() ? await ask().catch(() => null) : null;
    if (answer !== null && isWanted()) show(answer);
  };
  setTimeout(() => void again(), after);
}
