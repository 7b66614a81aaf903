/** From the members of a record, or the line in one of them, to a log type and fields. */
import {
  CONTRACT_FIELDS,
  DPORT,
  fieldAt,
  fieldEnd,
  HOST,
  hasField,
  IDENT,
  IP,
  LEVEL,
  LINE,
  SERVICE,
  SPORT,
  STATUS,
  setText,
  USER,
  unsetField,
} from "../record/fields";
import { scanObject } from "../record/json/scan";
import { APP, DNS, SYSLOG, UNKNOWN, WEB } from "../schema/kinds";
import { Char } from "../text/char";
import { parsedDns } from "./dns";
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

/**
 * Parses the record whose members the scanner has kept: finds its log type and completes its fields.
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns the log type, a kind of schema.ts
 */
export function parseRecord(now: i64): u32 {
  decodeFields();
  readCommon(now);
  wholeNumber(SPORT);
  wholeNumber(DPORT);
  if (parsedWeb()) return WEB;
  let isObject = false;
  if (hasField(LINE)) {
    const at = fieldAt(LINE);
    const end = lineEnd(at, fieldEnd(LINE));
    parsed.setMessage(at, end);
    if (at < end && load<u8>(at) == Char.OpenBrace) {
      unsetField(LINE);
      isObject = scanObject(at, end) != 0;
      decodeFields();
      if (isObject) {
        readCommon(now);
        if (parsedWeb()) return WEB;
        if (hasField(LINE)) parsed.setMessage(fieldAt(LINE), fieldEnd(LINE));
      }
    }
  }
  if (parsedDns()) return DNS;
  if (hasField(IDENT)) {
    setText(SERVICE, fieldAt(IDENT), fieldEnd(IDENT));
    return hasField(LINE) ? messageKind(parsed.messageAt, parsed.messageEnd) : SYSLOG;
  }
  if (hasField(LINE)) {
    const kind = lineKind(fieldAt(LINE), lineEnd(fieldAt(LINE), fieldEnd(LINE)), now);
    if (kind != UNKNOWN) return kind;
    if (pairs(now)) return hasField(STATUS) && parsedWeb() ? WEB : APP;
  }
  if (hasField(LEVEL) && parsed.messageEnd != 0) return APP;
  // A record of unknown shape: members with a field's name may mean anything.
  if (!isObject) forgetGuesses();
  if (hasField(LINE)) noteLevel(fieldAt(LINE), fieldEnd(LINE));
  return UNKNOWN;
}

/** Whether the line is logfmt; the pairs then count as members of the record. */
function pairs(now: i64): bool {
  const at = fieldAt(LINE);
  const end = lineEnd(at, fieldEnd(LINE));
  if (!logfmtLine(at, end)) return false;
  decodeFields();
  readCommon(now);
  if (hasField(LINE)) parsed.setMessage(fieldAt(LINE), fieldEnd(LINE));
  return true;
}

/** Forgets all fields but those whose names mean the same everywhere. */
function forgetGuesses(): void {
  for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) {
    if (field != HOST && field != SERVICE && field != IP && field != USER) unsetField(field);
  }
}
