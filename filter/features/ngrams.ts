/**
 * Hashed features of a text: character trigrams, words, words with what stands around them, pairs of words. Each adds
 * its weights to the sums of both heads while it passes, so that nothing is stored on the hot path.
 *
 * Before that, letters are folded to lower case, digits to `0` (at most two in a row), blanks and controls to one
 * blank, all bytes past ASCII to one mark: what is learnt is shape, not this or that number.
 */

import { familyOfWord } from "../model/dictionary";
import { clientIndex, clientWeightsAt, requestBotAt, requestIndex, requestThreatAt } from "../model/linear";
import { FAMILY_COUNT, Feature, FIRST_CLIENT_FAMILY, FIRST_FAMILY } from "../schema/features";
import { isDigit } from "../text/ascii";
import { BYTE_VALUES, Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { isRecording, recordFeature } from "./recording";
import { isScanner } from "./scanners";
import { addSums, addWords, longestWord, metFamily, metWord, noteScanner } from "./sums";

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

const WORD_SALT: u32 = 0x5bd1e995;
const AROUND_SALT: u32 = 0x27d4eb2f;
const PAIR_SALT: u32 = 0x165667b1;
const SKELETON_SALT: u32 = 0x9b05688c;
/** Parentheses in parentheses are counted this far. */

/** u16 for each byte: what it is folded to, and {@link WORD} where it belongs to a word. */
const SHAPES: usize = memory.data(BYTE_VALUES << 1, 8);
const WORD: u32 = 0x100;
/** u8 for each byte: what it is folded to; whether it belongs to a word and is no digit. */
const FOLDS: usize = memory.data(BYTE_VALUES, 8);
const LETTERS: usize = memory.data(BYTE_VALUES, 8);
const FOLDED: u32 = 0xff;
/** Marks the shape of a digit besides. */
const DIGIT: u32 = 0x200;

for (let byte: u32 = 0; byte < BYTE_VALUES; byte++) {
  let folded = byte;
  if (byte <= <u32>Char.Space || byte == Char.Delete) folded = Char.Space;
  else if (byte >= 0x80) folded = 0x80;
  else if (byte - Char.A < 26) folded = byte | 0x20;
  else if (byte - Char._0 < 10) folded = Char._0;
  const isWord = folded - Char.a < 26 || folded == Char._0 || folded == Char.Underscore || folded == 0x80;
  const marks = isWord ? (folded == Char._0 ? WORD | DIGIT : WORD) : 0;
  store<u16>(SHAPES + (byte << 1), folded | marks);
  store<u8>(FOLDS + byte, folded);
  store<u8>(LETTERS + byte, isWord && folded != Char._0);
}

/** @inline */
function shapeOf(byte: u32): u32 {
  return load<u16>((<usize>byte) << 1, SHAPES);
}

/** Whether the text at hand is what is asked for, rather than what somebody says of himself. */
let isAsked: bool = false;
/** Where the feature at hand begins, for whoever writes features down. */
let textFrom: usize = 0;

/** @inline */
function add(hash: u32, end: usize): void {
  if (isAsked) addSums(load<i8>(requestThreatAt(hash)), load<i8>(requestBotAt(hash)));
  else {
    const weights = clientWeightsAt(hash);
    addSums(load<i8>(weights), load<i8>(weights, 1));
  }
  if (isRecording()) note(hash, end);
}

/** Writes a feature down that stands for the text from {@link textFrom} to `end`. */
function note(hash: u32, end: usize): void {
  recordFeature(isAsked ? requestIndex(hash) : clientIndex(hash), textFrom, end);
}

/** @inline */
function countFamily(word: u32, region: u32): void {
  const family = <u32>familyOfWord(word);
  if (family < FAMILY_COUNT) countWord(family, region);
}

/** Counts a word that tells a family. */
function countWord(family: u32, region: u32): void {
  // A word means something only where it belongs: `curl` in a user agent is a client, in a query it is a command.
  const feature = FIRST_FAMILY + family;
  const fits =
    family >= FIRST_CLIENT_FAMILY
      ? region == REGION_AGENT || region == REGION_COMMENT
      : feature == Feature.WordsFault
        ? region == REGION_MESSAGE
        : feature == Feature.WordsProbe || feature == Feature.WordsWebshell
          ? region == REGION_TARGET
          : region != REGION_MESSAGE;
  if (fits) metFamily(family);
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
    if (byte == Char.OpenParen) {
      if (depth++ == 0) {
        addText(from, p, REGION_AGENT);
        from = p + 1;
      }
      continue;
    }
    if (byte == Char.CloseParen) {
      if (depth > 0 && --depth == 0) {
        addText(from, p, REGION_COMMENT);
        from = p + 1;
      }
      continue;
    }
    const folded = shapeOf(byte) & FOLDED;
    if (depth == 0 && folded != Char._0 && byte != Char.Dot) skeleton = (skeleton ^ folded) * FNV_PRIME;
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
  const isNoting = isRecording();
  let pair = REGION_MESSAGE;
  let threatPart: i32 = 0;
  let botPart: i32 = 0;
  let wordsPart: u32 = 0;
  let longestPart = longestWord();
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
      word = (word ^ Char._0) * FNV_PRIME;
      byte = load<u8>(++at);
      if (!isDigit(byte)) continue;
      // Two digits stand for all that follow.
      word = (word ^ Char._0) * FNV_PRIME;
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
    const ofSingle = clientWeightsAt(single);
    const ofDouble = clientWeightsAt(double);
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
  addSums(threatPart, botPart);
  addWords(wordsPart, longestPart);
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
  const isNoting = isRecording();
  const weights = requestThreatAt(0);
  const botWeights = requestBotAt(0);
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
      if (shape == Char.Space && (gram & 0xff) == Char.Space) continue;
      gram = ((gram << 8) | shape) & 0xffffff;
      if (letters) {
        if (letters > LONG_WORD) word = LONG_WORD_HASH;
        else {
          countFamily(word, region);
          if (!asks && isScanner(word)) noteScanner();
        }
        metWord(letters);
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
      const index = requestIndex(gram ^ salt);
      threatPart += load<i8>(weights + index);
      botPart += load<i8>(botWeights + (index >> 2));
    } else {
      const weights = clientWeightsAt(gram ^ salt);
      threatPart += load<i8>(weights);
      botPart += load<i8>(weights, 1);
    }
    if (isNoting) {
      textFrom = max<usize>(from, at - 2);
      note(gram ^ salt, at < end ? at + 1 : end);
    }
  }
  addSums(threatPart, botPart);
  if (isLast) return;
  openGram = gram;
  openWord = word;
  openLetters = letters;
  openLead = lead;
  openPair = pair;
}
