/**
 * Of a key that comes twice in an object the last counts: a table of where each key of the record at hand stands last, by a
 * hash of its path. A client may choose a key's hash, so its text is compared.
 */
import { isSameKey } from "./keys";

/** A power of two. Keys beyond three quarters of them are not noted: each then counts as the last. */
const SLOTS: u32 = 256;
const MOST: u32 = (SLOTS >> 2) * 3;

@unmanaged
class KeySlot {
  hash: u32;
  /** The key as it is written, where it stands last; 0 in a free slot. */
  at: u32;
  end: u32;
}

const TABLE: usize = memory.data(SLOTS * offsetof<KeySlot>(), 8);

let count: u32 = 0;

export function forgetKeys(): void {
  count = 0;
  memory.fill(TABLE, 0, SLOTS * offsetof<KeySlot>());
}

/** The slot of the key in [at, end) with this hash of its path, or the free one for it. */
function slotOf(hash: u32, at: usize, end: usize): KeySlot {
  let index = hash & (SLOTS - 1);
  while (true) {
    const slot = changetype<KeySlot>(TABLE + index * offsetof<KeySlot>());
    if (slot.at == 0 || (slot.hash == hash && isSameKey(slot.at, slot.end, at, end))) return slot;
    index = (index + 1) & (SLOTS - 1);
  }
}

/** Notes a key; keys are noted in their order. */
export function noteLast(hash: u32, at: usize, end: usize): void {
  const slot = slotOf(hash, at, end);
  if (slot.at == 0) {
    if (count == MOST) return;
    count++;
  }
  slot.hash = hash;
  slot.at = <u32>at;
  slot.end = <u32>end;
}

/** Whether the key does not come again behind `at`. */
export function isLast(hash: u32, at: usize, end: usize): bool {
  const slot = slotOf(hash, at, end);
  return slot.at == 0 || slot.at == <u32>at;
}
