/**
 * How often a template was seen: a table of fixed size with counts, begun with the templates that the model knows.
 *
 * Section `TPLS` (optional): u32 number, then the templates' fingerprints, u32 each.
 *
 * Slot, 8 bytes: u32 fingerprint (0: free) | u32 count. A template that finds its eight slots taken displaces the rarest
 * of them, so what is common stays known whatever else comes by.
 */

import { section, sectionLength, sectionName } from "../model/blob";

const SLOTS: u32 = 4096;
const PROBES: u32 = 8;
const TABLE: usize = memory.data(32768, 8);
/** What a template counts that the model knows. */
const KNOWN_COUNT: u32 = 64;

function find(template: u32): usize {
  const first = template & (SLOTS - 1);
  let rarest: usize = 0;
  let least: u32 = u32.MAX_VALUE;
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const slot = TABLE + (((first + probe) & (SLOTS - 1)) << 3);
    const found = load<u32>(slot);
    if (found == template) return slot;
    const count = found ? load<u32>(slot, 4) : 0;
    if (count < least) {
      least = count;
      rarest = slot;
    }
  }
  store<u32>(rarest, template);
  store<u32>(rarest, 0, 4);
  return rarest;
}

/** For each kind: f32 events so far, f32 mean surprise of the last few hundred. */
const KINDS: usize = memory.data(56, 8);
/** How much of the mean each event replaces. */
const MEAN_SHARE: f32 = 0.005;

let seen: u32 = 0;
let surprise: f32 = 0;
let excess: f32 = 0;

/** log2, between whole steps a straight line: exact at powers of two, and the same on every engine. */
function log2(value: f32): f32 {
  const bits = reinterpret<u32>(value);
  const exponent = <i32>((bits >> 23) & 255) - 127;
  return <f32>exponent + reinterpret<f32>((bits & 0x7fffff) | 0x3f800000) - 1;
}

/** Counts one event of a template; what it tells is then in the functions below. */
export function countTemplate(kind: u32, template: u32): void {
  const slot = find(template | (template == 0 ? 1 : 0));
  seen = load<u32>(slot, 4);
  if (seen < u32.MAX_VALUE) store<u32>(slot, seen + 1, 4);
  const at = KINDS + (kind << 3);
  const events = load<f32>(at) + 1;
  // Past 2^24 an f32 can't count on; the share is steady by then.
  if (events < 16_777_216) store<f32>(at, events);
  surprise = log2((events + 1) / (<f32>seen + 1));
  if (surprise < 0) surprise = 0;
  const mean = load<f32>(at, 4);
  excess = surprise - mean;
  const share: f32 = events * MEAN_SHARE < 1 ? 1 / events : MEAN_SHARE;
  store<f32>(at, mean + (surprise - mean) * share, 4);
}

/** How often the template counted last was seen before. */
export function timesSeen(): u32 {
  return seen;
}

/** Its self-information, bits. */
export function templateSurprise(): f32 {
  return surprise;
}

/** Its self-information beyond the mean of the kind's last events: where all is new, news is no surprise. */
export function surpriseExcess(): f32 {
  return excess;
}

/** Learns the model's templates; false where their section is damaged. */
export function loadTemplates(): bool {
  const at = section(sectionName("TPLS"));
  if (at == 0) return true;
  const count = load<u32>(at);
  if (sectionLength() < 4 || count > SLOTS || sectionLength() != 4 + count * 4) return false;
  for (let i: u32 = 0; i < count; i++) {
    const template = load<u32>(at + (i << 2), 4);
    if (template) store<u32>(find(template), KNOWN_COUNT, 4);
  }
  return true;
}
