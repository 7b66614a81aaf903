/** Hashed features of a message: words and pairs of words. (No trigrams: it has too many, of no consequence, and words enough.) */
import { clientWeightsAt } from "../model/linear";
import { isDigit } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { FOLDS, LETTERS } from "./folding";
import { countMessageWord, LONG_WORD, LONG_WORD_HASH, PAIR_SALT, recordHashed, WORD_SALT } from "./hashed";
import { isRecording } from "./recording";
import { Region } from "./region";
import { addSums, addWords, longestWord } from "./sums";

/** Adds the features of the message in [at, end). */
export function addMessage(at: usize, end: usize): void {
  const salt: u32 = Region.Message << 24;
  const isNoting = isRecording();
  let pair: u32 = Region.Message;
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
    else countMessageWord(word, from, at);
    wordsPart++;
    const single = (word ^ WORD_SALT) + salt;
    const double = ((pair * FNV_PRIME + word) ^ PAIR_SALT) + salt;
    const ofSingle = clientWeightsAt(single);
    const ofDouble = clientWeightsAt(double);
    threatPart += load<i8>(ofSingle) + load<i8>(ofDouble);
    botPart += load<i8>(ofSingle, 1) + load<i8>(ofDouble, 1);
    if (isNoting) {
      recordHashed(single, from, at, false);
      recordHashed(double, from, at, false);
    }
    pair = word;
  }
  store<u8>(end, behind);
  addSums(threatPart, botPart);
  addWords(wordsPart, longestPart);
}
