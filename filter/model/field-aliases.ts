/**
 * Field aliases: which member of a record is which field.
 *
 * Section `NAME`: a table of hash-table.ts; of an alias, a path with dots, the value is the field, and the rest where its
 * text is, in bytes from the first slot: `{ u8 rank, u8 length, bytes }`. Where a record has several aliases of one field,
 * the lowest rank wins. The text is compared where a hash is found: a client may choose keys, and with them hashes.
 */
import { FIELD_COUNT } from "../fields";
import { isPath, MAX_NAME_BYTES } from "../json/keys";
import { FNV_OFFSET, fnv } from "../text/hash";
import { findSlot, Slot, slotAt } from "../text/hash-table";
import { sectionLength, sectionName } from "./blob";
import { checkTable, maskOf, slotsOf } from "./hash-table";

/** An alias; its text follows. */
@unmanaged
class Alias {
  rank: u8;
  length: u8;
}

let slots: usize = 0;
let mask: u32 = 0;
let rank: u32 = 0;

/** @inline */
function aliasOf(slot: Slot): Alias {
  return changetype<Alias>(slots + slot.more);
}

/** @inline */
function textOf(alias: Alias): usize {
  return changetype<usize>(alias) + offsetof<Alias>();
}

export function loadAliases(): bool {
  const table = checkTable(sectionName("NAME"), FIELD_COUNT);
  if (table == 0) return false;
  const end = table + sectionLength();
  slots = slotsOf(table);
  mask = maskOf(table);
  for (let i: u32 = 0; i <= mask; i++) {
    const slot = slotAt(slots, i);
    if (slot.hash == 0) continue;
    const alias = aliasOf(slot);
    const text = textOf(alias);
    if (text > end) return false;
    const length = <u32>alias.length;
    if (length == 0 || length > MAX_NAME_BYTES || text + length > end) return false;
    if (fnv(text, text + length, FNV_OFFSET) != slot.hash) return false;
  }
  return true;
}

/**
 * The field that the keys met last down to `depth` are an alias of, or -1; {@link rankOfAlias} then tells how good an
 * alias.
 *
 * @param hash of those keys, with dots between
 */
export function fieldOfAlias(hash: u32, depth: u32): i32 {
  const slot = findSlot(slots, mask, hash);
  if (!slot) return -1;
  const alias = aliasOf(slot);
  if (!isPath(depth, textOf(alias), alias.length)) return -1;
  rank = alias.rank;
  return slot.value;
}

/** @inline */
export function rankOfAlias(): u32 {
  return rank;
}
