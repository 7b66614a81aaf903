/**
 * Hashed features of a text: character trigrams, words, words with what stands around them, pairs of words. Each adds
 * its weights to the sums of both heads while it passes, so that nothing is stored on the hot path.
 *
 * Before that, letters are folded to lower case, digits to `0` (at most two in a row), blanks and controls to one
 * blank, all bytes past ASCII to one mark: what is learnt is shape, not this or that number.
 */
import { familyOfWord } from "../model/dictionary";
import { askedAt, askedBotAt, askedIndex, saidAt, saidIndex } from "../model/linear";
import { F_FAULT, F_PROBE, F_WEBSHELL, FAMILY_COUNT, FIRST_CLIENT_FAMILY } from "../schema";
import { take } from "../scratch";
import { isDigit } from "../text/ascii";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { isScanner } from "./scanners";

/** Which text it is; also the mark that stands before its first byte. */
export const REGION_TARGET: u32 = 1;
export const REGION_REFERER: u32 = 2;
export const REGION_AGENT: u32 = 3;
export const REGION_MESSAGE: u32 = 4;
/** What a user agent has in parentheses: system and device, an open set, and what robots say of themselves. */
const REGION_COMMENT: u32 = 6;

/** A run of letters longer than this is a token, not a word: it counts once, and its trigrams not at all. */
const LONG_WORD: u32 = 24;
const LONG_WORD_HASH: u32 = 0x10f00d;
const END_MARK: u32 = 5;
const ZEROS: u32 = 0x3030;
const BLANK: u32 = 0x20;

const WORD_SALT: u32 = 0x5bd1e995;
const AROUND_SALT: u32 = 0x27d4eb2f;
const PAIR_SALT: u32 = 0x165667b1;
const SKELETON_SALT: u32 = 0x9b05688c;
/** Parentheses in parentheses are counted this far. */
const OPEN: u32 = 0x28;
const CLOSE: u32 = 0x29;

/** u16 for each byte: what it is folded to, and {@link WORD} where it belongs to a word. */
const SHAPES: usize = memory.data(512, 8);
const WORD: u32 = 0x100;
/** u8 for each byte: what it is folded to; whether it belongs to a word and is no digit. */
const FOLDS: usize = memory.data(256, 8);
const LETTERS: usize = memory.data(256, 8);
const FOLDED: u32 = 0xff;
/** Marks the shape of a digit besides. */
const DIGIT: u32 = 0x200;

/** u16 for each family: how many of its words were met; the last stands for more. */
const FAMILIES: usize = memory.data(40, 8);
const FAMILIES_BYTES: usize = 40;

for (let byte: u32 = 0; byte < 256; byte++) {
  let folded = byte;
  if (byte <= 0x20 || byte == 0x7f) folded = BLANK;
  else if (byte >= 0x80) folded = 0x80;
  else if (byte - 0x41 < 26) folded = byte | 0x20;
  else if (byte - 0x30 < 10) folded = 0x30;
  const isWord = folded - 0x61 < 26 || folded == 0x30 || folded == 0x5f || folded == 0x80;
  const marks = isWord ? (folded == 0x30 ? WORD | DIGIT : WORD) : 0;
  store<u16>(SHAPES + (byte << 1), folded | marks);
  store<u8>(FOLDS + byte, folded);
  store<u8>(LETTERS + byte, isWord && folded != 0x30);
}

/** @inline */
function shapeOf(byte: u32): u32 {
  return load<u16>((<usize>byte) << 1, SHAPES);
}

/** Whether a scanner's name was met. */
let scanner: bool = false;
let threat: i32 = 0;
let bot: i32 = 0;
let words: u32 = 0;
let longest: u32 = 0;
/** Whether the text at hand is what is asked for, rather than what somebody says of himself. */
let isAsked: bool = false;

/** Where recorded features go: `{ u32 index, u32 text, u32 length }`; 0 while nothing is recorded. */
let record: usize = 0;
let recorded: u32 = 0;
let recordLimit: u32 = 0;
let textFrom: usize = 0;

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

/** Words met since {@link clearSums}. */
export function wordCount(): u32 {
  return words;
}

/** Letters in the longest of them. */
export function longestWord(): u32 {
  return longest;
}

/** Whether features are written down. */
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

/** @inline */
function add(hash: u32, end: usize): void {
  if (isAsked) {
    threat += load<i8>(askedAt(hash));
    bot += load<i8>(askedBotAt(hash));
  } else {
    const weights = saidAt(hash);
    threat += load<i8>(weights);
    bot += load<i8>(weights, 1);
  }
  if (record) note(hash, end);
}

