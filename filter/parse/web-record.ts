/** Web requests whose members a shipper has parsed, or a server has written as JSON. */
import { take } from "../memory/scratch";
import { fieldAt, fieldEnd, fieldLength, fieldRank, hasField, setText, unsetField } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { isAddress } from "./endpoint";
import { wholeNumber } from "./members";
import { requestLine } from "./request-line";

/** Whether the members are those of a web request; completes the fields. */
export function parsedWeb(): bool {
  if (!hasField(Field.Status)) return false;
  if (hasField(Field.Request) && !hasField(Field.Method))
    requestLine(fieldAt(Field.Request), fieldEnd(Field.Request));
  if (!hasField(Field.Method) && !hasField(Field.Path)) return false;
  // Fluent Bit's apache parser calls the client `host` and the status `code`; elsewhere `host` is the site.
  const isApache = fieldRank(Field.Host) == 0 && fieldRank(Field.Status) == 0;
  wholeNumber(Field.Status);
  if (!hasField(Field.Status) || fieldLength(Field.Status) != 3) return false;
  wholeNumber(Field.Bytes);
  joinQuery();
  if (
    isApache &&
    !hasField(Field.Ip) &&
    hasField(Field.Host) &&
    isAddress(fieldAt(Field.Host), fieldEnd(Field.Host))
  ) {
    setText(Field.Ip, fieldAt(Field.Host), fieldEnd(Field.Host));
    unsetField(Field.Host);
  }
  return true;
}

/** Appends a query that stands apart to the path. */
export function joinQuery(): void {
  if (!hasField(Field.Query) || !hasField(Field.Path)) return;
  const at = fieldAt(Field.Path);
  const length = fieldLength(Field.Path);
  if (findByte(at, at + length, Char.Question) < at + length) return;
  const query = fieldAt(Field.Query);
  const marked = load<u8>(query) == Char.Question;
  const joined = take(length + fieldLength(Field.Query) + 1);
  if (joined == 0) return;
  memory.copy(joined, at, length);
  let to = joined + length;
  if (!marked) store<u8>(to++, Char.Question);
  memory.copy(to, query, fieldLength(Field.Query));
  setText(Field.Path, joined, to + fieldLength(Field.Query));
}
