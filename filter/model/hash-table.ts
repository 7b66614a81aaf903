/**
 * Hash tables as they lie in the blob: u32 number of slots (a power of two), then `{ u32 hash, u16 value, u16 more }` for
 * each, open addressing with linear probing; hash 0 is an empty slot. The hash is FNV-1a of a name. What a section has
 * behind its table is its own.
 */
import { section, sectionLength } from "./blob";

const MAX_SLOTS: u32 = 4096;

/**
 * Checks the table in a section.
 *
 * @param limit what every value has to be below
 * @returns its address, or 0 where it is damaged, or full, so that a search would not end
 */
export function checkSlots(name: u32, limit: u32): usize {
  const table = section(name);
  if (table == 0 || sectionLength() < 4) return 0;
  const slots = load<u32>(table);
  if (slots == 0 || slots & (slots - 1) || slots > MAX_SLOTS || sectionLength() < 4 + slots * 8) return 0;
  let free: u32 = 0;
  for (let i: u32 = 0; i < slots; i++) {
    if (load<u32>(table + (i << 3), 4) == 0) free++;
    else if (load<u16>(table + (i << 3), 8) >= limit) return 0;
  }
  return free ? table : 0;
}
