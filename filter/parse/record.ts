/** From the members of a record, or the line in one of them, to a log type and fields. */
import { formatAt, WRAPPER } from "../model/formats";
import { fieldAt, fieldEnd, hasField, setText, unsetField } from "../record/fields";
import { scanObject } from "../record/json/scan";
import { CONTRACT_FIELDS, Field } from "../schema/fields";
import { KIND_COUNT, Kind } from "../schema/kinds";
import { Char } from "../text/char";
import { parsedDns } from "./dns";
import { messageFormat, NO_FORMAT } from "./formats/find";
import { memberFormat, readMemberFields, setMemberFields } from "./formats/members";
import { lineKind, noteLevel } from "./line";
import { logfmtLine } from "./logfmt";
import { decodeFields, readCommon, wholeNumber } from "./members";
import { messageKind } from "./message";
import { parsed } from "./parsed";
import { parsedWeb } from "./web-record";

/** `end` without the line end that a shipper may have left. */
function lineEnd(at: usize, end: usize): usize {
  while (end > at && (load<u8>(end - 1) == Char.LineFeed || load<u8>(end - 1) == Char.CarriageReturn)) end--;
  return end;
}

/** Completes the members that the scanner has kept; the format that they tell, or {@link NO_FORMAT}. */
function readMembers(now: i64): u32 {
  const format = memberFormat();
  if (format != NO_FORMAT) setMemberFields(format);
  decodeFields();
  if (format != NO_FORMAT) readMemberFields(format, now);
  readCommon(now);
  return format;
}

/** Log type of a record of a format that is no wrapper; UNKNOWN where the members don't suffice. */
function formatKind(format: u32, now: i64): u32 {
  if (format == NO_FORMAT) return Kind.Unknown;
  const kind = <u32>formatAt(format).kind;
  if (kind == WRAPPER || kind == Kind.Web) return Kind.Unknown;
  if (!hasField(Field.Line)) return kind;
  const at = fieldAt(Field.Line);
  const end = lineEnd(at, fieldEnd(Field.Line));
  parsed.setMessage(at, end);
  const message = messageFormat(formatAt(format).context, at, end, now);
  return message < KIND_COUNT ? message : kind;
}

/**
 * Parses the record whose members the scanner has kept: finds its log type and completes its fields.
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns the log type, a `Kind` of schema/kinds.ts
 */
export function parseRecord(now: i64): u32 {
  let format = readMembers(now);
  wholeNumber(Field.Sport);
  wholeNumber(Field.Dport);
  if (parsedWeb()) return Kind.Web;
  let kind = formatKind(format, now);
  if (kind != Kind.Unknown) return kind;
  let isObject = false;
  if (hasField(Field.Line)) {
    const at = fieldAt(Field.Line);
    const end = lineEnd(at, fieldEnd(Field.Line));
    parsed.setMessage(at, end);
    if (at < end && load<u8>(at) == Char.OpenBrace) {
      unsetField(Field.Line);
      isObject = scanObject(at, end) != 0;
      if (!isObject) decodeFields();
      else {
        format = readMembers(now);
        if (parsedWeb()) return Kind.Web;
        kind = formatKind(format, now);
        if (kind != Kind.Unknown) return kind;
        if (hasField(Field.Line)) parsed.setMessage(fieldAt(Field.Line), fieldEnd(Field.Line));
      }
    }
  }
  if (parsedDns()) return Kind.Dns;
  if (hasField(Field.Ident)) {
    setText(Field.Service, fieldAt(Field.Ident), fieldEnd(Field.Ident));
    return hasField(Field.Line) ? messageKind(parsed.messageAt, parsed.messageEnd, now) : Kind.Syslog;
  }
  if (hasField(Field.Line)) {
    kind = lineKind(fieldAt(Field.Line), lineEnd(fieldAt(Field.Line), fieldEnd(Field.Line)), now);
    if (kind != Kind.Unknown) return kind;
    if (pairs(now)) return hasField(Field.Status) && parsedWeb() ? Kind.Web : Kind.App;
  }
  if (hasField(Field.Level) && parsed.messageEnd != 0) return Kind.App;
  // A record of unknown shape: members with a field's name may mean anything.
  if (!isObject) forgetGuesses();
  if (hasField(Field.Line)) noteLevel(fieldAt(Field.Line), fieldEnd(Field.Line));
  return Kind.Unknown;
}

/** Whether the line is logfmt; the pairs then count as members of the record. */
function pairs(now: i64): bool {
  const at = fieldAt(Field.Line);
  const end = lineEnd(at, fieldEnd(Field.Line));
  if (!logfmtLine(at, end)) return false;
  decodeFields();
  readCommon(now);
  if (hasField(Field.Line)) parsed.setMessage(fieldAt(Field.Line), fieldEnd(Field.Line));
  return true;
}

/** Forgets all fields but those whose names mean the same everywhere. */
function forgetGuesses(): void {
  for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) {
    if (field != Field.Host && field != Field.Service && field != Field.Ip && field != Field.User)
      unsetField(field);
  }
}
