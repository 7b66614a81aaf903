/** The answer's writer: a cursor into scratch space, and what JSON is made of: literals, numbers, text. */
import { isKnownPlain } from "../json/marks";
import { skipPlain } from "../json/string";
import { ensureMemory, isInMemory } from "../memory";
import { bytesOf, lengthOf, ONES } from "../text/ascii";
import { Char, chars2, chars4 } from "../text/char";
import { utf8Length } from "../text/utf8";

/** Digits of the largest u64. */
const MAX_DIGITS: i32 = 20;

/** Address of the next byte. */
let cursor: usize = 0;

export function startWriting(at: usize): void {
  cursor = at;
}

export function position(): usize {
  return cursor;
}

/** Makes room for `bytes` more; false where memory is at its end. @inline */
export function reserve(bytes: usize): bool {
  return isInMemory(cursor + bytes) || ensureMemory(cursor + bytes);
}

/** @inline */
export function putByte(byte: u32): void {
  store<u8>(cursor++, byte);
}

/** An ASCII literal made by `ascii`. */
export function put(literal: usize): void {
  const length = lengthOf(literal);
  memory.copy(cursor, bytesOf(literal), length);
  cursor += length;
}

export function putBytes(at: usize, end: usize): void {
  memory.copy(cursor, at, end - at);
  cursor += end - at;
}

/** At most 16 bytes; all 16 are read and written. @inline */
export function putFew(at: usize, length: usize): void {
  store<u64>(cursor, load<u64>(at));
  store<u64>(cursor, load<u64>(at, 8), 8);
  cursor += length;
}

/** u16 for each number below 100: its two digits. */
const PAIRS: usize = memory.data(100 << 1, 8);

for (let value: u32 = 0; value < 100; value++) {
  store<u16>(PAIRS + (value << 1), (Char._0 + value / 10) | ((Char._0 + (value % 10)) << 8));
}

function hexDigit(value: u32): u32 {
  return value < 10 ? Char._0 + value : Char.a - 10 + value;
}

/** The low eight hex digits of a value. */
export function putHex8(value: u32): void {
  // Halves, bytes and nibbles swap until each nibble has a byte, the highest first in memory.
  let x = (<u64>value >> 16) | ((<u64>value & 0xffff) << 32);
  x = ((x >> 8) & 0x000000ff000000ff) | ((x & 0x000000ff000000ff) << 16);
  x = ((x >> 4) & 0x000f000f000f000f) | ((x & 0x000f000f000f000f) << 8);
  const letters = ((x + 6 * ONES) >> 4) & ONES;
  // A nibble past nine is a letter: its byte plus six has bit 4 set.
  store<u64>(cursor, x + <u64>Char._0 * ONES + letters * (Char.a - 10 - Char._0));
  cursor += 8;
}

export function putUnsigned(value: u64): void {
  let digits = 1;
  for (let limit: u64 = 10; limit <= value && digits < MAX_DIGITS; limit *= 10) digits++;
  let at = cursor + digits;
  cursor = at;
  while (value >= 100) {
    const rest = value / 100;
    at -= 2;
    store<u16>(at, load<u16>(PAIRS + ((<u32>(value - rest * 100)) << 1)));
    value = rest;
  }
  if (value < 10) store<u8>(at - 1, Char._0 + <u32>value);
  else store<u16>(at - 2, load<u16>(PAIRS + ((<u32>value) << 1)));
}

/** A value in units of 10^-places, without trailing zeros: (12500, 3) is `12.5`. */
export function putDecimal(value: i64, places: u32): void {
  if (value < 0) {
    putByte(Char.Minus);
    value = -value;
  }
  let unit: u64 = 1;
  for (let i: u32 = 0; i < places; i++) unit *= 10;
  const whole = <u64>value / unit;
  putUnsigned(whole);
  let rest = <u64>value - whole * unit;
  if (rest == 0) return;
  putByte(Char.Dot);
  while (rest) {
    unit /= 10;
    putByte(Char._0 + <u32>(rest / unit));
    rest %= unit;
  }
}

