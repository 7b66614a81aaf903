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
  /**
   * Events that failed: 4xx, a login refused, a packet denied, no such name. A target that fails again counts no more
   * where that tells of a broken client (source-request.ts).
   */
  errors: f32;
  /** Events that look like no ordinary visitor's. */
  suspicious: f32;
  /** Requests for pages or answers, not for what pages bring along. */
  pages: f32;
  /** Requests with a referer. */
  referers: f32;
  /** Bit map of user agents or users, by hash. */
  clients: u32;
  /** Bit map of targets (paths, ports, names), of this span. */
  targets: u64;
  /** Targets of the span before. */
  targetsBefore: u64;
  /** Bit map of the targets that failed in this span, and in the one before. */
  failing: u64;
  failingBefore: u64;
  /** Events that asked for a target once more. */
  repeats: f32;
  /** Events that failed where they had failed before; the counts of failures don't have them. */
  failedAgain: f32;
  /** Log-likelihood ratio of robot to person (sequential-test.ts), nats. */
  evidence: f32;
  /** Keys of the crowds (crowd.ts) that have the source's last tries; 0 for none. */
  crowd: u32;
  otherCrowd: u32;
  /** Bytes of the page that answered last, and the hash of its target. */
  pageBytes: u32;
  pageTarget: u32;
  /** How many targets in a row had that page; {@link MOST_TRIES} stands for more. */
  samePages: u16;
  /** Requests in a row of clients at the source that were new; {@link MOST_TRIES} stands for more. */
  newClients: u16;
  /** Start of the span, seconds since the epoch. */
  spanStart: u32;
  /** The client (1 + its bit in `clients`) that asked for robots.txt last; 0 for none. */
  robotsClient: u8;
  /** How often the source had been forgotten when it came (doorkeeper.ts). */
  forgotten: u8;
  /** Events since it came; {@link MANY_HITS} stands for more. */
  hits: u16;
  /** Logins that were refused with nothing done in between; {@link MOST_TRIES} stands for more. */
  logins: u16;
  /** What the crowds have of it, likewise. */
  tries: u16;

  /** Notes the target of an event: path, port, queried name. Returns whether it is known to have come before. */
  noteTarget(hash: u32): bool {
    const bit = bitOf(hash);
    const before = this.targets | this.targetsBefore;
    this.targets |= bit;
    return isKnown(before, bit, MOST_TARGETS);
  }

  /** Notes that a target failed. Returns whether it is known to be one of few that failed before. */
  noteFailure(hash: u32): bool {
    const bit = bitOf(hash);
    const before = this.failing | this.failingBefore;
    this.failing |= bit;
    return isKnown(before, bit, MOST_FAILING);
  }

  /** Notes a page by its size and target. Returns whether the one before was as large, and of another target. */
  notePage(bytes: u32, target: u32): bool {
    const isSame = this.pageBytes == bytes && this.pageTarget != target;
    this.pageBytes = bytes;
    if (!isSame && this.pageTarget != target) this.samePages = 0;
    else if (isSame && this.samePages < MOST_TRIES) this.samePages++;
    this.pageTarget = target;
    return isSame;
  }

  /** Notes what the client calls itself: user agent, user name. */
  noteClient(hash: u32): void {
    this.clients |= 1 << clientBit(hash);
  }

  /** Notes that a client asked for robots.txt. */
  noteRobots(hash: u32): void {
    this.robotsClient = <u8>(clientBit(hash) + 1);
  }

  /** Whether it was this client that asked: others of an office or a proxy did not. */
  askedForRobots(hash: u32): bool {
    return this.robotsClient == clientBit(hash) + 1;
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
export const MOST_TRIES: u16 = 0xffff;
/**
 * Targets share the bits of a map. With more of them set than this, none tells that its target came before; up to there one
 * target in ten passes for another.
 */
const MOST_TARGETS: u64 = 24;
/** The same where a failure that is not counted could be a scanner's. */
const MOST_FAILING: u64 = 8;

const LONG_MS: f32 = 900_000;
const SHORT_MS: f32 = 30_000;
/** How long a bit map of targets is filled before it becomes the one before. */
const SPAN_SECONDS: u32 = 300;
/** A clock that jumps back by more than this starts a source anew. */
export const MAX_BACK_MS: i64 = 3_600_000;

/** The bit of a target in a map. @inline */
function bitOf(hash: u32): u64 {
  return (<u64>1) << (<u64>((hash * GOLDEN_32) >> 26));
}

/** The bit of a client in a map. @inline */
function clientBit(hash: u32): u32 {
  return (hash * GOLDEN_32) >> 27;
}

/** @inline */
function isKnown(map: u64, bit: u64, most: u64): bool {
  return (map & bit) != 0 && popcnt<u64>(map) <= most;
}

/** e^-x for x >= 0, by the inverse of its series: never negative, always falling. @inline */
export function fade(x: f32): f32 {
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
  source.repeats *= long;
  source.failedAgain *= long;
  source.suspicious *= long;
  source.pages *= long;
  source.referers *= long;
  if (source.hits < MANY_HITS) source.hits++;
  const second = <u32>(now / 1000);
  const span = second - source.spanStart;
  // A clock that went back a little makes the difference wrap; then the span goes on.
  if (span < SPAN_SECONDS || span >= 0x80000000) return source;
  const isNext = span < 2 * SPAN_SECONDS;
  source.targetsBefore = isNext ? source.targets : 0;
  source.failingBefore = isNext ? source.failing : 0;
  source.targets = 0;
  source.failing = 0;
  source.spanStart = second;
  return source;
}
