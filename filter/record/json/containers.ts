/** The open objects and arrays around the scanner's place: bits instead of a stack, since nothing recurses. */
import { Char } from "../../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../../text/hash";
import { MAX_NAMED_DEPTH, openObjectAt } from "./keys";
import { closeObject, dropMember, noteObject } from "./repeats";

/** Depth of nested containers that a record may have. */
export const MAX_DEPTH: u32 = 256;

/** A bit for each open container, 0 to {@link MAX_DEPTH}: 1 for an object. */
const CONTAINERS: usize = memory.data((MAX_DEPTH >> 3) + 8, 8);

/** @inline */
export function isObjectAt(depth: u32): bool {
  return (load<u8>(CONTAINERS + <usize>(depth >> 3)) & (1 << (depth & 7))) != 0;
}

/** Begins with the outermost object, at depth 1. */
export function openOutermost(): void {
  store<u64>(CONTAINERS, 1 << 1);
  const object = openObjectAt(1);
  object.path = FNV_OFFSET;
  object.noted = 0;
}

/**
 * Notes a container at `depth` that opens before `at`; `name` is the hash of its path, 0 where no field has such a
 * name.
 */
export function openContainer(depth: u32, isObject: bool, name: u32, at: usize): void {
  const bits = CONTAINERS + <usize>(depth >> 3);
  const bit: u32 = 1 << (depth & 7);
  if (isObject) store<u8>(bits, load<u8>(bits) | bit);
  else store<u8>(bits, load<u8>(bits) & ~bit);
  if (name) dropMember(name, depth - 1, at);
  if (depth >= MAX_NAMED_DEPTH) return;
  const object = openObjectAt(depth);
  object.noted = name ? noteObject(name, depth - 1, at) : 0;
  object.elements = 0;
  object.path = object.noted ? (name ^ Char.Dot) * FNV_PRIME : 0;
}

/** Notes that the container at `depth` has closed before `at`. */
export function closeContainer(depth: u32, at: usize): void {
  if (depth >= MAX_NAMED_DEPTH) return;
  const noted = openObjectAt(depth).noted;
  if (noted) closeObject(noted, depth, at);
}
