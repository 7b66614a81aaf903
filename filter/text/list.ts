/**
 * Lists of names, each written as one literal with commas. A table has the address of each item: every field of every
 * event needs one, and a search for commas would cost too much.
 *
 * Layout: u32 address of the literal (ascii.ts) | u32 number of items | u32 address of each item | u32 address one past
 * the last item's comma
 */
import { allocateStatic } from "../memory/heap";
import { bytesOf, lengthOf } from "./ascii";
import { Char } from "./char";

/** Indexes a literal made by `ascii`; for start-up only. */
export function list(literal: usize): usize {
  const end = bytesOf(literal) + lengthOf(literal);
  let items: u32 = 1;
  for (let at = bytesOf(literal); at < end; at++) if (load<u8>(at) == Char.Comma) items++;
  const address = allocateStatic(12 + (items << 2));
  store<u32>(address, <u32>literal);
  store<u32>(address, items, 4);
  let entry = address + 8;
  store<u32>(entry, <u32>bytesOf(literal));
  for (let at = bytesOf(literal); at <= end; at++) {
    if (at < end && load<u8>(at) != Char.Comma) continue;
    entry += 4;
    store<u32>(entry, <u32>(at + 1));
  }
  return address;
}

/** The literal that a list was made of. @inline */
export function literalOf(list: usize): usize {
  return load<u32>(list);
}

/** @inline */
export function itemCount(list: usize): u32 {
  return load<u32>(list, 4);
}

/** @inline */
export function itemStart(list: usize, index: u32): usize {
  return load<u32>(list + (index << 2), 8);
}

/** @inline */
export function itemEnd(list: usize, index: u32): usize {
  return load<u32>(list + (index << 2), 12) - 1;
}
