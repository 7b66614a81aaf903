/**
 * Allowlist: sources that are never counted, as health checks and monitors.
 *
 * Section `EXMP` (optional): addresses, one a line, however they are written; one that ends in `.` or `:` stands for all
 * that begin with these octets or groups, one that ends in `::` for the /64. What is no address is the name of a host.
 */
import { allocateStatic } from "../memory/heap";
import { addressHigh, addressLow, readAddress, readPrefix } from "../text/address-value";
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { section, sectionLength, sectionName } from "./blob";

const MAX_BYTES: u32 = 4096;
const ADDRESS_BITS: u32 = 128;
const SUBNET_BITS: u32 = 64;

/** Addresses that are alike in the bits of the mask. */
@unmanaged
class Network {
  high: u64;
  low: u64;
  highMask: u64;
  lowMask: u64;
}

let list: usize = 0;
let listEnd: usize = 0;
let networks: usize = 0;
let networksEnd: usize = 0;

/** False where the section is larger than can be searched for every event. */
export function loadAllowlist(): bool {
  const at = section(sectionName("EXMP"));
  if (at == 0) return true;
  if (sectionLength() > MAX_BYTES) return false;
  list = at;
  listEnd = at + sectionLength();
  let lines: usize = 1;
  for (
    let p = findByte(list, listEnd, Char.LineFeed);
    p < listEnd;
    p = findByte(p + 1, listEnd, Char.LineFeed)
  )
    lines++;
  networks = allocateStatic(lines * offsetof<Network>());
  networksEnd = networks;
  for (let entry = list; entry < listEnd; ) {
    const entryEnd = findByte(entry, listEnd, Char.LineFeed);
    const bits = networkBits(entry, entryEnd);
    if (bits) addNetwork(bits);
    entry = entryEnd + 1;
  }
  return true;
}

/** Reads an entry as an address; how many of its bits count, 0 where it is none. */
function networkBits(at: usize, end: usize): u32 {
  if (readAddress(at, end)) {
    const isSubnet = addressLow() == 0 && end - at > 2 && load<u8>(end - 1) == Char.Colon;
    return isSubnet ? SUBNET_BITS : ADDRESS_BITS;
  }
  return readPrefix(at, end);
}

function addNetwork(bits: u32): void {
  const network = changetype<Network>(networksEnd);
  networksEnd += offsetof<Network>();
  network.highMask = maskOf(min<u32>(bits, 64));
  network.lowMask = maskOf(bits - min<u32>(bits, 64));
  network.high = addressHigh() & network.highMask;
  network.low = addressLow() & network.lowMask;
}

/** The first `bits` of 64. */
function maskOf(bits: u32): u64 {
  return bits == 0 ? 0 : ~(<u64>0) << (<u64>(64 - bits));
}

/** Whether the address that was read last is on the list. */
export function isAllowed(): bool {
  for (let at = networks; at < networksEnd; at += offsetof<Network>()) {
    const network = changetype<Network>(at);
    if ((addressHigh() & network.highMask) == network.high && (addressLow() & network.lowMask) == network.low)
      return true;
  }
  return false;
}

/** Whether the host's name in [at, end) is on the list. */
export function isAllowedName(at: usize, end: usize): bool {
  for (let entry = list; entry < listEnd; ) {
    const entryEnd = findByte(entry, listEnd, Char.LineFeed);
    if (entryEnd - entry == end - at && memory.compare(entry, at, end - at) == 0) return true;
    entry = entryEnd + 1;
  }
  return false;
}
