/**
 * Words that tell what something is: `select` a database, `googlebot` a search engine.
 *
 * Section `DICT`: a table of slots.ts; of a word in lower case the value is its family (schema.ts).
 */
import { FAMILY_COUNT } from "../schema";
import { sectionName } from "./blob";
import { checkSlots, findSlot } from "./slots";

let table: usize = 0;

export function loadDictionary(): bool {
  table = checkSlots(sectionName("DICT"), FAMILY_COUNT);
  return table != 0;
}

/** Family of the word with this hash, or -1. */
export function familyOfWord(hash: u32): i32 {
  const slot = findSlot(table, hash);
  return slot ? load<u16>(slot, 4) : -1;
}
