/** Records whose keys tell their format: the format's own meaning of its keys comes before that of any record's. */
import { behindUse, MARKER, Use } from "../../model/field-aliases";
import { formatAt } from "../../model/formats";
import { fieldAt, fieldEnd, hasField, setField, TYPE_OTHER, unsetField } from "../../record/fields";
import { FormatMember, formatMemberAt, formatMemberCount } from "../../record/format-members";
import { FIELD_COUNT, Field } from "../../schema/fields";
import { sameBytes } from "../../text/ascii";
import { commitService, commitValue } from "./commit";
import { NO_FORMAT, noteFormat } from "./find";

const MAX_FORMATS: u32 = 256;
/** u8 for each format: keys of the record that tell it; 0 between records. */
const MARKS: usize = memory.data(MAX_FORMATS, 8);

/** Whether the member's value is what the marker asks for; the value's bytes stand behind the use. */
function isMarked(use: Use, member: FormatMember): bool {
  const length = <u32>use.length;
  if (length == 0) return true;
  return (
    member.end - member.at == length && sameBytes(changetype<usize>(use) + offsetof<Use>(), member.at, length)
  );
}

/** The format with the most keys of those that the record has all keys of; of equals the first. */
function markedFormat(): u32 {
  let best: u32 = NO_FORMAT;
  let most: u32 = 0;
  for (let i: u32 = 0; i < formatMemberCount(); i++) {
    const member = formatMemberAt(i);
    let p = <usize>member.uses + 1;
    for (let count = load<u8>(member.uses); count > 0; count--) {
      const use = changetype<Use>(p);
      p = behindUse(use);
      if (use.field != MARKER || !isMarked(use, member)) continue;
      const format = <u32>use.format;
      const marks = <u32>load<u8>(MARKS + format) + 1;
      store<u8>(MARKS + format, <u8>marks);
      const isBetter = marks > most || (marks == most && format < best);
      if (isBetter && marks == <u32>formatAt(format).markers) {
        best = format;
        most = marks;
      }
    }
  }
  return best;
}

/** Clears the marks: only those that were set, so that the cost does not grow with the number of formats. */
function clearMarks(): void {
  for (let i: u32 = 0; i < formatMemberCount(); i++) {
    const member = formatMemberAt(i);
    let p = <usize>member.uses + 1;
    for (let count = load<u8>(member.uses); count > 0; count--) {
      const use = changetype<Use>(p);
      store<u8>(MARKS + use.format, 0);
      p = behindUse(use);
    }
  }
}

/** The format that the members at hand tell, or {@link NO_FORMAT}. */
export function memberFormat(): u32 {
  if (formatMemberCount() == 0) return NO_FORMAT;
  const format = markedFormat();
  clearMarks();
  return format;
}

/** u8 for each field: rank of the key that gave it, plus one; 0 where none did. */
const RANKS: usize = memory.data(FIELD_COUNT, 8);
/** u8 for each field: type of that key's value. */
const TYPES: usize = memory.data(FIELD_COUNT, 8);

/** Sets the field of a use of a member's key, unless a better key did. */
function setMember(use: Use, member: FormatMember): void {
  const field = <u32>use.field;
  const given = <u32>load<u8>(RANKS + field);
  if ((given && given <= <u32>use.rank + 1) || (member.type & TYPE_OTHER) == TYPE_OTHER) return;
  store<u8>(RANKS + field, use.rank + 1);
  store<u8>(TYPES + field, use.type);
  // A record's message may be a line of its own.
  setField(field == Field.Message ? Field.Line : field, member.at, member.end, member.type, 0);
}

/** Sets the fields that the format's keys name, in place of what any record's names gave; they are not decoded yet. */
export function setMemberFields(format: u32): void {
  memory.fill(RANKS, 0, FIELD_COUNT);
  for (let i: u32 = 0; i < formatMemberCount(); i++) {
    const member = formatMemberAt(i);
    let p = <usize>member.uses + 1;
    for (let count = load<u8>(member.uses); count > 0; count--) {
      const use = changetype<Use>(p);
      if (use.format == format && use.field != MARKER) setMember(use, member);
      p = behindUse(use);
    }
  }
}

/** Reads the decoded values of those fields by their types. */
export function readMemberFields(format: u32, now: i64): void {
  for (let field: u32 = 0; field < FIELD_COUNT; field++) {
    if (load<u8>(RANKS + field) == 0 || !hasField(field) || field == Field.Message) continue;
    const at = fieldAt(field);
    const end = fieldEnd(field);
    // A value that its type refuses leaves nothing behind.
    unsetField(field);
    commitValue(format, field, load<u8>(TYPES + field), at, end, now);
  }
  commitService(format);
  noteFormat(format);
}
