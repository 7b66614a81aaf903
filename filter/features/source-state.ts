/**
 * Source state: what each source did lately, in a table of fixed size with counts that fade on event time. A robot that
 * calls itself Chrome is found by these counts.
 *
 * The table has {@link SETS} sets of {@link WAYS} sources; a source's hash names its set. In a full set those that came
 * once give way first, the least interesting of them before the others (few and old events, none of them suspicious).
 * So a flood of sources that appear once displaces only its own kind, however suspicious each is, and a scanner stays
 * known. One that was forgotten between two of its events is known by the doorkeeper when it returns (doorkeeper.ts).
 */
import { GOLDEN_32 } from "../text/hash";
import { noteForgotten, timesForgotten } from "./doorkeeper";

/** A source in the table. Counts fade over a quarter of an hour, but where the field names another time. */
@unmanaged
export class Source {
  /** Hash of kind and source; 0 in a free place. */
  key: u32;
  events: f32;
  /** Time of the last event, milliseconds since the epoch. */
  last: i64;
  /** Events, fading over half a minute. */
  recent: f32;
  /** Events that failed: 4xx, a login refused, a packet denied, no such name. */
  errors: f32;
  /** Events that look like no ordinary visitor's. */
  suspicious: f32;
  /** Requests for pages or answers, not for what pages bring along. */
  pages: f32;
  /** Pages with a referer. */
  referers: f32;
  /** Bit map of user agents or users, by hash. */
  clients: u32;
  /** Bit map of targets (paths, ports, names), of this span. */
  targets: u64;
  /** Targets of the span before. */
  targetsBefore: u64;
  /** Start of the span, seconds since the epoch. */
  spanStart: u32;
  askedForRobots: bool;
  /** How often the source had been forgotten when it came (doorkeeper.ts). */
  forgotten: u8;
  /** Events since it came; {@link MANY_HITS} stands for more. */
  hits: u16;

  /** Notes the target of an event: path, port, queried name. */
  noteTarget(hash: u32): void {
    this.targets |= (<u64>1) << (<u64>((hash * GOLDEN_32) >> 26));
  }

  /** Notes what the client calls itself: user agent, user name. */
  noteClient(hash: u32): void {
    this.clients |= 1 << ((hash * GOLDEN_32) >> 27);
  }

  /** Different targets of the last five to ten minutes, at most 64 (and an estimate from about 20 on). */
  targetCount(): u32 {
    return <u32>popcnt<u64>(this.targets | this.targetsBefore);
  }

  /** Different clients since the source is known, at most 32. */
  clientCount(): u32 {
    return popcnt<u32>(this.clients);
  }
}

const SOURCE_BYTES: u32 = offsetof<Source>();
const WAYS: u32 = 8;
const SETS_LOG2: u32 = 8;
const TABLE: usize = memory.data((WAYS << SETS_LOG2) * SOURCE_BYTES, 16);
/** The high bits of a hash name its set. */
const SET_SHIFT: u32 = 32 - SETS_LOG2;
const MANY_HITS: u16 = 0xffff;

const LONG_MS: f32 = 900_000;
const SHORT_MS: f32 = 30_000;
/** How long a bit map of targets is filled before it becomes the one before. */
const SPAN_SECONDS: u32 = 300;
/** A clock that jumps back by more than this starts a source anew. */
const MAX_BACK_MS: i64 = 3_600_000;

/** e^-x for x >= 0, by the inverse of its series: never negative, always falling. @inline */
function fade(x: f32): f32 {
  return x > 40 ? 0 : 1 / (1 + x + x * x * 0.5 + x * x * x * 0.16666667);
}

/** Worth of a source: the least worth is evicted. A source that keeps returning is worth its events each time. */
function interest(source: Source, now: i64): f32 {
  const age = <f32>(now - source.last);
  const events = source.events + 4 * source.errors + 16 * source.suspicious;
  return events * (<f32>source.forgotten + 1) * fade(age > 0 ? age / LONG_MS : 0);
}

/** Whether the source came once and was not known before. @inline */
function cameOnce(source: Source): bool {
  return source.hits < 2 && source.forgotten == 0;
}

/** The place of the set that is free, or whose source is to be forgotten. */
function placeIn(set: usize, now: i64): Source {
  let victim = changetype<Source>(set);
  let least: f32 = f32.MAX_VALUE;
  let isOnce = false;
  for (let way: u32 = 0; way < WAYS; way++) {
    const source = changetype<Source>(set + way * SOURCE_BYTES);
    if (source.key == 0) return source;
    const once = cameOnce(source);
    if (isOnce && !once) continue;
    const value = interest(source, now);
    if (isOnce == once && value >= least) continue;
    victim = source;
    least = value;
    isOnce = once;
  }
  return victim;
}

function start(source: Source, key: u32, now: i64): void {
  memory.fill(changetype<usize>(source), 0, SOURCE_BYTES);
  source.key = key;
  source.last = now;
  source.spanStart = <u32>(now / 1000);
}

function find(key: u32, now: i64): Source {
  const set = TABLE + ((key * GOLDEN_32) >> SET_SHIFT) * (WAYS * SOURCE_BYTES);
  for (let way: u32 = 0; way < WAYS; way++) {
    const source = changetype<Source>(set + way * SOURCE_BYTES);
    if (source.key == key) return source;
  }
  const place = placeIn(set, now);
  if (place.key) noteForgotten(place.key);
  start(place, key, now);
  place.forgotten = timesForgotten(key);
  return place;
}

/**
 * Counts one event of a source, and returns the source.
 *
 * @param key hash of the event's kind and its source; not 0
 * @param now event time, milliseconds since the epoch
 */
export function countEvent(key: u32, now: i64): Source {
  const source = find(key, now);
  let since = now - source.last;
  if (since < -MAX_BACK_MS) {
    start(source, key, now);
    since = 0;
  }
  if (since >= 0) source.last = now;
  const passed = since > 0 ? <f32>since : 0;
  const long = fade(passed / LONG_MS);
  source.events = source.events * long + 1;
  source.recent = source.recent * fade(passed / SHORT_MS) + 1;
  source.errors *= long;
  source.suspicious *= long;
  source.pages *= long;
  source.referers *= long;
  if (source.hits < MANY_HITS) source.hits++;
  const second = <u32>(now / 1000);
  const span = second - source.spanStart;
  // A clock that went back a little makes the difference wrap; then the span goes on.
  if (span < SPAN_SECONDS || span >= 0x80000000) return source;
  source.targetsBefore = span < 2 * SPAN_SECONDS ? source.targets : 0;
  source.targets = 0;
  source.spanStart = second;
  return source;
}
