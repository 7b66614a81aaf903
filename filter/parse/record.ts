/** From the members of a record, or the line in one of them, to a log type and fields. */
import { formatAt, WRAPPER } from "../model/formats";
import {
  fieldAt,
  fieldEnd,
  fieldLength,
  hasField,
  moveFields,
  restoreField,
  SLOT_LOG2,
  setField,
  setText,
  TYPE_STRING,
  unsetField,
} from "../record/fields";
import { clearFormatMembers } from "../record/format-members";
import { findLineFeed } from "../record/json/marks";
import { scanObject } from "../record/json/scan";
import { CONTRACT_FIELDS, Field } from "../schema/fields";
import { KIND_COUNT, Kind } from "../schema/kinds";
import { Char } from "../text/char";
import { clearAround, fillIn, isAside, layAside } from "./around";
import { findClient, forgetHeaders, hasHeaders, settleClient } from "./client";
import { parsedDns } from "./dns";
import { messageFormat, NO_FORMAT } from "./formats/find";
import { memberFormat, readMemberFields, setMemberFields } from "./formats/members";
import { lineKind, noteLevel } from "./line";
import { findLine, forgetWeakLine, isWeakLine, lineSource, noteChosen, restoreSource } from "./line-source";
import { logfmtLine } from "./logfmt";
import { decodeFields, readCommon, wholeNumber } from "./members";
import { loginKind, messageKind } from "./message";
import { parsed } from "./parsed";
import { Program, programOf } from "./programs";
import { strayRequest } from "./stray-request";
import { takeTag } from "./structured";
import { lines, linesKind } from "./trace";
import { joinQuery, parsedWeb } from "./web-record";
import { behindStamp, doubtfulStamp, unwrapped } from "./wrapper";

/** Wrappers and JSON lines in each other at most. */
const MAX_WRAPPERS: i32 = 3;

/** `end` without the line end that a shipper may have left. */
function lineEnd(at: usize, end: usize): usize {
  while (end > at && (load<u8>(end - 1) == Char.LineFeed || load<u8>(end - 1) == Char.CarriageReturn)) end--;
  return end;
}

/** Where the first line of the text in the field LINE ends; what follows it is noted in `lines`. */
function firstLineEnd(): usize {
  const at = fieldAt(Field.Line);
  const end = lineEnd(at, fieldEnd(Field.Line));
  const feed = findLineFeed(at, end);
  lines.end = 0;
  if (feed >= end) return end;
  lines.end = end;
  lines.firstEnd = lineEnd(at, feed);
  return lines.firstEnd;
}

/** The slot of a line whose key the user named. */
const CHOSEN: usize = memory.data(1 << SLOT_LOG2, 16);

/** Completes the members that the scanner has kept; the format that they tell, or {@link NO_FORMAT}. */
function readMembers(now: i64): u32 {
  const format = memberFormat();
  noteChosen();
  if (format != NO_FORMAT) {
    const isChosen = lineSource.isChosen;
    if (isChosen) moveFields(Field.Line, 1, CHOSEN);
    setMemberFields(format);
    if (isChosen) restoreField(Field.Line, CHOSEN);
  }
  decodeFields();
  if (format != NO_FORMAT) readMemberFields(format, now);
  if (hasField(Field.Client)) settleClient();
  readCommon(now);
  wholeNumber(Field.Sport);
  wholeNumber(Field.Dport);
  return format;
}

/** Whether a web format's record is of a request that had no answer, or none yet. */
function isRequest(): bool {
  if (!hasField(Field.Path)) return false;
  if (fieldLength(Field.Status) != 3) unsetField(Field.Status);
  joinQuery();
  return true;
}

/** Log type of a record of a format that is no wrapper; UNKNOWN where the members don't suffice. */
function formatKind(format: u32, now: i64): u32 {
  if (format == NO_FORMAT) return Kind.Unknown;
  const kind = <u32>formatAt(format).kind;
  if (kind == WRAPPER) return Kind.Unknown;
  if (kind == Kind.Web) return isRequest() ? Kind.Web : Kind.Unknown;
  if (!hasField(Field.Line)) return kind;
  const at = fieldAt(Field.Line);
  const end = firstLineEnd();
  parsed.setMessage(at, end);
  const message = messageFormat(formatAt(format).context, at, end, now);
  return message < KIND_COUNT ? message : kind;
}

/** Goes into the wrappers of the line; whether a JSON object is inside, whose members then count. */
function openLine(depth: i32): bool {
  let at = fieldAt(Field.Line);
  const end = lineEnd(at, fieldEnd(Field.Line));
  layAside();
  if (hasHeaders()) forgetHeaders();
  if (!hasField(Field.Ident)) at = unwrapped(at, end, MAX_WRAPPERS - depth);
  if (at != fieldAt(Field.Line) || end != fieldEnd(Field.Line)) setField(Field.Line, at, end, TYPE_STRING, 0);
  const first = firstLineEnd();
  parsed.setMessage(at, first);
  if (depth == MAX_WRAPPERS || at >= end || load<u8>(at) != Char.OpenBrace) {
    if (first < end) setField(Field.Line, at, first, TYPE_STRING, 0);
    return false;
  }
  unsetField(Field.Line);
  // The path around may be the file's, as of Fluent Bit's `path_key`.
  unsetField(Field.Path);
  clearFormatMembers();
  if (scanObject(at, end)) {
    lines.end = 0;
    return true;
  }
  decodeFields();
  return false;
}

/** Log type of a line that may be pairs; UNKNOWN where no parser takes it. */
function lineOrPairsKind(now: i64): u32 {
  const kind = lineKind(fieldAt(Field.Line), fieldEnd(Field.Line), now);
  return kind == Kind.Unknown ? pairsKind(now) : kind;
}

