/**
 * Bot-name substrings: pieces of words that robots' names are made of, as `crawl`, `monitor`, `python` at the very start.
 *
 * Section `FRAG`: for each value of {@link bucketOf} u16 offset of its first {@link Substring} from the section's start, 0
 * where it has none; those of one bucket stand one after the other, with a length of 0 behind the last.
 */
import { isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { section, sectionLength, sectionName } from "./blob";

/** An entry; its bytes, in lower case, follow. */
@unmanaged
export class Substring {
  length: u8;
  /** Bits of the places that count, below. */
  where: u8;
}

const BYTES_AT: u32 = offsetof<Substring>();
const BUCKETS: u32 = 256;
const OFFSETS_BYTES: u32 = BUCKETS * sizeof<u16>();
const LEAST_BYTES: u32 = 2;
/** Where in a text a substring counts: only at its start, only where a word begins, only where one ends. */
const AT_START: u32 = 1;
const BEGINS_WORD: u32 = 2;
const ENDS_WORD: u32 = 4;

let table: usize = 0;

export function loadSubstrings(): bool {
  table = section(sectionName("FRAG"));
  const length = sectionLength();
  if (table == 0 || length < OFFSETS_BYTES) return false;
  for (let bucket: u32 = 0; bucket < BUCKETS; bucket++) {
    let offset = <u32>load<u16>(table + (bucket << 1));
    if (offset == 0) continue;
    while (true) {
      if (offset < OFFSETS_BYTES || offset >= length) return false;
      const bytes = <u32>changetype<Substring>(table + offset).length;
      if (bytes == 0) break;
      if (bytes < LEAST_BYTES) return false;
      offset += BYTES_AT + bytes;
    }
  }
  return true;
}

/** @inline */
function lower(byte: u32): u32 {
  return byte - Char.A < 26 ? byte | 0x20 : byte;
}

function isWord(byte: u32): bool {
  return isLetter(byte) || isDigit(byte) || byte == Char.Underscore;
}

/** @inline */
function bucketOf(first: u32, second: u32): u32 {
  return ((first << 3) ^ second) & (BUCKETS - 1);
}

/** A byte as substrings are written. @inline */
export function folded(p: usize): u32 {
  return lower(load<u8>(p));
}

/** First entry that may stand where these two bytes do, both folded, or null. @inline */
export function firstSubstring(first: u32, second: u32): Substring | null {
  const offset = <usize>load<u16>(table + (bucketOf(first, second) << 1));
  return offset ? entryOrNull(table + offset) : null;
}

/** The entry after this one, or null. @inline */
export function nextSubstring(entry: Substring): Substring | null {
  return entryOrNull(bytesOf(entry) + entry.length);
}

/** The entry at an address, or null where the bucket ends. @inline */
function entryOrNull(at: usize): Substring | null {
  const entry = changetype<Substring>(at);
  return entry.length ? entry : null;
}

/** Address of an entry's bytes. @inline */
export function bytesOf(entry: Substring): usize {
  return changetype<usize>(entry) + BYTES_AT;
}

/** Whether the entry begins with these two bytes: of a bucket few do. @inline */
export function isBegunBy(entry: Substring, first: u32, second: u32): bool {
  return load<u16>(changetype<usize>(entry), BYTES_AT) == (first | (second << 8));
}

/** Whether a substring stands at `p` of the text in [start, end). */
export function isSubstringAt(entry: Substring, start: usize, p: usize, end: usize): bool {
  const length = <usize>entry.length;
  const where = <u32>entry.where;
  const bytes = bytesOf(entry);
  if (length > end - p) return false;
  for (let i: usize = 0; i < length; i++) {
    if (lower(load<u8>(p + i)) != load<u8>(bytes + i)) return false;
  }
  if (where & AT_START && p != start) return false;
  if (where & BEGINS_WORD && p > start && isWord(load<u8>(p - 1))) return false;
  return !(where & ENDS_WORD && p + length < end && isWord(load<u8>(p + length)));
}
