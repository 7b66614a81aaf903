/**
 * Hash tables of words: open addressing with linear probing, FNV-1a (hash.ts) as hash. The model's lie in its blob
 * (model/hash-table.ts), those of fixed words are filled at start-up.
 *
 * A hash stands for its word: only where a client who makes up a word with another's hash gains nothing by it.
 */
import { bytesOf, lengthOf } from "./ascii";
import { Char } from "./char";
import { FNV_OFFSET, FNV_PRIME } from "./hash";

@unmanaged
export class Slot {
  /** Hash of a word; 0 in a free slot. */
  hash: u32;
  value: u16;
  /** For the table's owner. */
  more: u16;
}

export const SLOT_BYTES: u32 = offsetof<Slot>();
const SLOT_LOG2: u32 = 3;

/** The slot with this number. @inline */
export function slotAt(slots: usize, index: u32): Slot {
  return changetype<Slot>(slots + ((<usize>index) << SLOT_LOG2));
}

/**
 * The slot of a hash, or null; one slot has to be free.
 *
 * @param mask number of slots, a power of two, less one
 * @inline
 */
export function findSlot(slots: usize, mask: u32, hash: u32): Slot | null {
  let index = hash & mask;
  while (true) {
    const slot = slotAt(slots, index);
    const found = slot.hash;
    if (found == 0) return null;
    if (found == hash) return slot;
    index = (index + 1) & mask;
  }
}

/** The value of a hash, or -1; as {@link findSlot}, for the table that every word is looked up in. @inline */
export function valueOf(slots: usize, mask: u32, hash: u32): i32 {
  let index = hash & mask;
  while (true) {
    const slot = slotAt(slots, index);
    const found = slot.hash;
    if (found == 0) return -1;
    if (found == hash) return slot.value;
    index = (index + 1) & mask;
  }
}

/** The same with the slot's `more`, as the bits above the value's; the highest number where there is none. @inline */
export function bodyOf(slots: usize, mask: u32, hash: u32): u32 {
  let index = hash & mask;
  while (true) {
    const slot = slotAt(slots, index);
    const found = slot.hash;
    if (found == 0) return u32.MAX_VALUE;
    if (found == hash) return load<u32>(changetype<usize>(slot), offsetof<Slot>("value"));
    index = (index + 1) & mask;
  }
}

/** The first free slot for a hash. */
export function freeSlot(slots: usize, mask: u32, hash: u32): Slot {
  let index = hash & mask;
  while (slotAt(slots, index).hash) index = (index + 1) & mask;
  return slotAt(slots, index);
}

/** Gives each word of a literal, with a blank between words, a value; for start-up. */
export function addWords(slots: usize, mask: u32, words: usize, value: u32): void {
  const end = bytesOf(words) + lengthOf(words);
  let hash = FNV_OFFSET;
  for (let at = bytesOf(words); at <= end; at++) {
    if (at < end && load<u8>(at) != Char.Space) {
      hash = (hash ^ load<u8>(at)) * FNV_PRIME;
      continue;
    }
    if (hash == FNV_OFFSET) continue;
    const slot = freeSlot(slots, mask, hash);
    slot.hash = hash;
    slot.value = <u16>value;
    hash = FNV_OFFSET;
  }
}
