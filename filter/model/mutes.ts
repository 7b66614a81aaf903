/**
 * Mutes: which events raise no alarm until when (score/mute.ts).
 *
 * Section `MUTE` (optional): {@link Mute} after mute.
 */
import { Label } from "../schema/labels";
import { REASON_COUNT, REASON_NAMES } from "../schema/reasons";
import { FNV_OFFSET, fnv, GOLDEN_32 } from "../text/hash";
import { itemEnd, itemStart } from "../text/list";
import { section, sectionLength, sectionName } from "./blob";

const MAX_MUTES: u32 = 64;
const ADDRESS_BITS: u8 = 128;

/** What a mute names: all of it has to fit. */
export const enum By {
  Template = 1,
  Reason = 2,
  Source = 4,
  Site = 8,
}

/** Bits of {@link By} that a mute may have; the site alone is too little. */
const ALL: u8 = <u8>(By.Template | By.Reason | By.Source | By.Site);

@unmanaged
export class Mute {
  /** First address of the source's network; IPv4 as it is mapped into IPv6. */
  high: u64;
  low: u64;
  id: u32;
  /** Seconds since the epoch, by the shipper's clock, from which on it is over. */
  until: u32;
  template: u32;
  /** FNV-1a of the reason's name, and of the site. */
  reason: u32;
  site: u32;
  /** Of {@link By}. */
  by: u8;
  /** The heaviest label that it hides. */
  label: u8;
  /** Bits of the network's addresses that are alike. */
  bits: u8;
  unused: u8;
}

/**
 * Marks, so that hardly any line has all mutes looked through: each mute has one, by its template, else by its reason, else by
 * its network. The first are the reasons' own numbers.
 */
const MARK_LOG2: u32 = 13;
const IPV4_MARK: u32 = 256;
const IPV6_MARK: u32 = 512;
/** A bit for each mark: whether a mute has it. */
const MARKED: usize = memory.data(1 << (<i32>MARK_LOG2 - 3), 8);
/** Upper half of IPv4 addresses that are mapped into IPv6. */
const MAPPED: u64 = 0xffff;

let mutes: usize = 0;
let count: u32 = 0;

/** False where the section is damaged. */
export function loadMutes(): bool {
  mutes = section(sectionName("MUTE"));
  count = sectionLength() / offsetof<Mute>();
  if (count > MAX_MUTES || count * offsetof<Mute>() != sectionLength()) return false;
  for (let i: u32 = 0; i < count; i++) {
    const mute = muteAt(i);
    if (mute.by > ALL || (mute.by & ~(<u8>By.Site)) == 0) return false;
    if (mute.label == <u8>Label.Normal || mute.label > <u8>Label.Anomaly || mute.bits > ADDRESS_BITS)
      return false;
    if (mute.by & <u8>By.Template) mark(templateMark(mute.template));
    else if (mute.by & <u8>By.Reason) markReason(mute.reason);
    else mark(networkMark(mute.high, mute.low));
  }
  return true;
}

function mark(number: u32): void {
  store<u32>(markedAt(number), load<u32>(markedAt(number)) | (1 << (number & 31)));
}

/** Word that has the mark's bit. @inline */
function markedAt(number: u32): usize {
  return MARKED + ((number >> 5) << 2);
}

/** Marks all reasons of a name: several may have it. */
function markReason(hash: u32): void {
  for (let i: u32 = 0; i < REASON_COUNT; i++)
    if (fnv(itemStart(REASON_NAMES, i), itemEnd(REASON_NAMES, i), FNV_OFFSET) == hash) mark(i);
}

/** Whether a mute has this mark. @inline */
export function isMarkedMute(number: u32): bool {
  return ((load<u32>(markedAt(number)) >> (number & 31)) & 1) != 0;
}

/** @inline */
export function templateMark(template: u32): u32 {
  return (template * GOLDEN_32) >> (32 - MARK_LOG2);
}

/** By what every network has at least: an octet of IPv4, seven bits of IPv6. */
export function networkMark(high: u64, low: u64): u32 {
  if (high == 0 && low >> 32 == MAPPED) return IPV4_MARK + (<u32>low >> 24);
  return IPV6_MARK + <u32>(high >> 57);
}

/** @inline */
export function muteCount(): u32 {
  return count;
}

/** @inline */
export function muteAt(index: u32): Mute {
  return changetype<Mute>(mutes + index * offsetof<Mute>());
}
