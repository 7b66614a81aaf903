/**
 * What a source did lately: a table of fixed size of recent sources with counts that fade on event time. It is what
 * finds a robot that calls itself Chrome.
 *
 * The table has sets of {@link WAYS} entries; a source's hash names its set. In a full set the entry of least interest
 * goes: few and old events, none of them suspicious. So a flood of sources that appear once displaces only its own kind,
 * and a scanner stays known.
 *
 * Entry, 64 bytes:
 * ```
 *  0 u32 hash of kind and source (0: free)   4 f32 events, fading over a quarter of an hour
 *  8 i64 time of the last event, ms         16 f32 events, fading over half a minute
 * 20 f32 errors   24 f32 suspicious   28 f32 pages   32 f32 with a referer   (all over a quarter of an hour)
 * 36 u32 clients (user agents, users): a bit for each hash     40 u64 targets, likewise, of this span
 * 48 u64 targets of the span before          56 u32 start of the span, s       60 u32 has asked for robots.txt
 * ```
 */

const WAYS: u32 = 8;
const ENTRY_BYTES: u32 = 64;
/** The high bits of a hash that name its set: 256 sets. */
const SET_SHIFT: u32 = 24;
/** 256 sets of 8 entries of 64 bytes. */
const TABLE: usize = memory.data(131072, 16);

const LONG_MS: f32 = 900_000;
const SHORT_MS: f32 = 30_000;
/** How long a bit map of targets is filled before it becomes the one before. */
const SPAN_SECONDS: u32 = 300;
/** A clock that jumps back by more than this starts a source anew. */
const MAX_BACK_MS: i64 = 3_600_000;

/** The entry of the event counted last. */
let at: usize = 0;

/** e^-x for x >= 0, by the inverse of its series: never negative, always falling. @inline */
function fade(x: f32): f32 {
  return x > 40 ? 0 : 1 / (1 + x + x * x * 0.5 + x * x * x * 0.16666667);
}

/** How much it would be a loss to forget the entry. */
function interest(entry: usize, now: i64): f32 {
  const age = <f32>(now - load<i64>(entry, 8));
  const events = load<f32>(entry, 4) + 4 * load<f32>(entry, 20) + 16 * load<f32>(entry, 24);
  return events * fade(age > 0 ? age / LONG_MS : 0);
}

function findEntry(key: u32, now: i64): usize {
  const set = TABLE + ((key * 0x9e3779b1) >> SET_SHIFT) * (WAYS * ENTRY_BYTES);
  let victim = set;
  let least: f32 = f32.MAX_VALUE;
  for (let way: u32 = 0; way < WAYS; way++) {
    const entry: usize = set + way * ENTRY_BYTES;
    const found = load<u32>(entry);
    if (found == key) return entry;
    if (found == 0) {
      if (least >= 0) {
        victim = entry;
        least = -1;
      }
      continue;
    }
    if (least < 0) continue;
    const value = interest(entry, now);
    if (value < least) {
      least = value;
      victim = entry;
    }
  }
  memory.fill(victim, 0, ENTRY_BYTES);
  store<u32>(victim, key);
  store<i64>(victim, now, 8);
  store<u32>(victim, <u32>(now / 1000), 56);
  return victim;
}

/** @inline */
function scale(entry: usize, offset: usize, factor: f32): void {
  store<f32>(entry + offset, load<f32>(entry + offset) * factor);
}

/** @inline */
function increase(offset: usize): void {
  store<f32>(at + offset, load<f32>(at + offset) + 1);
}

/**
 * Counts one event of a source.
 *
 * @param key hash of the event's kind and its source; not 0
 * @param now event time, milliseconds since the epoch
 */
export function countEvent(key: u32, now: i64): void {
  at = findEntry(key, now);
  let since = now - load<i64>(at, 8);
  if (since < -MAX_BACK_MS) {
    memory.fill(at, 0, ENTRY_BYTES);
    store<u32>(at, key);
    since = 0;
  }
  if (since >= 0) store<i64>(at, now, 8);
  const passed = since > 0 ? <f32>since : 0;
  const long = fade(passed / LONG_MS);
  scale(at, 4, long);
  scale(at, 16, fade(passed / SHORT_MS));
  scale(at, 20, long);
  scale(at, 24, long);
  scale(at, 28, long);
  scale(at, 32, long);
  const second = <u32>(now / 1000);
  const span = second - load<u32>(at, 56);
  // A clock that went back a little makes the difference wrap; then the span goes on.
  if (span >= SPAN_SECONDS && span < 0x80000000) {
    store<u64>(at, span < 2 * SPAN_SECONDS ? load<u64>(at, 40) : 0, 48);
    store<u64>(at, 0, 40);
    store<u32>(at, second, 56);
  }
  increase(4);
  increase(16);
}

/** Of the event counted last: it failed (4xx, a login refused, a packet denied, no such name). */
export function countError(): void {
  increase(20);
}

/** It looks like no ordinary visitor's. */
export function countSuspicious(): void {
  increase(24);
}

/** It asked for a page or an answer, not for what pages bring along. */
export function countPage(): void {
  increase(28);
}

export function countReferer(): void {
  increase(32);
}

/** It asked for robots.txt. */
export function noteRobots(): void {
  store<u32>(at, 1, 60);
}

/** What it was about: path, port, name that was asked for. */
export function noteTarget(hash: u32): void {
  store<u64>(at, load<u64>(at, 40) | ((<u64>1) << (<u64>((hash * 0x9e3779b1) >> 26))), 40);
}

/** Who it says it is: user agent, user name. */
export function noteClient(hash: u32): void {
  store<u32>(at, load<u32>(at, 36) | (1 << ((hash * 0x9e3779b1) >> 27)), 36);
}

/** Events of the last quarter of an hour, fading. */
export function events(): f32 {
  return load<f32>(at, 4);
}

/** Events of the last half minute, fading. */
export function recentEvents(): f32 {
  return load<f32>(at, 16);
}

export function errors(): f32 {
  return load<f32>(at, 20);
}

export function suspicious(): f32 {
  return load<f32>(at, 24);
}

export function pages(): f32 {
  return load<f32>(at, 28);
}

export function referers(): f32 {
  return load<f32>(at, 32);
}

/** Different targets of the last five to ten minutes, at most 64 (and an estimate from about 20 on). */
export function targets(): u32 {
  return <u32>popcnt<u64>(load<u64>(at, 40) | load<u64>(at, 48));
}

/** Different clients since the source is known, at most 32. */
export function clients(): u32 {
  return popcnt<u32>(load<u32>(at, 36));
}

export function askedForRobots(): bool {
  return load<u32>(at, 60) != 0;
}