/** Writes a feature down that stands for the text from {@link textFrom} to `end`. */
function note(hash: u32, end: usize): void {
  if (recorded >= recordLimit) return;
  const entry = record + recorded * RECORD_BYTES;
  store<u32>(entry, isAsked ? askedIndex(hash) : saidIndex(hash));
  store<u32>(entry, <u32>textFrom, 4);
  store<u32>(entry, <u32>(end - textFrom), 8);
  recorded++;
}

/** @inline */
function countFamily(word: u32, region: u32): void {
  const family = <u32>familyOfWord(word);
  if (family < FAMILY_COUNT) countWord(family, region);
}

/** Counts a word that tells a family. */
function countWord(family: u32, region: u32): void {
  // A word means something only where it belongs: `curl` in a user agent is a client, in a query it is a command.
  const fits =
    family >= FIRST_CLIENT_FAMILY
      ? region == REGION_AGENT || region == REGION_COMMENT
      : family == F_FAULT
        ? region == REGION_MESSAGE
        : family == F_PROBE || family == F_WEBSHELL
          ? region == REGION_TARGET
          : region != REGION_MESSAGE;
  if (fits && familyCount(family) < 0xffff) store<u16>(family << 1, familyCount(family) + 1, FAMILIES);
}

/** Adds one feature of its own, which stands for the text in [at, end) of a region. */
export function addFeature(hash: u32, at: usize, end: usize, region: u32): void {
  isAsked = region < REGION_AGENT;
  textFrom = at;
  add(hash, end);
}

/**
 * Adds the features of a user agent. Besides those of its text there is its skeleton: the names of the products outside
 * parentheses, in order, without versions. Browsers have few, whatever device they run on.
 *
 * @param depth how many parentheses are open where it begins
 */
export function addAgent(at: usize, end: usize, depth: u32): void {
  let skeleton = FNV_OFFSET;
  let from = at;
  for (let p = at; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (byte == OPEN) {
      if (depth++ == 0) {
        addText(from, p, REGION_AGENT);
        from = p + 1;
      }
      continue;
    }
    if (byte == CLOSE) {
      if (depth > 0 && --depth == 0) {
        addText(from, p, REGION_COMMENT);
        from = p + 1;
      }
      continue;
    }
    const folded = shapeOf(byte) & FOLDED;
    if (depth == 0 && folded != 0x30 && byte != 0x2e) skeleton = (skeleton ^ folded) * FNV_PRIME;
  }
  addText(from, end, depth > 0 ? REGION_COMMENT : REGION_AGENT);
  addFeature(skeleton ^ SKELETON_SALT, at, end, REGION_AGENT);
}

/** Adds the features of the text in [at, end). */
export function addText(at: usize, end: usize, region: u32): void {
  if (region == REGION_MESSAGE) addMessage(at, end);
  else {
    beginText(region);
    addTrigrams(at, end, region, true);
  }
}

/** A message: words and pairs of words. (No trigrams: it has too many, of no consequence, and words enough.) */
function addMessage(at: usize, end: usize): void {
  const salt = REGION_MESSAGE << 24;
  isAsked = false;
  const isNoting = record != 0;
  let pair = REGION_MESSAGE;
  let threatPart: i32 = 0;
  let botPart: i32 = 0;
  let wordsPart: u32 = 0;
  let longestPart = longest;
  // What stands behind the text ends a word, so that nothing below has to ask for the end.
  const behind = load<u8>(end);
  store<u8>(end, 0);
  while (at < end) {
    let byte = <u32>load<u8>(at);
    if (!load<u8>(byte, LETTERS) && !isDigit(byte)) {
      at++;
      continue;
    }
    const from = at;
    let word = FNV_OFFSET;
    let skipped: u32 = 0;
    while (true) {
      while (load<u8>(byte, LETTERS)) {
        word = (word ^ load<u8>(byte, FOLDS)) * FNV_PRIME;
        byte = load<u8>(++at);
      }
      if (!isDigit(byte)) break;
      word = (word ^ 0x30) * FNV_PRIME;
      byte = load<u8>(++at);
      if (!isDigit(byte)) continue;
      // Two digits stand for all that follow.
      word = (word ^ 0x30) * FNV_PRIME;
      const second = at;
      do byte = load<u8>(++at);
      while (isDigit(byte));
      skipped += <u32>(at - second) - 1;
    }
    const letters = <u32>(at - from) - skipped;
    if (letters > longestPart) longestPart = letters;
    if (letters > LONG_WORD) word = LONG_WORD_HASH;
    else countFamily(word, REGION_MESSAGE);
    wordsPart++;
    const single = (word ^ WORD_SALT) + salt;
    const double = ((pair * FNV_PRIME + word) ^ PAIR_SALT) + salt;
    const ofSingle = saidAt(single);
    const ofDouble = saidAt(double);
    threatPart += load<i8>(ofSingle) + load<i8>(ofDouble);
    botPart += load<i8>(ofSingle, 1) + load<i8>(ofDouble, 1);
    if (isNoting) {
      textFrom = from;
      note(single, at);
      note(double, at);
    }
    pair = word;
  }
  store<u8>(end, behind);
  threat += threatPart;
  bot += botPart;
  words += wordsPart;
  longest = longestPart;
}

