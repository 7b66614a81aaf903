/** Features of a name that is looked up: what tunnels and generated names look like. */

import { clientWeightsAt } from "../model/linear";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { isDigit } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";
import { recordHashed } from "./hashed";
import { isRecording } from "./recording";
import { addSums } from "./sums";
import { get, set } from "./values";

/** Letters of a label that carries data rather than a name. */
export const LONG_LABEL: f32 = 40;
/** Letters of the longest label between registry and name, as in `example.co.uk`. */
const REGISTRY_LETTERS: usize = 3;
/** Letters from which on a name is long enough to tell anything. */
const LEAST_LETTERS: u32 = 8;
/** Marks pairs of bytes of a registered name among hashed features. */
const NAME_SALT: u32 = 0x07000000;
/** Of a letter's byte, in either case: its place in the alphabet. */
const LETTER_MASK: u32 = 0x1f;
/** A bit for each vowel. (A digit's place is no vowel's.) */
const VOWELS: u32 = (1 << 1) | (1 << 5) | (1 << 9) | (1 << 15) | (1 << 21);
/** High half of the digits' bytes. */
const DIGITS_ROW: u32 = 3;

/**
 * Whether the registered name of the query at hand looks drawn by chance. By a fixed rule, so that what is counted of a
 * source doesn't move with the weights.
 */
let isDrawn: bool = false;

/** Whether the query at hand is for a name such as tunnels and malware make. */
export function isGeneratedName(): bool {
  return isDrawn || get(Feature.LabelLength) >= LONG_LABEL;
}

/** Sets the longest label's length, the share of digits in it (percent), and how many labels there are. */
export function nameFeatures(): void {
  isDrawn = false;
  if (!hasField(Field.Qname)) return;
  const end = fieldEnd(Field.Qname);
  let label = fieldAt(Field.Qname);
  let digits = 0;
  let labels = 0;
  let longest: f32 = 0;
  let longestDigits = 0;
  // The last three labels.
  let third: usize = 0;
  let second: usize = 0;
  let last: usize = 0;
  // What stands behind the name ends its last label, so that nothing below has to ask for the end.
  const behind = load<u8>(end);
  store<u8>(end, Char.Dot);
  for (let at = label; at <= end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte != Char.Dot) {
      digits += <i32>isDigit(byte);
      continue;
    }
    const length = <f32>(at - label);
    if (length > longest) {
      longest = length;
      longestDigits = digits;
    }
    if (length > 0) {
      labels++;
      third = second;
      second = last;
      last = label;
    }
    digits = 0;
    label = at + 1;
  }
  store<u8>(end, behind);
  set(Feature.LabelLength, longest);
  set(Feature.LabelDigits, longest > 0 ? (<f32>longestDigits * 100) / longest : 0);
  set(Feature.Labels, <f32>labels);
  if (labels < 2) return;
  if (third && last - 1 - second <= REGISTRY_LETTERS) addRegistered(third, second - 1);
  else addRegistered(second, last - 1);
}

/**
 * Adds the pairs of bytes of the label that was registered, as hashed features: their weights together are the likelihood
 * that chance wrote it rather than a person (a Markov chain's, of the first order).
 */
function addRegistered(at: usize, end: usize): void {
  const length = <u32>(end - at);
  if (length < LEAST_LETTERS) return;
  const isNoting = isRecording();
  let pair: u32 = Char.Dot;
  let vowels: u32 = 0;
  let digits: u32 = 0;
  let threatPart: i32 = 0;
  let botPart: i32 = 0;
  for (let p = at; p < end; p++) {
    let byte = load<u8>(p) | CASE_BIT;
    vowels += (VOWELS >> (byte & LETTER_MASK)) & 1;
    if (byte >> 4 == DIGITS_ROW) {
      byte = Char._0;
      digits++;
    }
    pair = ((pair << 8) | byte) & 0xffff;
    const weights = clientWeightsAt(pair | NAME_SALT);
    threatPart += load<i8>(weights);
    botPart += load<i8>(weights, 1);
    if (isNoting) recordHashed(pair | NAME_SALT, max<usize>(at, p - 1), p + 1, false);
  }
  addSums(threatPart, botPart);
  // Of the letters of words every third is a vowel and more, of letters by chance not every fourth.
  isDrawn = vowels * 5 < length || digits * 4 >= length;
}
