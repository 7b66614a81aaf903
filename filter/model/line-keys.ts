/**
 * How many keys of the line the user has named. They stand before all others in `NAME` (field-aliases.ts), in this order.
 *
 * Section `LKEY` (optional): the keys, one a line.
 */
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { section, sectionLength, sectionName } from "./blob";

let count: u32 = 0;

export function loadLineKeys(): void {
  let at = section(sectionName("LKEY"));
  const end = at + sectionLength();
  for (; at < end; at = findByte(at, end, Char.LineFeed) + 1) count++;
}

/** Ranks below this one are those of the user's keys. @inline */
export function lineKeyCount(): u32 {
  return count;
}
