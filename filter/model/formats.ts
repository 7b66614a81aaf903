/**
 * Formats: patterns of lines and messages, and which of them may fit.
 *
 * Section `FMTS`; all offsets are from its start:
 *
 * ```
 *  0  Group      the user's formats, which come before all others
 * 16  Group      the built-in ones
 * 32  u32 offset of the formats, u32 count, u32 offset of the patterns, u32 count
 *     lists (u16 numbers of patterns, 0xffff at the end), look-ups, operations, values, texts, Format …, Pattern …
 * ```
 *
 * A look-up is `{ u32 key, u16 offset of its list / 2 }`, not aligned; hash tables of them are made at start. A text has its length
 * before it, one byte. Operations: parse/formats/operations.ts. Values: `field, word, count, text …` for each word of an
 * event's field, 255 at the end.
 */
import { GOLDEN_32 } from "../text/hash";
import { section, sectionLength, sectionName } from "./blob";

/** The look-ups of a group of formats, as they lie in the section. */
@unmanaged
class Group {
  /** By key of {@link indexKey}. */
  index: u32;
  indexCount: u32;
  /** By four bytes of a line. */
  anchors: u32;
  anchorCount: u32;
}

/** The tables of a group's look-ups. */
@unmanaged
export class Lookups {
  /** Hash tables of slots `{ u32 key, u32 address of the list }`, the address 0 in a free one. */
  index: usize;
  indexMask: u32;
  anchors: usize;
  anchorsMask: u32;
  /** u8 for each hash of 12 bits: whether an anchor has it. */
  filter: usize;
}

@unmanaged
export class Format {
  /** Context of the messages that its own headers and records hold. */
  context: u32;
  values: u32;
  /** Text, or 0. */
  service: u32;
  /** Text. */
  name: u32;
  /** Log type of its records. */
  kind: u8;
  /** Number of keys that its records have. */
  markers: u8;
  unused: u16;
}

@unmanaged
export class Pattern {
  operations: u32;
  format: u8;
  /** Log type, or {@link WRAPPER}. */
  kind: u8;
  /** {@link LeadClass} bits of what it may begin with. */
  leads: u8;
  /** Whether its message goes on to the format's own patterns. */
  isHeader: u8;
  /** {@link LeadClass} bits of what the second word may begin with, behind a time with which the pattern begins. */
  seconds: u8;
  /** Bytes of the operations that it has in common with the pattern before it. */
  shared: u8;
  unused: u16;
}

/** In a log type's place: what is inside decides. */
export const WRAPPER: u32 = 254;
export const END_OF_LIST: u32 = 0xffff;

/** What a line may begin with: classes of bytes, and values. */
export const enum LeadClass {
  Digit = 1,
  Letter = 2,
  Bracket = 4,
  Other = 8,
  /** What the line begins with is an address, or a time. */
  Address = 16,
  Time = 32,
  /** The word is a dash, which stands in any value's place. Only of second words. */
  Dash = 64,
}

/** Where a text stands that patterns are looked up for; a program's is the hash of its name. */
export const enum Context {
  Line = 1,
  /** Behind a time with which the line begins. */
  Timed = 2,
  /** The same, where the time has a bracket before it. */
  BracketTimed = 3,
  /** A message of any program. */
  Message = 4,
  /** The same three where no text tells the pattern: to each a {@link LeadClass} bit is added. */
  LineClass = 64,
  TimedClass = 128,
  BracketTimedClass = 192,
}

const GROUP_BYTES: u32 = offsetof<Group>();
const HEADER_BYTES: u32 = 48;
const FORMAT_BYTES: u32 = offsetof<Format>();
const PATTERN_BYTES: u32 = offsetof<Pattern>();
const LOOKUP_BYTES: u32 = 6;
const SLOT_LOG2: u32 = 3;
const FILTER_BITS: u32 = 12;

/** Slots of all tables together. */
const SLOTS: u32 = 8192;
const TABLES: usize = memory.data(<i32>(SLOTS << SLOT_LOG2), 8);
const FILTERS: usize = memory.data(2 << FILTER_BITS, 8);
const LOOKUPS: usize = memory.data(<i32>(offsetof<Lookups>() * 2), 8);

let base: usize = 0;
let formats: usize = 0;
let patterns: usize = 0;
let formatCount: u32 = 0;

/** Whether there are formats of the user's. */
let hasOwn: bool = false;

/** @inline */
export function ownFormats(): bool {
  return hasOwn;
}

/** Whether `count` entries of `bytes` lie in the section. */
function isInside(offset: u32, count: u32, bytes: u32, length: u32): bool {
  return offset >= HEADER_BYTES && offset <= length && count <= (length - offset) / bytes;
}

/** Slots of a table for so many look-ups: most searches find nothing, so that a quarter stays free. */
function slotsFor(count: u32): u32 {
  let slots: u32 = 4;
  while (slots * 3 < (count + 1) * 4) slots *= 2;
  return slots;
}

/** Puts the look-ups at `at` into a table, by their keys' places. */
function fill(table: usize, mask: u32, at: usize, count: u32, isIndex: bool): void {
  for (; count > 0; count--) {
    const key = load<u32>(at);
    let index = (isIndex ? slotOf(key) : anchorSlot(key)) & mask;
    while (load<u32>(table + (index << SLOT_LOG2), 4)) index = (index + 1) & mask;
    const slot = table + (index << SLOT_LOG2);
    store<u32>(slot, key);
    store<u32>(slot, <u32>base + ((<u32>load<u16>(at, 4)) << 1), 4);
    at += LOOKUP_BYTES;
  }
}

