/**
 * Distance to the nearest of the centroids that k-means (Lloyd 1982) found among ordinary events of a kind.
 *
 * Section `KMNS`: u16 kinds, u16 coordinates, u16 centroids, u16 0; then for each kind its centroids, a u8 for each
 * coordinate. Coordinates are those of {@link coordinateOf}.
 */
import { STAGE_ONE_COUNT } from "../schema/features";
import { KIND_COUNT } from "../schema/kinds";
import { section, sectionLength, sectionName } from "./blob";
import { fitsLane, MAX_CENTROIDS, productOf, setCoordinate } from "./packed-dot";

@unmanaged
class Header {
  kinds: u16;
  coordinates: u16;
  centroids: u16;
  unused: u16;
}

/** Centroids of each kind. */
let centroids: u32 = 0;
let first: usize = 0;
/** u32 square of each centroid's length, kind after kind. */
const SQUARES: usize = memory.data((KIND_COUNT * MAX_CENTROIDS) << 2, 4);

export function loadCentroids(): bool {
  const at = section(sectionName("KMNS"));
  if (at == 0 || sectionLength() < offsetof<Header>()) return false;
  const header = changetype<Header>(at);
  centroids = header.centroids;
  if (header.kinds != KIND_COUNT || header.coordinates != STAGE_ONE_COUNT) return false;
  if (centroids == 0 || centroids > MAX_CENTROIDS) return false;
  first = at + offsetof<Header>();
  if (sectionLength() != offsetof<Header>() + KIND_COUNT * centroids * STAGE_ONE_COUNT) return false;
  for (let c: u32 = 0; c < KIND_COUNT * centroids; c++) {
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

/** Lanes of packed-dot.ts that the centroids take. */
export function centroidLanes(): u32 {
  return centroids;
}

/** Fills the lanes from `lane` on with the centroids of each kind. */
export function fillCentroidLanes(lane: u32): void {
  for (let kind: u32 = 0; kind < KIND_COUNT; kind++) {
    for (let c: u32 = 0; c < centroids; c++) {
      const centroid = first + (kind * centroids + c) * STAGE_ONE_COUNT;
      for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) setCoordinate(kind, i, lane + c, load<u8>(centroid + i));
    }
  }
}

/**
 * Square of the distance to the nearest centroid: |p|² - 2 p·c + |c|².
 *
 * @param square sum of the squares of the event's coordinates
 * @param lane the first of the centroids' lanes
 */
export function nearestSquare(kind: u32, square: i32, lane: u32): u32 {
  const squares = SQUARES + ((kind * centroids) << 2);
  let least: i32 = i32.MAX_VALUE;
  for (let c: u32 = 0; c < centroids; c++) {
    const beyond = load<i32>(squares + (c << 2)) - 2 * productOf(lane + c);
    if (beyond < least) least = beyond;
  }
  return <u32>(square + least);
}
