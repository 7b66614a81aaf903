/** Scratch space for one record: above the host's blocks, given back as a whole when the next record comes. */
import { ensureMemory, heapTop } from "./heap";

let top: usize = 0;

export function clearScratch(): void {
  top = heapTop();
}

/** Space for `bytes`, or 0 where memory is at its end. */
export function take(bytes: usize): usize {
  const at = top;
  if (!ensureMemory(at + bytes)) return 0;
  top = (at + bytes + 15) & ~15;
  return at;
}

/** Where the unused scratch space begins. */
export function scratchTop(): usize {
  return top;
}
