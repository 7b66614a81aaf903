/**
 * What a record's texts add up to: the weights of both heads, words, families of words; parts of that which are kept and
 * added again (text-cache.ts, user-agent.ts); and what is only tried (agent-text.ts, score/hit.ts). ngrams.ts adds to it.
 */
import { FAMILY_COUNT, Feature, FIRST_FAMILY } from "../schema/features";
import { clearFaultWords } from "./fault-words";
import { resumeRecording, suspendRecording } from "./recording";

/** Sums of a text, or of all texts of the record. */
@unmanaged
export class Sums {
  /** Sums of the hashed features' weights, in the heads' own units. */
  threat: i32;
  bot: i32;
  words: u32;
  /** Letters of the longest word. */
  longest: u32;
  /**
   * u16 for each family: how many of its words were met; the last number stands for more. Behind them, of a message, a bit for each
   * set of programs whose faults may be found by a word that was met.
   */
  families: u64;
  families4: u64;
  families8: u64;
  families12: u64;
  families16: u64;
}

const FAMILIES_AT: usize = offsetof<Sums>("families");
const FAULT_SETS_AT: usize = FAMILIES_AT + (FAMILY_COUNT << 1);
/** Families of words that attacks have, the first ones. */
const ATTACK_FAMILIES: u32 = Feature.WordsWebshell - FIRST_FAMILY + 1;
const MOST_WORDS: u32 = 0xffff;

/** Sums of the record at hand. */
const SUMS: usize = memory.data(offsetof<Sums>(), 8);
/** Sums before the part at hand ({@link beginPart}). */
const BEFORE: usize = memory.data(offsetof<Sums>(), 8);
/** Sums before a rehearsal. */
const REHEARSED: usize = memory.data(offsetof<Sums>(), 8);
/** The most of each sum that {@link keepMost} met. */
const MOST: usize = memory.data(offsetof<Sums>(), 8);

/** @inline */
function sums(): Sums {
  return changetype<Sums>(SUMS);
}

export function clearSums(): void {
  clearFaultWords();
  memory.fill(SUMS, 0, offsetof<Sums>());
}

function copySums(to: usize, from: usize): void {
  memory.copy(to, from, offsetof<Sums>());
}

export function threatSum(): i32 {
  return sums().threat;
}

export function botSum(): i32 {
  return sums().bot;
}

/** Words met since {@link clearSums}. */
export function wordCount(): u32 {
  return sums().words;
}

/** Letters in the longest of them. @inline */
export function longestWord(): u32 {
  return sums().longest;
}

/** @inline */
export function familyCount(family: u32): u32 {
  return load<u16>(family << 1, SUMS + FAMILIES_AT);
}

/** Sets of programs, a bit each, whose faults may be found by a word of the message. */
export function faultSets(): u32 {
  return load<u16>(SUMS + FAULT_SETS_AT);
}

/** Notes them; only of the message: a part of the sums is what came to them. */
export function metFaultSets(sets: u32): void {
  store<u16>(SUMS + FAULT_SETS_AT, <u32>load<u16>(SUMS + FAULT_SETS_AT) | sets);
}

/** Takes them out of a part that was kept: its text tells of no fault of theirs. */
export function forgetFaultSets(part: Sums, sets: u32): void {
  const at = changetype<usize>(part) + FAULT_SETS_AT;
  store<u16>(at, <u32>load<u16>(at) & ~sets);
}

/** Whether any family had a word. */
export function hasFamilies(): bool {
  const all = sums();
  return (all.families | all.families4 | all.families8 | all.families12 | all.families16) != 0;
}

/** Words of attacks so far, halves: a known target's word speaks for itself, others stand in ordinary texts too. */
export function attackWords(): u32 {
  if (!hasFamilies()) return 0;
  let halves: u32 = 0;
  for (let family: u32 = 0; family < ATTACK_FAMILIES; family++) halves += familyCount(family);
  return halves + familyCount(Feature.WordsProbe - FIRST_FAMILY);
}

/** Adds weights. @inline */
export function addSums(threat: i32, bot: i32): void {
  sums().threat += threat;
  sums().bot += bot;
}

/** Makes the sums of weights these. */
export function setSums(threat: i32, bot: i32): void {
  sums().threat = threat;
  sums().bot = bot;
}

/** Counts a word of so many letters. @inline */
export function metWord(letters: u32): void {
  if (letters > sums().longest) sums().longest = letters;
  sums().words++;
}

/** Counts words, of which with those before the longest has so many letters. @inline */
export function addWords(count: u32, longestOfAll: u32): void {
  sums().words += count;
  sums().longest = longestOfAll;
}

/** Counts a word of a family. */
export function metFamily(family: u32): void {
  const count = familyCount(family);
  if (count < MOST_WORDS) store<u16>(family << 1, count + 1, SUMS + FAMILIES_AT);
}

/** From here on what is met is a part, for {@link keepPart}. */
export function beginPart(): void {
  copySums(BEFORE, SUMS);
  sums().longest = 0;
}

/** Stores the part that was begun; the sums have it too. */
export function keepPart(part: Sums): void {
  const all = sums();
  const before = changetype<Sums>(BEFORE);
  part.threat = all.threat - before.threat;
  part.bot = all.bot - before.bot;
  part.words = all.words - before.words;
  part.longest = all.longest;
  all.longest = max<u32>(all.longest, before.longest);
  part.families = all.families - before.families;
  part.families4 = all.families4 - before.families4;
  part.families8 = all.families8 - before.families8;
  part.families12 = all.families12 - before.families12;
  part.families16 = all.families16 - before.families16;
}

/** Adds a part that was kept to the sums. */
export function addPart(part: Sums): void {
  const all = sums();
  all.threat += part.threat;
  all.bot += part.bot;
  all.words += part.words;
  all.longest = max<u32>(all.longest, part.longest);
  all.families += part.families;
  all.families4 += part.families4;
  all.families8 += part.families8;
  all.families12 += part.families12;
  all.families16 += part.families16;
}

/** From here on what is met counts only until {@link endRehearsal}. */
export function rehearse(): void {
  copySums(REHEARSED, SUMS);
  suspendRecording();
}

/** Makes the sums what they were, for the next thing to be rehearsed. */
export function rehearseAgain(): void {
  copySums(SUMS, REHEARSED);
}

/** Makes the sums what they were. */
export function endRehearsal(): void {
  copySums(SUMS, REHEARSED);
  resumeRecording();
}

/** From here on {@link keepMost} compares with the sums as they are. */
export function beginMost(): void {
  copySums(MOST, SUMS);
  changetype<Sums>(MOST).threat = i32.MIN_VALUE;
  changetype<Sums>(MOST).bot = i32.MIN_VALUE;
}

export function keepMost(): void {
  const all = sums();
  const most = changetype<Sums>(MOST);
  most.threat = max<i32>(all.threat, most.threat);
  most.bot = max<i32>(all.bot, most.bot);
  most.words = max<u32>(all.words, most.words);
  most.longest = max<u32>(all.longest, most.longest);
  for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
    const at = MOST + FAMILIES_AT + (family << 1);
    store<u16>(at, max<u16>(<u16>familyCount(family), load<u16>(at)));
  }
}

/** Makes the sums the most that was kept. */
export function takeMost(): void {
  copySums(SUMS, MOST);
}
