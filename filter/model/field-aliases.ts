/**
 * Field aliases: which member of a record is which field.
 *
 * Section `NAME`: a table of hash-table.ts; of an alias, a path with dots, the value is the field, and the rest where its
 * text is, in bytes from the first slot: `{ u8 rank, u8 length, bytes }`. Where a record has several aliases of one field,
 * the lowest rank wins. The text is compared where a hash is found: a client may choose keys, and with them hashes.
 */
import { FIELD_COUNT } from "../schema/fields";
import { FNV_OFFSET, fnv } from "../text/hash";
import { findSlot, Slot, slotAt } from "../text/hash-table";
import { sectionLength, sectionName } from "./blob";
import { checkTable, maskOf, slotsOf } from "./hash-table";

/** Longest alias, and longest key that the shipper may claim. */
export const MAX_NAME_BYTES: u32 = 64;

/** An alias; its text follows. */
@unmanaged
export class Alias {
  rank: u8;
  length: u8;
}

let slots: usize = 0;
let mask: u32 = 0;

/** @inline */
export function aliasOf(slot: Slot): Alias {
  return changetype<Alias>(slots + slot.more);
}

/** @inline */
export function textOf(alias: Alias): usize {
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

/** The slot of the alias with this hash, or null; whether it is that alias its text decides. */
export function findAlias(hash: u32): Slot | null {
  return findSlot(slots, mask, hash);
}
