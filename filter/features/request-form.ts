/**
 * Form of a request: method, segments of its path, names of its parameters, words with a digit masked; whatever the answer
 * was. What people say of one request holds for others of its form (taught-keys.ts), where a template would be too wide:
 * a parameter more is another request.
 */
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../text/hash";
import { classOf, DIGIT, ODD } from "./path-bytes";

/** FNV-1a of the text in [at, end), with `*` for its words that have a digit, continued from `hash`. */
function masked(at: usize, end: usize, hash: u32): u32 {
  while (at < end) {
    const start = at;
    let met: u32 = 0;
    while (at < end && !(classOf(load<u8>(at)) & ODD)) met |= classOf(load<u8>(at++));
    hash = met & DIGIT ? (hash ^ Char.Asterisk) * FNV_PRIME : fnv(start, at, hash);
    if (at < end) hash = (hash ^ load<u8>(at++)) * FNV_PRIME;
  }
  return hash;
}

/** Form of the request at hand, or of the one that the message at hand is about. */
export function requestForm(): u32 {
  const method = fieldAt(Field.Method);
  const path = fieldAt(Field.Path);
  const end = hasField(Field.Path) ? fieldEnd(Field.Path) : path;
  let hash = hasField(Field.Method) ? masked(method, fieldEnd(Field.Method), FNV_OFFSET) : FNV_OFFSET;
  hash = (hash ^ Char.Space) * FNV_PRIME;
  let at = findByte(path, end, Char.Question);
  hash = masked(path, at, hash);
  while (at < end) {
    const next = findByte(at + 1, end, Char.Ampersand);
    hash = masked(at, findByte(at, next, Char.Equals), hash);
    at = next;
  }
  return hash;
}
