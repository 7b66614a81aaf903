/** The dense features of a target's path and query: depth, dot files, steps up, parameters. */
import { Feature } from "../schema/features";
import { ascii, find, findByte, HIGHS, ONES } from "../text/ascii";
import { Char } from "../text/char";
import { set } from "./values";

const UP: usize = ascii("..");
const SLASHES: u64 = Char.Slash * ONES;
const BACKSLASHES: u64 = Char.Backslash * ONES;
/** All bits of a byte but the highest. */
const LOWS: u64 = 0x7f7f7f7f7f7f7f7f;

/** Reads a decoded target's path: depth and dot files. */
export function pathShape(at: usize, end: usize): void {
  let depth = 0;
  let dotfile = 0;
  for (let p = at; p < end; p += 8) {
    const word = load<u64>(p);
    const slash = word ^ SLASHES;
    const back = word ^ BACKSLASHES;
    // High bits of the bytes that are zero in one of the two: exact, unlike those that find the first only.
    let hits = ~(((slash & LOWS) + LOWS) | slash) | ~(((back & LOWS) + LOWS) | back);
    for (hits &= HIGHS; hits; hits &= hits - 1) {
      const found = p + <usize>(ctz(hits) >> 3);
      if (found >= end) break;
      depth++;
      if (load<u8>(found, 1) == Char.Dot && found + 2 < end) {
        if (load<u8>(found, 2) != Char.Dot && load<u8>(found, 2) != Char.Slash) dotfile++;
      }
    }
  }
  set(Feature.PathDepth, <f32>depth);
  // `/.well-known/` is the one that belongs there (RFC 8615).
  set(Feature.Dotfile, <f32>dotfile);
}

/** Steps up. */
export function climbs(at: usize, end: usize): u32 {
  let count: u32 = 0;
  for (let up = find(at, end, UP); up; up = find(up + 2, end, UP)) count++;
  return count;
}

/** How many parameters there are from `at` on. */
export function parameters(at: usize, end: usize): f32 {
  let count: f32 = 1;
  for (let p = findByte(at, end, Char.Ampersand); p < end; p = findByte(p + 1, end, Char.Ampersand)) count++;
  return count;
}
