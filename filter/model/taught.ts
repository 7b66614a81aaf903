/**
 * Taught entries: what people said of lines, found again by a key of the line (features/taught-keys.ts).
 *
 * Section `TGHT` (optional): {@link Entry} after entry, their keys rising.
 */
import { Label } from "../schema/labels";
import { section, sectionLength, sectionName } from "./blob";

/** What a key is made of, the narrowest first. */
export const enum Scope {
  Client,
  Template,
  Agent,
}

export const SCOPE_COUNT: u32 = Scope.Agent + 1;
const MAX_ENTRIES: u32 = 256;
/** A ceiling of 1. */
export const CEILING_UNIT: f32 = 32768;

@unmanaged
export class Entry {
  key: u64;
  id: u32;
  /** Hash of the technique that the corrected line showed, and of where (score/taught.ts). */
  technique: u32;
  /** Most that the heads score of a line that is made normal, in 1/32768. */
  threat: u16;
  bot: u16;
  anomaly: u16;
  label: u8;
  scope: u8;

  /** @inline */
  ceiling(head: u32): f32 {
    return <f32>load<u16>(changetype<usize>(this) + (head << 1), offsetof<Entry>("threat")) / CEILING_UNIT;
  }
}

/** The lowest bits of a key: cheap to make, so that a whole key is made only where an entry may have it. */
export const MARK_LOG2: u32 = 15;
export const MARKS: u32 = 1 << MARK_LOG2;
/** A bit for each mark of each scope: whether an entry has it. */
const MARKED: usize = memory.data(<i32>((SCOPE_COUNT << MARK_LOG2) >> 3), 8);

let entries: usize = 0;
let count: u32 = 0;
/** Whether an entry makes a line anything but normal. */
let raises: bool = false;

/** False where the section is damaged. */
export function loadTaught(): bool {
  entries = section(sectionName("TGHT"));
  count = sectionLength() / offsetof<Entry>();
  if (count > MAX_ENTRIES || count * offsetof<Entry>() != sectionLength()) return false;
  for (let i: u32 = 0; i < count; i++) {
    const entry = entryAt(i);
    if (entry.label > <u8>Label.Anomaly || entry.scope >= <u8>SCOPE_COUNT) return false;
    if (i > 0 && entryAt(i - 1).key >= entry.key) return false;
    if (entry.label != <u8>Label.Normal) raises = true;
    const mark = <u32>entry.key & (MARKS - 1);
    const word = markedAt(entry.scope, mark);
    store<u32>(word, load<u32>(word) | (1 << (mark & 31)));
  }
  return true;
}

/** @inline */
function entryAt(index: u32): Entry {
  return changetype<Entry>(entries + index * offsetof<Entry>());
}

/** Word that has the mark's bit. @inline */
function markedAt(scope: u32, mark: u32): usize {
  return MARKED + ((((scope << MARK_LOG2) | mark) >> 5) << 2);
}

/** Whether any entry could change the label of a line. @inline */
export function mayTeach(isNormal: bool): bool {
  return count != 0 && (raises || !isNormal);
}

/** Whether an entry of the scope has a key with this mark. @inline */
export function isMarked(scope: u32, mark: u32): bool {
  return ((load<u32>(markedAt(scope, mark)) >> (mark & 31)) & 1) != 0;
}

/** The entry of a key, or null. */
export function findTaught(scope: u32, key: u64): Entry | null {
  let from: u32 = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    const entry = entryAt(middle);
    if (entry.key == key) return entry.scope == <u8>scope ? entry : null;
    if (entry.key < key) from = middle + 1;
    else to = middle;
  }
  return null;
}