/** Parses a message of a record that names the host and no program, as GELF forwards syslog; UNKNOWN for any other. */
function forwardedKind(at: usize, end: usize, now: i64): u32 {
  const message = takeTag(at, end);
  if (message == at) return loginKind(at, end) ? Kind.Auth : Kind.Unknown;
  const kind = messageKind(message, end, now);
  if (kind == Kind.Syslog) {
    unsetField(Field.Service);
    return Kind.Unknown;
  }
  parsed.setMessage(message, end);
  return kind;
}

/** Parses the line, which is no object; UNKNOWN where no parser takes it. */
function plainKind(now: i64): u32 {
  const at = fieldAt(Field.Line);
  const end = fieldEnd(Field.Line);
  const kind = lineOrPairsKind(now);
  if (kind != Kind.Unknown) return kind;
  if (doubtfulStamp()) {
    const whole = lineKind(doubtfulStamp(), end, now);
    if (whole == Kind.Unknown) parsed.setMessage(at, end);
    return whole;
  }
  const rest = behindStamp(at, end);
  if (rest > at) {
    setField(Field.Line, rest, end, TYPE_STRING, 0);
    parsed.setMessage(rest, end);
    return lineOrPairsKind(now);
  }
  return isAside(Field.Host) && !isAside(Field.Service) ? forwardedKind(at, end, now) : Kind.Unknown;
}

/**
 * Log type of a syslog message: WEB where it is a web server's JSON. Of other programs' no member counts: a message that
 * begins with a client's words may be all the client's.
 */
function jsonMessageKind(now: i64): u32 {
  const at = parsed.messageAt;
  const isOpen = at < parsed.messageEnd && load<u8>(at) == Char.OpenBrace && hasField(Field.Service);
  if (!isOpen || programOf(fieldAt(Field.Service), fieldEnd(Field.Service)) != Program.WebServer)
    return Kind.Syslog;
  layAside();
  unsetField(Field.Line);
  clearFormatMembers();
  if (scanObject(at, parsed.messageEnd)) {
    readMembers(now);
    if (parsedWeb()) return Kind.Web;
  }
  for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) unsetField(field);
  forgetHeaders();
  return Kind.Syslog;
}

/** Finds, of a text of several lines from the first alone, the log type of the record whose members the scanner has kept, and its fields but those that lie aside. */
function recordKind(now: i64): u32 {
  let isObject = false;
  for (let depth = 0; ; depth++) {
    const format = readMembers(now);
    if (!lineSource.isChosen) {
      if (parsedWeb()) return Kind.Web;
      const kind = formatKind(format, now);
      if (kind != Kind.Unknown) return kind;
    }
    // A line of JSON without a known key is scored as it is.
    if (isObject) forgetWeakLine();
    else if ((!hasField(Field.Line) || isWeakLine()) && findLine(depth == 0)) continue;
    if (!hasField(Field.Line) || !openLine(depth)) break;
    isObject = true;
  }
  if (parsedDns()) return Kind.Dns;
  if (hasField(Field.Ident)) {
    setText(Field.Service, fieldAt(Field.Ident), fieldEnd(Field.Ident));
    if (!hasField(Field.Line)) return Kind.Syslog;
    const kind = messageKind(parsed.messageAt, parsed.messageEnd, now);
    return kind == Kind.Syslog ? jsonMessageKind(now) : kind;
  }
  if (hasField(Field.Line)) {
    const kind = plainKind(now);
    if (kind == Kind.Syslog) return jsonMessageKind(now);
    if (kind != Kind.Unknown) return kind;
  }
  if (lineSource.isDoubtful) restoreSource();
  fillIn();
  if (hasField(Field.Level) && parsed.messageEnd != 0) return Kind.App;
  // A record of unknown shape: members with a field's name may mean anything.
  if (!isObject) forgetGuesses();
  if (!hasField(Field.Line)) return Kind.Unknown;
  noteLevel(fieldAt(Field.Line), fieldEnd(Field.Line));
  return strayRequest(fieldAt(Field.Line), fieldEnd(Field.Line), now) ? Kind.Web : Kind.Unknown;
}

/**
 * Parses the record whose members the scanner has kept: finds its log type and completes its fields.
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns the log type, a `Kind` of schema/kinds.ts
 */
export function parseRecord(now: i64): u32 {
  clearAround();
  lineSource.clear();
  lines.end = 0;
  const kind = recordKind(now);
  if (lineSource.isDoubtful) restoreSource();
  if (hasHeaders()) findClient();
  fillIn();
  return lines.end ? linesKind(kind) : kind;
}

/** Log type of a line of logfmt, whose pairs then count as members of the record; UNKNOWN for any other line. */
function pairsKind(now: i64): u32 {
  const at = fieldAt(Field.Line);
  // Of a key that comes twice the first counts: the record's around are no part of the line.
  clearFormatMembers();
  if (!logfmtLine(at, fieldEnd(Field.Line))) return Kind.Unknown;
  const format = readMembers(now);
  if (hasField(Field.Line)) parsed.setMessage(fieldAt(Field.Line), fieldEnd(Field.Line));
  if (hasField(Field.Status) && parsedWeb()) return Kind.Web;
  const kind = formatKind(format, now);
  return kind == Kind.Unknown ? Kind.App : kind;
}

/** Forgets all fields but those whose names mean the same everywhere. */
function forgetGuesses(): void {
  for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) {
    if (field != Field.Host && field != Field.Service && field != Field.Ip && field != Field.User)
      unsetField(field);
  }
}
