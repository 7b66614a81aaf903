/**
 * Which member of a record is which field.
 *
 * Section `NAME`: a table of slots.ts; of the name's path with dots the value is the field, and the rest its rank. Where
 * a record has several names of one field, the lowest rank wins.
 */
import { FIELD_COUNT } from "../fields";
import { sectionName } from "./blob";
import { checkSlots, findSlot } from "./slots";

let table: usize = 0;
let rank: u32 = 0;

export function loadNames(): bool {
  table = checkSlots(sectionName("NAME"), FIELD_COUNT);
  return table != 0;
}

/** The field that a name belongs to, or -1; {@link rankOfName} then tells how good a name it is. */
export function fieldOfName(hash: u32): i32 {
  const slot = findSlot(table, hash);
  if (slot == 0) return -1;
  rank = load<u16>(slot, 6);
  return load<u16>(slot, 4);
}

export function rankOfName(): u32 {
  return rank;
}
