/**
 * Which member of a record is which field.
 *
 * Section `NAME`: a table of slots.ts; of the name's path with dots the value is the field, and the rest where its text
 * is, in bytes from the first slot: `{ u8 rank, u8 length, bytes }`. Where a record has several names of one field,
 * the lowest rank wins. The text is compared where a hash is found: a client may choose keys, and with them hashes.
 */
import { FIELD_COUNT } from "../fields";
import { isPath, MAX_NAME_BYTES } from "../json/keys";
import { FNV_OFFSET, fnv } from "../text/hash";
import { sectionLength, sectionName } from "./blob";
import { checkSlots } from "./hash-table";

const TEXT_AT: usize = 2;

let slots: usize = 0;
let mask: u32 = 0;
let rank: u32 = 0;

/** @inline */
function textOf(slot: usize): usize {
  return slots + load<u16>(slot, 6);
}

export function loadNames(): bool {
  const table = checkSlots(sectionName("NAME"), FIELD_COUNT);
  if (table == 0) return false;
  const end = table + sectionLength();
  slots = table + 4;
  mask = load<u32>(table) - 1;
  for (let i: u32 = 0; i <= mask; i++) {
    const slot = slots + ((<usize>i) << 3);
    const hash = load<u32>(slot);
    if (hash == 0) continue;
    const text = textOf(slot);
    if (text + TEXT_AT > end) return false;
    const length = <u32>load<u8>(text, 1);
    if (length == 0 || length > MAX_NAME_BYTES || text + TEXT_AT + length > end) return false;
    if (fnv(text + TEXT_AT, text + TEXT_AT + length, FNV_OFFSET) != hash) return false;
  }
  return true;
}

/**
 * The field that the keys met last down to `depth` are a name of, or -1; {@link rankOfName} then tells how good a name.
 *
 * @param hash of those keys, with dots between
 */
export function fieldOfName(hash: u32, depth: u32): i32 {
  let index = hash & mask;
  while (true) {
    const slot = slots + ((<usize>index) << 3);
    const found = load<u32>(slot);
    if (found == 0) return -1;
    if (found == hash) {
      const text = textOf(slot);
      if (!isPath(depth, text + TEXT_AT, load<u8>(text, 1))) return -1;
      rank = load<u8>(text);
      return load<u16>(slot, 4);
    }
    index = (index + 1) & mask;
  }
}

/** @inline */
export function rankOfName(): u32 {
  return rank;
}
