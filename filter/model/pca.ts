/**
 * Reconstruction error of principal component analysis: the square of an event's distance to the subspace of its kind's
 * components (squared prediction error, the Q statistic; Jackson and Mudholkar 1979).
 *
 * Section `PCAR`: u16 kinds, u16 coordinates, u16 components, u16 0; then for each kind the mean, a u8 for each
 * coordinate, and the components, unit vectors times 127, an i8 for each coordinate. Coordinates are those of
 * {@link coordinateOf}.
 */
import { STAGE_ONE_COUNT } from "../schema/features";
import { KIND_COUNT } from "../schema/kinds";
import { section, sectionLength, sectionName } from "./blob";
import { fitsLane, MAX_COMPONENTS, productOf, setCoordinate } from "./packed-dot";

@unmanaged
class Header {
  kinds: u16;
  coordinates: u16;
  components: u16;
  unused: u16;
}

/** Length of a component as it is stored. */
const UNIT: f32 = 127;
/** Added to a component's coordinates so that none is negative. */
const BIAS: i32 = 128;

/** Components of each kind. */
let components: u32 = 0;
let first: usize = 0;
/** For each kind i32 square of the mean, then i32 product of the mean with each component. */
const MEAN_PRODUCTS: usize = memory.data((KIND_COUNT * (MAX_COMPONENTS + 1)) << 2, 4);

export function loadComponents(): bool {
  const at = section(sectionName("PCAR"));
  if (at == 0 || sectionLength() < offsetof<Header>()) return false;
  const header = changetype<Header>(at);
  components = header.components;
  if (header.kinds != KIND_COUNT || header.coordinates != STAGE_ONE_COUNT) return false;
  if (components > MAX_COMPONENTS) return false;
  first = at + offsetof<Header>();
  if (sectionLength() != offsetof<Header>() + KIND_COUNT * (components + 1) * STAGE_ONE_COUNT) return false;
  for (let kind: u32 = 0; kind < KIND_COUNT; kind++) if (!prepareMean(kind)) return false;
  return true;
}

function meanOf(kind: u32): usize {
  return first + kind * (components + 1) * STAGE_ONE_COUNT;
}

function meanProducts(kind: u32): usize {
  return MEAN_PRODUCTS + ((kind * (MAX_COMPONENTS + 1)) << 2);
}

/** Computes what depends on the mean alone; false where a vector is too long to be one. */
function prepareMean(kind: u32): bool {
  const mean = meanOf(kind);
  let square: i32 = 0;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
    const value = <i32>load<u8>(mean + i);
    square += value * value;
    sum += value;
  }
  if (!fitsLane(sum)) return false;
  store<i32>(meanProducts(kind), square);
  for (let c: u32 = 0; c < components; c++) {
    const component = mean + (c + 1) * STAGE_ONE_COUNT;
    let along: i32 = 0;
    sum = 0;
    for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
      along += <i32>load<u8>(mean + i) * <i32>load<i8>(component + i);
      sum += <i32>load<i8>(component + i) + BIAS;
    }
    if (!fitsLane(sum)) return false;
    store<i32>(meanProducts(kind) + (c << 2), along, 4);
  }
  return true;
}

/** Lanes of packed-dot.ts that mean and components take, the first ones. */
export function componentLanes(): u32 {
  return components + 2;
}

/** Fills those lanes: ones, the mean, the components. */
export function fillComponentLanes(): void {
  for (let kind: u32 = 0; kind < KIND_COUNT; kind++) {
    for (let i: u32 = 0; i < STAGE_ONE_COUNT; i++) {
      setCoordinate(kind, i, 0, 1);
      setCoordinate(kind, i, 1, load<u8>(meanOf(kind) + i));
      for (let c: u32 = 0; c < components; c++) {
        const component = meanOf(kind) + (c + 1) * STAGE_ONE_COUNT;
        setCoordinate(kind, i, c + 2, <u32>(<i32>load<i8>(component + i) + BIAS));
      }
    }
  }
}

/**
 * Square of the reconstruction error; never negative.
 *
 * @param square sum of the squares of the event's coordinates
 */
export function reconstructionError(kind: u32, square: i32): f32 {
  const products = meanProducts(kind);
  let error = <f32>(square - 2 * productOf(1) + load<i32>(products));
  const shift = BIAS * productOf(0);
  for (let c: u32 = 0; c < components; c++) {
    const along = productOf(c + 2) - shift - load<i32>(products + (c << 2), 4);
    const projected = <f32>along / UNIT;
    error -= projected * projected;
  }
  return max<f32>(error, 0);
}
