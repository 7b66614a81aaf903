/** The name that somebody meant. */
import { distance } from "fastest-levenshtein";

/** Edits (a letter more, less or another) at most, and no more than half of what was given. */
const MOST_EDITS = 3;

/**
 * The name that is fewest edits away, in any case; what was only begun is nearer than what differs, and `_` is `-`.
 *
 * @returns undefined where none is near
 */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const wanted = plain(given);
  let found: string | undefined;
  let fewest = Math.min(MOST_EDITS, Math.max(1, Math.floor(wanted.length / 2))) + 1;
  for (const name of names) {
    const edits = editsBetween(wanted, plain(name));
    if (edits < fewest) [found, fewest] = [name, edits];
  }
  return found;
}

function editsBetween(wanted: string, name: string): number {
  if (wanted.length > 1 && name.startsWith(wanted)) return 0.5;
  return Math.abs(wanted.length - name.length) > MOST_EDITS ? MOST_EDITS + 1 : distance(wanted, name);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}
