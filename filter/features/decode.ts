/**
 * What a request target looks like after the decoding that a server, and the program behind it, would do: percent
 * signs once and, where that leaves more of them, twice (RFC 3986, section 2.1); `+` as a blank in the query; the
 * escapes that servers put into their logs (`\x22`, `\"`); `%u0027` of old IIS; UTF-8 that is longer than it has to be
 * (`%c0%ae` for `.`), which decoders that only mask bits accept. Only for the features: the record keeps what came.
 */
import { take } from "../memory/scratch";
import { findByte, HIGHS, hexValue, ONES } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";

/** What decoding met in a target. */
@unmanaged
class Decoded {
  /** Percent-encoded bytes. */
  once: u32;
  /** Those of them that were encoded twice. */
  twice: u32;
}

/** Of the target decoded last. */
export const decoded: Decoded = changetype<Decoded>(memory.data(offsetof<Decoded>(), 4));

function hexPair(at: usize, end: usize): i32 {
  if (at + 2 > end) return -1;
  const high = hexValue(load<u8>(at));
  if (high < 0) return -1;
  const low = hexValue(load<u8>(at, 1));
  return low < 0 ? -1 : (high << 4) | low;
}

const PERCENTS: u64 = Char.Percent * ONES;
const PLUSES: u64 = Char.Plus * ONES;
const MARKS: u64 = Char.Question * ONES;
const BACKSLASHES: u64 = Char.Backslash * ONES;

/** Marks of the bytes in a word that decoding looks at; the lowest is a true one. */
function special(word: u64): u64 {
  const percent = word ^ PERCENTS;
  const plus = word ^ PLUSES;
  const mark = word ^ MARKS;
  const slash = word ^ BACKSLASHES;
  return (
    (((percent - ONES) & ~percent) |
      ((plus - ONES) & ~plus) |
      ((mark - ONES) & ~mark) |
      ((slash - ONES) & ~slash)) &
    HIGHS
  );
}

/** The ASCII character that a code point above it stands for in this trick, or a byte past ASCII. */
function bestFit(high: i32, low: i32): u32 {
  if (high == 0) return low;
  // Full-width forms (U+FF00) have the order of their ASCII kin.
  if (high == 0xff) return (low + 0x20) & 0x7f;
  // Division slash, fraction slash and set minus.
  if ((high == 0x22 && low == 0x15) || (high == 0x20 && low == 0x44)) return Char.Slash;
  return high == 0x22 && low == 0x16 ? Char.Backslash : 0x80;
}

/**
 * How many of the bytes before `to` are the rest of an overlong form of ASCII that a continuation byte would end; 0 where
 * it ends none. The leads C0 and C1, and 80 or 81 behind E0 or F0 80, are in no UTF-8 (RFC 3629, section 3).
 */
function overlongBefore(to: usize, start: usize): usize {
  if (to == start) return 0;
  const last = <u32>load<u8>(to - 1);
  if ((last & 0xfe) == 0xc0) return 1;
  if ((last & 0xfe) != 0x80 || to - start < 2) return 0;
  const before = <u32>load<u8>(to - 2);
  if (before == 0xe0) return 2;
  return before == 0x80 && to - start > 2 && load<u8>(to - 3) == 0xf0 ? 3 : 0;
}

/** Decodes once from [at, end) to `to`, which is elsewhere; returns the address after the last byte. */
function decodeOnce(at: usize, end: usize, to: usize, first: bool): usize {
  const start = to;
  let inQuery = false;
  while (at < end) {
    const word = load<u64>(at);
    const hits = special(word);
    store<u64>(to, word);
    const plain: usize = hits ? <usize>(ctz(hits) >> 3) : 8;
    at += plain;
    to += plain;
    if (hits == 0 || at >= end) continue;
    let byte = <u32>load<u8>(at++);
    if (byte == Char.Percent) {
      const value = hexPair(at, end);
      if (value >= 0) {
        byte = value;
        at += 2;
        if (first) decoded.once++;
        else decoded.twice++;
      } else if (at + 5 <= end && (load<u8>(at) | CASE_BIT) == Char.u) {
        const high = hexPair(at + 1, end);
        const low = hexPair(at + 3, end);
        if (high >= 0 && low >= 0) {
          byte = bestFit(high, low);
          at += 5;
          if (first) decoded.once++;
          else decoded.twice++;
        }
      }
    } else if (first) {
      if (byte == Char.Backslash && at < end) {
        const next = <u32>load<u8>(at);
        const value = next == Char.x ? hexPair(at + 1, end) : -1;
        if (value >= 0) {
          byte = value;
          at += 3;
        } else if (next == Char.Quote || next == Char.Backslash) {
          byte = next;
          at++;
        }
      } else if (byte == Char.Question) inQuery = true;
      else if (byte == Char.Plus && inQuery) byte = Char.Space;
    }
    if ((byte & 0xc0) == 0x80) {
      const rest = overlongBefore(to, start);
      if (rest) {
        byte = ((<u32>load<u8>(to - 1) & 1) << 6) | (byte & 0x3f);
        to -= rest;
      }
    }
    store<u8>(to++, byte);
  }
  // The last word may have gone past the end.
  return to - (at - end);
}

/** Decodes a target from [at, end) to `to`, which needs as many bytes and eight more; returns the address after the last byte. */
export function decodeTarget(at: usize, end: usize, to: usize): usize {
  decoded.once = 0;
  decoded.twice = 0;
  const stop = decodeOnce(at, end, to, true);
  if (findByte(to, stop, Char.Percent) + 2 >= stop) return stop;
  // Not in its own place: words that are written there would reach what is still to be read.
  const again = take(stop - to + 8);
  if (again == 0) return stop;
  const length = decodeOnce(to, stop, again, false) - again;
  memory.copy(to, again, length);
  return to + length;
}
