/**
 * Which field a member of the record is: its keys are looked up among the field aliases, and compared with their text.
 */
import { aliasOf, fieldOf, findAlias, NO_ALIAS, textOf, usesOfSlot } from "../../model/field-aliases";
import { isPath } from "./keys";

let rank: u32 = 0;
let uses: usize = 0;

/**
 * The field that the last keys down to `depth` are an alias of, or -1; {@link rankOfAlias} then tells how good an
 * alias. {@link usesOfKeys} tells what the keys are to formats.
 *
 * @param hash of those keys, with dots between
 */
export function fieldOfKeys(hash: u32, depth: u32): i32 {
  uses = 0;
  const slot = findAlias(hash);
  if (!slot) return -1;
  const alias = aliasOf(slot);
  if (!isPath(depth, textOf(alias), alias.length)) return -1;
  rank = alias.rank;
  uses = usesOfSlot(slot);
  const field = fieldOf(slot);
  return field == NO_ALIAS ? -1 : field;
}

/** Rank of the alias found last: the lowest wins. @inline */
export function rankOfAlias(): u32 {
  return rank;
}

/** Address of the formats' uses of the keys found last, or 0. @inline */
export function usesOfKeys(): usize {
  return uses;
}
