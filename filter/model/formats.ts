/**
 * Formats: patterns of lines and messages, and which of them may fit.
 *
 * Section `FMTS`; all offsets are from its start:
 *
 * ```
 *  0  Group      the user's formats, which come before all others
 * 20  Group      the built-in ones
 * 40  u32 offset of the formats, u32 count, u32 offset of the patterns, u32 count
 *     lists (u16 numbers of patterns, 0xffff at the end), tables, filters, operations, values, texts, Format …, Pattern …
 * ```
 *
 * A text has its length before it, one byte. Operations: parse/formats/operations.ts. Values: `field, word, count, text …`
 * for each word of an event's field, 255 at the end.
 */
import { GOLDEN_32 } from "../text/hash";
import { section, sectionLength, sectionName } from "./blob";

/** The look-ups of a group of formats. */
@unmanaged
export class Group {
  /** Hash table: key of {@link indexKey} to a list. */
  index: u32;
  indexMask: u32;
  /** Hash table: four bytes of a line to a list. */
  anchors: u32;
  anchorsMask: u32;
  /** u8 for each hash of 12 bits: whether an anchor has it. */
  filter: u32;
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
const HEADER_BYTES: u32 = 56;
const FORMAT_BYTES: u32 = offsetof<Format>();
const PATTERN_BYTES: u32 = offsetof<Pattern>();
const SLOT_LOG2: u32 = 3;
const MAX_SLOTS: u32 = 8192;
const FILTER_BITS: u32 = 12;

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

function checkGroup(group: Group, length: u32): bool {
  const slots = group.indexMask + 1;
  const anchors = group.anchorsMask + 1;
  if (slots == 0 || slots & (slots - 1) || slots > MAX_SLOTS) return false;
  if (anchors == 0 || anchors & (anchors - 1) || anchors > MAX_SLOTS) return false;
  return (
    isInside(group.index, slots, 1 << SLOT_LOG2, length) &&
    isInside(group.anchors, anchors, 1 << SLOT_LOG2, length) &&
    isInside(group.filter, 1 << FILTER_BITS, 1, length)
  );
}

/** False where the section is damaged; a model without formats is sound. */
export function loadFormats(): bool {
  const at = section(sectionName("FMTS"));
  if (at == 0) return true;
  const length = sectionLength();
  if (length < HEADER_BYTES) return false;
  if (!checkGroup(groupAt(at, 0), length) || !checkGroup(groupAt(at, 1), length)) return false;
  const count = load<u32>(at, 44);
  if (!isInside(load<u32>(at, 40), count, FORMAT_BYTES, length)) return false;
  if (!isInside(load<u32>(at, 48), load<u32>(at, 52), PATTERN_BYTES, length)) return false;
  base = at;
  formatCount = count;
  formats = at + load<u32>(at, 40);
  patterns = at + load<u32>(at, 48);
  hasOwn = hasPatterns(groupAt(at, 0));
  return true;
}

/** @inline */
function groupAt(at: usize, index: u32): Group {
  return changetype<Group>(at + index * GROUP_BYTES);
}

function hasPatterns(group: Group): bool {
  for (let i: u32 = 0; i <= group.indexMask; i++) {
    if (load<u32>(base + group.index + (i << SLOT_LOG2))) return true;
  }
  for (let i: u32 = 0; i <= group.anchorsMask; i++) {
    if (load<u32>(base + group.anchors + (i << SLOT_LOG2), 4)) return true;
  }
  return false;
}

/** Whether there are any formats. @inline */
export function hasFormats(): bool {
  return base != 0;
}

/** The user's formats, or the built-in ones. @inline */
export function groupOf(own: bool): Group {
  return changetype<Group>(base + (own ? 0 : GROUP_BYTES));
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
export function listOf(group: Group, key: u32): usize {
  const mask = group.indexMask;
  const slots = base + group.index;
  let index = slotOf(key) & mask;
  while (true) {
    const slot = slots + (index << SLOT_LOG2);
    const found = load<u32>(slot);
    if (found == key) return base + load<u32>(slot, 4);
    if (found == 0) return 0;
    index = (index + 1) & mask;
  }
}

/** Whether an anchor may have these four bytes: most that are none's don't pass. @inline */
export function mayAnchor(filter: usize, window: u32): bool {
  return load<u8>(filter + ((window * GOLDEN_32) >> (32 - FILTER_BITS))) != 0;
}

/** Address of the list of the patterns with these four bytes in one of their texts, or 0. */
export function anchorList(group: Group, window: u32): usize {
  const mask = group.anchorsMask;
  const slots = base + group.anchors;
  let index = ((window * GOLDEN_32) >> 8) & mask;
  while (true) {
    const slot = slots + (index << SLOT_LOG2);
    const list = load<u32>(slot, 4);
    if (list == 0) return 0;
    if (load<u32>(slot) == window) return base + list;
    index = (index + 1) & mask;
  }
}
