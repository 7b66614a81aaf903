/**
 * Times as logs write them, as milliseconds since the epoch.
 *
 * Forms: `17/May/2015:10:05:43 +0000` (common log format), RFC 3339 and variants, `May 17 10:05:43` (RFC 3164, without
 * a year), ctime(3), seconds or milliseconds since the epoch. odd-time.ts has more. A time without a zone is UTC plus
 * the model's offset.
 */
import { findByte, isDigit, parseMilli, parseUnsigned } from "./ascii";
import { DAY_MS, daysFromCivil, isDate, isDateOf, monthAt } from "./calendar";
import { CASE_BIT, Char, chars2 } from "./char";
import { clockAt, digits, localTime, NO_TIME, setTimeEnd, timeEnd, yearlessTime, zoneAt } from "./clock";

/** Cache: the day of the last common log time. Lines are ordered by time. */
@unmanaged
class CommonLogDay {
  /** `17/May/2` and `015:`. */
  date: u64;
  year: u32;
  /** ` +0000`: six bytes. */
  zone: u64;
  /** When the day began, milliseconds since the epoch. */
  start: i64;
}

const logDay: CommonLogDay = changetype<CommonLogDay>(memory.data(offsetof<CommonLogDay>(), 8));
// An empty cache: no six bytes have this value.
logDay.zone = u64.MAX_VALUE;

/** `17/May/2015:10:05:43 +0000`, also with milliseconds, or no zone. */
export function commonLogTime(at: usize, end: usize): i64 {
  if (at + 26 > end) return readCommonLogTime(at, end, Char.Colon);
  // ` +0000`: six bytes.
  const zone = load<u64>(at, 18) >> 16;
  const isKnown = load<u64>(at) == logDay.date && load<u32>(at, 8) == logDay.year && zone == logDay.zone;
  if (isKnown) {
    const clock = clockAt(at + 12, end);
    if (clock < 0) return NO_TIME;
    setTimeEnd(at + 26);
    return logDay.start + clock;
  }
  const time = readCommonLogTime(at, end, Char.Colon);
  if (
    time == NO_TIME ||
    timeEnd() != at + 26 ||
    load<u8>(at, 20) != Char.Space ||
    load<u8>(at, 24) == Char.Colon
  )
    return time;
  logDay.date = load<u64>(at);
  logDay.year = load<u32>(at, 8);
  logDay.zone = zone;
  logDay.start = time - clockAt(at + 12, end);
  setTimeEnd(at + 26);
  return time;
}

/** `17/May/2015 10:05:43`, as Python's servers write it. */
export function blankLogTime(at: usize, end: usize): i64 {
  return readCommonLogTime(at, end, Char.Space);
}

/** @param between the byte between date and clock */
function readCommonLogTime(at: usize, end: usize, between: u32): i64 {
  const day = digits(at, end, 2);
  const month = monthAt(at + 3, end);
  const year = digits(at + 7, end, 4);
  if (year < 0 || !isDateOf(year, month, day) || load<u8>(at, 2) != Char.Slash || load<u8>(at, 11) != between)
    return NO_TIME;
  const clock = clockAt(at + 12, end);
  if (clock < 0) return NO_TIME;
  const stop = timeEnd();
  const zone = zoneAt(stop < end && load<u8>(stop) == Char.Space ? stop + 1 : stop, end);
  return daysFromCivil(year, month, day) * DAY_MS + clock - zone;
}

/** Cache: the last date in ISO 8601's form. */
@unmanaged
class IsoDay {
  /** `2015-05-` and `17`. */
  month: u64;
  day: u32;
  /** When the day began, milliseconds since the epoch in UTC. */
  start: i64;
}

const isoDay: IsoDay = changetype<IsoDay>(memory.data(offsetof<IsoDay>(), 8));
// An empty cache: no two bytes have this value.
isoDay.day = u32.MAX_VALUE;

/** `2015-05-17T10:05:43.123Z`, also with a blank, a tab or ` - ` for the T, slashes, a comma, or no zone. */
export function isoTime(at: usize, end: usize): i64 {
  if (at + 19 > end) return NO_TIME;
  if (load<u64>(at) != isoDay.month || load<u16>(at, 8) != isoDay.day) {
    const year = digits(at, end, 4);
    const month = digits(at + 5, end, 2);
    const day = digits(at + 8, end, 2);
    if (year < 0 || !isDateOf(year, month, day)) return NO_TIME;
    const dash = <u32>load<u8>(at, 4);
    if ((dash != Char.Minus && dash != Char.Slash) || load<u8>(at, 7) != dash) return NO_TIME;
    isoDay.month = load<u64>(at);
    isoDay.day = load<u16>(at, 8);
    isoDay.start = daysFromCivil(year, month, day) * DAY_MS;
  }
  const between = <u32>load<u8>(at, 10);
  if (between != Char.Space && (between | CASE_BIT) != Char.t && between != Char.Tab) return NO_TIME;
  const isDashed = load<u16>(at, 11) == chars2(Char.Minus, Char.Space);
  const clock = clockAt(isDashed ? at + 13 : at + 11, end);
  if (clock < 0) return NO_TIME;
  let zone = timeEnd();
  if (zone + 1 < end && load<u8>(zone) == Char.Space) {
    const sign = <u32>load<u8>(zone, 1);
    if ((sign == Char.Plus || sign == Char.Minus) && zone + 2 < end && isDigit(load<u8>(zone, 2))) zone++;
    else if (sign == Char.U && zone + 4 <= end && load<u16>(zone, 2) == chars2(Char.T, Char.C)) zone++;
  }
  return isoDay.start + clock - zoneAt(zone, end);
}