/** What the piece before left off at: the last bytes folded, the word that is not ended, what stands around it. */
let openGram: u32 = 0;
let openWord: u32 = 0;
let openLetters: u32 = 0;
let openLead: u32 = 0;
let openPair: u32 = 0;

/** Begins a text that is given in pieces. */
export function beginText(region: u32): void {
  openGram = region;
  openWord = FNV_OFFSET;
  openLetters = 0;
  openLead = region;
  openPair = region;
}

/** Adds the features of a piece of the text that was begun. (Of a message each piece is a text of its own.) */
export function addPiece(at: usize, end: usize, region: u32, isLast: bool): void {
  if (region == REGION_MESSAGE) addMessage(at, end);
  else addTrigrams(at, end, region, isLast);
}

/** Any other text: trigrams as well, and what stands around a word. */
function addTrigrams(at: usize, end: usize, region: u32, isLast: bool): void {
  const salt = (region == REGION_REFERER ? REGION_TARGET : region) << 24;
  const asks = region < REGION_AGENT;
  isAsked = asks;
  let gram = openGram;
  let word = openWord;
  let letters = openLetters;
  let lead = openLead;
  let pair = openPair;
  const from = at;
  let wordAt = at;
  let threatPart: i32 = 0;
  let botPart: i32 = 0;
  const isNoting = record != 0;
  const weights = askedAt(0);
  const botWeights = askedBotAt(0);
  for (; ; at++) {
    let shape = END_MARK;
    if (at < end) shape = shapeOf(load<u8>(at));
    else if (at > end || !isLast) break;
    if (shape >= WORD) {
      if (shape & DIGIT && (gram & 0xffff) == ZEROS) continue;
      if (letters == 0) wordAt = at;
      letters++;
      shape &= FOLDED;
      word = (word ^ shape) * FNV_PRIME;
      gram = ((gram << 8) | shape) & 0xffffff;
      if (letters > LONG_WORD) continue;
    } else {
      if (shape == BLANK && (gram & 0xff) == BLANK) continue;
      gram = ((gram << 8) | shape) & 0xffffff;
      if (letters) {
        if (letters > longest) longest = letters;
        if (letters > LONG_WORD) word = LONG_WORD_HASH;
        else {
          countFamily(word, region);
          if (!asks && isScanner(word)) scanner = true;
        }
        words++;
        textFrom = wordAt;
        add((word ^ WORD_SALT) + salt, at);
        // Devices have too many neighbours to learn from: they would only crowd the table.
        if (region < REGION_COMMENT) {
          add(((word ^ (lead << 8) ^ shape) * FNV_PRIME) ^ AROUND_SALT ^ salt, at);
          add(((pair * FNV_PRIME + word) ^ PAIR_SALT) + salt, at);
        }
        pair = word;
        word = FNV_OFFSET;
        letters = 0;
      }
      lead = shape;
    }
    if (asks) {
      const index = askedIndex(gram ^ salt);
      threatPart += load<i8>(weights + index);
      botPart += load<i8>(botWeights + (index >> 2));
    } else {
      const weights = saidAt(gram ^ salt);
      threatPart += load<i8>(weights);
      botPart += load<i8>(weights, 1);
    }
    if (isNoting) {
      textFrom = max<usize>(from, at - 2);
      note(gram ^ salt, at < end ? at + 1 : end);
    }
  }
  threat += threatPart;
  bot += botPart;
  if (isLast) return;
  openGram = gram;
  openWord = word;
  openLetters = letters;
  openLead = lead;
  openPair = pair;
}
