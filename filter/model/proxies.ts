/**
 * Trusted proxies: who may say for whom he connects. One's own networks (private, loopback, link-local addresses) are among
 * them unless the section says otherwise.
 *
 * Section `PRXY` (optional):
 *
 * ```
 *  0  u32 whether one's own networks are left out
 *  4  u32 number of ranges
 *  8  Range …   rising, none of them overlap
 * ```
 */
import { addressHigh, addressLow, isOwnAddress } from "../text/address-value";
import { section, sectionLength, sectionName } from "./blob";

const HEADER_BYTES: u32 = 8;
const MAX_RANGES: u32 = 256;

/** Addresses from the first to the last; IPv4 as it is mapped into IPv6 (text/address-value.ts). */
@unmanaged
class Range {
  firstHigh: u64;
  firstLow: u64;
  lastHigh: u64;
  lastLow: u64;
}

let ranges: usize = 0;
let count: u32 = 0;
let trustsOwn: bool = true;

/** False where the section is damaged. */
export function loadProxies(): bool {
  const at = section(sectionName("PRXY"));
  if (at == 0) return true;
  if (sectionLength() < HEADER_BYTES) return false;
  count = load<u32>(at, 4);
  if (count > MAX_RANGES || sectionLength() != HEADER_BYTES + count * offsetof<Range>()) return false;
  trustsOwn = load<u32>(at) == 0;
  ranges = at + HEADER_BYTES;
  return true;
}

/** Whether the first address comes before the second, or is the same. @inline */
function isUpTo(high: u64, low: u64, otherHigh: u64, otherLow: u64): bool {
  return high < otherHigh || (high == otherHigh && low <= otherLow);
}

/** Whether the address that was read last is a trusted proxy's. */
export function isTrusted(): bool {
  if (trustsOwn && isOwnAddress()) return true;
  const high = addressHigh();
  const low = addressLow();
  let from: u32 = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    const range = changetype<Range>(ranges + middle * offsetof<Range>());
    if (!isUpTo(range.firstHigh, range.firstLow, high, low)) to = middle;
    else if (!isUpTo(high, low, range.lastHigh, range.lastLow)) from = middle + 1;
    else return true;
  }
  return false;
}
