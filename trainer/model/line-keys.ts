/** The user's keys of the line in a model's sections: `LKEY`, one a line; `NAME` has them before all other aliases. */
import { ModelError } from "./error.ts";
import type { Sections } from "./sections.ts";
import { nameBytes } from "./settings.ts";

/** Keys of the line that the user may name. */
export const MAX_LINE_KEYS = 16;

/** The user's keys, the first choice first; undefined where the model was never given any. */
export function lineKeysOf(sections: Sections): string[] | undefined {
  const packed = sections.get("LKEY");
  return packed
    ?.toString()
    .split("\n")
    .filter((key) => key !== "");
}

/** @throws ModelError where there are too many, or the filter can't compare one */
export function packLineKeys(keys: readonly string[]): Buffer {
  if (keys.length > MAX_LINE_KEYS)
    throw new ModelError(`there are ${keys.length} keys of the line, ${MAX_LINE_KEYS} is the most`);
  for (const key of keys) {
    nameBytes(key, "a key of the line");
    if (key.includes("\n")) throw new ModelError("a key of the line has no line feed in it");
  }
  if (new Set(keys).size < keys.length) throw new ModelError("a key of the line is named twice");
  return Buffer.from(keys.join("\n"));
}
