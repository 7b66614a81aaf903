/**
 * Which field a member of the record is: its keys are looked up among the field aliases, and compared with their text.
 */
import { aliasOf, findAlias, textOf } from "../../model/field-aliases";
import { isPath } from "./keys";

let rank: u32 = 0;

/**
 * The field that the last keys down to `depth` are an alias of, or -1; {@link rankOfAlias} then tells how good an
 * alias.
 *
 * @param hash of those keys, with dots between
 */
export function fieldOfKeys(hash: u32, depth: u32): i32 {
  const slot = findAlias(hash);
  if (!slot) return -1;
  const alias = aliasOf(slot);
  if (!isPath(depth, textOf(alias), alias.length)) return -1;
  rank = alias.rank;
  return slot.value;
}

/** Rank of the alias found last: the lowest wins. @inline */
export function rankOfAlias(): u32 {
  return rank;
}
