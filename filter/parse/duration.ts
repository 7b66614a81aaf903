/** Durations with a unit: `12.5ms`, `3s`, `850us`, `0.000123s`, `123.4µs`; Go's have several: `4m14.5s`. */
import { findByte, isDigit, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";

/** Digits before the point at most: longer numbers are no durations. */
const MAX_WHOLE_DIGITS: usize = 15;
/** 146 years: what is longer is cut, so that a sum stays in 64 bits. */
const MAX_NANOSECONDS: i64 = 1 << 62;
const SECOND: i64 = 1_000_000;

/** A decimal number in units of `scale` parts, as a number of parts, further digits cut; -1 where the text is none. */
export function scaled(at: usize, end: usize, scale: i64): i64 {
  const dot = findByte(at, end, Char.Dot);
  if (dot - at > MAX_WHOLE_DIGITS) return -1;
  const whole = parseUnsigned(at, dot);
  if (whole < 0 || whole > MAX_NANOSECONDS / scale) return -1;
  let value = whole * scale;
  for (let p = dot + 1; p < end; p++) {
    if (!isDigit(load<u8>(p))) return -1;
    scale /= 10;
    value += scale * (load<u8>(p) - Char._0);
  }
  return value;
}

/** Nanoseconds in the unit at [at, end), or -1. */
function unitOf(at: usize, end: usize): i64 {
  const first = <u32>load<u8>(at);
  if (end - at == 1) {
    if (first == Char.s) return SECOND * 1000;
    if (first == Char.m) return SECOND * 60_000;
    return first == Char.h ? SECOND * 3_600_000 : -1;
  }
  if (load<u8>(end - 1) != Char.s) return -1;
  // `us`, or with a Greek mu (U+00B5, U+03BC).
  if (end - at == 3) return first >= 0xc2 ? 1000 : -1;
  if (end - at != 2) return -1;
  if (first == Char.m) return SECOND;
  if (first == Char.u) return 1000;
  return first == Char.n ? 1 : -1;
}

/** Where the number at `at` ends. */
function numberEnd(at: usize, end: usize): usize {
  while (at < end && (isDigit(load<u8>(at)) || load<u8>(at) == Char.Dot)) at++;
  return at;
}

/** Microseconds, or -1 where the text is no duration. A number without a unit is milliseconds. */
export function duration(at: usize, end: usize): i64 {
  let total: i64 = 0;
  let p = at;
  do {
    const unit = numberEnd(p, end);
    let stop = unit;
    while (stop < end && !isDigit(load<u8>(stop)) && load<u8>(stop) != Char.Dot) stop++;
    if (stop == unit) return p == at ? scaled(at, end, 1000) : -1;
    const nanos = unitOf(unit, stop);
    const value = nanos < 0 ? -1 : scaled(p, unit, nanos);
    if (value < 0) return -1;
    total = min(total + value, MAX_NANOSECONDS);
    p = stop;
  } while (p < end);
  return total / 1000;
}
