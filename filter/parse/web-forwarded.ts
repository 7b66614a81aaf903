/**
 * The quoted text behind the user agent, which is `$http_x_forwarded_for` in nginx packages' format `main`.
 *
 * A server that escapes no quotes has nothing there, until a client's agent holds such a text: a file's lines have it always or
 * never, so that one line without it tells that no later one is the server's.
 */
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { hexValue } from "../text/ascii";
import { Char } from "../text/char";
import { hash64 } from "../text/hash";

/** Files whose lines have no such text: the key of each. A power of two. */
const MAX_FILES: u32 = 16;
const FILES: usize = memory.data(MAX_FILES << 3, 8);

/** What tells the file that the record is of, never 0: a hash of its name, which no client chooses. */
function fileKey(): u64 {
  return hasField(Field.File) ? hash64(fieldAt(Field.File), fieldEnd(Field.File), 0) | 1 : 1;
}

/** @inline */
function slotOf(key: u64): usize {
  return FILES + ((<usize>((key * 0x9e3779b97f4a7c15) >> 60)) << 3);
}

/** Notes a line that ends behind the user agent, or has something else there. */
export function noteNoForward(): void {
  const key = fileKey();
  store<u64>(slotOf(key), key);
}

/** Whether the text in [at, end) behind the user agent may be a list of addresses. */
export function mayForward(at: usize, end: usize): bool {
  if (at >= end) return false;
  const byte = <u32>load<u8>(at);
  const isLead =
    hexValue(byte) >= 0 ||
    byte == Char.OpenBracket ||
    byte == Char.Colon ||
    byte == Char.u ||
    byte == Char.Underscore;
  const key = fileKey();
  return isLead && load<u64>(slotOf(key)) != key;
}
