/**
 * What is found in a record: a slot for each field, pointing at its text.
 *
 * The first slots are those of the event contract, in the order in which they are written; the rest are only
 * read by the filter.
 */
import { Char } from "../text/char";

export const IP: u32 = 0;
export const METHOD: u32 = 1;
export const PATH: u32 = 2;
export const STATUS: u32 = 3;
export const BYTES: u32 = 4;
export const UA: u32 = 5;
export const REF: u32 = 6;
export const HOST: u32 = 7;
export const SERVICE: u32 = 8;
export const LEVEL: u32 = 9;
export const MS: u32 = 10;
export const USER: u32 = 11;
export const OUTCOME: u32 = 12;
export const QNAME: u32 = 13;
export const QTYPE: u32 = 14;
export const RCODE: u32 = 15;
export const ACTION: u32 = 16;
export const PROTO: u32 = 17;
export const DST: u32 = 18;
export const SPORT: u32 = 19;
export const DPORT: u32 = 20;
export const IFACE: u32 = 21;
/** How many slots the event contract has. */
export const CONTRACT_FIELDS: u32 = 22;

/** The line itself (`log`, `message`, …). */
export const LINE: u32 = 22;
/** File and offset in it, which make an event's id. */
export const FILE: u32 = 23;
export const OFFSET: u32 = 24;
/** A whole request line, `GET /x HTTP/1.1`. */
export const REQUEST: u32 = 25;
/** Query string, where it comes apart from the path. */
export const QUERY: u32 = 26;
/** HTTP version. */
export const VERSION: u32 = 27;
/** Time of the event in any form that filter/text/time.ts reads. */
export const TIME: u32 = 28;
/** A duration in seconds; {@link MS} has it in milliseconds. */
export const SECONDS: u32 = 29;
/** A severity number of syslog (RFC 5424). */
export const PRIORITY: u32 = 30;
/** What a service said, when it comes apart from the line. */
export const MESSAGE: u32 = 31;
/** A duration in nanoseconds (ECS `event.duration`). */
export const NANOSECONDS: u32 = 32;
/** Name of the program in a parsed syslog or journal record. */
export const IDENT: u32 = 33;
export const FIELD_COUNT: u32 = 34;

export const TYPE_NONE: u32 = 0;
export const TYPE_STRING: u32 = 0x100;
export const TYPE_NUMBER: u32 = 0x200;
export const TYPE_OTHER: u32 = 0x300;
const TYPE_MASK: u32 = 0xf00;

/** A field's text. */
@unmanaged
class Slot {
  at: u32;
  length: u32;
  /** TYPE_…, and string flags of json/string.ts. */
  type: u32;
  /** Rank of the alias that it came under. */
  rank: u32;
}

const SLOT_LOG2: u32 = 4;
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

/** String flags of filter/json/string.ts. @inline */
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
