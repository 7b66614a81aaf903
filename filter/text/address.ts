/** IP addresses as text: exactly those that Postgres's `inet` takes, so that no event's `ip` can fail its batch. */
import { hexValue, isDigit } from "./ascii";

const COLON: u32 = 0x3a;
const DOT: u32 = 0x2e;
const MAX_GROUPS: u32 = 8;

/** Address after the dotted quad at `at`, or 0. */
function quadEnd(at: usize, end: usize): usize {
  let p = at;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0) {
      if (p >= end || load<u8>(p) != DOT) return 0;
      p++;
    }
    const start = p;
    let value: u32 = 0;
    for (; p < end && p - start < 3 && isDigit(load<u8>(p)); p++) value = value * 10 + (load<u8>(p) - 0x30);
    if (p == start || value > 255) return 0;
  }
  return p < end && (isDigit(load<u8>(p)) || load<u8>(p) == DOT) ? 0 : p;
}

/** Address after the IPv6 address at `at` (RFC 4291, section 2.2), or 0. */
function groupsEnd(at: usize, end: usize): usize {
  let groups: u32 = 0;
  let hasGap = false;
  let p = at;
  if (p + 1 < end && load<u8>(p) == COLON && load<u8>(p, 1) == COLON) {
    hasGap = true;
    p += 2;
  }
  let isOpen = !hasGap;
  while (true) {
    const start = p;
    while (p < end && p - start < 4 && hexValue(load<u8>(p)) >= 0) p++;
    if (p == start) break;
    if (p < end && load<u8>(p) == DOT) {
      p = quadEnd(start, end);
      if (p == 0) return 0;
      groups += 2;
      isOpen = false;
      break;
    }
    isOpen = false;
    if (++groups == MAX_GROUPS || p >= end || load<u8>(p) != COLON) break;
    p++;
    isOpen = true;
    if (p < end && load<u8>(p) == COLON) {
      if (hasGap) return 0;
      hasGap = true;
      isOpen = false;
      p++;
    }
  }
  if (isOpen) return 0;
  return groups == MAX_GROUPS || (hasGap && groups < MAX_GROUPS) ? p : 0;
}

/** Where the address in a token begins: `[` of `[2001:db8::7]:443` is none of it. */
export function addressStart(at: usize, end: usize): usize {
  return at < end && load<u8>(at) == 0x5b ? at + 1 : at;
}

/**
 * IPv4 addresses that were read lately, for those that come again. 64 entries of 24 bytes: 16 bytes of text, the last at
 * the end of the second word | u64 length.
 */
const KNOWN: usize = memory.data(1536, 8);
const LONGEST_QUAD: usize = 15;
const MIX: u64 = 0x9e3779b97f4a7c15;

/** Whether all of [at, end) is a dotted quad. */
function isQuad(at: usize, end: usize): bool {
  const length = end - at;
  if (length > LONGEST_QUAD || length <= 8) return quadEnd(at, end) == end;
  const first = load<u64>(at);
  const second = load<u64>(end - 8);
  const entry = KNOWN + <usize>(((first ^ (second << 1)) * MIX) >> 58) * 24;
  if (load<u64>(entry) == first && load<u64>(entry, 8) == second && load<u64>(entry, 16) == length)
    return true;
  if (quadEnd(at, end) != end) return false;
  store<u64>(entry, first);
  store<u64>(entry, second, 8);
  store<u64>(entry, length, 16);
  return true;
}

/** Where the address at {@link addressStart} ends, without a port or zone behind it; 0 where the token is no address. */
export function addressEnd(at: usize, end: usize): usize {
  if (isQuad(at, end)) return end;
  let stop = quadEnd(at, end);
  if (stop) return stop == end || load<u8>(stop) == COLON ? stop : 0;
  stop = groupsEnd(at, end);
  if (stop == 0 || stop == end) return stop;
  const next = <u32>load<u8>(stop);
  return next == 0x25 || next == 0x5d ? stop : 0;
}
