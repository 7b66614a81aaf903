/**
 * Members whose keys formats have: kept beside the fields, since what they mean is known only when the record's format
 * is.
 */

/** A member's value. */
@unmanaged
export class FormatMember {
  /** Address of the formats' uses of its key (model/field-aliases.ts). */
  uses: u32;
  at: u32;
  end: u32;
  /** Type and flags, as a field's. */
  type: u32;
}

const MAX_MEMBERS: u32 = 64;
const MEMBERS: usize = memory.data(MAX_MEMBERS * offsetof<FormatMember>(), 8);

let count: u32 = 0;

/** Forgets the record before. */
export function clearFormatMembers(): void {
  count = 0;
}

/** @inline */
export function formatMemberCount(): u32 {
  return count;
}

/** @inline */
export function formatMemberAt(index: u32): FormatMember {
  return changetype<FormatMember>(MEMBERS + index * offsetof<FormatMember>());
}

/** Keeps a member; of a key that comes twice the last counts. */
export function keepFormatMember(uses: usize, at: usize, end: usize, type: u32): void {
  let index: u32 = 0;
  while (index < count && formatMemberAt(index).uses != <u32>uses) index++;
  if (index == MAX_MEMBERS) return;
  if (index == count) count++;
  const member = formatMemberAt(index);
  member.uses = <u32>uses;
  member.at = <u32>at;
  member.end = <u32>end;
  member.type = type;
}

/** Forgets the member with these uses, and those whose value stands in [at, end). */
export function dropFormatMembers(uses: usize, at: usize, end: usize): void {
  let kept: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const member = formatMemberAt(index);
    if (member.uses == <u32>uses || (member.at >= <u32>at && member.at < <u32>end)) continue;
    if (kept != index)
      memory.copy(
        changetype<usize>(formatMemberAt(kept)),
        changetype<usize>(member),
        offsetof<FormatMember>(),
      );
    kept++;
  }
  count = kept;
}
