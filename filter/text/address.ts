/** IP addresses as text: exactly those that Postgres's `inet` takes, so that no event's `ip` can fail its batch. */
import { hexValue, isDigit } from "./ascii";
import { Char } from "./char";

/** 16-bit groups of an IPv6 address. */
export const MAX_GROUPS: u32 = 8;

/** Address after the dotted quad at `at`, or 0. */
export function quadEnd(at: usize, end: usize): usize {
  let p = at;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0) {
      if (p >= end || load<u8>(p) != Char.Dot) return 0;
      p++;
    }
    const start = p;
    let value: u32 = 0;
    for (; p < end && p - start < 3 && isDigit(load<u8>(p)); p++)
      value = value * 10 + (load<u8>(p) - Char._0);
    if (p == start || value > 255) return 0;
  }
  return p < end && (isDigit(load<u8>(p)) || load<u8>(p) == Char.Dot) ? 0 : p;
}

/** Address after the IPv6 address at `at` (RFC 4291, section 2.2), or 0. */
function groupsEnd(at: usize, end: usize): usize {
  let groups: u32 = 0;
  let hasGap = false;
  let p = at;
  if (p + 1 < end && load<u8>(p) == Char.Colon && load<u8>(p, 1) == Char.Colon) {
    hasGap = true;
    p += 2;
  }
  let isOpen = !hasGap;
  while (true) {
    const start = p;
    while (p < end && p - start < 4 && hexValue(load<u8>(p)) >= 0) p++;
    if (p == start) break;
    if (p < end && load<u8>(p) == Char.Dot) {
      p = quadEnd(start, end);
      if (p == 0) return 0;
      groups += 2;
      isOpen = false;
      break;
    }
    isOpen = false;
    if (++groups == MAX_GROUPS || p >= end || load<u8>(p) != Char.Colon) break;
    p++;
    isOpen = true;
    if (p < end && load<u8>(p) == Char.Colon) {
      if (hasGap) return 0;
      hasGap = true;
      isOpen = false;
      p++;
    }
  }
  if (isOpen) return 0;
  return groups == MAX_GROUPS || (hasGap && groups < MAX_GROUPS) ? p : 0;
}

/** Where the address in a token begins: behind the `[` of `[2001:db8::7]:443`. */
export function addressStart(at: usize, end: usize): usize {
  return at < end && load<u8>(at) == Char.OpenBracket ? at + 1 : at;
}

/** Entry of the cache of IPv4 addresses. */
@unmanaged
class Quad {
  /** The text: the first eight bytes, and the last. */
  first: u64;
  second: u64;
  length: u32;
  value: u32;
}

const KNOWN_LOG2: u64 = 6;
/** Direct-mapped cache: addresses come again. */
const KNOWN: usize = memory.data(offsetof<Quad>() << (<i32>KNOWN_LOG2), 8);
const LONGEST_QUAD: u32 = 15;
const MIX: u64 = 0x9e3779b97f4a7c15;

/** Value of the dotted quad in [at, end), which must be one. */
export function quadValue(at: usize, end: usize): u32 {
  let value: u32 = 0;
  let octet: u32 = 0;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.Dot) {
      value = (value << 8) | octet;
      octet = 0;
    } else octet = octet * 10 + byte - Char._0;
  }
  return (value << 8) | octet;
}

/** Cache entry of [at, end) where that is a dotted quad of more than eight bytes, else null. */
export function knownQuad(at: usize, end: usize): Quad | null {
  const length = <u32>(end - at);
  if (length > LONGEST_QUAD || length <= 8) return null;
  const first = load<u64>(at);
  const second = load<u64>(end - 8);
  const entry = KNOWN + <usize>(((first ^ (second << 1)) * MIX) >> (64 - KNOWN_LOG2)) * offsetof<Quad>();
  const quad = changetype<Quad>(entry);
  if (quad.first == first && quad.second == second && quad.length == length) return quad;
  if (quadEnd(at, end) != end) return null;
  quad.first = first;
  quad.second = second;
  quad.length = length;
  quad.value = quadValue(at, end);
  return quad;
}

/** Where the address at {@link addressStart} ends, before a port or zone; 0 where the token is no address. */
export function addressEnd(at: usize, end: usize): usize {
  if (knownQuad(at, end)) return end;
  let stop = quadEnd(at, end);
  if (stop) return stop == end || load<u8>(stop) == Char.Colon ? stop : 0;
  stop = groupsEnd(at, end);
  if (stop == 0 || stop == end) return stop;
  const next = <u32>load<u8>(stop);
  return next == Char.Percent || next == Char.CloseBracket ? stop : 0;
}
