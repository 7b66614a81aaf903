/**
 * Lines of applications that begin with a time: the logger's header (logger-header.ts), the message and, in SmartLog's
 * own form, a trailer behind ` | `:
 *
 * ```
 * 2026-11-21 06:19:00,123 [ERROR] payments - card refused | IP: 203.0.113.7 | User: ada | ResponseTime: 12.5ms
 * ```
 */
import { setText, unsetField } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, isDigit, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { clockAt, NO_TIME, timeEnd } from "../text/clock";
import { dashedTime } from "../text/digit-time";
import { compactTime, shortYearTime } from "../text/odd-time";
import { isoTime } from "../text/time";
import { duration } from "./duration";
import { loggerHeader } from "./logger-header";
import { parsed } from "./parsed";
import { behind, skipBlanks, trimmedEnd } from "./words";

const BAR: usize = ascii(" | ");
const ADDRESS_KEY: usize = ascii("IP: ");
const USER_KEY: usize = ascii("User: ");
const DURATION_KEY: usize = ascii("ResponseTime: ");
const COMPACT_BYTES: usize = 13;

/**
 * Parses the trailer; returns where the message ends. A client can put such parts into the message or the user's name:
 * where an address or a user comes twice, the field is left out.
 */
function trailer(at: usize, end: usize): usize {
  const first = find(at, end, BAR);
  if (first == 0) return end;
  let part = first;
  let known = false;
  let addresses = 0;
  let users = 0;
  while (part) {
    const from = skipBlanks(behind(part, BAR), end);
    const next = find(from, end, BAR);
    const to = trimmedEnd(from, next ? next : end);
    if (startsWith(from, to, ADDRESS_KEY)) {
      setText(Field.Ip, behind(from, ADDRESS_KEY), to);
      addresses++;
      known = true;
    } else if (startsWith(from, to, USER_KEY)) {
      setText(Field.User, behind(from, USER_KEY), to);
      users++;
      known = true;
    } else if (startsWith(from, to, DURATION_KEY)) {
      const micros = duration(behind(from, DURATION_KEY), to);
      if (micros >= 0) parsed.duration = micros;
      known = true;
    }
    part = next;
  }
  if (addresses > 1) unsetField(Field.Ip);
  if (users > 1) unsetField(Field.User);
  return known ? first : end;
}

/** Notes the time at `at`; returns the address after the time, or 0. */
function takeTime(at: usize, end: usize): usize {
  if (at + COMPACT_BYTES > end || !isDigit(load<u8>(at))) return 0;
  const fifth = <u32>load<u8>(at, 4);
  const third = <u32>load<u8>(at, 2);
  let time = NO_TIME;
  let stop: usize = 0;
  if (fifth == Char.Minus || fifth == Char.Slash) {
    time = isoTime(at, end);
    if (time == NO_TIME) time = dashedTime(at, end);
    stop = timeEnd();
  } else if (third == Char.Slash) {
    time = shortYearTime(at, end);
    stop = timeEnd();
  } else if (third == Char.Colon) {
    // Logback's default pattern has a clock and no date (https://logback.qos.ch/manual/layouts.html).
    if (clockAt(at, end) < 0) return 0;
    return timeEnd();
  } else if (load<u8>(at, 6) == Char.Space) {
    time = compactTime(at, end);
    stop = at + COMPACT_BYTES;
  }
  if (time == NO_TIME) return 0;
  parsed.time = time;
  return stop;
}

/** Parses an application's line; false where no logger's header follows the time. */
export function appLine(at: usize, end: usize): bool {
  const isBracketed = at < end && load<u8>(at) == Char.OpenBracket;
  return behindTime(takeTime(isBracketed ? at + 1 : at, end), end, isBracketed);
}

/** The same of a line that begins with a time, which was read: `p` is behind it. */
export function datedAppLine(time: i64, p: usize, end: usize): bool {
  parsed.time = time;
  return behindTime(p, end, false);
}

function behindTime(p: usize, end: usize, isBracketed: bool): bool {
  if (p == 0 || p >= end) return false;
  // Rust's env_logger has time, level and module in one pair of brackets: `[TIME INFO  module] message`.
  let inBracket = false;
  if (isBracketed) {
    if (load<u8>(p) == Char.CloseBracket) p++;
    else if (load<u8>(p) == Char.Space) inBracket = true;
    else return false;
  }
  const message = loggerHeader(p, end, inBracket);
  if (message == 0) {
    parsed.time = NO_TIME;
    return false;
  }
  parsed.setMessage(message, trailer(message, end));
  return true;
}
