/**
 * Known sessions: fingerprints of the steps that ordinary sessions of a class have, and of the sets that they pass through;
 * a table of fixed size that starts with the model's.
 *
 * Section `SESS` (optional): u32 number of classes, u32 number of fingerprints, then the classes (session-class.ts), the
 * fingerprints, and those of the sets that sessions end with, which the filter does not read; u32 each, each list rising.
 *
 * While a class is learnt, what is met is known from then on. In one that is judged it is unusual until it came on
 * {@link DAYS} days: what goes on for a week is what the system does. One that finds its slots taken displaces what was met least.
 */
import { section, sectionLength, sectionName } from "../model/blob";
import { knowClass } from "./session-class";

/** What a fingerprint is of. */
export const enum Of {
  Step,
  Set,
}

@unmanaged
class Slot {
  /** 0 in a free slot. */
  fingerprint: u32;
  /** Day on which it was met last, where it is unusual. */
  day: u16;
  /** How often it was met, of an unusual one the days. */
  met: u8;
  isUnusual: bool;
}

const SLOTS: u32 = 8192;
const SLOT_LOG2: u32 = 3;
const PROBES: u32 = 4;
const TABLE: usize = memory.data(SLOTS << SLOT_LOG2, 8);
const MANY: u8 = 0xff;
const DAYS: u8 = 8;
const MAX_CLASSES: u32 = 64;
const MAX_FINGERPRINTS: u32 = 2304;

const STEP_SALT: u32 = 0x9e3779b9;
const OF_SALT: u32 = 0x85ebca77;

/** The finaliser of MurmurHash3 (Appleby). */
function mix32(hash: u32): u32 {
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

/** Mark of a step: what a template adds to a set. The same in trainer/model/session-set.ts, as the next. */
export function markOf(template: u32): u32 {
  return mix32(template ^ STEP_SALT);
}

/** Fingerprint of a step, by its mark, or of a set. */
function fingerprintOf(what: Of, sessionClass: u32, word: u32): u32 {
  const fingerprint = mix32(mix32(word ^ (<u32>what * OF_SALT)) ^ sessionClass);
  return fingerprint ? fingerprint : 1;
}

/** The slot of a fingerprint; one that it takes has not been met. */
function find(fingerprint: u32): Slot {
  const first = fingerprint & (SLOTS - 1);
  let rarest = slotAt(first);
  let least: u32 = u32.MAX_VALUE;
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const slot = slotAt((first + probe) & (SLOTS - 1));
    if (slot.fingerprint == fingerprint) return slot;
    const met: u32 = slot.met;
    if (met < least) {
      least = met;
      rarest = slot;
    }
  }
  store<u64>(changetype<usize>(rarest), fingerprint);
  return rarest;
}

/** @inline */
function slotAt(index: u32): Slot {
  return changetype<Slot>(TABLE + (index << SLOT_LOG2));
}

/**
 * Notes a step or a set of a session.
 *
 * @param learns whether the class is still learnt
 * @param day on which the shipper read the line, since the epoch: clients may write times
 * @returns whether it was known
 */
export function isKnown(what: Of, sessionClass: u32, word: u32, learns: bool, day: u16): bool {
  const slot = find(fingerprintOf(what, sessionClass, word));
  const met = slot.met;
  const wasKnown = met != 0 && !slot.isUnusual;
  if (wasKnown || learns) {
    slot.isUnusual = false;
    if (met < MANY) slot.met = met + 1;
    return wasKnown;
  }
  slot.isUnusual = true;
  if (met == 0 || day > slot.day) {
    slot.day = day;
    slot.met = met + 1;
    if (slot.met >= DAYS) slot.isUnusual = false;
  }
  return false;
}

/** Learns the model's; false where their section is damaged. */
export function loadSessions(): bool {
  const at = section(sectionName("SESS"));
  if (at == 0) return true;
  const words = sectionLength() >> 2;
  if (words < 2) return false;
  const classes = load<u32>(at);
  const fingerprints = load<u32>(at, 4);
  if (classes > MAX_CLASSES || fingerprints > MAX_FINGERPRINTS || words < classes + fingerprints + 2)
    return false;
  let word = at + 8;
  for (let i: u32 = 0; i < classes; i++, word += 4) knowClass(load<u32>(word));
  for (let i: u32 = 0; i < fingerprints; i++, word += 4) find(load<u32>(word)).met = MANY;
  return true;
}
