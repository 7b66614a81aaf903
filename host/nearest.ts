/** The name that somebody meant. */
import { distance } from "fastest-levenshtein";

/** Edits (a letter more, less or another, or two swapped) at most, and no more than half of what was given. */
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
  // Of those that were begun the one with the fewest letters to come.
  if (wanted.length > 1 && name.startsWith(wanted)) return (name.length - wanted.length) / 1_000;
  if (isSwapped(wanted, name)) return 1;
  return Math.abs(wanted.length - name.length) > MOST_EDITS ? MOST_EDITS + 1 : distance(wanted, name);
}

/** Whether two letters beside each other changed places, which Levenshtein counts twice. */
function isSwapped(wanted: string, name: string): boolean {
  const at = wanted.split("").findIndex((letter, i) => letter !== name[i]);
  const swapped = `${wanted.slice(0, at)}${wanted[at + 1]}${wanted[at]}${wanted.slice(at + 2)}`;
  return at >= 0 && swapped === name;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}
