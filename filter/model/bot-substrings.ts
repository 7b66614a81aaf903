/**
 * Pieces of words that robots' names are made of: `crawl`, `monitor`, `python` at the very start.
 *
 * Section `FRAG`: for each value of {@link bucketOf} u16 offset of its first entry from the section's start, 0 where it has
 * none; then entries `{ u8 length, u8 where, bytes }` in lower case, those of one bucket one after the other, with
 * a length of 0 behind the last.
 */

import { isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { section, sectionLength, sectionName } from "./blob";

const BUCKETS: u32 = 256;
const LEAST_BYTES: u32 = 2;
/** Where in a text a fragment counts: only at its start, only where a word begins, only where one ends. */
const AT_START: u32 = 1;
const BEGINS_WORD: u32 = 2;
const ENDS_WORD: u32 = 4;

let table: usize = 0;

export function loadFragments(): bool {
  table = section(sectionName("FRAG"));
  const length = sectionLength();
  if (table == 0 || length < BUCKETS * 2) return false;
  for (let bucket: u32 = 0; bucket < BUCKETS; bucket++) {
    let offset = <u32>load<u16>(table + (bucket << 1));
    if (offset == 0) continue;
    while (true) {
      if (offset < BUCKETS * 2 || offset >= length) return false;
      const bytes = <u32>load<u8>(table + offset);
      if (bytes == 0) break;
      if (bytes < LEAST_BYTES) return false;
      offset += 2 + bytes;
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

/** A byte as fragments are written. @inline */
export function folded(p: usize): u32 {
  return lower(load<u8>(p));
}

/** First entry that may stand where these two bytes do, both folded, or 0. @inline */
export function firstFragment(first: u32, second: u32): usize {
  const offset = <usize>load<u16>(table + (bucketOf(first, second) << 1));
  return offset && load<u8>(table + offset) ? table + offset : 0;
}

/** Whether the entry begins with these two bytes: of a bucket few do. @inline */
export function isBegunBy(entry: usize, first: u32, second: u32): bool {
  return load<u16>(entry, 2) == (first | (second << 8));
}

/** The entry after this one, or 0. @inline */
export function nextFragment(entry: usize): usize {
  const next = entry + 2 + load<u8>(entry);
  return load<u8>(next) ? next : 0;
}

/** @inline */
export function fragmentLength(entry: usize): usize {
  return load<u8>(entry);
}

/** Address of a fragment's bytes. */
export function fragmentBytes(entry: usize): usize {
  return entry + 2;
}

/** Whether a fragment stands at `p` of the text in [start, end). */
export function isFragmentAt(entry: usize, start: usize, p: usize, end: usize): bool {
  const length = <usize>load<u8>(entry);
  const where = <u32>load<u8>(entry, 1);
  if (length > end - p) return false;
  for (let i: usize = 0; i < length; i++) {
    if (lower(load<u8>(p + i)) != load<u8>(entry + i, 2)) return false;
  }
  if (where & AT_START && p != start) return false;
  if (where & BEGINS_WORD && p > start && isWord(load<u8>(p - 1))) return false;
  return !(where & ENDS_WORD && p + length < end && isWord(load<u8>(p + length)));
}
