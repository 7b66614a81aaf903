/** The fields of the record at hand: a slot for each, pointing at its text. */
import { FIELD_COUNT } from "../schema/fields";
import { Char } from "../text/char";

const TYPE_NONE: u32 = 0;
export const TYPE_STRING: u32 = 0x100;
export const TYPE_NUMBER: u32 = 0x200;
export const TYPE_OTHER: u32 = 0x300;
const TYPE_MASK: u32 = 0xf00;

/** A field's text. */
@unmanaged
class Slot {
  at: u32;
  length: u32;
  /** TYPE_…, and string flags of record/json/string.ts. */
  type: u32;
  /** Rank of the alias that it came under. */
  rank: u32;
}

export const SLOT_LOG2: u32 = 4;
const SLOTS: usize = memory.data(FIELD_COUNT << SLOT_LOG2, 16);
/** A bit for each field that is there. */
let present: u64 = 0;

/** Forgets the record before. */
export function clearFields(): void {
  present = 0;
  memory.fill(SLOTS, 0, FIELD_COUNT << SLOT_LOG2);
}

/** @inline */
function slotOf(field: u32): Slot {
  return changetype<Slot>(SLOTS + (field << SLOT_LOG2));
}

export function setField(field: u32, at: usize, end: usize, type: u32, rank: u32): void {
  const slot = slotOf(field);
  present |= (<u64>1) << (<u64>field);
  slot.at = <u32>at;
  slot.length = <u32>(end - at);
  slot.type = type;
  slot.rank = rank;
}

/** Sets a field to plain text that the filter cut out of a line. Empty text and `-` count as absent. */
export function setText(field: u32, at: usize, end: usize): void {
  if (at >= end || (end - at == 1 && load<u8>(at) == Char.Minus)) return;
  setField(field, at, end, TYPE_STRING, 0);
}

/** Forgets one field. */
export function unsetField(field: u32): void {
  present &= ~((<u64>1) << (<u64>field));
  slotOf(field).type = TYPE_NONE;
}

/** @inline */
export function hasField(field: u32): bool {
  return slotOf(field).type != 0;
}

/** A bit for each field that is there, the first field's lowest. @inline */
export function fieldSet(): u64 {
  return present;
}

/** @inline */
export function fieldType(field: u32): u32 {
  return slotOf(field).type & TYPE_MASK;
}

/** String flags of record/json/string.ts. @inline */
export function fieldFlags(field: u32): u32 {
  return slotOf(field).type & 0xff;
}

/** @inline */
export function fieldRank(field: u32): u32 {
  return slotOf(field).rank;
}

/** @inline */
export function fieldAt(field: u32): usize {
  return slotOf(field).at;
}

/** @inline */
export function fieldEnd(field: u32): usize {
  return slotOf(field).at + slotOf(field).length;
}

/** @inline */
export function fieldLength(field: u32): u32 {
  return slotOf(field).length;
}

/** Copies the slots of `count` fields from `field` on to `to`, and forgets these fields. */
export function moveFields(field: u32, count: u32, to: usize): void {
  const slots = SLOTS + (field << SLOT_LOG2);
  memory.copy(to, slots, count << SLOT_LOG2);
  memory.fill(slots, 0, count << SLOT_LOG2);
  present &= ~((((<u64>1) << (<u64>count)) - 1) << (<u64>field));
}

/** Sets a field to a slot that {@link moveFields} copied; false where that is empty. */
export function restoreField(field: u32, slot: usize): bool {
  const kept = changetype<Slot>(slot);
  if (kept.type == TYPE_NONE) return false;
  setField(field, kept.at, kept.at + kept.length, kept.type, kept.rank);
  return true;
}
