/** Numbers of the answer: hex, whole numbers, decimals. */
import { ONES } from "../../text/ascii";
import { Char, chars2 } from "../../text/char";
import { advance, position, putByte } from "./writer";

/** Digits of the largest u64. */
const MAX_DIGITS: i32 = 20;

/** u16 for each number below 100: its two digits. */
const PAIRS: usize = memory.data(100 << 1, 8);

for (let value: u32 = 0; value < 100; value++) {
  store<u16>(PAIRS + (value << 1), (Char._0 + value / 10) | ((Char._0 + (value % 10)) << 8));
}

/** The low eight hex digits of a value. */
export function putHex8(value: u32): void {
  // Halves, bytes and nibbles swap until each nibble has a byte, the highest first in memory.
  let x = (<u64>value >> 16) | ((<u64>value & 0xffff) << 32);
  x = ((x >> 8) & 0x000000ff000000ff) | ((x & 0x000000ff000000ff) << 16);
  x = ((x >> 4) & 0x000f000f000f000f) | ((x & 0x000f000f000f000f) << 8);
  const letters = ((x + 6 * ONES) >> 4) & ONES;
  // A nibble past nine is a letter: its byte plus six has bit 4 set.
  store<u64>(position(), x + <u64>Char._0 * ONES + letters * (Char.a - 10 - Char._0));
  advance(8);
}

/** A whole number. */
export function putUnsigned(value: u64): void {
  let digits = 1;
  for (let limit: u64 = 10; limit <= value && digits < MAX_DIGITS; limit *= 10) digits++;
  advance(digits);
  let at = position();
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
  const to = position();
  store<u16>(to, chars2(Char._0, Char.Dot));
  store<u16>(to, load<u16>(PAIRS + (high << 1)), 2);
  store<u16>(to, load<u16>(PAIRS + (low << 1)), 4);
  let length: u32 = low ? 6 : 4;
  while (load<u8>(to + length - 1) == Char._0) length--;
  advance(length);
}