/**
 * Makes the tables of a group.
 *
 * @param used slots that other groups have
 * @returns those that are used then, or 0 where the group is damaged, or has too many look-ups
 */
function loadGroup(number: u32, used: u32, length: u32): u32 {
  const group = changetype<Group>(base + number * GROUP_BYTES);
  if (!isInside(group.index, group.indexCount, LOOKUP_BYTES, length)) return 0;
  if (!isInside(group.anchors, group.anchorCount, LOOKUP_BYTES, length)) return 0;
  if (group.indexCount > SLOTS || group.anchorCount > SLOTS) return 0;
  const slots = slotsFor(group.indexCount);
  const anchors = slotsFor(group.anchorCount);
  if (used + slots + anchors > SLOTS) return 0;
  const lookups = lookupsAt(number);
  lookups.index = TABLES + (used << SLOT_LOG2);
  lookups.indexMask = slots - 1;
  lookups.anchors = lookups.index + (slots << SLOT_LOG2);
  lookups.anchorsMask = anchors - 1;
  lookups.filter = FILTERS + (number << FILTER_BITS);
  fill(lookups.index, lookups.indexMask, base + group.index, group.indexCount, true);
  fill(lookups.anchors, lookups.anchorsMask, base + group.anchors, group.anchorCount, false);
  for (let i: u32 = 0; i < group.anchorCount; i++) {
    const window = load<u32>(base + group.anchors + i * LOOKUP_BYTES);
    store<u8>(lookups.filter + filterPlace(window), 1);
  }
  return used + slots + anchors;
}

/** False where the section is damaged; a model without formats is sound. */
export function loadFormats(): bool {
  const at = section(sectionName("FMTS"));
  if (at == 0) return true;
  const length = sectionLength();
  if (length < HEADER_BYTES) return false;
  base = at;
  const used = loadGroup(0, 0, length);
  if (used == 0 || loadGroup(1, used, length) == 0) return false;
  const count = load<u32>(at, 36);
  if (!isInside(load<u32>(at, 32), count, FORMAT_BYTES, length)) return false;
  if (!isInside(load<u32>(at, 40), load<u32>(at, 44), PATTERN_BYTES, length)) return false;
  formatCount = count;
  formats = at + load<u32>(at, 32);
  patterns = at + load<u32>(at, 40);
  hasOwn = changetype<Group>(at).indexCount + changetype<Group>(at).anchorCount > 0;
  return true;
}

/** @inline */
function lookupsAt(number: u32): Lookups {
  return changetype<Lookups>(LOOKUPS + number * offsetof<Lookups>());
}

/** Whether there are any formats. @inline */
export function hasFormats(): bool {
  return base != 0;
}

/** The user's formats, or the built-in ones. @inline */
export function groupOf(own: bool): Lookups {
  return lookupsAt(own ? 0 : 1);
}

/** Number of formats. */
export function countOfFormats(): u32 {
  return formatCount;
}

/** @inline */
export function formatAt(index: u32): Format {
  return changetype<Format>(formats + index * FORMAT_BYTES);
}

/** @inline */
export function patternAt(index: u32): Pattern {
  return changetype<Pattern>(patterns + index * PATTERN_BYTES);
}

/** Address of an offset in the section. @inline */
export function inFormats(offset: u32): usize {
  return base + offset;
}

/** Key of the index for three bytes in a context; bytes of 0 stand for any. @inline */
export function indexKey(context: u32, bytes: u32): u32 {
  const key = (bytes * GOLDEN_32) ^ context;
  return key ? key : 1;
}

/** Folds a key: its low bits are those of the first byte alone. @inline */
function slotOf(key: u32): u32 {
  return key ^ (key >> 15);
}

/** Address of the list under the key, or 0. */
export function listOf(group: Lookups, key: u32): usize {
  const mask = group.indexMask;
  const slots = group.index;
  let index = slotOf(key) & mask;
  while (true) {
    const slot = slots + (index << SLOT_LOG2);
    const found = load<u32>(slot);
    if (found == key) return load<u32>(slot, 4);
    if (found == 0) return 0;
    index = (index + 1) & mask;
  }
}

/** Place of four bytes in the filter. @inline */
function filterPlace(window: u32): u32 {
  return (window * GOLDEN_32) >> (32 - FILTER_BITS);
}

/** Whether an anchor may have these four bytes: most that are none's don't pass. @inline */
export function mayAnchor(filter: usize, window: u32): bool {
  return load<u8>(filter + filterPlace(window)) != 0;
}

/** @inline */
function anchorSlot(window: u32): u32 {
  return (window * GOLDEN_32) >> 8;
}

/** Address of the list of the patterns with these four bytes in one of their texts, or 0. */
export function anchorList(group: Lookups, window: u32): usize {
  const mask = group.anchorsMask;
  const slots = group.anchors;
  let index = anchorSlot(window) & mask;
  while (true) {
    const slot = slots + (index << SLOT_LOG2);
    const list = load<u32>(slot, 4);
    if (list == 0) return 0;
    if (load<u32>(slot) == window) return list;
    index = (index + 1) & mask;
  }
}
