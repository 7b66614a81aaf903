/**
 * Lines of applications that don't begin with a plain time
 * (https://learn.microsoft.com/en-us/dotnet/core/extensions/console-log-formatter for .NET):
 *
 * ```
 * I1121 06:19:00.123456     1 file.go:12] message        (glog, klog; glog of today has the year before the month)
 * 12:M 21 Nov 2026 06:19:00.123 * message                (Redis; before 5 without the year)
 * WARNING:package.module:message                         (Python's logging)
 * info: Category.Name[14]                                (.NET)
 * [ERROR] message
 * ```
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, bytesOf, findByte, isDigit, isLetter, isUpper, lengthOf } from "../text/ascii";
import { Char, chars4 } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { digitTime } from "../text/digit-time";
import { dayMonthTime, dayTime, monthDayTime } from "../text/odd-time";
import { LogLevel, levelOfName } from "./level";
import { parsed } from "./parsed";
import { digitsEnd, setLiteral, skipBlanks, wordEnd } from "./words";

const REDIS: usize = ascii("redis");

/** Parses `I1121 06:19:00.123456 1 file.go:12] message` of glog and klog. */
function glogLine(at: usize, end: usize, now: i64): bool {
  const logLevel = levelOfName(at, at + 1);
  if (logLevel < 0 || at + 20 > end || !isDigit(load<u8>(at, 1))) return false;
  let time = monthDayTime(at + 1, end, now);
  if (time == NO_TIME) time = digitTime(at + 1, end, now);
  if (time == NO_TIME) return false;
  const thread = skipBlanks(timeEnd(), end);
  const source = skipBlanks(digitsEnd(thread, end), end);
  const close = findByte(source, wordEnd(source, end), Char.CloseBracket);
  const colon = findByte(source, close, Char.Colon);
  if (close >= end || load<u8>(close) != Char.CloseBracket || colon == close) return false;
  parsed.time = time;
  parsed.setLevel(logLevel, at, at + 1);
  setText(Field.Service, source, colon);
  parsed.setMessage(skipBlanks(close + 1, end), end);
  return true;
}

const DEBUG: usize = ascii("debug");
const VERBOSE: usize = ascii("info");
const NOTICE: usize = ascii("notice");
const WARNING: usize = ascii("warning");

/** Name of the level that Redis's mark stands for, or 0. */
function levelOfMark(byte: u32): usize {
  if (byte == Char.Dot) return DEBUG;
  if (byte == Char.Minus) return VERBOSE;
  if (byte == Char.Asterisk) return NOTICE;
  return byte == Char.Hash ? WARNING : 0;
}

/** Parses Redis's `12:M 21 Nov 2026 06:19:00.123 * message`: process, role, time and a mark for the level. */
function redisLine(at: usize, end: usize, now: i64): bool {
  const colon = digitsEnd(at, end);
  if (colon == at || colon + 20 > end || load<u8>(colon) != Char.Colon || load<u8>(colon, 2) != Char.Space)
    return false;
  if (!isLetter(load<u8>(colon, 1))) return false;
  let time = dayMonthTime(colon + 3, end);
  if (time == NO_TIME) time = dayTime(colon + 3, end, now);
  if (time == NO_TIME) return false;
  const mark = skipBlanks(timeEnd(), end);
  if (mark + 2 > end || load<u8>(mark, 1) != Char.Space) return false;
  const name = levelOfMark(load<u8>(mark));
  if (name == 0) return false;
  const nameEnd = bytesOf(name) + lengthOf(name);
  parsed.time = time;
  parsed.setLevel(levelOfName(bytesOf(name), nameEnd), bytesOf(name), nameEnd);
  setLiteral(Field.Service, REDIS);
  parsed.setMessage(skipBlanks(mark + 1, end), end);
  return true;
}

/** Parses Python's `WARNING:module:message`; the level ends at `colon`. */
function pythonLine(at: usize, colon: usize, end: usize): bool {
  const logLevel = levelOfName(at, colon);
  const name = colon + 1;
  const stop = findByte(name, wordEnd(name, end), Char.Colon);
  if (logLevel < 0 || stop >= end || load<u8>(stop) != Char.Colon || stop == name) return false;
  parsed.setLevel(logLevel, at, colon);
  setText(Field.Service, name, stop);
  parsed.setMessage(skipBlanks(stop + 1, end), end);
  return true;
}

/** Level of .NET's four letters: trce, dbug, info, warn, fail, crit. */
function dotnetLevel(at: usize): LogLevel {
  const word = load<u32>(at);
  if (word == chars4(Char.t, Char.r, Char.c, Char.e)) return LogLevel.Trace;
  if (word == chars4(Char.d, Char.b, Char.u, Char.g)) return LogLevel.Debug;
  return levelOfName(at, at + 4);
}

/** Parses .NET's `info: Category[14]`; the level ends at `colon`. */
function dotnetLine(at: usize, colon: usize, end: usize): bool {
  if (colon - at != 4) return false;
  const logLevel = dotnetLevel(at);
  const name = skipBlanks(colon + 1, end);
  const stop = findByte(name, end, Char.OpenBracket);
  const number = digitsEnd(stop + 1, end);
  if (logLevel < 0 || stop >= end || number == stop + 1 || number >= end) return false;
  if (load<u8>(number) != Char.CloseBracket || findByte(name, stop, Char.Space) < stop) return false;
  parsed.setLevel(logLevel, at, colon);
  setText(Field.Service, name, stop);
  parsed.setMessage(skipBlanks(number + 1, end), end);
  return true;
}

/** Parses a level with a colon behind: Python's in capitals, .NET's in small letters. */
function colonLine(at: usize, end: usize): bool {
  let colon = at;
  while (colon < end && isLetter(load<u8>(colon))) colon++;
  if (colon >= end || load<u8>(colon) != Char.Colon || colon - at < 4 || colon - at > 8) return false;
  return isUpper(load<u8>(at)) ? pythonLine(at, colon, end) : dotnetLine(at, colon, end);
}

/** Parses `[ERROR] message`, `[ERROR]: message`. */
function bracketedLine(at: usize, end: usize): bool {
  const close = findByte(at, min(at + 12, end), Char.CloseBracket);
  if (close >= end || load<u8>(close) != Char.CloseBracket) return false;
  const level = skipBlanks(at + 1, close);
  let levelEnd = close;
  while (levelEnd > level && load<u8>(levelEnd - 1) == Char.Space) levelEnd--;
  if (levelEnd - level < 3) return false;
  const logLevel = levelOfName(level, levelEnd);
  if (logLevel < 0) return false;
  parsed.setLevel(logLevel, level, levelEnd);
  const message = close + 1 < end && load<u8>(close + 1) == Char.Colon ? close + 2 : close + 1;
  parsed.setMessage(skipBlanks(message, end), end);
  return true;
}

/** Parses a line in one of these forms, chosen by the first byte. */
export function otherAppLine(at: usize, end: usize, now: i64): bool {
  const lead = <u32>load<u8>(at);
  if (isDigit(lead)) return redisLine(at, end, now);
  if (lead == Char.OpenBracket) return bracketedLine(at, end);
  return isLetter(lead) && (glogLine(at, end, now) || colonLine(at, end));
}
