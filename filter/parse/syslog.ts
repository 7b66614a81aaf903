/**
 * Syslog headers (RFC 3164, section 4.1) as daemons and journalctl write them, each with or without `<priority>`:
 *
 * ```
 * TIME HOST PROGRAM[PID]: message              TIME PROGRAM[PID]: message (a program's own file)
 * TIME HOST auth.info PROGRAM[PID]: message    Sat Nov 21 06:19:00 2026 auth.info PROGRAM[PID]: message
 * TIME HOST PROGRAM[PID] <Notice>: message     <34>PROGRAM[PID]: message
 * ```
 *
 * syslog-time.ts has the times, syslog-host.ts the host, facility.ts facility and level, structured.ts RFC 5424's header.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, isLetter, lengthOf, parseUnsigned, startsWith } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { isAddress } from "./endpoint";
import { behindFacility } from "./facility";
import { levelOfNumber } from "./level";
import { parsed } from "./parsed";
import { structuredHeader } from "./structured";
import { findHost, hostAt, hostEnd, isTag } from "./syslog-host";
import { isMark } from "./syslog-mark";
import { readSyslogTime, SyslogTime, syslogTime } from "./syslog-time";
import { digitsEnd, endsWith, isWord, skipBlanks } from "./words";

const SOLARIS: usize = ascii("[ID ");
const UNIT: usize = ascii(".service");
const DASHES: usize = ascii(" -- ");
const KERNEL: usize = ascii("kernel");
const MAX_TAG_BYTES: usize = 128;
/** A program's name with blanks, and its process id. */
const MAX_SPACED_BYTES: usize = 64;

/** Notes the severity of a priority `<34>` at `at`; returns the address behind, or `at` where there is none. */
function priority(at: usize, end: usize): usize {
  if (at >= end || load<u8>(at) != Char.LessThan) return at;
  const close = findByte(at, min(at + 5, end), Char.GreaterThan);
  const value = parseUnsigned(at + 1, close);
  if (value < 0 || value > 191) return at;
  parsed.level = levelOfNumber(value & 7);
  return skipBlanks(close + 1, end);
}

/** Address after the program's name at `at` (`sshd`, `sshd(pam_unix)`, `postfix/smtpd`, `CRON`), or `at`. */
function tagEnd(at: usize, end: usize): usize {
  const limit = min(at + MAX_TAG_BYTES, end);
  let p = at;
  while (p < limit) {
    const byte = <u32>load<u8>(p);
    if (byte == Char.Colon || byte == Char.OpenBracket || byte == Char.Space) return p;
    p++;
  }
  return p == end ? p : at;
}

/** Skips what the kernel and Solaris put before a message: `[12345.678901] `, `[ID 800047 auth.info] `. */
function messageStart(at: usize, end: usize): usize {
  at = skipBlanks(at, end);
  if (at + 4 > end || load<u8>(at) != Char.OpenBracket) return at;
  const close = findByte(at, end, Char.CloseBracket);
  if (close >= end) return at;
  if (startsWith(at, end, SOLARIS)) return skipBlanks(close + 1, end);
  const clock = skipBlanks(at + 1, close);
  const dot = digitsEnd(clock, close);
  if (dot == clock || dot >= close || load<u8>(dot) != Char.Dot || digitsEnd(dot + 1, close) < close)
    return at;
  return skipBlanks(close + 1, end);
}

/** Address behind a name with blanks that a process id and a colon follow, `Plex Media Server[12]:`; or 0. */
function spacedTagEnd(at: usize, end: usize): usize {
  const limit = min(at + MAX_SPACED_BYTES, end);
  const open = findByte(at, limit, Char.OpenBracket);
  if (open >= limit || !isLetter(load<u8>(at))) return 0;
  const close = digitsEnd(open + 1, end);
  if (close == open + 1 || close + 2 > end || load<u8>(close) != Char.CloseBracket) return 0;
  if (load<u8>(close, 1) != Char.Colon || load<u8>(open - 1) == Char.Space) return 0;
  for (let p = at; p < open; p++) {
    const byte = <u32>load<u8>(p);
    if (!isLetter(byte) && !isDigit(byte) && byte != Char.Space && byte != Char.Minus) return 0;
  }
  return open;
}

/** Address of the colon behind `(module[12])` or `<Notice>` that macOS puts behind the process id, or 0. */
function colonBehindMark(at: usize, end: usize): usize {
  if (at + 4 > end || load<u8>(at) != Char.Space) return 0;
  const lead = <u32>load<u8>(at, 1);
  if (lead != Char.OpenParen && lead != Char.LessThan) return 0;
  const limit = min(at + MAX_SPACED_BYTES, end);
  const close = findByte(at, limit, lead == Char.OpenParen ? Char.CloseParen : Char.GreaterThan);
  return close + 1 < end && load<u8>(close, 1) == Char.Colon ? close + 1 : 0;
}

