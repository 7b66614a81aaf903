/**
 * Crowds: what many sources do alike, each of them little. One who guesses passwords from a hundred addresses, or looks for
 * holes from a thousand, is no busy source anywhere; the login page, the network or the user agent that they have in common
 * sees all of them.
 *
 * Ordinary crowds do one thing from many addresses, too: employees who log in at eight, readers whom a newspaper sent to
 * a page that is gone, phones whose app polls. What they have and attackers have not is that they go on: whoever is let in,
 * or is shown a missing page, then does something else that works. So a crowd counts what its sources tried, and takes
 * back what each source tried when it goes on ({@link leaveCrowd}).
 *
 * The table has {@link SETS} sets of {@link WAYS} crowds; the smallest of a full set gives way, so that names made up by a
 * client displace only each other. Counts fade over {@link FADE_MS} of event time.
 */
import { GOLDEN_32 } from "../text/hash";
import { fade, MAX_BACK_MS } from "./source-state";

@unmanaged
class Crowd {
  /** What its sources have in common, as a hash; 0 in a free place. */
  key: u32;
  /** Refused logins, or requests for what is not there. */
  tries: f32;
  /** Tries of sources that then went on. */
  wentOn: f32;
  /** Bit map of targets, by hash. */
  targets: u32;
  /** Bit map of sources, by hash. */
  sources: u64;
  /** Time of the last try, milliseconds since the epoch. */
  last: i64;
}

const CROWD_BYTES: u32 = offsetof<Crowd>();
const WAYS: u32 = 4;
const SETS_LOG2: u32 = 6;
const SETS: u32 = 1 << SETS_LOG2;
const TABLE: usize = memory.data(<i32>(SETS * WAYS * CROWD_BYTES), 8);
const SET_SHIFT: u32 = 32 - SETS_LOG2;
const FADE_MS: f32 = 21_600_000;
/** A crowd that nobody joined for so long is another one. */
const GONE_MS: i64 = 86_400_000;

/** Tries from which on a crowd may be hostile. */
const MANY_TRIES: f32 = 20;
/** Different sources, and different targets where they look for holes. */
const MANY_SOURCES: i32 = 6;
const MANY_TARGETS: i32 = 8;
/** The most of a hostile crowd's tries that are of sources that went on. */
const WENT_ON_SHARE: f32 = 0.2;

/** Finds a crowd; null where there is none of the key. */
function find(key: u32): Crowd | null {
  const set = TABLE + ((key * GOLDEN_32) >> SET_SHIFT) * (WAYS * CROWD_BYTES);
  for (let way: u32 = 0; way < WAYS; way++) {
    const crowd = changetype<Crowd>(set + way * CROWD_BYTES);
    if (crowd.key == key) return crowd;
  }
  return null;
}

/** The place of the smallest crowd of the key's set, at this time. */
function makePlace(key: u32, now: i64): Crowd {
  const set = TABLE + ((key * GOLDEN_32) >> SET_SHIFT) * (WAYS * CROWD_BYTES);
  let smallest = changetype<Crowd>(set);
  let least: f32 = f32.MAX_VALUE;
  for (let way: u32 = 0; way < WAYS; way++) {
    const crowd = changetype<Crowd>(set + way * CROWD_BYTES);
    const age = max<i64>(now - crowd.last, 0);
    const size = crowd.key ? crowd.tries * fade(<f32>age / FADE_MS) : -1;
    if (size >= least) continue;
    smallest = crowd;
    least = size;
  }
  start(smallest, key, now);
  return smallest;
}

function start(crowd: Crowd, key: u32, now: i64): void {
  memory.fill(changetype<usize>(crowd), 0, CROWD_BYTES);
  crowd.key = key;
  crowd.last = now;
}

/**
 * Counts a try of a source in a crowd.
 *
 * @param key what the crowd has in common, as a hash; not 0
 * @param source hash of the source
 * @param target hash of the target
 * @param now event time, milliseconds since the epoch
 */
export function joinCrowd(key: u32, source: u32, target: u32, now: i64): void {
  const known = find(key);
  const crowd = known ? known : makePlace(key, now);
  const since = now - crowd.last;
  if (since < -MAX_BACK_MS || since > GONE_MS) start(crowd, key, now);
  const kept = since > 0 ? fade(<f32>since / FADE_MS) : 1;
  if (since > 0) crowd.last = now;
  crowd.tries = crowd.tries * kept + 1;
  crowd.wentOn *= kept;
  crowd.sources |= (<u64>1) << (<u64>((source * GOLDEN_32) >> 26));
  crowd.targets |= 1 << ((target * GOLDEN_32) >> 27);
}

/** Takes back what a source tried in a crowd: it went on. */
export function leaveCrowd(key: u32, tries: u32): void {
  const crowd = find(key);
  if (crowd) crowd.wentOn += <f32>tries;
}

/** Whether hardly any of a crowd's many sources goes on. */
function isStuck(crowd: Crowd): bool {
  return (
    crowd.tries >= MANY_TRIES &&
    crowd.wentOn < crowd.tries * WENT_ON_SHARE &&
    <i32>popcnt<u64>(crowd.sources) >= MANY_SOURCES
  );
}

/** Whether the sources of a crowd guess, all at one target. */
export function isGuessing(key: u32): bool {
  const crowd = find(key);
  return crowd ? isStuck(crowd) : false;
}

/** Whether the sources of a crowd look for what is not there, at many targets. */
export function isProbing(key: u32): bool {
  const crowd = find(key);
  return crowd ? isStuck(crowd) && <i32>popcnt<u32>(crowd.targets) >= MANY_TARGETS : false;
}
