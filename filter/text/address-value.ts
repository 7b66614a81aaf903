/**
 * What IP addresses stand for, in host order: IPv6, or IPv4 mapped into it (RFC 4291, section 2.5.5.2), so that no way
 * of writing one makes it another.
 */
import { addressEnd, addressStart, knownQuad, MAX_GROUPS, quadEnd, quadValue } from "./address";
import { hexValue } from "./ascii";
import { Char } from "./char";

/** The address read last. */
let high: u64 = 0;
let low: u64 = 0;
/** u16 for each group of an IPv6 address, the last group first, so that both halves can be loaded as u64. */
const GROUPS: usize = memory.data(MAX_GROUPS << 1, 8);
const MAPPED: u64 = 0xffff;
/** High half of 64:ff9b::/96, by which networks without IPv4 reach IPv4 addresses (RFC 6052). */
const TRANSLATED: u64 = 0x0064ff9b00000000;

/** First half of the address that {@link readAddress} or {@link readPrefix} read last. */
export function addressHigh(): u64 {
  return high;
}

/** Last half of that address. */
export function addressLow(): u64 {
  return low;
}

/** Whether the address read last is IPv4, in whatever notation. */
export function isIpv4(): bool {
  return high == 0 && low >> 32 == MAPPED;
}

/** Whether the address read last is of one's own networks: private (RFC 1918, RFC 4193), loopback or link-local. */
export function isOwnAddress(): bool {
  if (!isIpv4()) return (high == 0 && low == 1) || high >> 57 == 0x7e || high >> 54 == 0x3fa;
  const value = <u32>low;
  const first = value >> 24;
  const two = value >> 16;
  return first == 10 || first == 127 || value >> 20 == 0xac1 || two == 0xc0a8 || two == 0xa9fe;
}

/** Whether the address read last is alike with another in its first bits. */
export function isWithin(otherHigh: u64, otherLow: u64, bits: u32): bool {
  if (bits == 0) return true;
  if (bits <= 64) return (high ^ otherHigh) >> (64 - bits) == 0;
  return high == otherHigh && (low ^ otherLow) >> (128 - bits) == 0;
}

/** Bits of the prefix ::ffff:0:0/96 of mapped IPv4 addresses. */
const IPV4_BITS: u32 = 96;

/**
 * Reads a prefix: whole octets with a dot behind each, or whole groups with a colon.
 *
 * @returns bits of the prefix, 0 where the text is none
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

/** Reads the IPv6 address in [at, end), which must be one, into {@link GROUPS}. */
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
  // The groups behind `::` move to the end.
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

/** Reads the address in a token without brackets, port and zone; false where there is none. */
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
