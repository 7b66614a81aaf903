/**
 * Times as logs write them, as milliseconds since the epoch.
 *
 * Read: `17/May/2015:10:05:43 +0000` (common log format), RFC 3339 and its looser kin, `May 17 10:05:43` (RFC 3164:
 * no year), seconds or milliseconds since the epoch. A time without a zone is UTC plus the model's offset.
 */
import { findByte, isDigit, parseMilli } from "./ascii";
import { CASE_BIT, Char, chars3 } from "./char";

export const NO_TIME: i64 = i64.MIN_VALUE;
const DAY_MS: i64 = 86_400_000;
/** A time without a year that lies further ahead than this belongs to the year before. */
const AHEAD_MS: i64 = DAY_MS;

let stop: usize = 0;
let zoneOffsetMinutes: i64 = 0;

/** Address after the time that was read last. */
export function timeEnd(): usize {
  return stop;
}

/** Zone of times that name none: minutes east of UTC. */
export function setLocalZone(minutes: i32): void {
  zoneOffsetMinutes = minutes;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, days_from_civil). */
function daysFromCivil(year: i32, month: i32, day: i32): i64 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return <i64>era * 146097 + dayOfEra - 719468;
}

/** Year of a number of days since 1970-01-01 (Hinnant, civil_from_days). */
function yearOfDays(days: i64): i32 {
  const shifted = days + 719468;
  const era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  return <i32>(yearOfEra + era * 400) + (dayOfYear >= 306 ? 1 : 0);
}

/** `count` decimal digits at `at`, or -1. A leading blank of two counts as zero (`May  7`). */
export function digits(at: usize, end: usize, count: usize): i32 {
  if (at + count > end) return -1;
  let value = 0;
  for (let i: usize = 0; i < count; i++) {
    const byte = <u32>load<u8>(at + i);
    if (isDigit(byte)) value = value * 10 + (byte - Char._0);
    else if (i == 0 && byte == Char.Space && count == 2) value = 0;
    else return -1;
  }
  return value;
}

/** Month 1..12 of a three-letter English name, or 0. */
export function monthAt(at: usize, end: usize): i32 {
  if (at + 3 > end) return 0;
  const name =
    <u32>load<u8>(at) |
    ((<u32>load<u8>(at, 1)) << 8) |
    ((<u32>load<u8>(at, 2)) << 16) |
    (CASE_BIT * 0x010101);
  switch (name) {
    case chars3(Char.j, Char.a, Char.n):
      return 1;
    case chars3(Char.f, Char.e, Char.b):
      return 2;
    case chars3(Char.m, Char.a, Char.r):
      return 3;
    case chars3(Char.a, Char.p, Char.r):
      return 4;
    case chars3(Char.m, Char.a, Char.y):
      return 5;
    case chars3(Char.j, Char.u, Char.n):
      return 6;
    case chars3(Char.j, Char.u, Char.l):
      return 7;
    case chars3(Char.a, Char.u, Char.g):
      return 8;
    case chars3(Char.s, Char.e, Char.p):
      return 9;
    case chars3(Char.o, Char.c, Char.t):
      return 10;
    case chars3(Char.n, Char.o, Char.v):
      return 11;
    case chars3(Char.d, Char.e, Char.c):
      return 12;
    default:
      return 0;
  }
}

/** How many days past 28 each month has, two bits each, January lowest; February has one. */
const DAYS_PAST_28: u32 = 0b11_10_11_10_11_11_10_11_10_11_01_11;

/** Whether the calendar has such a day in some year. */
export function isDate(month: i32, day: i32): bool {
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= <i32>(28 + ((DAYS_PAST_28 >> ((month - 1) << 1)) & 3))
  );
}

