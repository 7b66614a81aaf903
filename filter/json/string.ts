/**
 * JSON strings (RFC 8259, section 7): finding their end, decoding them, writing them.
 *
 * `flags` of a string tell what its bytes need before Postgres can take them; see {@link scanString}.
 */
import { HIGHS, hexValue, ONES } from "../text/ascii";
import { Char, chars2 } from "../text/char";

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
const BACKSLASHES: u64 = <u64>Char.Backslash * ONES;
const SPACES: u64 = <u64>Char.Space * ONES;

/** Escapes of a string whose places are noted. */
export const MAX_ESCAPES: u32 = 64;

/** What the last {@link scanString} saw. */
let seen: u32 = 0;
/** u32 address of each backslash that begins an escape, of the string with escapes that was scanned last. */
const ESCAPES: usize = memory.data(MAX_ESCAPES << 2, 8);
let escapes: u32 = 0;
/** Where that string begins; 0 where it has more of them than are noted. */
let escapesOf: usize = 0;

/** Whether the escapes of the string at `at` are noted. */
export function hasEscapes(at: usize): bool {
  return escapesOf == at;
}

export function escapeCount(): u32 {
  return escapes;
}

/** @inline */
export function escapeAt(index: u32): usize {
  return load<u32>(index << 2, ESCAPES);
}

export function stringFlags(): u32 {
  return seen;
}

/**
 * Marks of the bytes in a word that are a quote, a backslash, a control character or not ASCII: the lowest bit that is
 * set is the high bit of the first of them.
 * @inline
 */
export function marks(word: u64): u64 {
  const quote = word ^ QUOTES;
  const slash = word ^ BACKSLASHES;
  // A byte's high bit is set where it is below 0x20, equals one of the two, or is 0x80 and up. Borrows can only
  // set bits above a byte that is a hit already, so the lowest hit is always a true one.
  return ((word - SPACES) | (quote - ONES) | (slash - ONES) | word) & HIGHS;
}

/** First byte at or after `at` that is a quote, a backslash, a control character or not ASCII; or `end`. */
export function skipPlain(at: usize, end: usize): usize {
  // What lies past the end may be read (memory.ts), and is not counted.
  for (; at < end; at += 8) {
    const hits = marks(load<u64>(at));
    if (hits) return min<usize>(at + <usize>(ctz(hits) >> 3), end);
  }
  return end;
}

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

/** Length of the well-formed UTF-8 sequence at `at` (RFC 3629: no overlong forms, no surrogates), or 0. */
export function utf8Length(at: usize, end: usize): usize {
  const lead = <u32>load<u8>(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (at + 1 >= end) return 0;
  const second = <u32>load<u8>(at + 1);
  if ((second & 0xc0) != 0x80) return 0;
  if (lead < 0xe0) return 2;
  if (at + 2 >= end || (load<u8>(at + 2) & 0xc0) != 0x80) return 0;
  if (lead < 0xf0) {
    if (lead == 0xe0 && second < 0xa0) return 0;
    if (lead == 0xed && second >= 0xa0) return 0;
    return 3;
  }
  if (at + 3 >= end || (load<u8>(at + 3) & 0xc0) != 0x80) return 0;
  if (lead == 0xf0 && second < 0x90) return 0;
  if (lead == 0xf4 && second >= 0x90) return 0;
  return 4;
}

/** Address of the string's closing quote, from the byte after its opening one; 0 where it is malformed. */
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
      seen = flags;
      if (noted) {
        escapes = noted;
        escapesOf = noted <= MAX_ESCAPES ? start : 0;
      }
      return at;
    }
    if (byte >= 0x80) {
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
    // Others' are overwritten from here on.
    escapesOf = 0;
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

/** What the character after a backslash stands for, or -1 where JSON has no such escape. */
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

/** Writes a code point as UTF-8 at `to`; returns the address after it. */
export function putUtf8(to: usize, point: i32): usize {
  if (point < 0x80) {
    store<u8>(to, point);
    return to + 1;
  }
  if (point < 0x800) {
    store<u8>(to, 0xc0 | (point >> 6));
    store<u8>(to, 0x80 | (point & 63), 1);
    return to + 2;
  }
  if (point < 0x10000) {
    store<u8>(to, 0xe0 | (point >> 12));
    store<u8>(to, 0x80 | ((point >> 6) & 63), 1);
    store<u8>(to, 0x80 | (point & 63), 2);
    return to + 3;
  }
  store<u8>(to, 0xf0 | (point >> 18));
  store<u8>(to, 0x80 | ((point >> 12) & 63), 1);
  store<u8>(to, 0x80 | ((point >> 6) & 63), 2);
  store<u8>(to, 0x80 | (point & 63), 3);
  return to + 4;
}

let afterEscape: usize = 0;

/** Address after the escape that was decoded last. */
export function escapeEnd(): usize {
  return afterEscape;
}

/** Decodes the escape at `at` of a well-formed string to `to`; returns the address after the last byte written. */
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
 * pair becomes U+FFFD; bytes that are not UTF-8 stay. Returns the address after the last byte written.
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