/** Whether a program with this name and rest of the tag may follow seconds since the start. */
function isOfJournal(at: usize, stop: usize): bool {
  return load<u8>(stop) == Char.OpenBracket || isWord(at, stop, KERNEL);
}

/** Parses a syslog header: host, service, level and message; false for any other line. */
export function syslogLine(at: usize, end: usize, now: i64): bool {
  const start = priority(at, end);
  if (start + 16 > end) return false;
  const hasPriority = start > at;
  if (hasPriority && load<u8>(start) == Char._1 && load<u8>(start, 1) == Char.Space)
    return structuredHeader(start + 2, end);
  let form = readSyslogTime(start, end, now);
  let time = syslogTime();
  let p = timeEnd();
  if (form == SyslogTime.None) {
    // `<34>sshd[812]: …`, as programs write to /dev/log.
    if (!hasPriority || !isTag(start, findByte(start, end, Char.Space))) return false;
    form = SyslogTime.Common;
    time = NO_TIME;
    p = start;
  } else {
    // Cisco has a colon behind the time.
    if (p + 2 < end && load<u8>(p) == Char.Colon && load<u8>(p, 2) == Char.Percent) p++;
    if (p >= end || load<u8>(p) != Char.Space) return false;
  }
  let host = skipBlanks(p, end);
  if (form == SyslogTime.Ctime) {
    const word = behindFacility(host, end);
    if (word == host) return false;
    host = word;
  } else if (load<u8>(host) == Char.LessThan) host = behindFacility(host, end);
  const wordStop = findByte(host, end, Char.Space);
  let hasHost = form != SyslogTime.Ctime && !isTag(host, wordStop);
  if (hasHost && (wordStop >= end || !findHost(host, wordStop, form == SyslogTime.Bsd))) {
    if (!isMark(host, end)) return false;
    hasHost = false;
  }
  let tag = hasHost ? skipBlanks(wordStop, end) : host;
  if (tag + 2 < end && load<u16>(tag) == chars2(Char.Colon, Char.Space)) tag = skipBlanks(tag + 2, end);
  let stop = tagEnd(tag, end);
  let nameStop: usize = 0;
  if (stop > tag && stop < end && load<u8>(stop) == Char.Space) {
    const word = hasHost ? behindFacility(tag, end) : tag;
    if (word > tag) {
      tag = word;
      stop = tagEnd(tag, end);
    } else if (form == SyslogTime.Bsd) {
      const spaced = spacedTagEnd(tag, end);
      if (spaced) {
        // util-linux' `login -- ada[12]:`
        nameStop = find(tag, spaced, DASHES);
        stop = spaced;
      }
    }
  }
  p = stop;
  if (p < end && load<u8>(p) == Char.OpenBracket) {
    if (isDigit(load<u8>(p, 1))) parsed.process = p + 1;
    p = findByte(p, end, Char.CloseBracket) + 1;
    const colon = colonBehindMark(p, end);
    if (colon) p = colon;
  }
  const isTagged = !hasHost && form != SyslogTime.Ctime;
  const hasTag = stop > tag && p < end && (load<u8>(p) == Char.Colon || isTagged);
  if (!hasTag && form != SyslogTime.Bsd && form != SyslogTime.Ctime && !isMark(tag, end)) return false;
  if (form == SyslogTime.Boot && !isOfJournal(tag, stop)) return false;
  // A client's address and port are no tag: many loggers begin a line with an ISO time and these.
  if (hasTag && form == SyslogTime.Common && isDigit(load<u8>(tag)) && isAddress(tag, stop)) return false;
  parsed.time = time;
  if (hasHost) setText(Field.Host, hostAt(), hostEnd());
  if (hasTag) setText(Field.Service, tag, nameStop ? nameStop : programEnd(tag, stop));
  else p = tag;
  if (p < end && load<u8>(p) == Char.Colon) p++;
  parsed.setMessage(isMark(tag, end) ? tag : messageStart(p, end), end);
  return true;
}

/** Where the program's name ends: `sshd(pam_unix)` is sshd, and so is the unit `sshd.service`. */
function programEnd(at: usize, end: usize): usize {
  if (endsWith(at, end, UNIT)) return end - lengthOf(UNIT);
  const paren = findByte(at, end, Char.OpenParen);
  return paren > at ? paren : end;
}
