/** From the members of a record, or the line in it, to a kind and its fields. */
import {
  BYTES,
  CONTRACT_FIELDS,
  DPORT,
  fieldAt,
  fieldEnd,
  fieldFlags,
  fieldLength,
  fieldRank,
  fieldSet,
  fieldType,
  HOST,
  hasField,
  IDENT,
  IP,
  LEVEL,
  LINE,
  METHOD,
  MS,
  NANOSECONDS,
  PATH,
  PRIORITY,
  QUERY,
  REQUEST,
  SECONDS,
  SERVICE,
  SPORT,
  STATUS,
  setField,
  setText,
  TIME,
  TYPE_NUMBER,
  TYPE_OTHER,
  TYPE_STRING,
  USER,
  unsetField,
} from "../fields";
import { decodeMarked, noteUnescaped } from "../json/marks";
import { scanObject } from "../json/scan";
import { decodeString, hasEscapes, StringFlag } from "../json/string";
import { APP, DNS, SYSLOG, UNKNOWN, WEB } from "../schema";
import { take } from "../scratch";
import { findByte, parseMilli, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { anyTime, NO_TIME } from "../text/time";
import { parsedDns } from "./dns";
import { levelOfName, levelOfNumber } from "./level";
import { lineKind, noteLevel } from "./line";
import { logfmtLine } from "./logfmt";
import { messageKind } from "./message";
import { parsed } from "./parsed";
import { isAddress, requestLine } from "./web";

/** Turns JSON strings into their text, and forgets values that say nothing. */
function decodeFields(): void {
  for (let rest = fieldSet(); rest; rest &= rest - 1) {
    const field = <u32>ctz(rest);
    const type = fieldType(field);
    const at = fieldAt(field);
    const end = fieldEnd(field);
    if (type == TYPE_OTHER || at == end || (end - at == 1 && load<u8>(at) == Char.Minus && field != LINE)) {
      unsetField(field);
    } else if (fieldFlags(field) & StringFlag.Escaped) {
      const text = take(end - at + 8);
      if (text) setField(field, text, decoded(field, at, end, text), TYPE_STRING, fieldRank(field));
      else unsetField(field);
    } else if (field == LINE && fieldFlags(LINE) & StringFlag.AsScanned)
      noteUnescaped(at, end, fieldFlags(LINE));
  }
}

/** Decodes a field's string to `text`; returns where it ends there. */
function decoded(field: u32, at: usize, end: usize, text: usize): usize {
  if (field == LINE && hasEscapes(at)) return decodeMarked(at, end, text, fieldFlags(LINE));
  return decodeString(at, end, text);
}

/** Keeps a field only where it is a whole number. */
function wholeNumber(field: u32): void {
  if (!hasField(field)) return;
  const value = parseUnsigned(fieldAt(field), fieldEnd(field));
  if (value < 0) unsetField(field);
  else setField(field, fieldAt(field), fieldEnd(field), TYPE_NUMBER, 0);
}

/** Reads what any parsed record may carry: its time, a duration, a level. */
function readCommon(now: i64): void {
  if (hasField(TIME)) {
    const time = anyTime(fieldAt(TIME), fieldEnd(TIME), now);
    if (time != NO_TIME) parsed.time = time;
  }
  if (hasField(MS)) parsed.setDuration(parseMilli(fieldAt(MS), fieldEnd(MS)));
  else if (hasField(SECONDS)) {
    const milli = parseMilli(fieldAt(SECONDS), fieldEnd(SECONDS));
    if (milli >= 0) parsed.setDuration(milli * 1000);
  } else if (hasField(NANOSECONDS)) {
    const nanos = parseUnsigned(fieldAt(NANOSECONDS), fieldEnd(NANOSECONDS));
    if (nanos >= 0) parsed.setDuration(nanos / 1000);
  }
  if (hasField(LEVEL)) {
    const at = fieldAt(LEVEL);
    const number = parseUnsigned(at, fieldEnd(LEVEL));
    parsed.level = number >= 0 ? levelOfNumber(number) : levelOfName(at, fieldEnd(LEVEL));
  } else if (hasField(PRIORITY)) {
    const number = parseUnsigned(fieldAt(PRIORITY), fieldEnd(PRIORITY));
    if (number >= 0) parsed.level = levelOfNumber(number & 7);
  }
}

/** Whether the members are those of a web request; completes its fields. */
function parsedWeb(): bool {
  if (!hasField(STATUS)) return false;
  if (hasField(REQUEST) && !hasField(METHOD)) requestLine(fieldAt(REQUEST), fieldEnd(REQUEST));
  if (!hasField(METHOD) && !hasField(PATH)) return false;
  // Fluent Bit's apache parser calls the client `host` and the status `code`; elsewhere `host` is what the client asked.
  const isApache = fieldRank(HOST) == 0 && fieldRank(STATUS) == 0;
  wholeNumber(STATUS);
  if (!hasField(STATUS) || fieldLength(STATUS) != 3) return false;
  wholeNumber(BYTES);
  joinQuery();
  if (isApache && !hasField(IP) && hasField(HOST) && isAddress(fieldAt(HOST), fieldEnd(HOST))) {
    setText(IP, fieldAt(HOST), fieldEnd(HOST));
    unsetField(HOST);
  }
  return true;
}

/** Puts a query that came apart behind its path. */
function joinQuery(): void {
  if (!hasField(QUERY) || !hasField(PATH)) return;
  const at = fieldAt(PATH);
  const length = fieldLength(PATH);
  if (findByte(at, at + length, Char.Question) < at + length) return;
  const query = fieldAt(QUERY);
  const marked = load<u8>(query) == Char.Question;
  const joined = take(length + fieldLength(QUERY) + 1);
  if (joined == 0) return;
  memory.copy(joined, at, length);
  let to = joined + length;
  if (!marked) store<u8>(to++, Char.Question);
  memory.copy(to, query, fieldLength(QUERY));
  setText(PATH, joined, to + fieldLength(QUERY));
}

/** Cuts the line end that a shipper may have left. */
function lineEnd(at: usize, end: usize): usize {
  while (end > at && (load<u8>(end - 1) == Char.LineFeed || load<u8>(end - 1) == Char.CarriageReturn)) end--;
  return end;
}

/**
 * Recognises the record whose members the scanner has kept.
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns a kind of schema.ts
 */
export function recognise(now: i64): u32 {
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
  // A half-parsed record of another shape: what was taken for fields may be anything.
  if (!isObject) forgetGuesses();
  if (hasField(LINE)) noteLevel(fieldAt(LINE), fieldEnd(LINE));
  return UNKNOWN;
}

/** Whether the line is logfmt; its pairs then count as members of the record. */
function pairs(now: i64): bool {
  const at = fieldAt(LINE);
  const end = lineEnd(at, fieldEnd(LINE));
  if (!logfmtLine(at, end)) return false;
  decodeFields();
  readCommon(now);
  if (hasField(LINE)) parsed.setMessage(fieldAt(LINE), fieldEnd(LINE));
  return true;
}

function forgetGuesses(): void {
  for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) {
    if (field != HOST && field != SERVICE && field != IP && field != USER) unsetField(field);
  }
}
