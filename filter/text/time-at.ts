/** A time at a place in a line, in any form that logs have. */
import { isDigit, isLetter } from "./ascii";
import { monthAt } from "./calendar";
import { Char } from "./char";
import { digits, NO_TIME, setTimeEnd, timeEnd } from "./clock";
import { digitTime } from "./digit-time";
import { compactTime, dayMonthTime, dayTime, monthDayTime, shortYearTime } from "./odd-time";
import { blankLogTime, commonLogTime, ctimeTime, epochTime, isoTime, rfc3164Time } from "./time";

/** Digits of seconds since the epoch at least: fewer are a process's or a line's number. */
const EPOCH_DIGITS: usize = 9;
const COMPACT_BYTES: usize = 13;

/** Reads a run of digits with at most one point as a time since the epoch. */
function epochAt(at: usize, end: usize): i64 {
  let stop = at;
  while (stop < end && isDigit(load<u8>(stop))) stop++;
  if (stop - at < EPOCH_DIGITS) return NO_TIME;
  if (stop + 1 < end && load<u8>(stop) == Char.Dot && isDigit(load<u8>(stop, 1))) {
    stop++;
    while (stop < end && isDigit(load<u8>(stop))) stop++;
  }
  return epochTime(at, stop);
}

/** Whether ctime(3)'s year stands behind the clock: `May 17 10:05:43 2015`. */
function hasYearBehind(at: usize, end: usize): bool {
  return (
    at + 5 <= end && load<u8>(at) == Char.Space && digits(at + 1, end, 4) > 1900 && !isDigit(load<u8>(at, 5))
  );
}

/** Time of a text that begins with a month's or a weekday's name. */
function namedTime(at: usize, end: usize, now: i64): i64 {
  if (load<u8>(at, 3) != Char.Space) return NO_TIME;
  if (monthAt(at, end)) {
    const time = rfc3164Time(at, end, now);
    if (time == NO_TIME || !hasYearBehind(timeEnd(), end)) return time;
    // The weekday before is cut off.
    const dated = ctimeTime(at - 4, end);
    return dated;
  }
  return monthAt(at + 4, end) ? ctimeTime(at, end) : NO_TIME;
}

/** The place read last, its time and its end: many patterns begin with the same time. */
@unmanaged
class Last {
  at: usize;
  end: usize;
  stop: usize;
  time: i64;
}

const last: Last = changetype<Last>(memory.data(offsetof<Last>(), 8));

/** Forgets the place read last: the next record may stand at the same address. */
export function clearTimeAt(): void {
  last.at = 0;
}

/**
 * The time at `at`, milliseconds since the epoch, or NO_TIME; {@link timeEnd} is the address behind.
 *
 * @param now the shipper's time, for times without a year
 */
export function timeAt(at: usize, end: usize, now: i64): i64 {
  if (at == last.at && end == last.end) {
    setTimeEnd(last.stop);
    return last.time;
  }
  const time = readTime(at, end, now);
  last.at = at;
  last.end = end;
  last.stop = timeEnd();
  last.time = time;
  return time;
}

function readTime(at: usize, end: usize, now: i64): i64 {
  if (at + 8 > end) return NO_TIME;
  const first = <u32>load<u8>(at);
  if (isLetter(first)) return namedTime(at, end, now);
  if (!isDigit(first)) return NO_TIME;
  const third = <u32>load<u8>(at, 2);
  const fifth = <u32>load<u8>(at, 4);
  if (fifth == Char.Minus || fifth == Char.Slash) {
    const time = isoTime(at, end);
    return time == NO_TIME && fifth == Char.Minus ? digitTime(at, end, now) : time;
  }
  if (third == Char.Slash) {
    if (!isLetter(load<u8>(at, 3))) return shortYearTime(at, end);
    return load<u8>(at, 11) == Char.Space ? blankLogTime(at, end) : commonLogTime(at, end);
  }
  if (third == Char.Minus || third == Char.Space) {
    if (third == Char.Minus && isDigit(load<u8>(at, 3))) return digitTime(at, end, now);
    const time = dayMonthTime(at, end);
    return time == NO_TIME && third == Char.Space ? dayTime(at, end, now) : time;
  }
  if (third == Char.Dot) return digitTime(at, end, now);
  if (fifth == Char.Space) return monthDayTime(at, end, now);
  if (load<u8>(at, 6) == Char.Space) {
    const time = compactTime(at, end);
    if (time == NO_TIME) return digitTime(at, end, now);
    setTimeEnd(at + COMPACT_BYTES);
    return time;
  }
  const ninth = <u32>load<u8>(at, 8);
  if (ninth == Char.Minus || ninth == Char.Space) return digitTime(at, end, now);
  return epochAt(at, end);
}

/** Address behind the time with which the line at `at` begins, in a bracket or not; 0 where it begins otherwise. */
export function lineTimeEnd(at: usize, end: usize, now: i64): usize {
  return lineTime(at, end, now) == NO_TIME ? 0 : timeEnd();
}

/** That time, milliseconds since the epoch, or NO_TIME. */
export function lineTime(at: usize, end: usize, now: i64): i64 {
  return timeAt(at < end && load<u8>(at) == Char.OpenBracket ? at + 1 : at, end, now);
}
