/**
 * What the principal components of ordinary events of a kind can't explain of an event: the square of its distance to
 * their subspace (Jackson and Mudholkar 1979, the Q statistic).
 *
 * Section `PCAR`: u16 kinds, u16 coordinates, u16 components, u16 0; then for each kind the mean, a u8 for each
 * coordinate, and the components, unit vectors times 127, an i8 for each coordinate. Coordinates are those of
 * {@link scaledBins}.
 */
import { KIND_COUNT, STAGE_ONE_COUNT } from "../schema";
import { section, sectionLength, sectionName } from "./blob";

const HEADER_BYTES: u32 = 8;
const MAX_COMPONENTS: u32 = 16;
/** Length of a component as it is stored. */
const UNIT: f32 = 127;

let components: u32 = 0;
let first: usize = 0;

export function loadSubspace(): bool {
  const at = section(sectionName("PCAR"));
  if (at == 0 || sectionLength() < HEADER_BYTES) return false;
  components = load<u16>(at, 4);
  if (load<u16>(at) != KIND_COUNT || load<u16>(at, 2) != STAGE_ONE_COUNT) return false;
  if (components > MAX_COMPONENTS) return false;
  first = at + HEADER_BYTES;
  return sectionLength() == HEADER_BYTES + KIND_COUNT * (components + 1) * STAGE_ONE_COUNT;
}

/** Square of the reconstruction error; never negative. */
export function errorSquare(kind: u32, point: usize): f32 {
  const mean = first + kind * (components + 1) * STAGE_ONE_COUNT;
  let total: i32 = 0;
  for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
    const difference = <i32>load<u8>(point + i) - <i32>load<u8>(mean + i);
    total += difference * difference;
  }
  let error = <f32>total;
  let component = mean + STAGE_ONE_COUNT;
  for (let c: u32 = 0; c < components; c++) {
    let along: i32 = 0;
    for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
      along += (<i32>load<u8>(point + i) - <i32>load<u8>(mean + i)) * <i32>load<i8>(component + i);
    }
    const projected = <f32>along / UNIT;
    error -= projected * projected;
    component += STAGE_ONE_COUNT;
  }
  return max<f32>(error, 0);
}
