/** The answer's writer: a cursor into scratch space; numbers.ts and text.ts write through it. */
import { ensureMemory, isInMemory } from "../../memory/heap";
import { bytesOf, lengthOf } from "../../text/ascii";
import { itemEnd, itemStart } from "../../text/list";

/** Address of the next byte. */
let cursor: usize = 0;

/** Puts the next byte at an address. */
export function startWriting(at: usize): void {
  cursor = at;
}

/** Address of the next byte. @inline */
export function position(): usize {
  return cursor;
}

/** Moves behind bytes that were stored at {@link position}. @inline */
export function advance(bytes: usize): void {
  cursor += bytes;
}

/** Makes room for `bytes` more; false where memory is at its end. @inline */
export function reserve(bytes: usize): bool {
  return isInMemory(cursor + bytes) || ensureMemory(cursor + bytes);
}

/** @inline */
export function putByte(byte: u32): void {
  store<u8>(cursor++, byte);
}

/** An ASCII literal made by `ascii`. */
export function put(literal: usize): void {
  const length = lengthOf(literal);
  memory.copy(cursor, bytesOf(literal), length);
  cursor += length;
}

/** The bytes in [at, end). */
export function putBytes(at: usize, end: usize): void {
  memory.copy(cursor, at, end - at);
  cursor += end - at;
}

/** An item of a list made by `list`. */
export function putItem(list: usize, index: u32): void {
  putBytes(itemStart(list, index), itemEnd(list, index));
}

/** At most 16 bytes; all 16 are read and written. @inline */
export function putFew(at: usize, length: usize): void {
  store<u64>(cursor, load<u64>(at));
  store<u64>(cursor, load<u64>(at, 8), 8);
  cursor += length;
}
