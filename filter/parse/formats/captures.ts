/** What a pattern has read so far: nothing counts before all of the pattern fits. */
import { NO_FIELD } from "./operations";

/** A value: the bytes in [at, end). */
@unmanaged
export class Capture {
  at: u32;
  end: u32;
  field: u8;
  /** A `Type`. */
  type: u8;
  /** Whether a text that a client may choose stands before it. */
  isUnsure: bool;
  /** Whether it counts no longer. */
  isDropped: bool;
}

const MAX_CAPTURES: u32 = 64;
const CAPTURES: usize = memory.data(MAX_CAPTURES * offsetof<Capture>(), 8);

let count: u32 = 0;

/** Forgets all. */
export function clearCaptures(): void {
  count = 0;
}

/** Notes a value; of more than there is room for the later are forgotten. */
export function capture(field: u32, type: u32, at: usize, end: usize): void {
  if (field == NO_FIELD || count == MAX_CAPTURES) return;
  const entry = captureAt(count++);
  entry.at = <u32>at;
  entry.end = <u32>end;
  entry.field = <u8>field;
  entry.type = <u8>type;
  entry.isUnsure = false;
  entry.isDropped = false;
}

export function captureCount(): u32 {
  return count;
}

/** @inline */
export function captureAt(index: u32): Capture {
  return changetype<Capture>(CAPTURES + index * offsetof<Capture>());
}
