/**
 * The keys of the member at hand, of it and of the objects that it is in. A hash finds quickly what they may be the name of;
 * that they are it only their text says, since whoever may choose a key can choose one with any hash.
 */
import { findByte, sameBytes } from "../text/ascii";
import { Char } from "../text/char";
import { fnv } from "../text/hash";
import { decodeString } from "./escapes";

/** Longest name, and longest key that the shipper may claim. */
export const MAX_NAME_BYTES: u32 = 64;
/** Nesting to which members are looked up by name. */
export const MAX_NAMED_DEPTH: u32 = 6;
/** Longest key that is looked up when it is written with escapes: the longest name with six bytes, `\u0041`, for each. */
const MAX_ESCAPED_KEY_BYTES: u32 = MAX_NAME_BYTES * 6;
/** decodeString writes words of eight bytes, so up to seven bytes past the text. */
const KEY: usize = memory.data(MAX_ESCAPED_KEY_BYTES + 8, 8);
const OTHER_KEY: usize = memory.data(MAX_ESCAPED_KEY_BYTES + 8, 8);

/** An open object, or an array, whose members have no names. */
@unmanaged
export class OpenObject {
  /** The key that was met last in it, as it is written. */
  keyAt: usize;
  keyEnd: usize;
  /** Hash of the path to it, its dot included; 0 where members have no name of interest. */
  path: u32;
  /** Its entry of repeats.ts; 0 of the outermost. */
  noted: usize;
}

const OPEN_OBJECTS: usize = memory.data(MAX_NAMED_DEPTH * offsetof<OpenObject>(), 8);

/** @inline */
export function openObjectAt(depth: u32): OpenObject {
  return changetype<OpenObject>(OPEN_OBJECTS + <usize>depth * offsetof<OpenObject>());
}

/** One of 64 bits for a hash: of the few that a key is compared with, most keys have none. @inline */
export function bitOf(hash: u32): u64 {
  return (<u64>1) << (<u64>(hash >> 26));
}

/** Hash of a key's text, after the path hash `prefix`; 0 where it is too long to be a name. */
export function hashKey(at: usize, end: usize, prefix: u32, escaped: bool): u32 {
  if (!escaped) return fnv(at, end, prefix);
  if (end - at > MAX_ESCAPED_KEY_BYTES) return 0;
  return fnv(KEY, decodeString(at, end, KEY), prefix);
}

/** Whether [at, end) is how the text of so many bytes begins. */
function begins(at: usize, end: usize, text: usize, length: usize): bool {
  return at == end || (end - at <= length && sameBytes(at, text, end - at));
}

/**
 * Where the text in [text, textEnd), which has no backslash, goes on behind what the key in [at, end) says; 0 where it
 * begins otherwise.
 */
function afterKey(at: usize, end: usize, text: usize, textEnd: usize): usize {
  if (begins(at, end, text, textEnd - text)) return text + (end - at);
  if (end - at > MAX_ESCAPED_KEY_BYTES || findByte(at, end, Char.Backslash) == end) return 0;
  const stop = decodeString(at, end, KEY);
  return begins(KEY, stop, text, textEnd - text) ? text + (stop - KEY) : 0;
}

/** Whether the key in [at, end) says this text, which has no backslash. */
export function isKey(at: usize, end: usize, text: usize, textEnd: usize): bool {
  return afterKey(at, end, text, textEnd) == textEnd;
}

/** Whether two keys say the same. */
export function isSameKey(at: usize, end: usize, other: usize, otherEnd: usize): bool {
  if (end - at == otherEnd - other && begins(at, end, other, otherEnd - other)) return true;
  if (end - at > MAX_ESCAPED_KEY_BYTES || otherEnd - other > MAX_ESCAPED_KEY_BYTES) return false;
  const stop = decodeString(at, end, KEY);
  const length = decodeString(other, otherEnd, OTHER_KEY) - OTHER_KEY;
  return stop - KEY == length && begins(KEY, stop, OTHER_KEY, length);
}

/** Whether the keys met last down to this depth, with dots between, say this text, which has no backslash. */
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
