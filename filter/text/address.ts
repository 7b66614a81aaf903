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

/** Where the address at {@link addressStart} ends, without a port or zone behind it; 0 where the token is no address. */
export function addressEnd(at: usize, end: usize): usize {
  let stop = quadEnd(at, end);
  if (stop) return stop == end || load<u8>(stop) == COLON ? stop : 0;
  stop = groupsEnd(at, end);
  if (stop == 0 || stop == end) return stop;
  const next = <u32>load<u8>(stop);
  return next == 0x25 || next == 0x5d ? stop : 0;
}