/** Whether the four digits, as `load<u32>` reads them, begin like a year of these centuries. */
function isYear(word: u32): bool {
  const century = <u16>word;
  return century == chars2(Char._2, Char._0) || century == chars2(Char._1, Char._9);
}

/** `May 17 10:05:43`, also `May 7 10:05:43` and, as routers write it, `May 17 2015 10:05:43` or `May 17 10:05:43 2015`. */
export function rfc3164Time(at: usize, end: usize, now: i64): i64 {
  const month = monthAt(at, end);
  if (month == 0 || at + 14 > end || load<u8>(at, 3) != Char.Space) return NO_TIME;
  const isShort = isDigit(load<u8>(at, 4)) && load<u8>(at, 5) == Char.Space;
  const day = isShort ? <i32>load<u8>(at, 4) - Char._0 : digits(at + 4, end, 2);
  let p = at + (isShort ? 5 : 6);
  if (!isDate(month, day) || load<u8>(p) != Char.Space) return NO_TIME;
  p++;
  if (p + 13 <= end && load<u8>(p, 4) == Char.Space) {
    const year = digits(p, end, 4);
    const clock = year > 0 ? clockAt(p + 5, end) : -1;
    return clock < 0 ? NO_TIME : localTime(year, month, day, clock);
  }
  const clock = clockAt(p, end);
  if (clock < 0) return NO_TIME;
  const stop = timeEnd();
  if (stop + 5 < end && load<u8>(stop, 5) == Char.Space && isYear(load<u32>(stop, 1))) {
    const year = digits(stop + 1, end, 4);
    if (year > 0) {
      setTimeEnd(stop + 5);
      return localTime(year, month, day, clock);
    }
  }
  return yearlessTime(month, day, clock, now);
}

/** `Sun Dec 04 04:47:44[.123456] 2005`, as Apache's error log and ctime(3) write it. */
export function ctimeTime(at: usize, end: usize): i64 {
  const month = monthAt(at + 4, end);
  const day = digits(at + 8, end, 2);
  if (!isDate(month, day) || at + 24 > end) return NO_TIME;
  const clock = clockAt(at + 11, end);
  if (clock < 0) return NO_TIME;
  const year = digits(timeEnd() + 1, end, 4);
  if (year < 0) return NO_TIME;
  setTimeEnd(timeEnd() + 5);
  return localTime(year, month, day, clock);
}

/** Digits of milliseconds since the epoch, from 2001 to 2286; microseconds have 16, nanoseconds 19. */
const MILLI_DIGITS: usize = 13;

/** Seconds (`1763720000.123`) or, past 10^11, milliseconds since the epoch; of 16 or 19 digits, micro- or nanoseconds. */
export function epochTime(at: usize, end: usize): i64 {
  setTimeEnd(end);
  const milli = parseMilli(at, end);
  if (milli >= 0) return findByte(at, end, Char.Dot) - at > 11 ? milli / 1000 : milli;
  const isFiner = end - at == MILLI_DIGITS + 3 || end - at == MILLI_DIGITS + 6;
  if (!isFiner || parseUnsigned(at + MILLI_DIGITS, end) < 0) return NO_TIME;
  const whole = parseUnsigned(at, at + MILLI_DIGITS);
  return whole < 0 ? NO_TIME : whole;
}

/** Any of the forms above. */
export function anyTime(at: usize, end: usize, now: i64): i64 {
  if (end - at < 9) return NO_TIME;
  const third = <u32>load<u8>(at, 2);
  if (third == Char.Slash) return commonLogTime(at, end);
  const fifth = <u32>load<u8>(at, 4);
  if (fifth == Char.Minus || fifth == Char.Slash) return isoTime(at, end);
  if (isDigit(load<u8>(at))) return epochTime(at, end);
  if (load<u8>(at, 3) == Char.Space && monthAt(at, end)) {
    // Some parsers cut the weekday off ctime(3)'s form; the year at the end remains.
    const hasYear = end - at >= 20 && load<u8>(end - 5) == Char.Space && digits(end - 4, end, 4) >= 0;
    return hasYear ? ctimeTime(at - 4, end) : rfc3164Time(at, end, now);
  }
  return ctimeTime(at, end);
}
