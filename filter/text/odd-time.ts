/**
 * Times in the form of one program or family: `21-Nov-2026 06:19:00.123` (BIND), `1121 06:19:00.123456` (glog, klog),
 * `081109 203615` (Hadoop's early log4j), `17/06/09 20:10:40` (Spark), `21 Nov 2026 06:19:00.123` (Redis), before 5 without
 * the year. digit-time.ts has more.
 */
import { isDate, monthAt } from "./calendar";
import { Char } from "./char";
import { clockAt, digits, localTime, NO_TIME, yearlessTime } from "./clock";

const CENTURY: i32 = 2000;

/** `21-Nov-2026 06:19:00.123`, or with blanks for the dashes. */
export function dayMonthTime(at: usize, end: usize): i64 {
  if (at + 20 > end) return NO_TIME;
  const day = digits(at, end, 2);
  const month = monthAt(at + 3, end);
  const year = digits(at + 7, end, 4);
  const between = <u32>load<u8>(at, 2);
  if (
    year < 0 ||
    !isDate(month, day) ||
    (between != Char.Minus && between != Char.Space) ||
    load<u8>(at, 6) != between
  )
    return NO_TIME;
  const clock = load<u8>(at, 11) == Char.Space ? clockAt(at + 12, end) : -1;
  return clock < 0 ? NO_TIME : localTime(year, month, day, clock);
}

/** `21 Nov 06:19:00.123`. */
export function dayTime(at: usize, end: usize, now: i64): i64 {
  const day = digits(at, end, 2);
  const month = monthAt(at + 3, end);
  if (!isDate(month, day) || at + 15 > end || load<u8>(at, 2) != Char.Space || load<u8>(at, 6) != Char.Space)
    return NO_TIME;
  const clock = clockAt(at + 7, end);
  return clock < 0 ? NO_TIME : yearlessTime(month, day, clock, now);
}

/** `1121 06:19:00.123456`. */
export function monthDayTime(at: usize, end: usize, now: i64): i64 {
  const month = digits(at, end, 2);
  const day = digits(at + 2, end, 2);
  if (!isDate(month, day) || at + 13 > end || load<u8>(at, 4) != Char.Space) return NO_TIME;
  const clock = clockAt(at + 5, end);
  return clock < 0 ? NO_TIME : yearlessTime(month, day, clock, now);
}

/** `081109 203615`: year, month, day, clock; 13 bytes. */
export function compactTime(at: usize, end: usize): i64 {
  if (at + 13 > end || load<u8>(at, 6) != Char.Space) return NO_TIME;
  const year = digits(at, end, 2);
  const month = digits(at + 2, end, 2);
  const day = digits(at + 4, end, 2);
  const hour = digits(at + 7, end, 2);
  const minute = digits(at + 9, end, 2);
  const second = digits(at + 11, end, 2);
  if (year < 0 || !isDate(month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59) return NO_TIME;
  if (second < 0 || second > 60) return NO_TIME;
  return localTime(CENTURY + year, month, day, (<i64>hour * 3600 + minute * 60 + second) * 1000);
}

/** `17/06/09 20:10:40`: year, month, day. */
export function shortYearTime(at: usize, end: usize): i64 {
  if (
    at + 17 > end ||
    load<u8>(at, 2) != Char.Slash ||
    load<u8>(at, 5) != Char.Slash ||
    load<u8>(at, 8) != Char.Space
  )
    return NO_TIME;
  const year = digits(at, end, 2);
  const month = digits(at + 3, end, 2);
  const day = digits(at + 6, end, 2);
  if (year < 0 || !isDate(month, day)) return NO_TIME;
  const clock = clockAt(at + 9, end);
  return clock < 0 ? NO_TIME : localTime(CENTURY + year, month, day, clock);
}
