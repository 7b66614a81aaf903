/**
 * From a head's raw score to a probability: straight lines between knots, as isotonic regression leaves them
 * (Zadrozny and Elkan 2002), flat beyond the ends.
 *
 * Section `CALI`: for threat, bot, anomaly: u32 number of knots, then f32 raw scores, rising, then f32 probabilities in
 * 0..1, never falling.
 */

import { HEAD_COUNT } from "../schema/heads";
import { section, sectionLength, sectionName } from "./blob";

const MAX_KNOTS: u32 = 64;
/** For each head u32 address of its part of the section. */
const KNOTS: usize = memory.data(HEAD_COUNT << 2, 4);

export function loadCalibration(): bool {
  let at = section(sectionName("CALI"));
  const end = at + sectionLength();
  if (at == 0) return false;
  for (let head: u32 = 0; head < HEAD_COUNT; head++) {
    if (at + 4 > end) return false;
    const count = load<u32>(at);
    if (count < 2 || count > MAX_KNOTS || at + 4 + count * 8 > end) return false;
    for (let i: u32 = 0; i < count; i++) {
      const x = load<f32>(at + (i << 2), 4);
      const p = load<f32>(at + ((count + i) << 2), 4);
      if (!isFinite(x) || !(p >= 0 && p <= 1)) return false;
      if (i > 0 && x <= load<f32>(at + (i << 2))) return false;
      if (i > 0 && p < load<f32>(at + ((count + i) << 2))) return false;
    }
    store<u32>(KNOTS + (head << 2), <u32>at);
    at += 4 + count * 8;
  }
  return at == end;
}

/** Probability that belongs to a raw score. */
export function calibrated(head: u32, raw: f32): f32 {
  const at: usize = load<u32>(KNOTS + (head << 2));
  const count = load<u32>(at);
  const x = at + 4;
  const p = x + (count << 2);
  if (!(raw > load<f32>(x))) return load<f32>(p);
  // The first knot at or above, between the first and one past the last.
  let i: u32 = 1;
  let stop = count;
  while (i < stop) {
    const middle = (i + stop) >> 1;
    if (load<f32>(x + (middle << 2)) < raw) i = middle + 1;
    else stop = middle;
  }
  if (i == count) return load<f32>(p + ((count - 1) << 2));
  const x0 = load<f32>(x + ((i - 1) << 2));
  const x1 = load<f32>(x + (i << 2));
  const p0 = load<f32>(p + ((i - 1) << 2));
  const p1 = load<f32>(p + (i << 2));
  return p0 + ((p1 - p0) * (raw - x0)) / (x1 - x0);
}
