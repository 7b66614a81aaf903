/**
 * What a record's texts add up to: the weights of both heads, words, families of words; parts of that which are kept and
 * added again (known.ts, agent.ts); and what is only tried (stretch.ts). ngrams.ts adds to it. Where somebody wants to see
 * them, the features that were met are written down.
 */
import { take } from "../scratch";

/** u16 for each family: how many of its words were met; the last stands for more. */
const FAMILIES: usize = memory.data(40, 8);
const FAMILIES_BYTES: usize = 40;

/** Whether a scanner's name was met. */
let scanner: bool = false;
let threat: i32 = 0;
let bot: i32 = 0;
let words: u32 = 0;
let longest: u32 = 0;

/** Where recorded features go: `{ u32 index, u32 text, u32 length }`; 0 while nothing is recorded. */
let record: usize = 0;
let recorded: u32 = 0;
let recordLimit: u32 = 0;

export const RECORD_BYTES: u32 = 12;

export function clearSums(): void {
  threat = 0;
  bot = 0;
  words = 0;
  longest = 0;
  memory.fill(FAMILIES, 0, FAMILIES_BYTES);
}

/** From now on each feature met is written down too. False where there is no memory for `limit` of them. */
export function startRecording(limit: u32): bool {
  record = take(limit * RECORD_BYTES);
  recorded = 0;
  recordLimit = limit;
  return record != 0;
}

export function stopRecording(): void {
  record = 0;
}

export function recordedAt(): usize {
  return record;
}

export function recordedCount(): u32 {
  return recorded;
}

export function threatSum(): i32 {
  return threat;
}

export function botSum(): i32 {
  return bot;
}

/** @inline */
export function familyCount(family: u32): u32 {
  return load<u16>(family << 1, FAMILIES);
}

/** Stores how many words each family had, in 40 bytes. */
export function copyFamilies(to: usize): void {
  memory.copy(to, FAMILIES, FAMILIES_BYTES);
}

export function setFamilies(from: usize): void {
  memory.copy(FAMILIES, from, FAMILIES_BYTES);
}

/** Whether any family had a word. */
export function hasFamilies(): bool {
  const some =
    load<u64>(FAMILIES) | load<u64>(FAMILIES, 8) | load<u64>(FAMILIES, 16) | load<u64>(FAMILIES, 24);
  return (some | load<u64>(FAMILIES, 32)) != 0;
}

/** Whether a scanner's name was met since {@link forgetScanner}. */
export function metScanner(): bool {
  return scanner;
}

export function forgetScanner(): void {
  scanner = false;
}

/** Writes down a feature that stands for the text in [at, end). */
export function recordFeature(index: u32, at: usize, end: usize): void {
  if (recorded >= recordLimit) return;
  const entry = record + recorded * RECORD_BYTES;
  store<u32>(entry, index);
  store<u32>(entry, <u32>at, 4);
  store<u32>(entry, <u32>(end - at), 8);
  recorded++;
}

/** Adds weights. @inline */
export function addSums(ofThreat: i32, ofBot: i32): void {
  threat += ofThreat;
  bot += ofBot;
}

/** Counts a word of so many letters. @inline */
export function metWord(letters: u32): void {
  if (letters > longest) longest = letters;
  words++;
}

/** Counts words, of which with those before the longest has so many letters. @inline */
export function addWords(count: u32, longestOfAll: u32): void {
  words += count;
  longest = longestOfAll;
}

/** Counts a word of a family. */
export function metFamily(family: u32): void {
  if (familyCount(family) < 0xffff) store<u16>(family << 1, familyCount(family) + 1, FAMILIES);
}

/** A scanner's name was met. */
export function noteScanner(): void {
  scanner = true;
}

/** Words met since {@link clearSums}. */
export function wordCount(): u32 {
  return words;
}

/** Letters in the longest of them. @inline */
export function longestWord(): u32 {
  return longest;
}

/** Whether features are written down. @inline */
export function isRecording(): bool {
  return record != 0;
}

