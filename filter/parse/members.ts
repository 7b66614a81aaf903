/** Members of a parsed record: their JSON strings decoded, and what any kind of event may carry. */
import { take } from "../memory/scratch";
import {
  fieldAt,
  fieldEnd,
  fieldFlags,
  fieldRank,
  fieldSet,
  fieldType,
  hasField,
  setField,
  TYPE_NUMBER,
  TYPE_OTHER,
  TYPE_STRING,
  unsetField,
} from "../record/fields";
import { decodeString } from "../record/json/escapes";
import { decodeMarked, noteUnescaped } from "../record/json/marks";
import { hasEscapes, StringFlag } from "../record/json/string";
import { Field } from "../schema/fields";
import { parseMilli, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME } from "../text/clock";
import { anyTime } from "../text/time";
import { levelOfName, levelOfNumber } from "./level";
import { parsed } from "./parsed";

/** Decodes the fields' JSON strings; forgets values without content (empty, `-`, no string and no number). */
export function decodeFields(): void {
  for (let rest = fieldSet(); rest; rest &= rest - 1) {
    const field = <u32>ctz(rest);
    const type = fieldType(field);
    const at = fieldAt(field);
    const end = fieldEnd(field);
    if (
      type == TYPE_OTHER ||
      at == end ||
      (end - at == 1 && load<u8>(at) == Char.Minus && field != Field.Line)
    ) {
      unsetField(field);
    } else if (fieldFlags(field) & StringFlag.Escaped) {
      const text = take(end - at + 8);
      if (text) setField(field, text, decoded(field, at, end, text), TYPE_STRING, fieldRank(field));
      else unsetField(field);
    } else if (field == Field.Line && fieldFlags(Field.Line) & StringFlag.AsScanned)
      noteUnescaped(at, end, fieldFlags(Field.Line));
  }
}

/** Decodes a field's string to `text`; returns the address after the text. */
function decoded(field: u32, at: usize, end: usize, text: usize): usize {
  if (field == Field.Line && hasEscapes(at)) return decodeMarked(at, end, text, fieldFlags(Field.Line));
  return decodeString(at, end, text);
}

/** Types a field as a number; forgets a field that is no whole number. */
export function wholeNumber(field: u32): void {
  if (!hasField(field)) return;
  const value = parseUnsigned(fieldAt(field), fieldEnd(field));
  if (value < 0) unsetField(field);
  else setField(field, fieldAt(field), fieldEnd(field), TYPE_NUMBER, 0);
}

/** Parses what any record may have: time, duration, level. */
export function readCommon(now: i64): void {
  if (hasField(Field.Time)) {
    const time = anyTime(fieldAt(Field.Time), fieldEnd(Field.Time), now);
    if (time != NO_TIME) parsed.time = time;
  }
  if (hasField(Field.Ms)) parsed.setDuration(parseMilli(fieldAt(Field.Ms), fieldEnd(Field.Ms)));
  else if (hasField(Field.Seconds)) {
    const milli = parseMilli(fieldAt(Field.Seconds), fieldEnd(Field.Seconds));
    if (milli >= 0) parsed.setDuration(milli * 1000);
  } else if (hasField(Field.Nanoseconds)) {
    const nanos = parseUnsigned(fieldAt(Field.Nanoseconds), fieldEnd(Field.Nanoseconds));
    if (nanos >= 0) parsed.setDuration(nanos / 1000);
  }
  if (hasField(Field.Level)) {
    const at = fieldAt(Field.Level);
    const number = parseUnsigned(at, fieldEnd(Field.Level));
    parsed.level = number >= 0 ? levelOfNumber(number) : levelOfName(at, fieldEnd(Field.Level));
  } else if (hasField(Field.Priority)) {
    const number = parseUnsigned(fieldAt(Field.Priority), fieldEnd(Field.Priority));
    if (number >= 0) parsed.level = levelOfNumber(number & 7);
  }
}
