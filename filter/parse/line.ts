/**
 * From a line of text to a log type. The first byte and the time that a line begins with choose the parsers; a parser
 * gives up at the first byte that doesn't fit.
 */
import { Context, ownFormats, WRAPPER } from "../model/formats";
import { fieldEnd, hasField, unsetField } from "../record/fields";
import { Field } from "../schema/fields";
import { KIND_COUNT, Kind } from "../schema/kinds";
import { ascii, findByte, isDigit, isLetter, startsWith } from "../text/ascii";
import { Char, chars2, chars4 } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { dayMonthTime } from "../text/odd-time";
import { epochTime, isoTime } from "../text/time";
import { lineTimeEnd } from "../text/time-at";
import { apacheErrorLine } from "./apache-error";
import { appLine, datedAppLine } from "./app";
import { layAside } from "./around";
import { auditLine } from "./audit";
import { bindMessage } from "./bind";
import { corednsMessage } from "./coredns";
import { dovecotLine } from "./dovecot";
import { isAddress } from "./endpoint";
import { firewallMessage } from "./firewall";
import {
  anchoredFormat,
  leadingFormat,
  messageFormat,
  NO_FORMAT,
  otherFormat,
  wrappedLine,
  wrappedLineEnd,
} from "./formats/find";
import { levelOfName } from "./level";
import { messageKind } from "./message";
import { nginxErrorLine } from "./nginx-error";
import { otherAppLine } from "./other-app";
import { parsed } from "./parsed";
import { postgresLine } from "./postgres";
import { syslogLine } from "./syslog";
import { unboundMessage } from "./unbound";
import { w3cDirective, w3cLine } from "./w3c";
import { webLine } from "./web";
import { isUpperWord, skipBlanks, wordEnd } from "./words";

const AUDIT_TYPE: usize = ascii("type=");
const AUDIT_NODE: usize = ascii("node=");
const UNBOUND_TAG: usize = ascii("] unbound[");
/** How far a line is searched for what its format fixes before a logger's header is tried; the rest, where none fits. */
const EARLY_BYTES: usize = 64;
/** What is searched again, so that no text at the border is missed. */
const OVERLAP_BYTES: usize = 3;
/** `[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]`. */
const MAX_ADDRESS_BYTES: usize = 48;
/** Bytes of its first group. */
const MAX_GROUP_BYTES: usize = 4;
/** Bytes of a program's name and process id that are looked at. */
const MAX_TAG_BYTES: usize = 64;
/** Wrappers in each other at most. */
const MAX_WRAPPERS: i32 = 3;
/** Words at the beginning of an unknown line in which a level may stand. */
const MAX_HEADER_WORDS: i32 = 12;

/** Log type of a line with a level in brackets: DNS where CoreDNS's message about a question follows, else APP. */
function corednsKind(): u32 {
  const close = fieldEnd(Field.Level);
  if (!hasField(Field.Level) || load<u8>(close) != Char.CloseBracket) return Kind.App;
  const end = parsed.messageEnd;
  const message = skipBlanks(close + 1, end);
  if (message >= end || !corednsMessage(message, end)) return Kind.App;
  unsetField(Field.Service);
  parsed.setMessage(message, end);
  return Kind.Dns;
}

/** Parses a line of a built-in format; the log type, or {@link NO_FORMAT}. A logger's header would take many of them. */
function builtInFormat(at: usize, end: usize, now: i64): u32 {
  const format = leadingFormat(false, at, end, now);
  if (format != NO_FORMAT) return format;
  const behind = lineTimeEnd(at, end, now);
  return anchoredFormat(false, at, end, behind ? behind : at, at + EARLY_BYTES, now);
}

/** Whether host, program and process id follow a time, ` web1 sshd[812]: `: no logger writes so. */
function hasProcess(at: usize, end: usize): bool {
  if (at + 8 > end || load<u8>(at) != Char.Space || !isLetter(load<u8>(at, 1))) return false;
  const tag = findByte(at + 1, end, Char.Space) + 1;
  const stop = findByte(tag, min(tag + MAX_TAG_BYTES, end), Char.Space);
  return (
    stop < end &&
    stop > tag + 3 &&
    load<u16>(stop - 2) == chars2(Char.CloseBracket, Char.Colon) &&
    isLetter(load<u8>(tag))
  );
}

