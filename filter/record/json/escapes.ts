/** Escapes in JSON strings (RFC 8259, section 7), and decoding them. */
import { HIGHS, hexValue, ONES } from "../../text/ascii";
import { Char, chars2 } from "../../text/char";
import { putUtf8 } from "../../text/utf8";

/** A backslash in each byte of a word. */
export const BACKSLASHES: u64 = <u64>Char.Backslash * ONES;

/** Value of the four hex digits at `at`, or -1. */
export function hex4(at: usize, end: usize): i32 {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit = hexValue(load<u8>(at + i));
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}

/** The character that a backslash and `escape` stand for, or -1 where JSON has no such escape. */
export function simpleEscape(escape: u32): i32 {
  switch (escape) {
    case Char.Quote:
    case Char.Slash:
    case Char.Backslash:
      return escape;
    case Char.b:
      return Char.Backspace;
    case Char.f:
      return Char.FormFeed;
    case Char.n:
      return Char.LineFeed;
    case Char.r:
      return Char.CarriageReturn;
    case Char.t:
      return Char.Tab;
    default:
      return -1;
  }
}

/** Whether `unit` is a high surrogate and `\uDC00`..`\uDFFF` follows at `at`. */
export function isLowAfterHigh(unit: i32, at: usize, end: usize): bool {
  if ((unit & 0xfc00) != 0xd800) return false;
  if (at + 6 > end || load<u16>(at) != chars2(Char.Backslash, Char.u)) return false;
  return (hex4(at + 2, end) & 0xfc00) == 0xdc00;
}

/** Address behind the escape decoded last. */
let afterEscape: usize = 0;

/** Address behind the escape that {@link decodeEscape} decoded last. */
export function escapeEnd(): usize {
  return afterEscape;
}

/** Decodes the escape at `at` of a well-formed string to `to`; returns the address behind the text. */
export function decodeEscape(at: usize, end: usize, to: usize): usize {
  const escape = <u32>load<u8>(at, 1);
  if (escape != Char.u) {
    store<u8>(to, escape == Char.Quote ? escape : simpleEscape(escape));
    afterEscape = at + 2;
    return to + 1;
  }
  let point = hex4(at + 2, end);
  at += 6;
  if ((point & 0xf800) == 0xd800) {
    if (isLowAfterHigh(point, at, end)) {
      point = 0x10000 + ((point & 0x3ff) << 10) + (hex4(at + 2, end) & 0x3ff);
      at += 6;
    } else point = 0xfffd;
  }
  afterEscape = at;
  return putUtf8(to, point);
}

/**
 * Decodes a well-formed string's bytes [at, end) to `to`, which needs as many bytes and seven more. Half a surrogate
 * pair becomes U+FFFD; bytes that are not UTF-8 stay. Returns the address behind the text.
 */
export function decodeString(at: usize, end: usize, to: usize): usize {
  while (at < end) {
    const word = load<u64>(at);
    store<u64>(to, word);
    const slash = word ^ BACKSLASHES;
    const hits = (slash - ONES) & ~slash & HIGHS;
    const plain: usize = hits ? <usize>(ctz(hits) >> 3) : 8;
    at += plain;
    to += plain;
    if (hits == 0 || at >= end) continue;
    to = decodeEscape(at, end, to);
    at = afterEscape;
  }
  // The last word may have gone past the end.
  return to - (at - end);
}
