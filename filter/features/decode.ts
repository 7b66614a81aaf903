/**
 * What a request target looks like after the decoding that a server, and the program behind it, would do: percent
 * signs once and, where that leaves more of them, twice (RFC 3986, section 2.1); `+` as a blank in the query; the
 * escapes that servers put into their logs (`\x22`, `\"`); `%u0027` of old IIS. Only for the features: the record keeps
 * what came.
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

/** Decodes once from [at, end) to `to`, which is elsewhere; returns the address after the last byte. */
function decodeOnce(at: usize, end: usize, to: usize, first: bool): usize {
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
          // Full-width forms (U+FF00) stand for their ASCII kin in this trick.
          byte = high == 0 ? low : high == 0xff ? (low + 0x20) & 0x7f : 0x80;
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
