/**
 * Dictionary: words of the families that are counted, as `select` of SQL and `googlebot` of search engines.
 *
 * Section `DICT`: a table of hash-table.ts; of a word in lower case the value is its family (schema/features.ts).
 */
import { FAMILY_COUNT } from "../schema/features";
import { valueOf } from "../text/hash-table";
import { sectionName } from "./blob";
import { checkTable, maskOf, slotsOf } from "./hash-table";

let slots: usize = 0;
let mask: u32 = 0;

export function loadDictionary(): bool {
  const table = checkTable(sectionName("DICT"), FAMILY_COUNT);
  if (table == 0) return false;
  slots = slotsOf(table);
  mask = maskOf(table);
  return true;
}

/** Family of the word with this hash, or -1. @inline */
export function familyOfWord(hash: u32): i32 {
  return valueOf(slots, mask, hash);
}
