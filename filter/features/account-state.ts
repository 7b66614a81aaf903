/**
 * Failed logins, by source and by account, in a table of fixed size. A source that guesses is known by its failures; one
 * account that is guessed at from many addresses, each of which tries little, only by the account's.
 *
 * A refused login leaves up to five lines (sshd, PAM, twice), so attempts are counted and not lines: lines within
 * {@link ATTEMPT_SECONDS} are one attempt, unless the same message comes again.
 *
 * The table has {@link SETS} sets of {@link WAYS} entries, and a hash names the set. In a full set the entry of least worth
 * gives way: few failures, long ago. One that logged in is worth {@link LOGIN_WORTH} failures, so that names and addresses
 * that fail once displace only each other.
 */
import { GOLDEN_32 } from "../text/hash";

/** What is known of a source's logins, or of an account's. Zeros at first. */
@unmanaged
export class Logins {
  /** Hash; 0 in a free entry. */
  key: u32;
  /** When the last attempts failed, seconds since the epoch, the newest first; 0 for none. */
  last: u32;
  second: u32;
  third: u32;
  /** Attempts that failed, fading over an hour. */
  failures: f32;
  /** When a login last succeeded, seconds since the epoch; 0 for never. */
  succeeded: u32;
  /** Bit map of what the failures of an hour were at: accounts of a source, sources of an account. */
  others: u64;
  /** First bytes of the message that was counted last. */
  lead: u64;

  /** Failures that count still. */
  recentFailures(now: u32): f32 {
    return this.failures * faded(since(now, this.last));
  }

  /** Different accounts, or sources, at most 64 (and an estimate from about 20 on); none where no attempt failed for an hour. */
  otherCount(now: u32): u32 {
    return since(now, this.last) > HOUR_SECONDS ? 0 : <u32>popcnt<u64>(this.others);
  }

  /** Whether the last three attempts failed within a minute. */
  isBurst(): bool {
    return this.third != 0 && since(this.last, this.third) <= MINUTE_SECONDS;
  }
}

const ENTRY_BYTES: u32 = offsetof<Logins>();
const WAYS: u32 = 4;
const SETS_LOG2: u32 = 8;
const SETS: u32 = 1 << SETS_LOG2;
const TABLE: usize = memory.data(WAYS * SETS * ENTRY_BYTES, 16);
const SET_SHIFT: u32 = 32 - SETS_LOG2;

/** As long as PAM and sshd take to say all of one attempt. */
const ATTEMPT_SECONDS: u32 = 3;
const MINUTE_SECONDS: u32 = 60;
const HOUR_SECONDS: u32 = 3600;
const LOGIN_WORTH: f32 = 4;

/** Seconds from one time to another; 0 where the clock went back. */
function since(now: u32, before: u32): u32 {
  return now > before ? now - before : 0;
}

/** What is left of a count after some seconds, 0..1: a half after about 40 minutes. */
function faded(seconds: u32): f32 {
  const hours = <f32>seconds / <f32>HOUR_SECONDS;
  return 1 / (1 + hours + hours * hours);
}

/** The least worth is displaced; a free entry has less than any other. */
function worthOf(entry: Logins, now: u32): f32 {
  if (entry.key == 0) return -1;
  const worth = entry.recentFailures(now);
  return entry.succeeded ? worth + LOGIN_WORTH * faded(since(now, entry.succeeded)) : worth;
}

/** The entry of a hash that is not 0; a new one where there is none. */
export function loginsOf(key: u32, now: u32): Logins {
  const set = TABLE + ((key * GOLDEN_32) >> SET_SHIFT) * (WAYS * ENTRY_BYTES);
  const end = set + WAYS * ENTRY_BYTES;
  for (let at = set; at < end; at += ENTRY_BYTES) if (load<u32>(at) == key) return changetype<Logins>(at);
  let victim = changetype<Logins>(set);
  let least: f32 = f32.MAX_VALUE;
  for (let at = set; at < end; at += ENTRY_BYTES) {
    const worth = worthOf(changetype<Logins>(at), now);
    if (worth >= least) continue;
    victim = changetype<Logins>(at);
    least = worth;
  }
  memory.fill(changetype<usize>(victim), 0, ENTRY_BYTES);
  victim.key = key;
  return victim;
}

/**
 * Counts a login that failed.
 *
 * @param other hash of the account that the source tried, or of the source that tried the account; 0 where it is not told
 * @param lead first bytes of the message
 */
export function countFailure(logins: Logins, other: u32, lead: u64, now: u32): void {
  const passed = since(now, logins.last);
  if (passed > HOUR_SECONDS) logins.others = 0;
  if (other) logins.others |= (<u64>1) << (<u64>((other * GOLDEN_32) >> 26));
  if (logins.last && passed < ATTEMPT_SECONDS && logins.lead != lead) return;
  logins.failures = logins.recentFailures(now) + 1;
  logins.third = logins.second;
  logins.second = logins.last;
  logins.last = now;
  logins.lead = lead;
}
