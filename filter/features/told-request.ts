/**
 * Requests of which an application tells in words of its own, as in `[req-7] 192.0.2.1 "GET /v2/servers" status: 200 len: 9`.
 * Such a line is one message of the application, whatever is asked for; a line that has only the request is one of an access
 * log, also where a logger wrote it.
 */
import { LogLevel } from "../parse/level";
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte, isLower } from "../text/ascii";
import { Char } from "../text/char";

/** Whether a field's text stands in the message. */
function isInMessage(field: u32): bool {
  return hasField(field) && fieldAt(field) > parsed.messageAt && fieldEnd(field) < parsed.messageEnd;
}

/** Whether the request that was parsed is told by a logger: one has a level, and a name with a dot. */
export function isToldRequest(): bool {
  if (parsed.level == LogLevel.None || !hasField(Field.Service)) return false;
  if (!isInMessage(Field.Method) || !isInMessage(Field.Path)) return false;
  if (load<u8>(fieldAt(Field.Method) - 1) != Char.Quote) return false;
  const nameEnd = fieldEnd(Field.Service);
  if (findByte(fieldAt(Field.Service), nameEnd, Char.Dot) == nameEnd) return false;
  const end = parsed.messageEnd;
  let p = findByte(fieldEnd(Field.Path), end, Char.Quote) + 1;
  if (p >= end || load<u8>(p++) != Char.Space) return false;
  const word = p;
  while (p < end && isLower(load<u8>(p))) p++;
  return p > word && p < end && load<u8>(p) == Char.Colon;
}
