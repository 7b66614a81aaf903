/** Durations with a unit: `12.5ms`, `3s`, `850us`, `0.000123s`, `123.4µs`. */
import { findByte, isDigit } from "../text/ascii";
import { Char } from "../text/char";

/** Digits before the point at most: longer numbers are no durations. */
const MAX_WHOLE_DIGITS: usize = 12;

/** Microseconds, or -1 where the text is no duration. A number without a unit is milliseconds. */
export function duration(at: usize, end: usize): i64 {
  let stop = at;
  while (stop < end && (isDigit(load<u8>(stop)) || load<u8>(stop) == Char.Dot)) stop++;
  const dot = findByte(at, stop, Char.Dot);
  if (dot == at || dot - at > MAX_WHOLE_DIGITS) return -1;
  let scale: i64 = 0;
  if (stop == end) scale = 1000;
  else if (end - stop == 1 && load<u8>(stop) == Char.s) scale = 1_000_000;
  else if (load<u8>(end - 1) == Char.s) {
    const unit = <u32>load<u8>(stop);
    if (end - stop == 2 && unit == Char.m) scale = 1000;
    // `us`, or with a Greek mu (U+00B5, U+03BC).
    else if ((end - stop == 2 && unit == Char.u) || (end - stop == 3 && unit >= 0xc2)) scale = 1;
    else if (end - stop == 2 && unit == Char.n) return 0;
  }
  if (scale == 0) return -1;
  let value: i64 = 0;
  for (let p = at; p < dot; p++) value = value * 10 + (load<u8>(p) - Char._0);
  value *= scale;
  for (let p = dot + 1; p < stop; p++) {
    if (!isDigit(load<u8>(p))) return -1;
    scale /= 10;
    value += scale * (load<u8>(p) - Char._0);
  }
  return value;
}