function digitLine(at: usize, end: usize, now: i64): u32 {
  // An undated line is tried as an access line first. A dated one may quote such a line: other formats come first there.
  const fifth = <u32>load<u8>(at, 4);
  const date = fifth == Char.Minus || fifth == Char.Slash ? isoTime(at, end) : NO_TIME;
  const isDated = date != NO_TIME;
  const behind = timeEnd();
  if (!isDated) {
    const webKind = webLine(at, end, now);
    if (webKind != Kind.Unknown) return webKind;
  }
  const bindTime = isDated ? NO_TIME : dayMonthTime(at, end);
  if (bindTime != NO_TIME && bindMessage(skipBlanks(timeEnd(), end), end)) {
    parsed.time = bindTime;
    return Kind.Dns;
  }
  const errorKind = nginxErrorLine(date, at, end);
  if (errorKind != Kind.Unknown) return errorKind;
  if (isDated && hasProcess(behind, end) && syslogLine(at, end, now))
    return messageKind(parsed.messageAt, parsed.messageEnd, now);
  if (isDated && w3cLine(at, end, now)) return Kind.Web;
  const format = builtInFormat(at, end, now);
  if (format != NO_FORMAT) return format;
  const postgresKind = postgresLine(at, end);
  if (postgresKind != Kind.Unknown) return postgresKind;
  if (isDated ? datedAppLine(date, behind, end) : appLine(at, end)) return corednsKind();
  if (syslogLine(at, end, now)) return messageKind(parsed.messageAt, parsed.messageEnd, now);
  if (isDated) {
    const first = skipBlanks(behind, end);
    const webKind = isAddress(first, wordEnd(first, end)) ? webLine(first, end, now) : Kind.Unknown;
    if (webKind != Kind.Unknown) return webKind;
  }
  if (bindTime != NO_TIME) {
    parsed.time = bindTime;
    return Kind.Unknown;
  }
  return otherAppLine(at, end, now) ? Kind.App : Kind.Unknown;
}

/** Parses `[1763720000] unbound[12:0] info: …`, as Unbound writes to a file. */
function unboundLine(at: usize, end: usize): bool {
  const close = findByte(at, min(at + 16, end), Char.CloseBracket);
  if (!startsWith(close, end, UNBOUND_TAG)) return false;
  const time = epochTime(at + 1, close);
  if (time == NO_TIME) return false;
  parsed.time = time;
  const tag = findByte(close + 2, end, Char.OpenBracket);
  return unboundMessage(tag, end);
}

/** Whether an IPv6 address in brackets stands at `at`, as a site's name or a client's in an access line. */
function hasBracketedAddress(at: usize, end: usize): bool {
  const group = at + 1 + MAX_GROUP_BYTES;
  if (findByte(at + 1, group + 1, Char.Colon) > group) return false;
  const close = findByte(at, min(at + MAX_ADDRESS_BYTES, end), Char.CloseBracket);
  return close < end && load<u8>(close) == Char.CloseBracket && isAddress(at + 1, close);
}

function bracketedLine(at: usize, end: usize, now: i64): u32 {
  if (hasBracketedAddress(at, end)) {
    const webKind = webLine(at, end, now);
    if (webKind != Kind.Unknown) return webKind;
  }
  const errorKind = apacheErrorLine(at, end);
  if (errorKind != Kind.Unknown) return errorKind;
  if (unboundLine(at, end)) return Kind.Dns;
  const format = builtInFormat(at, end, now);
  if (format != NO_FORMAT) return format;
  if (appLine(at, end)) return corednsKind();
  if (syslogLine(at, end, now)) return messageKind(parsed.messageAt, parsed.messageEnd, now);
  return otherAppLine(at, end, now) ? corednsKind() : Kind.Unknown;
}

