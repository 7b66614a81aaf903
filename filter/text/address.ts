/**
 * IP addresses as text: exactly those that Postgres's `inet` takes, so that no event's `ip` can fail its batch; and what
 * they stand for, so that no way of writing one makes it another.
 */
import { hexValue, isDigit } from "./ascii";
import { Char } from "./char";

const MAX_GROUPS: u32 = 8;

/** Address after the dotted quad at `at`, or 0. */
function quadEnd(at: usize, end: usize): usize {
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

/** Where the address in a token begins: `[` of `[2001:db8::7]:443` is none of it. */
export function addressStart(at: usize, end: usize): usize {
  return at < end && load<u8>(at) == Char.OpenBracket ? at + 1 : at;
}

/** An IPv4 address that was read lately, for when it comes again. */
@unmanaged
class Quad {
  /** Its text: the first eight bytes, and the last. */
  first: u64;
  second: u64;
  length: u32;
  value: u32;
}

const KNOWN_LOG2: u64 = 6;
const KNOWN: usize = memory.data(offsetof<Quad>() << (<i32>KNOWN_LOG2), 8);
const LONGEST_QUAD: u32 = 15;
const MIX: u64 = 0x9e3779b97f4a7c15;

/** The dotted quad at `at`, which is one. */
function quadValue(at: usize, end: usize): u32 {
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

/** What the text in [at, end) stands for where all of it is a dotted quad of more than eight bytes. */
function knownQuad(at: usize, end: usize): Quad | null {
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

/** Where the address at {@link addressStart} ends, without a port or zone behind it; 0 where the token is no address. */
export function addressEnd(at: usize, end: usize): usize {
  if (knownQuad(at, end)) return end;
  let stop = quadEnd(at, end);
  if (stop) return stop == end || load<u8>(stop) == Char.Colon ? stop : 0;
  stop = groupsEnd(at, end);
  if (stop == 0 || stop == end) return stop;
  const next = <u32>load<u8>(stop);
  return next == Char.Percent || next == Char.CloseBracket ? stop : 0;
}

/** The address read last, in host order: IPv6, or IPv4 mapped into it (RFC 4291, section 2.5.5.2). */
let high: u64 = 0;
let low: u64 = 0;
/** u16 for each group of an IPv6 address, the last one first: so its halves can be loaded. */
const GROUPS: usize = memory.data(MAX_GROUPS << 1, 8);
const MAPPED: u64 = 0xffff;
/** 64:ff9b::/96, by which IPv4 is reached from networks without it (RFC 6052). */
const TRANSLATED: u64 = 0x0064ff9b00000000;

/** First and last half of the address that {@link readAddress} read. */
export function addressHigh(): u64 {
  return high;
}

export function addressLow(): u64 {
  return low;
}

/** Whether it is IPv4, however it was written. */
export function isIpv4(): bool {
  return high == 0 && low >> 32 == MAPPED;
}

/** Bits that all IPv4 addresses have in common, mapped. */
const IPV4_BITS: u32 = 96;

/**
 * Reads the beginning of an address, whole octets with a dot behind each or whole groups with a colon.
 *
 * @returns how many bits of the address it names, 0 where it is no such beginning
 */
export function readPrefix(at: usize, end: usize): u32 {
  const separator: u32 = end > at ? load<u8>(end - 1) : 0;
  const isIpv4 = separator == Char.Dot;
  if (!isIpv4 && separator != Char.Colon) return 0;
  const width: u32 = isIpv4 ? 8 : 16;
  let bits: u32 = 0;
  high = 0;
  low = 0;
  while (at < end) {
    const start = at;
    let value: u32 = 0;
    for (; load<u8>(at) != separator; at++) {
      const digit = hexValue(load<u8>(at));
      if (digit < 0 || digit >= <i32>(isIpv4 ? 10 : 16) || at - start == 4) return 0;
      value = value * (isIpv4 ? 10 : 16) + digit;
    }
    if (at == start || value >> width) return 0;
    bits += width;
    if (bits > (isIpv4 ? 24 : 112)) return 0;
    if (isIpv4) low |= (<u64>value) << (<u64>(32 - bits));
    else if (bits <= 64) high |= (<u64>value) << (<u64>(64 - bits));
    else low |= (<u64>value) << (<u64>(128 - bits));
    at++;
  }
  if (!isIpv4) return bits;
  low |= MAPPED << 32;
  return IPV4_BITS + bits;
}

/** @inline */
function groupAt(group: u32): usize {
  return GROUPS + ((MAX_GROUPS - 1 - group) << 1);
}

/** Reads the groups of an IPv6 address, which is one, into {@link GROUPS}. */
function readGroups(at: usize, end: usize): void {
  let count: u32 = 0;
  let gap: u32 = MAX_GROUPS;
  store<u64>(GROUPS, 0);
  store<u64>(GROUPS, 0, 8);
  while (at < end) {
    const start = at;
    let value: u32 = 0;
    for (; at < end && load<u8>(at) != Char.Colon && load<u8>(at) != Char.Dot; at++)
      value = (value << 4) | hexValue(load<u8>(at));
    if (at < end && load<u8>(at) == Char.Dot) {
      value = quadValue(start, end);
      store<u16>(groupAt(count++), value >> 16);
      store<u16>(groupAt(count++), value);
      break;
    }
    if (at > start) store<u16>(groupAt(count++), value);
    if (at + 1 < end && load<u8>(at, 1) == Char.Colon) {
      gap = count;
      at++;
    }
    at++;
  }
  if (gap == MAX_GROUPS) return;
  // What stands behind `::` belongs at the end.
  const behind = count - gap;
  for (let i: u32 = 1; i <= behind; i++) {
    store<u16>(groupAt(MAX_GROUPS - i), load<u16>(groupAt(count - i)));
    if (MAX_GROUPS > count) store<u16>(groupAt(count - i), 0);
  }
}

function readQuad(value: u32): void {
  high = 0;
  low = (MAPPED << 32) | value;
}

/** Reads the address in a token, without brackets, port and zone; false where it is none. */
export function readAddress(at: usize, end: usize): bool {
  const known = knownQuad(at, end);
  if (known) {
    readQuad(known.value);
    return true;
  }
  at = addressStart(at, end);
  end = addressEnd(at, end);
  if (end == 0) return false;
  if (quadEnd(at, end) == end) {
    readQuad(quadValue(at, end));
    return true;
  }
  readGroups(at, end);
  high = load<u64>(GROUPS, 8);
  low = load<u64>(GROUPS);
  if (high == TRANSLATED && low >> 32 == 0) readQuad(<u32>low);
  return true;
}
