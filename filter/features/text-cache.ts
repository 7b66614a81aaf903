/**
 * Texts that come again: targets, referers and messages are often those of an event not long ago, and what was found in
 * them is kept in a table of fixed size. A text is known only when all its bytes are the same, so nobody can make one
 * pass for another; whoever sends others each time only displaces entries, and pays what he would without the table.
 *
 * Entry, 320 bytes:
 * ```
 *   0 u32 region << 16 | length (0: free)      4 u32 hash of what stands before the target in its template, 0 for none
 *   8 part of the sums (ngrams.ts)            64 f32 dense features from {@link FIRST_DENSE} on, 18 of them
 * 136 f32 calls     140 u32 hash of the path     144 u32 whether it is robots.txt     148 u32 template
 * 152 text, at most 168 bytes
 * ```
 */
import { D_ABSOLUTE, D_CALLS, D_TARGET_LENGTH } from "../schema";
import { addPart, isRecording, keepPart } from "./sums";
import { DENSE, get, set } from "./values";

/** 512 entries of 320 bytes. */
const TABLE: usize = memory.data(163840, 16);
const ENTRY_BYTES: usize = 320;
const INDEX_SHIFT: u64 = 64 - 9;
const MAX_TEXT_BYTES: usize = 168;
const PART_AT: usize = 8;
const DENSE_AT: usize = 64;
const TEXT_AT: usize = 152;
const FIRST_DENSE: usize = (<usize>D_TARGET_LENGTH) << 2;
const DENSE_BYTES: usize = (<usize>(D_ABSOLUTE - D_TARGET_LENGTH) + 1) << 2;

const MIX_FIRST: u64 = 0x9e3779b97f4a7c15;
const MIX_MIDDLE: u64 = 0xd6e8feb86659fd93;
const MIX_LAST: u64 = 0xa0761d6478bd642f;

/** Where the text that was looked for last belongs, or 0 where it is not to be kept. */
let place: usize = 0;

/** Address of the entry of the text in [at, end), or 0; {@link keep} then makes one. */
export function findKnown(at: usize, end: usize, region: u32): usize {
  const length = end - at;
  place = 0;
  // While features are written down each has to be met.
  if (length == 0 || length > MAX_TEXT_BYTES || isRecording()) return 0;
  const key = (region << 16) | <u32>length;
  // What lies past the end may be read (memory.ts); its bits are shifted out.
  const unused: u64 = (<u64>(0 - length) & 7) << 3;
  let hash: u64;
  if (length > 8) {
    hash = load<u64>(at) * MIX_FIRST;
    hash ^= (load<u64>(end - 8) + key) * MIX_LAST;
    hash ^= load<u64>(at + ((length - 8) >> 1)) * MIX_MIDDLE;
  } else hash = ((load<u64>(at) << unused) + key) * MIX_FIRST;
  const entry = TABLE + <usize>((hash * MIX_FIRST) >> INDEX_SHIFT) * ENTRY_BYTES;
  place = entry;
  if (load<u32>(entry) != key) return 0;
  let text = entry + TEXT_AT;
  for (const whole = end - 8; at <= whole; at += 8) {
    if (load<u64>(at) != load<u64>(text)) return 0;
    text += 8;
  }
  return at == end || (load<u64>(at) ^ load<u64>(text)) << unused == 0 ? entry : 0;
}

/**
 * Keeps what was found in a text since ngrams.ts began its part.
 *
 * @param entry where {@link placeFound} said, when the text was looked for
 */
export function keep(entry: usize, at: usize, end: usize, region: u32): void {
  store<u32>(entry, (region << 16) | <u32>(end - at));
  memory.copy(entry + TEXT_AT, at, end - at);
  keepPart(entry + PART_AT);
  memory.copy(entry + DENSE_AT, DENSE + FIRST_DENSE, DENSE_BYTES);
  store<f32>(entry, get(D_CALLS), 136);
  store<u32>(entry, 0, 4);
}

/** Where the text that {@link findKnown} did not find is to be kept; 0 for nowhere. */
export function placeFound(): usize {
  return place;
}

/** Adds what is known of a text to the sums. */
export function recallSums(entry: usize): void {
  addPart(entry + PART_AT);
}

/** Sets the dense features that a text has. */
export function recallDense(entry: usize): void {
  memory.copy(DENSE + FIRST_DENSE, entry + DENSE_AT, DENSE_BYTES);
  set(D_CALLS, load<f32>(entry, 136));
}

/** Keeps what a target's path is called by (behaviour.ts). */
export function keepPath(entry: usize, hash: u32, isRobots: bool): void {
  store<u32>(entry, hash, 140);
  store<u32>(entry, isRobots, 144);
}

export function pathHashOf(entry: usize): u32 {
  return load<u32>(entry, 140);
}

export function isRobotsOf(entry: usize): bool {
  return load<u32>(entry, 144) != 0;
}

/** Keeps the template of a target behind what has this hash. */
export function keepTemplate(entry: usize, before: u32, template: u32): void {
  store<u32>(entry, before, 4);
  store<u32>(entry, template, 148);
}

/** Whether {@link templateOf} is the template behind what has this hash. */
export function hasTemplate(entry: usize, before: u32): bool {
  return before != 0 && load<u32>(entry, 4) == before;
}

export function templateOf(entry: usize): u32 {
  return load<u32>(entry, 148);
}
