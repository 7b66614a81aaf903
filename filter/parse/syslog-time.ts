/**
 * Times in front of a syslog line, as syslog daemons and journalctl write them
 * (https://www.freedesktop.org/software/systemd/man/latest/journalctl.html#-o; RFC 3164, section 4.1.2):
 *
 * ```
 * Nov 21 06:19:00          Nov 21 06:19:00.123456      Nov 21 2026 06:19:00      Nov 21 06:19:00 2026
 * 2026-11-21T06:19:00Z     Sat 2026-11-21 06:19:00 UTC (short-full)              1795241940.123456 (short-unix)
 * [12345.678901]           [12345.678901 <    0.000012 >] (short-monotonic, short-delta: since the start)
 * Sat Nov 21 06:19:00 2026 (OpenWrt's logread), with [1795241940.123] behind where that is asked for
 * ```
 */
import { findByte, isDigit, isLetter } from "../text/ascii";
import { monthAt } from "../text/calendar";
import { Char } from "../text/char";
import { clockAt, NO_TIME, setTimeEnd, timeEnd, zoneAt } from "../text/clock";
import { ctimeTime, epochTime, isoTime, rfc3164Time } from "../text/time";
import { zoneOfName } from "../text/zone-name";
import { digitsEnd, skipBlanks, wordEnd } from "./words";

/** The form of a header's time says what has to follow. */
export const enum SyslogTime {
  None,
  /** RFC 3164's: syslog for sure, with or without a program. */
  Bsd,
  /** Many loggers begin a line with one: a program must follow. */
  Common,
  /** ctime(3)'s: facility and level must follow. */
  Ctime,
  /** Seconds since the system's start: a process id must follow. */
  Boot,
}

/** `1795241940.123456`. */
const EPOCH_BYTES: usize = 17;
/** Of `Sat 2026-11-21 06:19:00`. */
const WEEKDAY_BYTES: usize = 4;
const CLOCK_AT: usize = 15;

let time: i64 = NO_TIME;

/** The time that {@link readSyslogTime} read last, milliseconds since the epoch; {@link NO_TIME} of {@link SyslogTime.Boot}. */
export function syslogTime(): i64 {
  return time;
}

/** `Sat 2026-11-21 06:19:00 UTC`; the zone may be `+03`, too. */
function weekdayTime(at: usize, end: usize): i64 {
  if (clockAt(at + CLOCK_AT, end) < 0) return NO_TIME;
  const zone = timeEnd() + 1;
  const local = isoTime(at + WEEKDAY_BYTES, zone - 1);
  if (local == NO_TIME || zone >= end) return NO_TIME;
  const stop = wordEnd(zone, end);
  const offset = isLetter(load<u8>(zone)) ? zoneOfName(zone, stop) : zoneAt(zone, stop);
  setTimeEnd(stop);
  return local + zoneAt(end, end) - offset;
}

/** Address behind the bracket at `at` of seconds since the system's start, or 0. */
function behindBootTime(at: usize, end: usize): usize {
  const seconds = skipBlanks(at + 1, end);
  const dot = digitsEnd(seconds, end);
  if (dot == seconds || dot + 7 >= end || load<u8>(dot) != Char.Dot || digitsEnd(dot + 1, end) != dot + 7)
    return 0;
  const close = findByte(dot, min(dot + 40, end), Char.CloseBracket);
  if (close >= end || load<u8>(close) != Char.CloseBracket) return 0;
  const isDelta = load<u8>(dot, 7) == Char.Space && load<u8>(dot, 8) == Char.LessThan;
  return close == dot + 7 || isDelta ? close + 1 : 0;
}

/** `Sat Nov 21 06:19:00 2026`; the seconds in brackets behind are better, being UTC. */
function logreadTime(at: usize, end: usize): i64 {
  const written = ctimeTime(at, end);
  const open = timeEnd() + 1;
  if (written == NO_TIME || open >= end || load<u8>(open) != Char.OpenBracket) return written;
  const close = findByte(open, end, Char.CloseBracket);
  const exact = close < end ? epochTime(open + 1, close) : NO_TIME;
  setTimeEnd(exact == NO_TIME ? open - 1 : close + 1);
  return exact == NO_TIME ? written : exact;
}

/** Reads the time at `at`; {@link syslogTime} and `timeEnd` are set. */
export function readSyslogTime(at: usize, end: usize, now: i64): SyslogTime {
  const lead = <u32>load<u8>(at);
  if (isLetter(lead)) {
    time = rfc3164Time(at, end, now);
    if (time != NO_TIME) return SyslogTime.Bsd;
    if (at + 24 > end || load<u8>(at, 3) != Char.Space) return SyslogTime.None;
    if (isDigit(load<u8>(at, 4))) {
      time = weekdayTime(at, end);
      return time == NO_TIME ? SyslogTime.None : SyslogTime.Common;
    }
    if (monthAt(at + 4, end) == 0) return SyslogTime.None;
    time = logreadTime(at, end);
    return time == NO_TIME ? SyslogTime.None : SyslogTime.Ctime;
  }
  if (lead == Char.OpenBracket) {
    const behind = behindBootTime(at, end);
    time = NO_TIME;
    setTimeEnd(behind);
    return behind ? SyslogTime.Boot : SyslogTime.None;
  }
  const isEpoch =
    at + EPOCH_BYTES < end &&
    load<u8>(at, 10) == Char.Dot &&
    load<u8>(at, EPOCH_BYTES) == Char.Space &&
    isDigit(lead);
  time = isEpoch ? epochTime(at, at + EPOCH_BYTES) : isoTime(at, end);
  return time == NO_TIME ? SyslogTime.None : SyslogTime.Common;
}
