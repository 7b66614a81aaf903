/**
 * Distance to the nearest of a few centres that k-means (Lloyd 1982) found among ordinary events of a kind.
 *
 * Section `KMNS`: u16 kinds, u16 coordinates, u16 centres, u16 0; then for each kind its centres, a u8 for each
 * coordinate. Coordinates are those of {@link scaledBins}.
 */
import { KIND_COUNT, STAGE_ONE_COUNT } from "../schema";
import { section, sectionLength, sectionName } from "./blob";

const HEADER_BYTES: u32 = 8;
const MAX_CENTRES: u32 = 16;

let centres: u32 = 0;
let first: usize = 0;

export function loadNeighbours(): bool {
  const at = section(sectionName("KMNS"));
  if (at == 0 || sectionLength() < HEADER_BYTES) return false;
  centres = load<u16>(at, 4);
  if (load<u16>(at) != KIND_COUNT || load<u16>(at, 2) != STAGE_ONE_COUNT) return false;
  if (centres == 0 || centres > MAX_CENTRES) return false;
  first = at + HEADER_BYTES;
  return sectionLength() == HEADER_BYTES + KIND_COUNT * centres * STAGE_ONE_COUNT;
}

/** Square of the distance to the nearest centre. */
export function nearestSquare(kind: u32, point: usize): u32 {
  let centre = first + kind * centres * STAGE_ONE_COUNT;
  let least: u32 = u32.MAX_VALUE;
  for (let c: u32 = 0; c < centres; c++) {
    let sum: u32 = 0;
    for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
      const difference = <i32>load<u8>(point + i) - <i32>load<u8>(centre + i);
      sum += difference * difference;
    }
    if (sum < least) least = sum;
    centre += STAGE_ONE_COUNT;
  }
  return least;
}
