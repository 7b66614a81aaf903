/** The name that somebody meant. */

/** Letters that may differ, of names of so many. */
const MOST_EDITS = 3;

/** @returns undefined where none is near */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  let found: string | undefined;
  let fewest = Math.min(MOST_EDITS, Math.max(1, Math.floor(wanted.length / 2))) + 1;
  for (const name of names) {
    // What was only begun is nearer than what differs.
    const edits = wanted.length > 1 && name.startsWith(wanted) ? 0.5 : editsBetween(wanted, name);
    if (edits < fewest) [found, fewest] = [name, edits];
  }
  return found;
}

/** Optimal string alignment: letters inserted, left out, exchanged, or swapped with the next. */
function editsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, at(before, j - 2) + 1);
      next.push(edits);
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}

function at(row: number[], index: number): number {
  return row[index] as number;
}
