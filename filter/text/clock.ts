/** What the forms of times share: numbers of fixed width, clock, zone, dates without zone or year. */
import { isDigit } from "./ascii";
import { DAY_MS, daysFromCivil, isDate, isDateOf, yearOfDays } from "./calendar";
import { Char } from "./char";

/** Milliseconds since the epoch where no time could be read. */
export const NO_TIME: i64 = i64.MIN_VALUE;
/** A time without a year belongs to the year before where it would lie further ahead than this. */
const AHEAD_MS: i64 = DAY_MS;

/** Address behind the time read last. */
let stop: usize = 0;
/** Minutes east of UTC. */
let zoneOffsetMinutes: i64 = 0;

/** Address behind the time read last. @inline */
export function timeEnd(): usize {
  return stop;
}

/** Notes the address behind the time read last. @inline */
export function setTimeEnd(at: usize): void {
  stop = at;
}

/** Sets the zone of times that name none: minutes east of UTC. */
export function setLocalZone(minutes: i32): void {
  zoneOffsetMinutes = minutes;
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

/** `00:00:00`. */
const COLONS_AND_ZEROS: u64 = 0x30303a30303a3030;
/** Added to digits' values, sets the high bit of a byte past nine, and of any byte but zero in a colon's place. */
const PAST_NINE: u64 = 0x76767f76767f7676;
const NO_DIGITS: u64 = 0x8080808080808080;

/** `hh:mm:ss[.fraction]` at `at`, in milliseconds, or -1; {@link timeEnd} is set. */
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
export function zoneAt(at: usize, end: usize): i64 {
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

/**
 * Time of a date and a clock (milliseconds of the day) in the local zone; NO_TIME where the calendar has no such day.
 */
export function localTime(year: i32, month: i32, day: i32, clock: i64): i64 {
  if (!isDateOf(year, month, day)) return NO_TIME;
  return daysFromCivil(year, month, day) * DAY_MS + clock - zoneOffsetMinutes * 60_000;
}

/** The same without a year: the last year that has such a day and puts the time not ahead of `now`. */
export function yearlessTime(month: i32, day: i32, clock: i64, now: i64): i64 {
  if (!isDate(month, day)) return NO_TIME;
  let year = yearOfDays((now + AHEAD_MS) / DAY_MS);
  while (true) {
    // Eight years at most: the distance of leap years around 2100.
    while (!isDateOf(year, month, day)) year--;
    const time = localTime(year, month, day, clock);
    if (time <= now + AHEAD_MS) return time;
    year--;
  }
}
