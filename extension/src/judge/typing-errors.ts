/** Typing errors: words that are one slip of the finger apart, as classifier/typing_errors.py counts them. */
import { characters } from './letters';

/** The word with each one of its letters left out. */
export function deletions(word: string): string[] {
  const letters = characters(word);
  return letters.map((_, at) => letters.toSpliced(at, 1).join(''));
}

/** True when at most so many letters changed, lost, added or swapped with a neighbour part two words. */
export function within(errors: number, word: string, name: string): boolean {
  const [one, other] = [characters(word), characters(name)];
  if (Math.abs(one.length - other.length) > errors) return false;
  let [earlier, above]: [number[], number[]] = [[], other.map((_, at) => at)];
  above.push(other.length);
  one.forEach((letter, row) => {
    const now = [row + 1];
    other.forEach((aim, column) => {
      const changed = cell(above, column) + (letter === aim ? 0 : 1);
      let least = Math.min(changed, cell(above, column + 1) + 1, cell(now, column) + 1);
      const swapped = row > 0 && column > 0 && letter === other[column - 1] && one[row - 1] === aim;
      if (swapped) least = Math.min(least, cell(earlier, column - 1) + 1);
      now.push(least);
    });
    [earlier, above] = [above, now];
  });
  return cell(above, other.length) <= errors;
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity;