function letterLine(at: usize, end: usize, now: i64): u32 {
  const isDovecot =
    at + 40 < end && load<u32>(at, 16) == chars4(Char.a, Char.u, Char.t, Char.h) && dovecotLine(at, end, now);
  if (isDovecot) return Kind.Auth;
  // The syslog header comes first: an access line that went through syslog has the client's address further on.
  if (syslogLine(at, end, now)) return messageKind(parsed.messageAt, parsed.messageEnd, now);
  const webKind = webLine(at, end, now);
  if (webKind != Kind.Unknown) return webKind;
  const isAudit = startsWith(at, end, AUDIT_TYPE) || startsWith(at, end, AUDIT_NODE);
  if (isAudit && auditLine(at, end)) return Kind.Auth;
  const format = builtInFormat(at, end, now);
  if (format != NO_FORMAT) return format;
  return otherAppLine(at, end, now) ? Kind.App : Kind.Unknown;
}

/** Parses the line in [at, end) by the first byte; the log type, {@link WRAPPER}, or UNKNOWN. */
function bareKind(at: usize, end: usize, now: i64): u32 {
  if (ownFormats()) {
    const own = leadingFormat(true, at, end, now);
    if (own != NO_FORMAT) return own;
    const other = otherFormat(true, at, end, at, now);
    if (other != NO_FORMAT) return other;
  }
  const lead = <u32>load<u8>(at);
  let kind = Kind.Unknown;
  if (isDigit(lead)) kind = digitLine(at, end, now);
  else if (lead == Char.OpenBracket) kind = bracketedLine(at, end, now);
  else if (isLetter(lead) || lead == Char.LessThan) kind = letterLine(at, end, now);
  else if (lead == Char.Hash && w3cDirective(at, end)) return Kind.App;
  else {
    kind = webLine(at, end, now);
    if (kind == Kind.Unknown) {
      const format = builtInFormat(at, end, now);
      if (format != NO_FORMAT) return format;
    }
  }
  if (kind != Kind.Unknown) return kind;
  // A client's name in a line of some format may be the text of a packet: the formats come first.
  const format = otherFormat(false, at, end, at + EARLY_BYTES - OVERLAP_BYTES, now);
  if (format != NO_FORMAT) return format;
  if (firewallMessage(at, end)) return Kind.Firewall;
  return w3cLine(at, end, now) ? Kind.Web : Kind.Unknown;
}

/** Parses the line in [at, end); returns the log type, UNKNOWN where no parser takes the line. */
export function lineKind(at: usize, end: usize, now: i64): u32 {
  let kind: u32 = Kind.Unknown;
  for (let depth = 0; depth < MAX_WRAPPERS && at < end; depth++) {
    kind = bareKind(at, end, now);
    if (kind != WRAPPER) break;
    layAside();
    at = wrappedLine();
    end = wrappedLineEnd();
    kind = Kind.Unknown;
  }
  if (kind != Kind.App && kind != Kind.Unknown) return kind;
  // A message of any program: behind a logger's header, or bare.
  const hasMessage = kind == Kind.App && parsed.messageEnd != 0;
  const message = messageFormat(
    Context.Message,
    hasMessage ? parsed.messageAt : at,
    hasMessage ? parsed.messageEnd : end,
    now,
  );
  return message < KIND_COUNT ? message : kind;
}

/** Notes the level that an unknown line has in capitals among the first words. */
export function noteLevel(at: usize, end: usize): void {
  for (let word = 0; word < MAX_HEADER_WORDS && at < end; word++) {
    const stop = wordEnd(at, end);
    let bare = stop;
    if (bare > at && load<u8>(bare - 1) == Char.Colon) bare--;
    if (bare - at >= 4 && isUpperWord(at, bare)) {
      const logLevel = levelOfName(at, bare);
      if (logLevel >= 0) {
        parsed.level = logLevel;
        return;
      }
    }
    at = skipBlanks(stop, end);
  }
}
