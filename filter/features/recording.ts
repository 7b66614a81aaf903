/** The hashed features that a record's texts have, written down for `features` and `explain`; nothing on the hot path. */
import { take } from "../memory/scratch";

/** A hashed feature, and the text that it stands for. */
@unmanaged
export class Recorded {
  index: u32;
  text: u32;
  length: u32;
}

const RECORDED_BYTES: u32 = offsetof<Recorded>();

/** {@link Recorded} entries; 0 while nothing is recorded. */
let list: usize = 0;
let count: u32 = 0;
let limit: u32 = 0;
/** The list that {@link suspendRecording} set aside. */
let suspended: usize = 0;

/** From now on each feature met is written down. False where there is no memory for so many. */
export function startRecording(most: u32): bool {
  list = take(most * RECORDED_BYTES);
  count = 0;
  limit = most;
  return list != 0;
}

export function stopRecording(): void {
  list = 0;
}

/** Nothing is written down until {@link resumeRecording}. */
export function suspendRecording(): void {
  suspended = list;
  list = 0;
}

export function resumeRecording(): void {
  list = suspended;
}

/** Whether features are written down. @inline */
export function isRecording(): bool {
  return list != 0;
}

/** Forgets what was written down so far. */
export function restartRecording(): void {
  count = 0;
}

export function recordedCount(): u32 {
  return count;
}

/** An entry; valid until the next record. */
export function recordedAt(index: u32): Recorded {
  return changetype<Recorded>(list + index * RECORDED_BYTES);
}

/** Writes down a feature that stands for the text in [at, end). */
export function recordFeature(index: u32, at: usize, end: usize): void {
  if (count >= limit) return;
  const entry = recordedAt(count++);
  entry.index = index;
  entry.text = <u32>at;
  entry.length = <u32>(end - at);
}
