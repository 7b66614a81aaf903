/**
 * Times of digits and marks in an order that one program or family has:
 *
 * ```
 * 2005-06-03-15.42.50.675872      RAS events of Blue Gene/L
 * 2026-11-21 06:19.00             structlog's console (https://www.structlog.org/en/21.3.0/getting-started.html)
 * 2026-11-21 time=06:19:00        FortiGate, behind `date=`
 * 20261121-6:19:0:123             Huawei Health: parts without leading zeros
 * 20261121 06:19:00.123456        glog with a year
 * 261121  6:19:00                 mysqld_safe, MySQL before 5.7
 * 11-21 06:19:00.123              Android's logcat (https://developer.android.com/tools/logcat)
 * 11.21 06:19:00                  Proxifier
 * ```
 */
import { ascii, isDigit, lengthOf, startsWith } from "./ascii";
import { isDate } from "./calendar";
import { Char } from "./char";
import { clockAt, digits, localTime, NO_TIME, setTimeEnd, timeEnd, yearlessTime } from "./clock";

const CENTURY: i32 = 2000;
const CLOCK_KEY: usize = ascii("time=");

/** Milliseconds of the day, or -1. @inline */
function millisecondsOf(hour: i32, minute: i32, second: i32): i64 {
  const isClock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  return isClock ? (<i64>hour * 3600 + minute * 60 + second) * 1000 : -1;
}

/** Milliseconds of a fraction's digits at `at`; the time's end is set. */
function fraction(at: usize, end: usize): i64 {
  let milli: i64 = 0;
  for (let unit: i64 = 100; at < end && isDigit(load<u8>(at)); at++) {
    milli += unit * (load<u8>(at) - Char._0);
    unit /= 10;
  }
  setTimeEnd(at);
  return milli;
}

/** `15.42.50.675872`, or `06:19.00`: marks where others have colons. */
function markedClock(at: usize, end: usize, mark: u32): i64 {
  if (at + 8 > end || load<u8>(at, 2) != mark || load<u8>(at, 5) != Char.Dot) return -1;
  const clock = millisecondsOf(digits(at, end, 2), digits(at + 3, end, 2), digits(at + 6, end, 2));
  if (clock < 0) return -1;
  setTimeEnd(at + 8);
  const hasFraction = at + 9 < end && load<u8>(at, 8) == Char.Dot && isDigit(load<u8>(at, 9));
  return hasFraction ? clock + fraction(at + 9, end) : clock;
}

/** Up to three digits at {@link timeEnd}, or -1; the end goes behind them and one colon. */
function looseDigits(end: usize): i32 {
  let at = timeEnd();
  const from = at;
  let value = 0;
  while (at < end && at < from + 3 && isDigit(load<u8>(at))) value = value * 10 + (load<u8>(at++) - Char._0);
  setTimeEnd(at < end && load<u8>(at) == Char.Colon ? at + 1 : at);
  return at == from ? -1 : value;
}

/** `6:19:0:123`. */
function looseClock(at: usize, end: usize): i64 {
  setTimeEnd(at);
  const hour = looseDigits(end);
  const minute = looseDigits(end);
  const clock = millisecondsOf(hour, minute, looseDigits(end));
  const milli = looseDigits(end);
  return clock < 0 || milli < 0 ? -1 : clock + milli;
}

/** A date with dashes, and a clock that is not ISO 8601's. */
export function dashedTime(at: usize, end: usize): i64 {
  if (at + 19 > end || load<u8>(at, 7) != Char.Minus) return NO_TIME;
  const clockFrom = at + 11;
  const between = <u32>load<u8>(at, 10);
  let clock: i64 = -1;
  if (between == Char.Minus) clock = markedClock(clockFrom, end, Char.Dot);
  else if (between == Char.Space)
    clock = startsWith(clockFrom, end, CLOCK_KEY)
      ? clockAt(clockFrom + lengthOf(CLOCK_KEY), end)
      : markedClock(clockFrom, end, Char.Colon);
  const year = digits(at, end, 4);
  return clock < 0 || year < 0
    ? NO_TIME
    : localTime(year, digits(at + 5, end, 2), digits(at + 8, end, 2), clock);
}

/**
 * The time at `at` in one of these forms, milliseconds since the epoch, or NO_TIME.
 *
 * @param now the shipper's time, for times without a year
 */
export function digitTime(at: usize, end: usize, now: i64): i64 {
  if (at + 14 > end) return NO_TIME;
  if (load<u8>(at, 4) == Char.Minus) return dashedTime(at, end);
  const third = <u32>load<u8>(at, 2);
  if (third == Char.Minus || third == Char.Dot) {
    const month = digits(at, end, 2);
    const day = digits(at + 3, end, 2);
    const clock = load<u8>(at, 5) == Char.Space ? clockAt(at + 6, end) : -1;
    return clock < 0 || !isDate(month, day) ? NO_TIME : yearlessTime(month, day, clock, now);
  }
  const isShort = load<u8>(at, 6) == Char.Space;
  const year = isShort ? digits(at, end, 2) : digits(at, end, 4);
  const date = isShort ? at + 2 : at + 4;
  const mark = <u32>load<u8>(date, 4);
  let clock: i64 = -1;
  if (mark == Char.Space) clock = clockAt(date + 5, end);
  else if (mark == Char.Minus) clock = looseClock(date + 5, end);
  if (clock < 0 || year < 0) return NO_TIME;
  return localTime(isShort ? CENTURY + year : year, digits(date, end, 2), digits(date + 2, end, 2), clock);
}
