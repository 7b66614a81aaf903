/**
 * Hash tables as they lie in the blob: u32 number of slots (a power of two), then the slots of text/hash-table.ts. What a
 * section has behind its table is its own.
 */
import { SLOT_BYTES, slotAt } from "../text/hash-table";
import { section, sectionLength } from "./blob";

const MAX_SLOTS: u32 = 4096;
const COUNT_BYTES: u32 = sizeof<u32>();

/**
 * Checks the table in a section.
 *
 * @param limit what every value has to be below
 * @returns its address, or 0 where it is damaged, or full, so that a search would not end
 */
export function checkTable(name: u32, limit: u32): usize {
  const table = section(name);
  if (table == 0 || sectionLength() < COUNT_BYTES) return 0;
  const slots = load<u32>(table);
  if (slots == 0 || slots & (slots - 1) || slots > MAX_SLOTS) return 0;
  if (sectionLength() < COUNT_BYTES + slots * SLOT_BYTES) return 0;
  let free: u32 = 0;
  for (let i: u32 = 0; i < slots; i++) {
    const slot = slotAt(slotsOf(table), i);
    if (slot.hash == 0) free++;
    else if (slot.value >= limit) return 0;
  }
  return free ? table : 0;
}

/** Where the slots of a checked table begin. */
export function slotsOf(table: usize): usize {
  return table + COUNT_BYTES;
}

/** Number of slots less one: what takes a hash to its first slot. */
export function maskOf(table: usize): u32 {
  return load<u32>(table) - 1;
}
