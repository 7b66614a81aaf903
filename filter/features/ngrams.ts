/**
 * Hashed features of a text: character trigrams, words, words with what stands around them, pairs of words. Each adds
 * its weights to the sums of both heads while it passes, so that nothing is stored on the hot path. Bytes are folded
 * before (folding.ts); of a run of digits two count.
 */
import { clientWeightsAt, requestBotAt, requestIndex, requestThreatAt } from "../model/linear";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { DIGIT, END_MARK, FOLDED, shapeOf, WORD } from "./folding";
import {
  addFeature,
  addHashed,
  countFamily,
  LONG_WORD,
  LONG_WORD_HASH,
  PAIR_SALT,
  recordHashed,
  WORD_SALT,
} from "./hashed";
import { addMessage } from "./message-words";
import { endPiece, pieces } from "./pieces";
import { isRecording } from "./recording";
import { isOfRequest, Region } from "./region";
import { meetName } from "./robot";
import { addSums, metWord } from "./sums";

/** Two digits, folded. */
const ZEROS: u32 = (Char._0 << 8) | Char._0;
const AROUND_SALT: u32 = 0x27d4eb2f;
const SKELETON_SALT: u32 = 0x9b05688c;

/** Adds the features of the text in [at, end), whose pieces are those of the stretch that was begun (stretch.ts), if any. */
export function addText(at: usize, end: usize, region: u32): void {
  if (region == Region.Message) addMessage(at, end);
  else addTrigrams(at, end, region);
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
        addText(from, p, Region.Agent);
        from = p + 1;
      }
      continue;
    }
    if (byte == Char.CloseParen) {
      if (depth > 0 && --depth == 0) {
        addText(from, p, Region.Comment);
        from = p + 1;
      }
      continue;
    }
    const folded = shapeOf(byte) & FOLDED;
    if (depth == 0 && folded != Char._0 && byte != Char.Dot) skeleton = (skeleton ^ folded) * FNV_PRIME;
  }
  addText(from, end, depth > 0 ? <u32>Region.Comment : <u32>Region.Agent);
  addFeature(skeleton ^ SKELETON_SALT, at, end, Region.Agent);
}

/** Any other text: trigrams as well, and what stands around a word. */
function addTrigrams(at: usize, end: usize, region: u32): void {
  const salt = (region == Region.Referer ? <u32>Region.Target : region) << 24;
  const ofRequest = isOfRequest(region);
  let gram = region;
  let word = FNV_OFFSET;
  let letters: u32 = 0;
  // What stands before the word: a byte, and the word before.
  let lead = region;
  let pair = region;
  const from = at;
  let wordAt = at;
  let threatPart: i32 = 0;
  let botPart: i32 = 0;
  const isNoting = isRecording();
  const weights = requestThreatAt(0);
  const botWeights = requestBotAt(0);
  // What stands behind the text ends a word, so that nothing below has to ask for the end.
  const behind = load<u8>(end);
  store<u8>(end, END_MARK);
  let stop = pieces.end < end ? pieces.end : end + 1;
  for (; ; at++) {
    if (at == stop) {
      if (at > end) break;
      endPiece(threatPart, botPart);
      stop = pieces.end < end ? pieces.end : end + 1;
    }
    let shape = shapeOf(load<u8>(at));
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
          if (!ofRequest) meetName(word, wordAt, pair);
        }
        metWord(letters);
        addHashed((word ^ WORD_SALT) + salt, wordAt, at, ofRequest);
        // Words around a device's name are too many to learn from: they would only crowd the table.
        if (region != Region.Comment) {
          addHashed(((word ^ (lead << 8) ^ shape) * FNV_PRIME) ^ AROUND_SALT ^ salt, wordAt, at, ofRequest);
          addHashed(((pair * FNV_PRIME + word) ^ PAIR_SALT) + salt, wordAt, at, ofRequest);
        }
        pair = word;
        word = FNV_OFFSET;
        letters = 0;
      }
      lead = shape;
    }
    if (ofRequest) {
      const index = requestIndex(gram ^ salt);
      threatPart += load<i8>(weights + index);
      botPart += load<i8>(botWeights + (index >> 2));
    } else {
      const weights = clientWeightsAt(gram ^ salt);
      threatPart += load<i8>(weights);
      botPart += load<i8>(weights, 1);
    }
    if (isNoting) {
      recordHashed(gram ^ salt, max<usize>(from, at - 2), at < end ? at + 1 : end, ofRequest);
    }
  }
  store<u8>(end, behind);
  addSums(threatPart, botPart);
}
