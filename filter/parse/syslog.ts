/**
 * Syslog headers: RFC 3164, section 4.1 (`May 17 10:05:43 host sshd[123]: …`), RFC 5424,
 * section 6 (`<34>1 2015-05-17T10:05:43Z host su 123 ID47 - …`) and what rsyslog and journald write today
 * (`2015-05-17T10:05:43.123456+02:00 host sshd[123]: …`), each with or without `<priority>`. A program that writes
 * to a file leaves the host out (`May 17 10:05:43 dnsmasq[123]: …`).
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, findByte, isDigit, isLetter, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { isoTime, rfc3164Time } from "../text/time";
import { isAddress } from "./endpoint";
import { levelOfNumber } from "./level";
import { parsed } from "./parsed";
import { digitsEnd, skipBlanks } from "./words";

const SOLARIS: usize = ascii("[ID ");
const MAX_TAG_BYTES: usize = 64;

/** Notes the severity of a priority `<34>` at `at`; returns the address behind, or `at` where there is none. */
function priority(at: usize, end: usize): usize {
  if (at >= end || load<u8>(at) != Char.LessThan) return at;
  const close = findByte(at, min(at + 5, end), Char.GreaterThan);
  const value = parseUnsigned(at + 1, close);
  if (value < 0 || value > 191) return at;
  parsed.level = levelOfNumber(value & 7);
  return close + 1;
}

/** Parses the header of RFC 5424 behind the version: `TIME HOST APP PROCID MSGID SD MSG`. */
function structured(at: usize, end: usize): bool {
  let p = at;
  if (load<u8>(at) == Char.Minus) p = at + 1;
  else {
    const time = isoTime(at, end);
    if (time == NO_TIME) return false;
    parsed.time = time;
    p = timeEnd();
  }
  if (p >= end || load<u8>(p) != Char.Space) return false;
  const host = p + 1;
  const hostEnd = findByte(host, end, Char.Space);
  const app = hostEnd + 1;
  if (app >= end) return false;
  const appEnd = findByte(app, end, Char.Space);
  setText(Field.Host, host, hostEnd);
  setText(Field.Service, app, appEnd);
  // Process and message id, then structured data in brackets or `-`.
  p = findByte(min(appEnd + 1, end), end, Char.Space) + 1;
  p = findByte(p < end ? p : end, end, Char.Space) + 1;
  if (p < end && load<u8>(p) == Char.OpenBracket) {
    while (p < end && load<u8>(p) == Char.OpenBracket) {
      while (p < end && load<u8>(p) != Char.CloseBracket) p += load<u8>(p) == Char.Backslash ? 2 : 1;
      p++;
    }
  } else p++;
  while (p < end && load<u8>(p) == Char.Space) p++;
  // A byte order mark marks the message as UTF-8.
  if (p + 3 <= end && load<u16>(p) == 0xbbef && load<u8>(p, 2) == 0xbf) p += 3;
  parsed.setMessage(p < end ? p : end, end);
  return true;
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

/** Whether the word in the host's place is a program's name with a colon or a process id. */
function isTag(at: usize, end: usize): bool {
  if (end - at < 2 || !isLetter(load<u8>(at))) return false;
  const last = <u32>load<u8>(end - 1);
  return last == Char.Colon || (last == Char.CloseBracket && findByte(at, end, Char.OpenBracket) < end);
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

/** Parses a syslog header: host, service, level and message; false for any other line. */
export function syslogLine(at: usize, end: usize, now: i64): bool {
  const start = priority(at, end);
  if (start + 16 > end) return false;
  if (start > at && load<u8>(start) == Char._1 && load<u8>(start, 1) == Char.Space)
    return structured(start + 2, end);
  const time = isLetter(load<u8>(start)) ? rfc3164Time(start, end, now) : isoTime(start, end);
  if (time == NO_TIME) return false;
  let p = timeEnd();
  if (p >= end || load<u8>(p) != Char.Space) return false;
  const host = skipBlanks(p, end);
  const hostEnd = findByte(host, end, Char.Space);
  const hasHost = !isTag(host, hostEnd);
  if (hasHost && (hostEnd >= end || !isHostName(host, hostEnd))) return false;
  const tag = hasHost ? skipBlanks(hostEnd, end) : host;
  const stop = tagEnd(tag, end);
  p = stop;
  if (p < end && load<u8>(p) == Char.OpenBracket) p = findByte(p, end, Char.CloseBracket) + 1;
  const hasTag = stop > tag && p < end && (load<u8>(p) == Char.Colon || !hasHost);
  // Without a tag only RFC 3164's form is syslog for sure: many loggers begin a line with an ISO time. A client's address and
  // port are no tag.
  if (isDigit(load<u8>(start)) && (!hasTag || (isDigit(load<u8>(tag)) && isAddress(tag, stop)))) return false;
  parsed.time = time;
  if (hasHost) setText(Field.Host, host, hostEnd);
  if (hasTag) {
    setText(Field.Service, tag, programEnd(tag, stop));
    if (load<u8>(p) == Char.Colon) p++;
  } else p = tag;
  parsed.setMessage(messageStart(p, end), end);
  return true;
}

/** Where the program's name ends: `sshd(pam_unix)` is sshd. */
function programEnd(at: usize, end: usize): usize {
  const paren = findByte(at, end, Char.OpenParen);
  return paren > at ? paren : end;
}

function isHostName(at: usize, end: usize): bool {
  if (end - at > 255) return false;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (
      !isLetter(byte) &&
      !isDigit(byte) &&
      byte != Char.Minus &&
      byte != Char.Dot &&
      byte != Char.Underscore &&
      byte != Char.Colon
    )
      return false;
  }
  return true;
}
