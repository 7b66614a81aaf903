/** Web requests whose members a shipper has parsed, or a server has written as JSON. */

import { take } from "../memory/scratch";
import {
  BYTES,
  fieldAt,
  fieldEnd,
  fieldLength,
  fieldRank,
  HOST,
  hasField,
  IP,
  METHOD,
  PATH,
  QUERY,
  REQUEST,
  STATUS,
  setText,
  unsetField,
} from "../record/fields";
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { isAddress } from "./endpoint";
import { wholeNumber } from "./members";
import { requestLine } from "./request-line";

/** Whether the members are those of a web request; completes the fields. */
export function parsedWeb(): bool {
  if (!hasField(STATUS)) return false;
  if (hasField(REQUEST) && !hasField(METHOD)) requestLine(fieldAt(REQUEST), fieldEnd(REQUEST));
  if (!hasField(METHOD) && !hasField(PATH)) return false;
  // Fluent Bit's apache parser calls the client `host` and the status `code`; elsewhere `host` is the site.
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

/** Appends a query that has a member of its own to the path. */
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
