/**
 * The keys of the member at hand and of the objects around. A hash of the path finds the candidate name; then the texts
 * are compared, since a client that chooses a key can choose one with any hash.
 */
import { MAX_NAME_BYTES } from "../../model/field-aliases";
import { findByte, sameBytes } from "../../text/ascii";
import { Char } from "../../text/char";
import { fnv } from "../../text/hash";
import { decodeString } from "./escapes";

/** Depth below which members are looked up by name. */
export const MAX_NAMED_DEPTH: u32 = 6;
/** Bytes of a key with escapes that is looked up, at most: the longest name with six, `\u0041`, for each byte. */
const MAX_ESCAPED_KEY_BYTES: u32 = MAX_NAME_BYTES * 6;
/** decodeString writes words of eight bytes, so up to seven bytes past the text. */
const KEY: usize = memory.data(MAX_ESCAPED_KEY_BYTES + 8, 8);
const OTHER_KEY: usize = memory.data(MAX_ESCAPED_KEY_BYTES + 8, 8);

/** An open object, or an array, whose elements' names are their numbers: an entry for each depth. */
@unmanaged
export class OpenObject {
  /** The last key read, with its escapes. */
  keyAt: usize;
  keyEnd: usize;
  /** Hash of the path, the dot behind included; 0 where no field has such a name. */
  path: u32;
  /** The object's entry of repeats.ts; 0 for the outermost object. */
  noted: usize;
  /** Elements of an array so far. */
  elements: u32;
}

const OPEN_OBJECTS: usize = memory.data(MAX_NAMED_DEPTH * offsetof<OpenObject>(), 8);

/** @inline */
export function openObjectAt(depth: u32): OpenObject {
  return changetype<OpenObject>(OPEN_OBJECTS + <usize>depth * offsetof<OpenObject>());
}

/** Bit of a hash in a Bloom filter of 64 bits: most keys have none of the bits of the few compared keys. @inline */
export function bitOf(hash: u32): u64 {
  return (<u64>1) << (<u64>(hash >> 26));
}

/** Hash of a key's text, continued from the path's hash `prefix`; 0 where the key is too long for a name. */
export function hashKey(at: usize, end: usize, prefix: u32, escaped: bool): u32 {
  if (!escaped) return fnv(at, end, prefix);
  if (end - at > MAX_ESCAPED_KEY_BYTES) return 0;
  return fnv(KEY, decodeString(at, end, KEY), prefix);
}

/** Whether the text of `length` bytes begins with [at, end). */
function begins(at: usize, end: usize, text: usize, length: usize): bool {
  return at == end || (end - at <= length && sameBytes(at, text, end - at));
}

/**
 * Address in [text, textEnd), which has no backslash, behind the decoded key of [at, end); 0 where the text doesn't
 * begin with the key.
 */
function afterKey(at: usize, end: usize, text: usize, textEnd: usize): usize {
  if (begins(at, end, text, textEnd - text)) return text + (end - at);
  if (end - at > MAX_ESCAPED_KEY_BYTES || findByte(at, end, Char.Backslash) == end) return 0;
  const stop = decodeString(at, end, KEY);
  return begins(KEY, stop, text, textEnd - text) ? text + (stop - KEY) : 0;
}

/** Whether the decoded key of [at, end) is this text, which has no backslash. */
export function isKey(at: usize, end: usize, text: usize, textEnd: usize): bool {
  return afterKey(at, end, text, textEnd) == textEnd;
}

/** Whether two keys are the same when decoded. */
export function isSameKey(at: usize, end: usize, other: usize, otherEnd: usize): bool {
  if (end - at == otherEnd - other && begins(at, end, other, otherEnd - other)) return true;
  if (end - at > MAX_ESCAPED_KEY_BYTES || otherEnd - other > MAX_ESCAPED_KEY_BYTES) return false;
  const stop = decodeString(at, end, KEY);
  const length = decodeString(other, otherEnd, OTHER_KEY) - OTHER_KEY;
  return stop - KEY == length && begins(KEY, stop, OTHER_KEY, length);
}

/** Whether the path of the last keys down to this depth is this text, which has no backslash. */
export function isPath(depth: u32, text: usize, length: u32): bool {
  if (depth == 1) {
    const object = openObjectAt(1);
    const at = object.keyAt;
    if (<u32>(object.keyEnd - at) == length && sameBytes(at, text, length)) return true;
  }
  return isNested(depth, text, text + length);
}

function isNested(depth: u32, text: usize, textEnd: usize): bool {
  for (let at: u32 = 1; at < depth; at++) {
    const object = openObjectAt(at);
    text = afterKey(object.keyAt, object.keyEnd, text, textEnd);
    if (text == 0 || text == textEnd || load<u8>(text) != Char.Dot) return false;
    text++;
  }
  const last = openObjectAt(depth);
  return isKey(last.keyAt, last.keyEnd, text, textEnd);
}
