/** Records whose keys tell their format: the format's own meaning of its keys comes before that of any record's. */
import { behindUse, firstUse, MARKER, tellingCount, Use, useCount } from "../../model/field-aliases";
import { formatAt } from "../../model/formats";
import { fieldAt, fieldEnd, fieldSet, hasField, setField, TYPE_OTHER, unsetField } from "../../record/fields";
import { FormatMember, formatMemberAt, formatMemberCount } from "../../record/format-members";
import { FIELD_COUNT, Field } from "../../schema/fields";
import { sameBytes } from "../../text/ascii";
import { commitService, commitValue } from "./commit";
import { NO_FORMAT, noteFormat } from "./find";

/** Whether the member's value is what the marker asks for; the value's bytes stand behind the use. */
function isMarked(use: Use, member: FormatMember): bool {
  const length = <u32>use.length;
  if (length == 0) return true;
  return (
    member.end - member.at == length && sameBytes(changetype<usize>(use) + offsetof<Use>(), member.at, length)
  );
}

/** How many of the format's markers the record has. */
function marksOf(format: u32): u32 {
  let marks: u32 = 0;
  for (let i: u32 = 0; i < formatMemberCount(); i++) {
    const member = formatMemberAt(i);
    let p = firstUse(member.uses);
    for (let count = useCount(member.uses); count > 0; count--) {
      const use = changetype<Use>(p);
      if (use.format == format && use.field == MARKER && isMarked(use, member)) marks++;
      p = behindUse(use);
    }
  }
  return marks;
}

/**
 * The format that the members at hand tell, or {@link NO_FORMAT}: of those of which the record has all markers the one
 * with the most; of equals the first.
 */
export function memberFormat(): u32 {
  let best: u32 = NO_FORMAT;
  let most: u32 = 0;
  for (let i: u32 = 0; i < formatMemberCount(); i++) {
    const member = formatMemberAt(i);
    let p = firstUse(member.uses);
    for (let count = tellingCount(member.uses); count > 0; count--) {
      const use = changetype<Use>(p);
      p = behindUse(use);
      const format = <u32>use.format;
      const markers = <u32>formatAt(format).markers;
      if (markers < most || (markers == most && format > best) || marksOf(format) != markers) continue;
      best = format;
      most = markers;
    }
  }
  return best;
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
    let p = firstUse(member.uses);
    for (let count = useCount(member.uses); count > 0; count--) {
      const use = changetype<Use>(p);
      if (use.format == format && use.field != MARKER) setMember(use, member);
      p = behindUse(use);
    }
  }
}

/** Reads the decoded values of those fields by their types. */
export function readMemberFields(format: u32, now: i64): void {
  for (let rest = fieldSet(); rest; rest &= rest - 1) {
    const field = <u32>ctz(rest);
    if (load<u8>(RANKS + field) == 0 || field == Field.Message || !hasField(field)) continue;
    const at = fieldAt(field);
    const end = fieldEnd(field);
    // A value that its type refuses leaves nothing behind.
    unsetField(field);
    commitValue(format, field, load<u8>(TYPES + field), at, end, now);
  }
  commitService(format);
  noteFormat(format);
}
