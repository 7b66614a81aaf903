/** Byte strings. AssemblyScript's own strings are UTF-16; logs are not. */
import { allocateStatic } from "../memory/heap";
import { CASE_BIT, Char } from "./char";

/**
 * Packs an ASCII literal: u32 length | the bytes ({@link lengthOf}, {@link bytesOf}). The filter's compiler does so itself
 * (literals.mjs); where it does not, as for a module of a test, the literal is packed into static memory at start-up.
 *
 * Line breaks and the blanks behind are layout of the source and left out. Long literals have line breaks rather than
 * `+`, which would run at start-up and allocate from AssemblyScript's heap.
 */
export function ascii(text: string): usize {
  const address = allocateStatic(4 + text.length);
  let to = address + 4;
  let isLayout = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit == Char.LineFeed) isLayout = true;
    else if (unit != Char.Space) isLayout = false;
    if (!isLayout) store<u8>(to++, unit);
  }
  store<u32>(address, <u32>(to - address - 4));
  return address;
}

/** @inline */
export function lengthOf(literal: usize): i32 {
  return load<i32>(literal);
}

/** @inline */
export function bytesOf(literal: usize): usize {
  return literal + 4;
}

/**
 * SWAR (SIMD within a register): in `(x - ONES) & ~x & HIGHS` the lowest bit set is the high bit of the first zero byte
 * of x (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
 */
export const ONES: u64 = 0x0101010101010101;
export const HIGHS: u64 = 0x8080808080808080;

/** Whether the bytes at `at` (ending before `end`) begin with the literal. */
export function startsWith(at: usize, end: usize, literal: usize): bool {
  const length = load<u32>(literal);
  if (at + length > end) return false;
  let i: u32 = 0;
  if (length >= 4) {
    // Most texts differ in the first bytes.
    if (load<u32>(at) != load<u32>(literal, 4)) return false;
    i = 4;
  }
  for (; i < length; i++) {
    if (load<u8>(at + i) != load<u8>(literal + i, 4)) return false;
  }
  return true;
}

/** Address of the literal's first occurrence in [at, end), or 0. */
export function find(at: usize, end: usize, literal: usize): usize {
  const length = load<u32>(literal);
  if (at + length > end) return 0;
  const stop = end - length;
  const lead = <u64>load<u8>(literal, 4) * ONES;
  const isShort = length < 4;
  const four = load<u32>(literal, 4);
  // Bytes past the end may be read (memory/heap.ts); hits there don't count.
  for (; at <= stop; at += 8) {
    const word = load<u64>(at) ^ lead;
    let hits = (word - ONES) & ~word & HIGHS;
    while (hits) {
      const found = at + <usize>(ctz(hits) >> 3);
      if (found > stop) return 0;
      if ((isShort || load<u32>(found) == four) && startsWith(found, end, literal)) return found;
      hits &= hits - 1;
    }
  }
  return 0;
}

/** Address of the byte's first occurrence in [at, end), or `end`. */
export function findByte(at: usize, end: usize, byte: u32): usize {
  const pattern = <u64>byte * ONES;
  for (; at < end; at += 8) {
    const word = load<u64>(at) ^ pattern;
    const hits = (word - ONES) & ~word & HIGHS;
    if (hits) return min<usize>(at + <usize>(ctz(hits) >> 3), end);
  }
  return end;
}

const SPACES: u64 = <u64>Char.Space * ONES;
const TABS: u64 = <u64>Char.Tab * ONES;

/** Address of the first space or tab in [at, end), or `end`. Up to seven bytes behind may be read (memory/heap.ts). */
export function findBlank(at: usize, end: usize): usize {
  for (; at < end; at += 8) {
    const bytes = load<u64>(at);
    const spaces = bytes ^ SPACES;
    const tabs = bytes ^ TABS;
    const hits = (((spaces - ONES) & ~spaces) | ((tabs - ONES) & ~tabs)) & HIGHS;
    if (hits) return min<usize>(at + <usize>(ctz(hits) >> 3), end);
  }
  return end;
}

/** Whether `length` bytes, at least one, are equal. Bytes behind may be read (memory/heap.ts), and are not compared. */
export function sameBytes(at: usize, other: usize, length: usize): bool {
  for (; length > 8; length -= 8) {
    if (load<u64>(at) != load<u64>(other)) return false;
    at += 8;
    other += 8;
  }
  return (load<u64>(at) ^ load<u64>(other)) << ((8 - <u64>length) << 3) == 0;
}

/** @inline */
export function isDigit(byte: u32): bool {
  return byte - Char._0 < 10;
}

const ZEROS: u64 = <u64>Char._0 * ONES;
const HIGH_HALVES: u64 = 0xf0 * ONES;
const SIXES: u64 = 6 * ONES;

/** Whether `length` bytes, 1 to 8, are all digits. Bytes behind may be read (memory/heap.ts). */
export function isDigits(at: usize, length: u32): bool {
  if (length == 0) return false;
  const unused: u64 = (<u64>(8 - length)) << 3;
  const word = (load<u64>(at) << unused) | (ZEROS & (((<u64>1) << unused) - 1));
  return (word & HIGH_HALVES) == ZEROS && ((word + SIXES) & HIGH_HALVES) == ZEROS;
}

/** A capital letter. @inline */
export function isUpper(byte: u32): bool {
  return byte - Char.A < 26;
}

/** A small letter. @inline */
export function isLower(byte: u32): bool {
  return byte - Char.a < 26;
}

/** A letter of either case. @inline */
export function isLetter(byte: u32): bool {
  return (byte | CASE_BIT) - Char.a < 26;
}

/** Value of a hex digit, or -1. */
export function hexValue(byte: u32): i32 {
  if (byte - Char._0 < 10) return byte - Char._0;
  const letter = (byte | CASE_BIT) - Char.a;
  return letter < 6 ? letter + 10 : -1;
}

/** Whole number in [at, end); -1 where the text is empty, has anything but digits or has more than 18. */
export function parseUnsigned(at: usize, end: usize): i64 {
  if (at >= end || end - at > 18) return -1;
  let value: i64 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - Char._0;
    if (digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Thousandths of a decimal number such as `12.5` (-> 12500), further digits cut; -1 where the text is none. */
export function parseMilli(at: usize, end: usize): i64 {
  const dot = findByte(at, end, Char.Dot);
  const whole = parseUnsigned(at, dot);
  if (whole < 0 || dot - at > 14) return -1;
  let milli = whole * 1000;
  let unit: i64 = 100;
  for (let p = dot + 1; p < end; p++) {
    const digit = <u32>load<u8>(p) - Char._0;
    if (digit > 9) return -1;
    milli += digit * unit;
    unit /= 10;
  }
  return milli;
}
