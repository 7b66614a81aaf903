/** What somebody meant who mistyped a name. */
import { closest, distance } from "fastest-levenshtein";

/** Of so many edits at most, and less than half of the name. */
const MOST_EDITS = 3;

/** The name that is fewest edits away; undefined where none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const text = typed.toLowerCase().replaceAll("_", "-");
  const found = names.length > 0 ? closest(text, names) : undefined;
  const isNear = found !== undefined && distance(text, found) <= Math.min(MOST_EDITS, text.length / 2);
  return isNear ? found : undefined;
}
