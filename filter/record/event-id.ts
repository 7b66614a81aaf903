/** Event ids: a line that is delivered twice has one id, where its record has the file and offset it came from. */
import { Field } from "../schema/fields";
import { isDigit, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { hash64, mix64 } from "../text/hash";
import { fieldAt, fieldEnd, hasField } from "./fields";

/** Records so far without file and offset. */
let arrivals: u64 = 0;

/**
 * Where a file's name ends when what log rotation appends (`.1`, `-20261121`) is left out, so that a line which is
 * delivered again after its file was renamed keeps its id.
 */
function stemEnd(at: usize, end: usize): usize {
  let p = end;
  while (p > at && isDigit(load<u8>(p - 1))) p--;
  if (p == end || p - 1 <= at) return end;
  const before = load<u8>(p - 1);
  if (before == Char.Dot) return p - 1;
  return before == Char.Minus && end - p >= 8 ? p - 1 : end;
}

/**
 * 64-bit id. Where the record has file and offset, a hash of those and the line (of the rest of the
 * record where it has none), so that a line delivered twice has one id; elsewhere unique per arrival.
 *
 * Only for a record that was just scanned: the fields are still its own, as they are written in it.
 */
export function eventId(record: usize, recordEnd: usize, seconds: u32, nanoseconds: u32): u64 {
  if (hasField(Field.File) && hasField(Field.Offset)) {
    const offset = parseUnsigned(fieldAt(Field.Offset), fieldEnd(Field.Offset));
    if (offset >= 0) {
      const place = mix64(
        hash64(fieldAt(Field.File), stemEnd(fieldAt(Field.File), fieldEnd(Field.File)), 0),
        offset,
      );
      if (hasField(Field.Line)) return hash64(fieldAt(Field.Line), fieldEnd(Field.Line), place);
      return hash64(fieldEnd(Field.File), recordEnd, hash64(record, fieldAt(Field.File), place));
    }
  }
  arrivals++;
  return hash64(record, recordEnd, mix64(((<u64>seconds) << 32) | nanoseconds, arrivals));
}
