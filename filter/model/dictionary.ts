/**
 * Dictionary: words of the families that are counted, as `select` of SQL and `googlebot` of search engines, and the words that faults
 * are searched for by (faults.ts), so that one look-up of a word serves both.
 *
 * Section `DICT`: a table of hash-table.ts; of a word in lower case the value is its family (schema/features.ts).
 */
import { FAMILY_COUNT } from "../schema/features";
import { bodyOf, freeSlot, SLOT_BYTES, slotAt } from "../text/hash-table";
import { sectionName } from "./blob";
import { checkTable, maskOf, slotsOf } from "./hash-table";

/** In place of a family, of a word that has none. */
export const NO_FAMILY: u32 = 0xffff;
/** Bits of a word's body above its family: sets of programs whose faults may be found by it (faults.ts). */
export const SETS_LOG2: u32 = 16;

/** Of a word that is not in the table. */
export const NO_MEANING: u32 = u32.MAX_VALUE;

/** Slots of the table in memory: twice as many as a section and the faults may have, so that a search ends soon. */
const SLOTS: u32 = 8192;
const MASK: u32 = SLOTS - 1;
const TABLE: usize = memory.data(<i32>(SLOTS * SLOT_BYTES), 8);

/** Learns the section's words; false where it is damaged. */
export function loadDictionary(): bool {
  const table = checkTable(sectionName("DICT"), FAMILY_COUNT);
  if (table == 0) return false;
  for (let i: u32 = 0; i <= maskOf(table); i++) {
    const slot = slotAt(slotsOf(table), i);
    if (slot.hash) addWord(slot.hash, slot.value);
  }
  return true;
}

function addWord(hash: u32, family: u32): void {
  const slot = freeSlot(TABLE, MASK, hash);
  slot.hash = hash;
  slot.value = <u16>family;
}

/** Makes a word one that faults of these sets of programs may be found by, whatever family it has; for start-up. */
export function markFaultWord(hash: u32, sets: u32): void {
  let index = hash & MASK;
  while (slotAt(TABLE, index).hash && slotAt(TABLE, index).hash != hash) index = (index + 1) & MASK;
  const slot = slotAt(TABLE, index);
  if (slot.hash == 0) addWord(hash, NO_FAMILY);
  slot.more |= <u16>sets;
}

/** Family of the word with this hash, or {@link NO_FAMILY}. @inline */
export function familyOfWord(hash: u32): u32 {
  return bodyOf(TABLE, MASK, hash) & NO_FAMILY;
}

/** Family of the word with this hash, and sets of programs; {@link NO_MEANING} of any other. @inline */
export function meaningOfWord(hash: u32): u32 {
  return bodyOf(TABLE, MASK, hash);
}
