/** JSON strings (RFC 8259, section 7): where one ends, and what its bytes hold ({@link StringFlag}). */
import { HIGHS, ONES } from "../../text/ascii";
import { Char } from "../../text/char";
import { isAscii, utf8Length } from "../../text/utf8";
import { BACKSLASHES, hex4, isLowAfterHigh, simpleEscape } from "./escapes";

/** What the bytes of a string hold. */
export const enum StringFlag {
  /** A backslash escape: the bytes are not the text. */
  Escaped = 1,
  /** `\u0000`, which neither `text` nor `jsonb` can store. */
  HasNul = 2,
  /** Half a surrogate pair, which `jsonb` refuses. */
  HasLoneSurrogate = 4,
  /** Bytes that are not UTF-8. */
  HasBadUtf8 = 8,
  /** Characters past ASCII. */
  NonAscii = 16,
  /** Of a field: its bytes are as the scanner met them. */
  AsScanned = 32,
  /** Any of the three that make a string unfit to be copied as it is. */
  Unfit = StringFlag.HasNul | StringFlag.HasLoneSurrogate | StringFlag.HasBadUtf8,
}

const QUOTES: u64 = <u64>Char.Quote * ONES;
const SPACES: u64 = <u64>Char.Space * ONES;

/** Escapes of a string whose places are noted. */
export const MAX_ESCAPES: u32 = 64;

/** The string read last, and the escapes of the last one that has any. */
@unmanaged
class LastString {
  /** {@link StringFlag} bits. */
  flags: u32;
  /** Number of escapes; only the first {@link MAX_ESCAPES} are noted. */
  escapes: u32;
  /** Where the string with the escapes begins; 0 where it has more than are noted. */
  escapesOf: usize;
}

const last: LastString = changetype<LastString>(memory.data(offsetof<LastString>(), 4));
/** u32 address of each backslash that begins an escape. */
const ESCAPES: usize = memory.data(MAX_ESCAPES << 2, 8);

/** Whether the escapes of the string at `at` are noted. */
export function hasEscapes(at: usize): bool {
  return last.escapesOf == at;
}

/** Number of escapes of the last string that has any. */
export function escapeCount(): u32 {
  return last.escapes;
}

/** @inline */
export function escapeAt(index: u32): usize {
  return load<u32>(index << 2, ESCAPES);
}

/** {@link StringFlag} bits of the string read last. */
export function stringFlags(): u32 {
  return last.flags;
}

/**
 * Marks the bytes in a word that are a quote, a backslash, a control character or not ASCII: the lowest bit set is the
 * high bit of the first such byte.
 * @inline
 */
export function marks(word: u64): u64 {
  const quote = word ^ QUOTES;
  const slash = word ^ BACKSLASHES;
  // A high bit is set where the byte is below 0x20, equals quote or backslash, or is 0x80 and up. Borrows only set
  // bits above a byte that is a hit already, so the lowest hit is a true one.
  return ((word - SPACES) | (quote - ONES) | (slash - ONES) | word) & HIGHS;
}

/** First byte at or after `at` that is a quote, a backslash, a control character or not ASCII; or `end`. */
export function skipPlain(at: usize, end: usize): usize {
  // Bytes past the end may be read (memory/heap.ts); hits there don't count.
  for (; at < end; at += 8) {
    const hits = marks(load<u64>(at));
    if (hits) return min<usize>(at + <usize>(ctz(hits) >> 3), end);
  }
  return end;
}

/** Address of the closing quote of the string whose text begins at `at`; 0 where the string is malformed. */
export function scanString(at: usize, end: usize): usize {
  const start = at;
  let flags: u32 = 0;
  let noted: u32 = 0;
  while (at < end) {
    const hits = marks(load<u64>(at));
    if (hits == 0) {
      at += 8;
      continue;
    }
    at += <usize>(ctz(hits) >> 3);
    if (at >= end) return 0;
    const byte = <u32>load<u8>(at);
    if (byte == Char.Quote) {
      last.flags = flags;
      if (noted) {
        last.escapes = noted;
        last.escapesOf = noted <= MAX_ESCAPES ? start : 0;
      }
      return at;
    }
    if (!isAscii(byte)) {
      flags |= StringFlag.NonAscii;
      const length = utf8Length(at, end);
      if (length == 0) {
        flags |= StringFlag.HasBadUtf8;
        at++;
      } else at += length;
      continue;
    }
    if (byte != Char.Backslash || at + 1 >= end) return 0;
    flags |= StringFlag.Escaped;
    // The escapes of an earlier string are overwritten from here on.
    last.escapesOf = 0;
    if (noted < MAX_ESCAPES) store<u32>(noted << 2, <u32>at, ESCAPES);
    noted++;
    const escape = <u32>load<u8>(at, 1);
    at += 2;
    if (escape == Char.Quote) continue;
    if (escape != Char.u) {
      if (simpleEscape(escape) < 0) return 0;
      continue;
    }
    const unit = hex4(at, end);
    if (unit < 0) return 0;
    at += 4;
    if (unit == 0) flags |= StringFlag.HasNul;
    else if ((unit & 0xf800) == 0xd800) {
      if (isLowAfterHigh(unit, at, end)) at += 6;
      else flags |= StringFlag.HasLoneSurrogate;
    }
  }
  return 0;
}
