/**
 * Distance to the nearest of a few centres that k-means (Lloyd 1982) found among ordinary events of a kind.
 *
 * Section `KMNS`: u16 kinds, u16 coordinates, u16 centres, u16 0; then for each kind its centres, a u8 for each
 * coordinate. Coordinates are those of {@link coordinateOf}.
 */
import { KIND_COUNT, STAGE_ONE_COUNT } from "../schema";
import { section, sectionLength, sectionName } from "./blob";
import { fitsLane, productOf, setCoordinate } from "./packed-dot";

const HEADER_BYTES: u32 = 8;
const MAX_CENTRES: u32 = 16;

let centres: u32 = 0;
let first: usize = 0;
/** u32 square of each centre's length, kind after kind. */
const SQUARES: usize = memory.data(448, 4);

export function loadNeighbours(): bool {
  const at = section(sectionName("KMNS"));
  if (at == 0 || sectionLength() < HEADER_BYTES) return false;
  centres = load<u16>(at, 4);
  if (load<u16>(at) != KIND_COUNT || load<u16>(at, 2) != STAGE_ONE_COUNT) return false;
  if (centres == 0 || centres > MAX_CENTRES) return false;
  first = at + HEADER_BYTES;
  if (sectionLength() != HEADER_BYTES + KIND_COUNT * centres * STAGE_ONE_COUNT) return false;
  for (let c: u32 = 0; c < KIND_COUNT * centres; c++) {
    let square: u32 = 0;
    let sum: u32 = 0;
    for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
      const value = <u32>load<u8>(first + c * STAGE_ONE_COUNT + i);
      square += value * value;
      sum += value;
    }
    if (!fitsLane(sum)) return false;
    store<u32>(SQUARES + (c << 2), square);
  }
  return true;
}

/** How many lanes of products.ts it reads. */
export function neighbourLanes(): u32 {
  return centres;
}

/** Fills its lanes, from `lane` on. */
export function fillNeighbourLanes(lane: u32): void {
  for (let kind: u32 = 0; kind < KIND_COUNT; kind++) {
    for (let c: u32 = 0; c < centres; c++) {
      const centre = first + (kind * centres + c) * STAGE_ONE_COUNT;
      for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) setCoordinate(kind, i, lane + c, load<u8>(centre + i));
    }
  }
}

/**
 * Square of the distance to the nearest centre: |p|² - 2 p·c + |c|².
 *
 * @param square sum of the squares of the event's coordinates
 * @param lane its first
 */
export function nearestSquare(kind: u32, square: i32, lane: u32): u32 {
  const squares = SQUARES + ((kind * centres) << 2);
  let least: i32 = i32.MAX_VALUE;
  for (let c: u32 = 0; c < centres; c++) {
    const beyond = load<i32>(squares + (c << 2)) - 2 * productOf(lane + c);
    if (beyond < least) least = beyond;
  }
  return <u32>(square + least);
}
