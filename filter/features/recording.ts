/** The hashed features that a record's texts have, written down for `features` and `explain`; nothing on the hot path. */
import { take } from "../memory/scratch";

/** A hashed feature, and the text that it stands for. */
@unmanaged
export class Recorded {
  index: u32;
  text: u32;
  length: u32;
  /** Whether the heads threat and bot count it. */
  isOfThreat: bool;
  isOfBot: bool;
}

const RECORDED_BYTES: u32 = offsetof<Recorded>();

/** {@link Recorded} entries; 0 while nothing is recorded. */
let list: usize = 0;
let count: u32 = 0;
let limit: u32 = 0;
/**
 * u32, for each text that was cut into pieces (pieces.ts): number n of pieces, those where its stretch begins and ends,
 * how many the bot head reads, and n + 1 numbers of features: where each piece begins, and where the last ends.
 */
let cuts: usize = 0;
/** Numbers in it; where the text at hand begins; what there is room for. */
let cutCount: u32 = 0;
let cutFrom: u32 = 0;
let cutLimit: u32 = 0;
/** Numbers that the texts of a record have besides those of their pieces; there are four at most. */
const SPARE_CUTS: u32 = 32;
/** Numbers in front of a text's pieces. */
const CUT_HEAD: u32 = 4;
/** The list that {@link suspendRecording} set aside. */
let suspended: usize = 0;

/** From now on each feature met is written down. False where there is no memory for so many. */
export function startRecording(most: u32): bool {
  cuts = take((most + SPARE_CUTS) << 2);
  list = cuts ? take(most * RECORDED_BYTES) : 0;
  limit = most;
  cutLimit = most;
  restartRecording();
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
  cutCount = 0;
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
  entry.isOfThreat = true;
  entry.isOfBot = true;
}

/** A text that is cut into pieces begins. */
export function recordText(): void {
  if (list == 0) return;
  cutFrom = cutCount;
  cutCount += CUT_HEAD;
}

/** A piece of the text begins. */
export function recordPiece(): void {
  if (list && cutCount + 1 < cutLimit) store<u32>(cuts + (cutCount++ << 2), count);
}

/**
 * The text ended, and this is its stretch.
 *
 * @param from,to its first piece, and the one behind its last
 * @param isCounted whether it adds to the sum of threat
 * @param head pieces at the beginning that the bot head reads
 */
export function recordStretch(from: u32, to: u32, isCounted: bool, head: u32): void {
  if (list == 0) return;
  const starts = cutFrom + CUT_HEAD;
  const last = cutCount - starts;
  store<u32>(cuts + (cutCount++ << 2), count);
  store<u32>(cuts + (cutFrom << 2), last);
  store<u32>(cuts + ((cutFrom + 1) << 2), min<u32>(from, last));
  store<u32>(cuts + ((cutFrom + 2) << 2), min<u32>(to, last));
  store<u32>(cuts + ((cutFrom + 3) << 2), min<u32>(head, last));
  for (let piece: u32 = 0; piece < last; piece++) {
    const isOfThreat = isCounted && piece >= from && piece < to;
    const isOfBot = piece < head;
    for (let i = cutAt(starts + piece); i < cutAt(starts + piece + 1); i++) {
      recordedAt(i).isOfThreat = isOfThreat;
      recordedAt(i).isOfBot = isOfBot;
    }
  }
}

/** Only the bot head counts the features from this one on: a text of one piece, without a stretch. */
export function recordForBot(first: u32): void {
  if (list == 0 || cutCount + CUT_HEAD + 2 > cutLimit) return;
  const at = cuts + (cutCount << 2);
  store<u32>(at, 1);
  store<u64>(at, 0, 4);
  store<u32>(at, 1, 12);
  store<u32>(at, first, 16);
  store<u32>(at, count, 20);
  cutCount += CUT_HEAD + 2;
  for (let i = first; i < count; i++) recordedAt(i).isOfThreat = false;
}

/** How many numbers tell of the texts that were cut. */
export function recordedCuts(): u32 {
  return cutCount;
}

/** One of these numbers. */
export function cutAt(index: u32): u32 {
  return load<u32>(cuts + (index << 2));
}