/** What the sums were where a part of them began. */
const BEFORE: usize = memory.data(56, 8);
/** Bytes of a part: i32 threat | i32 bot | u32 words | u32 letters of the longest | u16 words of each family. */
export const PART_BYTES: usize = 56;

/** From here on what is met is a part, for {@link keepPart}. */
export function beginPart(): void {
  saveSums(BEFORE);
  longest = 0;
}

/** Stores the part that was begun, and adds it to the sums. */
export function keepPart(to: usize): void {
  store<i32>(to, threat - load<i32>(BEFORE));
  store<i32>(to, bot - load<i32>(BEFORE, 4), 4);
  store<u32>(to, words - load<u32>(BEFORE, 8), 8);
  store<u32>(to, longest, 12);
  longest = max<u32>(longest, load<u32>(BEFORE, 12));
  for (let i: usize = 16; i < PART_BYTES; i += 8) {
    store<u64>(to + i, load<u64>(FAMILIES + i - 16) - load<u64>(BEFORE + i));
  }
}

/** Adds a part that was kept to the sums. */
export function addPart(from: usize): void {
  threat += load<i32>(from);
  bot += load<i32>(from, 4);
  words += load<u32>(from, 8);
  longest = max<u32>(longest, load<u32>(from, 12));
  store<u64>(FAMILIES, load<u64>(FAMILIES) + load<u64>(from, 16));
  store<u64>(FAMILIES, load<u64>(FAMILIES, 8) + load<u64>(from, 24), 8);
  store<u64>(FAMILIES, load<u64>(FAMILIES, 16) + load<u64>(from, 32), 16);
  store<u64>(FAMILIES, load<u64>(FAMILIES, 24) + load<u64>(from, 40), 24);
  store<u64>(FAMILIES, load<u64>(FAMILIES, 32) + load<u64>(from, 48), 32);
}

function saveSums(to: usize): void {
  store<i32>(to, threat);
  store<i32>(to, bot, 4);
  store<u32>(to, words, 8);
  store<u32>(to, longest, 12);
  memory.copy(to + 16, FAMILIES, FAMILIES_BYTES);
}

function restoreSums(from: usize): void {
  threat = load<i32>(from);
  bot = load<i32>(from, 4);
  words = load<u32>(from, 8);
  longest = load<u32>(from, 12);
  memory.copy(FAMILIES, from + 16, FAMILIES_BYTES);
}

/** Sums as they were before a rehearsal, and where features were written down. */
const REHEARSED: usize = memory.data(56, 8);
let suspended: usize = 0;

/** From here on what is met counts only until {@link endRehearsal}. */
export function rehearse(): void {
  saveSums(REHEARSED);
  suspended = record;
  record = 0;
}

/** Makes the sums what they were, for the next thing to be rehearsed. */
export function rehearseAgain(): void {
  restoreSums(REHEARSED);
}

/** Makes the sums what they were. */
export function endRehearsal(): void {
  restoreSums(REHEARSED);
  record = suspended;
}

/** The most of each sum that {@link keepMost} met. */
const MOST: usize = memory.data(56, 8);

/** From here on {@link keepMost} compares with the sums as they are. */
export function beginMost(): void {
  saveSums(MOST);
  store<i32>(MOST, i32.MIN_VALUE);
  store<i32>(MOST, i32.MIN_VALUE, 4);
}

export function keepMost(): void {
  store<i32>(MOST, max<i32>(threat, load<i32>(MOST)));
  store<i32>(MOST, max<i32>(bot, load<i32>(MOST, 4)), 4);
  store<u32>(MOST, max<u32>(words, load<u32>(MOST, 8)), 8);
  store<u32>(MOST, max<u32>(longest, load<u32>(MOST, 12)), 12);
  for (let i: usize = 0; i < FAMILIES_BYTES; i += 2) {
    const kept = MOST + 16 + i;
    store<u16>(kept, max<u16>(load<u16>(FAMILIES + i), load<u16>(kept)));
  }
}

/** Makes the sums the most that was kept. */
export function takeMost(): void {
  restoreSums(MOST);
}

/** Adds to the sum of threat what is no feature's. */
export function addThreat(sum: i32): void {
  threat += sum;
}