/** A float with at most `places` decimals; never `NaN` or `Infinity`, which are not JSON. */
export function putFloat(value: f64, places: u32): void {
  if (!(value > -1e15 && value < 1e15)) {
    putByte(Char._0);
    return;
  }
  let unit: f64 = 1;
  for (let i: u32 = 0; i < places; i++) unit *= 10;
  putDecimal(<i64>nearest<f64>(value * unit), places);
}

/** A share, 0..1, with at most four decimals: what {@link putFloat} would write. */
export function putShare(value: f32): void {
  const units = <u32>nearest<f64>(<f64>value * 10000);
  if (units == 0 || units >= 10000) {
    putByte(units ? Char._1 : Char._0);
    return;
  }
  const high = units / 100;
  const low = units - high * 100;
  const to = cursor;
  store<u16>(to, chars2(Char._0, Char.Dot));
  store<u16>(to, load<u16>(PAIRS + (high << 1)), 2);
  store<u16>(to, load<u16>(PAIRS + (low << 1)), 4);
  let length: u32 = low ? 6 : 4;
  while (load<u8>(to + length - 1) == Char._0) length--;
  cursor = to + length;
}

/** Whether the byte can stand in a JSON string unchanged. */
function isPlain(byte: u32): bool {
  return byte >= <u32>Char.Space && byte != Char.Quote && byte != Char.Backslash && byte < 0x80;
}

/**
 * Text between the quotes of a JSON string: at most six bytes for each byte. NUL and bytes that are not UTF-8 become
 * U+FFFD.
 */
export function putText(at: usize, end: usize): void {
  if (isKnownPlain(at, end)) {
    putBytes(at, end);
    return;
  }
  while (at < end) {
    const plain = skipPlain(at, end);
    if (plain > at) {
      putBytes(at, plain);
      at = plain;
      continue;
    }
    const byte = <u32>load<u8>(at);
    if (byte >= 0x80) {
      const length = utf8Length(at, end);
      if (length == 0) {
        putReplacement();
        at++;
      } else {
        putBytes(at, at + length);
        at += length;
      }
    } else {
      putEscape(byte);
      at++;
    }
  }
}

function putEscape(byte: u32): void {
  let short: u32 = 0;
  switch (byte) {
    case Char.Null:
      putReplacement();
      return;
    case Char.Quote:
    case Char.Backslash:
      short = byte;
      break;
    case Char.Backspace:
      short = Char.b;
      break;
    case Char.Tab:
      short = Char.t;
      break;
    case Char.LineFeed:
      short = Char.n;
      break;
    case Char.FormFeed:
      short = Char.f;
      break;
    case Char.CarriageReturn:
      short = Char.r;
      break;
    default:
      store<u32>(cursor, chars4(Char.Backslash, Char.u, Char._0, Char._0));
      cursor += 4;
      store<u8>(cursor, hexDigit(byte >> 4));
      store<u8>(cursor, hexDigit(byte & 15), 1);
      cursor += 2;
      return;
  }
  store<u8>(cursor, Char.Backslash);
  store<u8>(cursor, short, 1);
  cursor += 2;
}

/** U+FFFD as an escape, which shippers and Postgres read alike. */
export function putReplacement(): void {
  store<u32>(cursor, chars4(Char.Backslash, Char.u, Char.f, Char.f));
  store<u16>(cursor, chars2(Char.f, Char.d), 4);
  cursor += 6;
}

/** How many bytes {@link putText} will write. */
export function textSize(at: usize, end: usize): usize {
  let size: usize = 0;
  while (at < end) {
    const byte = <u32>load<u8>(at);
    if (isPlain(byte)) {
      size++;
      at++;
    } else if (byte >= 0x80) {
      const length = utf8Length(at, end);
      size += length ? length : 6;
      at += length ? length : 1;
    } else {
      const isShort = byte == Char.Quote || byte == Char.Backslash || (byte >= 8 && byte <= 13 && byte != 11);
      size += isShort ? 2 : 6;
      at++;
    }
  }
  return size;
}
