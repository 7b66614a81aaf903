/** The dense features' values: where they lie, reading and writing one. */
import { DENSE_SLOTS } from "../schema/features";

/** f32 value of each dense feature. */
export const DENSE: usize = memory.data(DENSE_SLOTS << 2, 16);
/** Value of a feature that does not apply. */
export const DOES_NOT_APPLY: f32 = -1;

/** @inline */
export function get(feature: u32): f32 {
  return load<f32>(DENSE + (feature << 2));
}

/** @inline */
export function set(feature: u32, value: f32): void {
  store<f32>(DENSE + (feature << 2), value);
}

/** How many bits a number needs: a logarithm in whole steps. @inline */
export function bits(value: u64): f32 {
  return 64 - <f32>clz<u64>(value);
}
