/** The feature-schema hash: a model that was made for other names is refused. */
import { bytesOf, lengthOf } from "../text/ascii";
import { FNV_OFFSET, fnv } from "../text/hash";
import { literalOf } from "../text/list";
import { FEATURE_NAMES } from "./features";
import { FIELD_NAMES } from "./fields";
import { KIND_NAMES } from "./kinds";

/** FNV-1a of a list's names, continued from `hash`. */
function hashNames(names: usize, hash: u32): u32 {
  const literal = literalOf(names);
  return fnv(bytesOf(literal), bytesOf(literal) + lengthOf(literal), hash);
}

/** FNV-1a of the names of features, fields and kinds; the blob has that of its own (blob.ts). */
export function schemaHash(): u32 {
  return hashNames(KIND_NAMES, hashNames(FIELD_NAMES, hashNames(FEATURE_NAMES, FNV_OFFSET)));
}
