/**
 * Words that tell what something is: `select` a database, `googlebot` a search engine.
 *
 * Section `DICT`: a table of slots.ts; of a word in lower case the value is its family (schema.ts).
 */
import { FAMILY_COUNT } from "../schema";
import { sectionName } from "./blob";
import { checkSlots } from "./hash-table";

let slots: usize = 0;
let mask: u32 = 0;

export function loadDictionary(): bool {
  const table = checkSlots(sectionName("DICT"), FAMILY_COUNT);
  if (table == 0) return false;
  slots = table + 4;
  mask = load<u32>(table) - 1;
  return true;
}

/** Family of the word with this hash, or -1. (What findSlot does, for the one table that is asked for every word.) @inline */
export function familyOfWord(hash: u32): i32 {
  let slot = hash & mask;
  while (true) {
    const entry = slots + ((slot << 3) as usize);
    const found = load<u32>(entry);
    if (found == 0) return -1;
    if (found == hash) return load<u16>(entry, 4);
    slot = (slot + 1) & mask;
  }
}
