/**
 * Memo cache of texts: targets, referers and messages are often those of an event not long ago, and what was found in
 * them is kept in a table of fixed size. A text is found only when all its bytes are the same, so no sender can make one
 * pass for another; a sender of ever new texts only displaces entries, and costs what each would without the table.
 *
 * User agents have a cache of their own (user-agent.ts): they are longer, and keep other things.
 */
import { Feature } from "../schema/features";
import { sameBytes } from "../text/ascii";
import { GOLDEN_64 } from "../text/hash";
import { isRecording } from "./recording";
import { addPart, forgetFaultSets, keepPart, Sums } from "./sums";
import { DENSE, get, set } from "./values";

/** What was found in a text. Behind it: its {@link Sums}, the dense features that it has, the text. */
@unmanaged
export class CachedText {
  /** Region << 16 | length; 0 in a free entry. */
  key: u32;
  /** Hash of a target's pattern where the site has it, and where it has not; 0 where that is not known. */
  pattern: u32;
  missing: u32;
  /** Of a target: FNV-1a of its path, and whether that is robots.txt. */
  pathHash: u32;
  calls: f32;
  isRobots: bool;
}

const FIRST_DENSE: usize = (<usize>Feature.TargetLength) << 2;
const DENSE_BYTES: usize = (<usize>(Feature.AbsoluteTarget - Feature.TargetLength) + 1) << 2;
const SUMS_AT: usize = (offsetof<CachedText>() + 7) & ~7;
const DENSE_AT: usize = SUMS_AT + offsetof<Sums>();
const TEXT_AT: usize = DENSE_AT + DENSE_BYTES;
const MAX_TEXT_BYTES: usize = 168;
const ENTRY_BYTES: usize = TEXT_AT + MAX_TEXT_BYTES;
const ENTRIES_LOG2: u64 = 9;
const TABLE: usize = memory.data(<i32>(ENTRY_BYTES << (<usize>ENTRIES_LOG2)), 16);

const MIX_MIDDLE: u64 = 0xd6e8feb86659fd93;
const MIX_LAST: u64 = 0xa0761d6478bd642f;

/** Where the text that was looked for last belongs, or null where it is not to be kept. */
let place: CachedText | null = null;

/** The entry of the text in [at, end), or null; {@link keep} then makes one. */
export function findText(at: usize, end: usize, region: u32): CachedText | null {
  const length = end - at;
  place = null;
  // While features are written down each has to be met.
  if (length == 0 || length > MAX_TEXT_BYTES || isRecording()) return null;
  const key = (region << 16) | <u32>length;
  let hash: u64;
  if (length > 8) {
    hash = load<u64>(at) * GOLDEN_64;
    hash ^= (load<u64>(end - 8) + key) * MIX_LAST;
    hash ^= load<u64>(at + ((length - 8) >> 1)) * MIX_MIDDLE;
    // What lies past the end may be read (memory/heap.ts); its bits are shifted out.
  } else hash = ((load<u64>(at) << ((8 - <u64>length) << 3)) + key) * GOLDEN_64;
  const address = TABLE + <usize>((hash * GOLDEN_64) >> (64 - ENTRIES_LOG2)) * ENTRY_BYTES;
  const entry = changetype<CachedText>(address);
  place = entry;
  return entry.key == key && sameBytes(at, address + TEXT_AT, length) ? entry : null;
}

/** The entry that a text which {@link findText} did not find is to be kept in; null for none. */
export function placeFound(): CachedText | null {
  return place;
}

/** Keeps what was found in a text since {@link beginPart}. */
export function keep(entry: CachedText, at: usize, end: usize, region: u32): void {
  const address = changetype<usize>(entry);
  entry.key = (region << 16) | <u32>(end - at);
  entry.pattern = 0;
  entry.missing = 0;
  entry.calls = get(Feature.Calls);
  memory.copy(address + TEXT_AT, at, end - at);
  keepPart(changetype<Sums>(address + SUMS_AT));
  memory.copy(address + DENSE_AT, DENSE + FIRST_DENSE, DENSE_BYTES);
}

/** Notes that the text looked for last tells of no fault of these sets of programs (sums.ts), where it is kept. */
export function notePlain(sets: u32): void {
  if (place) forgetFaultSets(changetype<Sums>(changetype<usize>(place) + SUMS_AT), sets);
}

/** Adds what is known of a text to the sums. */
export function recallSums(entry: CachedText): void {
  addPart(changetype<Sums>(changetype<usize>(entry) + SUMS_AT));
}

/** Sets the dense features that a text has. */
export function recallDense(entry: CachedText): void {
  memory.copy(DENSE + FIRST_DENSE, changetype<usize>(entry) + DENSE_AT, DENSE_BYTES);
  set(Feature.Calls, entry.calls);
}

/** Hash of the pattern that is kept of a target; 0 where none is. @inline */
export function keptPattern(entry: CachedText, isMissing: bool): u32 {
  return isMissing ? entry.missing : entry.pattern;
}

/** Keeps the hash of a target's pattern. */
export function keepPattern(entry: CachedText, isMissing: bool, pattern: u32): void {
  if (isMissing) entry.missing = pattern;
  else entry.pattern = pattern;
}