function isLeapYear(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Whether the calendar has such a day in this year. */
function isDateOf(year: i32, month: i32, day: i32): bool {
  return isDate(month, day) && (month != 2 || day < 29 || isLeapYear(year));
}

/** `00:00:00`. */
const COLONS_AND_ZEROS: u64 = 0x30303a30303a3030;
/** What makes a byte's high bit of a value past nine, and of any but zero where a colon was. */
const PAST_NINE: u64 = 0x76767f76767f7676;
const NO_DIGITS: u64 = 0x8080808080808080;

/** `hh:mm:ss[.fraction]` at `at`, in milliseconds, or -1; {@link stop} is set after it. */
export function clockAt(at: usize, end: usize): i64 {
  if (at + 8 > end) return -1;
  // Digits become their values, colons zero.
  const word = load<u64>(at) ^ COLONS_AND_ZEROS;
  let hour = 0;
  let minute = 0;
  let second = 0;
  if (((word + PAST_NINE) | word) & NO_DIGITS) {
    // A leading blank counts as zero.
    hour = digits(at, end, 2);
    minute = digits(at + 3, end, 2);
    second = digits(at + 6, end, 2);
    if (
      hour < 0 ||
      minute < 0 ||
      second < 0 ||
      load<u8>(at, 2) != Char.Colon ||
      load<u8>(at, 5) != Char.Colon
    )
      return -1;
  } else {
    hour = <i32>(word & 15) * 10 + <i32>((word >> 8) & 15);
    minute = <i32>((word >> 24) & 15) * 10 + <i32>((word >> 32) & 15);
    second = <i32>((word >> 48) & 15) * 10 + <i32>(word >> 56);
  }
  if (hour > 23 || minute > 59 || second > 60) return -1;
  let milli = (<i64>hour * 3600 + minute * 60 + second) * 1000;
  at += 8;
  if (at + 1 < end && (load<u8>(at) == Char.Dot || load<u8>(at) == Char.Comma) && isDigit(load<u8>(at, 1))) {
    let unit: i64 = 100;
    for (at++; at < end && isDigit(load<u8>(at)); at++) {
      milli += unit * (load<u8>(at) - Char._0);
      unit /= 10;
    }
  }
  stop = at;
  return milli;
}

/** Zone at `at` (`Z`, `+0200`, `+02:00`, `UTC`), in milliseconds east; local where there is none. */
function zoneAt(at: usize, end: usize): i64 {
  const local = zoneOffsetMinutes * 60_000;
  if (at >= end) return local;
  const byte = <u32>load<u8>(at);
  if (byte == Char.Z || byte == Char.z) {
    stop = at + 1;
    return 0;
  }
  if (byte == Char.U && at + 3 <= end && load<u8>(at, 1) == Char.T && load<u8>(at, 2) == Char.C) {
    stop = at + 3;
    return 0;
  }
  if (byte != Char.Plus && byte != Char.Minus) return local;
  const hour = digits(at + 1, end, 2);
  if (hour < 0 || !isDigit(load<u8>(at, 1))) return local;
  let minuteAt = at + 3;
  if (minuteAt < end && load<u8>(minuteAt) == Char.Colon) minuteAt++;
  let minute = digits(minuteAt, end, 2);
  stop = minuteAt + 2;
  if (minute < 0) {
    minute = 0;
    stop = at + 3;
  }
  const offset = (<i64>hour * 60 + minute) * 60_000;
  return byte == Char.Minus ? -offset : offset;
}

/** The day and the zone of the time that was read last in full: lines follow each other. */
let knownDate: u64 = 0;
let knownYear: u32 = 0;
/** Six bytes; before the first time none of a text. */
let knownZone: u64 = u64.MAX_VALUE;
let knownStart: i64 = 0;

/** `17/May/2015:10:05:43 +0000`. */
export function commonLogTime(at: usize, end: usize): i64 {
  if (at + 26 > end) return readCommonLogTime(at, end);
  // ` +0000`: six bytes.
  const zone = load<u64>(at, 18) >> 16;
  const isKnown = load<u64>(at) == knownDate && load<u32>(at, 8) == knownYear && zone == knownZone;
  if (isKnown) {
    const clock = clockAt(at + 12, end);
    if (clock < 0) return NO_TIME;
    stop = at + 26;
    return knownStart + clock;
  }
  const time = readCommonLogTime(at, end);
  if (time == NO_TIME || stop != at + 26 || load<u8>(at, 20) != Char.Space || load<u8>(at, 24) == Char.Colon)
    return time;
  knownDate = load<u64>(at);
  knownYear = load<u32>(at, 8);
  knownZone = zone;
  knownStart = time - clockAt(at + 12, end);
  stop = at + 26;
  return time;
}

function readCommonLogTime(at: usize, end: usize): i64 {
  const day = digits(at, end, 2);
  const month = monthAt(at + 3, end);
  const year = digits(at + 7, end, 4);
  if (
    year < 0 ||
    !isDateOf(year, month, day) ||
    load<u8>(at, 2) != Char.Slash ||
    load<u8>(at, 11) != Char.Colon
  )
    return NO_TIME;
  const clock = clockAt(at + 12, end);
  if (clock < 0) return NO_TIME;
  const zone = zoneAt(stop < end && load<u8>(stop) == Char.Space ? stop + 1 : stop, end);
  return daysFromCivil(year, month, day) * DAY_MS + clock - zone;
}

/** The date that was read last in this form: `2015-05-` and `17`; when its day began. */
let isoMonth: u64 = 0;
let isoDay: u32 = u32.MAX_VALUE;
let isoStart: i64 = 0;

/** `2015-05-17T10:05:43.123Z`, also with a blank for the T, slashes, a comma, or no zone. */
export function isoTime(at: usize, end: usize): i64 {
  if (at + 19 > end) return NO_TIME;
  if (load<u64>(at) != isoMonth || load<u16>(at, 8) != isoDay) {
    const year = digits(at, end, 4);
    const month = digits(at + 5, end, 2);
    const day = digits(at + 8, end, 2);
    if (year < 0 || !isDateOf(year, month, day)) return NO_TIME;
    const dash = <u32>load<u8>(at, 4);
    if ((dash != Char.Minus && dash != Char.Slash) || load<u8>(at, 7) != dash) return NO_TIME;
    isoMonth = load<u64>(at);
    isoDay = load<u16>(at, 8);
    isoStart = daysFromCivil(year, month, day) * DAY_MS;
  }
  const between = <u32>load<u8>(at, 10);
  if (between != Char.Space && (between | CASE_BIT) != Char.t) return NO_TIME;
  const clock = clockAt(at + 11, end);
  if (clock < 0) return NO_TIME;
  let zone = stop;
  if (zone + 1 < end && load<u8>(zone) == Char.Space) {
    const sign = <u32>load<u8>(zone, 1);
    if ((sign == Char.Plus || sign == Char.Minus) && zone + 2 < end && isDigit(load<u8>(zone, 2))) zone++;
  }
  return isoStart + clock - zoneAt(zone, end);
}

/** A date and a clock (milliseconds of the day) of a line that names no zone; NO_TIME for a day that never was. */
export function localTime(year: i32, month: i32, day: i32, clock: i64): i64 {
  if (!isDateOf(year, month, day)) return NO_TIME;
  return daysFromCivil(year, month, day) * DAY_MS + clock - zoneOffsetMinutes * 60_000;
}

/** The same without a year: the latest that has such a day and in which it is not ahead of `now`. */
export function yearlessTime(month: i32, day: i32, clock: i64, now: i64): i64 {
  if (!isDate(month, day)) return NO_TIME;
  let year = yearOfDays((now + AHEAD_MS) / DAY_MS);
  while (true) {
    // Eight years at most: that long are two leap years apart around 2100.
    while (!isDateOf(year, month, day)) year--;
    const time = localTime(year, month, day, clock);
    if (time <= now + AHEAD_MS) return time;
    year--;
  }
}

/** `May 17 10:05:43`, also `May 7 10:05:43` and, as routers write it, `May 17 2015 10:05:43`. */
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
  return clock < 0 ? NO_TIME : yearlessTime(month, day, clock, now);
}

/** `Sun Dec 04 04:47:44[.123456] 2005`, as Apache's error log and ctime(3) write it. */
export function ctimeTime(at: usize, end: usize): i64 {
  const month = monthAt(at + 4, end);
  const day = digits(at + 8, end, 2);
  if (!isDate(month, day) || at + 24 > end) return NO_TIME;
  const clock = clockAt(at + 11, end);
  if (clock < 0) return NO_TIME;
  const year = digits(stop + 1, end, 4);
  if (year < 0) return NO_TIME;
  stop += 5;
  return localTime(year, month, day, clock);
}

/** Seconds (`1763720000.123`) or, past 10^11, milliseconds since the epoch. */
export function epochTime(at: usize, end: usize): i64 {
  const milli = parseMilli(at, end);
  stop = end;
  if (milli < 0) return NO_TIME;
  return findByte(at, end, Char.Dot) - at > 11 ? milli / 1000 : milli;
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
    // What parsers leave of ctime(3) has no weekday, but the year at its end.
    const hasYear = end - at >= 20 && load<u8>(end - 5) == Char.Space && digits(end - 4, end, 4) >= 0;
    return hasYear ? ctimeTime(at - 4, end) : rfc3164Time(at, end, now);
  }
  return ctimeTime(at, end);
}
