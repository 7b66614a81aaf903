/**
 * Doorkeeper: an estimate of how often a source was evicted from the table of source-state.ts. A count-min sketch (Cormode
 * and Muthukrishnan 2005) that is halved as it fills (TinyLFU; Einziger, Friedman, Manes 2017). A flood of sources that
 * appear once leaves counts of one; a source that returns through the flood is counted up, and known by that.
 *
 * Counts may be too high, never too low between two halvings. They decide which source stays in the table, and no score.
 */

const COUNTERS_LOG2: u32 = 18;
const COUNTERS_BYTES: u32 = 1 << COUNTERS_LOG2;
/** u8 each. */
const COUNTERS: usize = memory.data(COUNTERS_BYTES, 8);
const SHIFT: u32 = 32 - COUNTERS_LOG2;
/** So many fill a fifth of the counters: one source in thirty then passes for one that was there before. */
const MOST_ADDED: u32 = COUNTERS_BYTES / 8;
const MOST: u8 = 255;
const HALVED: u64 = 0x7f7f7f7f7f7f7f7f;

let added: u32 = 0;

function halve(): void {
  added >>= 1;
  for (let at = COUNTERS; at < COUNTERS + COUNTERS_BYTES; at += 8)
    store<u64>(at, (load<u64>(at) >> 1) & HALVED);
}

/** @inline */
function firstOf(key: u32): usize {
  return COUNTERS + ((key * 0x85ebca6b) >> SHIFT);
}

/** @inline */
function secondOf(key: u32): usize {
  return COUNTERS + (((key ^ (key >> 15)) * 0xc2b2ae35) >> SHIFT);
}

/** How often the source with this hash was forgotten. */
export function timesForgotten(key: u32): u8 {
  return added ? min<u8>(load<u8>(firstOf(key)), load<u8>(secondOf(key))) : 0;
}

/** The source with this hash is forgotten. */
export function noteForgotten(key: u32): void {
  if (++added > MOST_ADDED) halve();
  const count = timesForgotten(key);
  if (count == MOST) return;
  // Conservative update: a counter above the count is shared with another source.
  const first = firstOf(key);
  const second = secondOf(key);
  if (load<u8>(first) == count) store<u8>(first, count + 1);
  if (load<u8>(second) == count) store<u8>(second, count + 1);
}
