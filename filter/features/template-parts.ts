/** Where parts of a message end that vary as a whole. A zero stands behind the text. */
import { isDigit, isLetter, isUpper } from "../text/ascii";
import { Char } from "../text/char";
import { isOfToken, Mark, marksOfByte } from "./template-token";
import { TemplateWord, templateWord } from "./template-words";

/** Brackets in front of a message, and bytes of each, that are looked at. */
const MOST_BRACKETS = 4;
const MOST_BRACKET_BYTES: usize = 256;

/** Whether a byte stands between context and message. */
function isBetween(byte: u32): bool {
  return byte == Char.Space || byte == Char.Minus || byte == Char.Colon;
}

/**
 * Where the context in front of a message ends: brackets with a number (`[req-7 - -]`, `[main:12]`) or with no letter (`[-]`),
 * and what stands between.
 */
export function contextEnd(at: usize, end: usize): usize {
  let message = at;
  for (let bracket = 0; bracket < MOST_BRACKETS; bracket++) {
    let p = message;
    while (isBetween(load<u8>(p))) p++;
    if (load<u8>(p) != Char.OpenBracket) break;
    p = variableBracketEnd(p, min<usize>(end, p + MOST_BRACKET_BYTES));
    // A message that is all brackets has no other text.
    if (p == 0 || p + 1 >= end) break;
    message = p;
  }
  if (message > at) while (isBetween(load<u8>(message))) message++;
  return message;
}

/** Where the bracket at `at` ends that has a digit or no letter; brackets nest. 0 for any other. */
function variableBracketEnd(at: usize, end: usize): usize {
  let depth = 0;
  let hasDigit = false;
  let hasLetter = false;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.OpenBracket) depth++;
    else if (byte == Char.CloseBracket) {
      if (--depth == 0) return hasDigit || !hasLetter ? at + 1 : 0;
    } else if (isDigit(byte)) hasDigit = true;
    else if (isLetter(byte)) hasLetter = true;
  }
  return 0;
}

/** Address behind the quote that closes the one at `at`; behind the text where none does. */
export function quoteEnd(at: usize, end: usize): usize {
  at++;
  while (at < end && load<u8>(at) != Char.Quote) at += load<u8>(at) == Char.Backslash ? 2 : 1;
  return min(at + 1, end);
}

/** Where the key of a member of JSON ends that is quoted at `at`: a word; `at` without one. */
export function quotedKeyEnd(at: usize): usize {
  let p = at;
  while ((marksOfByte(load<u8>(p)) & (Mark.Token | Mark.Digit)) == Mark.Token) p++;
  return load<u8>(p) == Char.Quote && load<u8>(p, 1) == Char.Colon ? p : at;
}

/** Letters of a method or keyword at least. */
const LEAST_LETTERS: usize = 3;

/** Where the method of a request that is quoted at `at` ends, or a keyword that is all of the quote; `at` without one. */
export function quotedWordEnd(at: usize, end: usize): usize {
  let p = at;
  while (isUpper(load<u8>(p))) p++;
  if (p < at + LEAST_LETTERS || p >= end) return at;
  if (load<u8>(p) == Char.Quote) return p;
  const isRequest = load<u8>(p) == Char.Space && (load<u8>(p, 1) == Char.Slash || load<u8>(p, 1) == Char.h);
  return isRequest ? p : at;
}

/** Where the value of a pair ends, whose equals sign is at `at`. */
export function pairEnd(at: usize, end: usize): usize {
  at++;
  if (load<u8>(at) == Char.Quote) return quoteEnd(at, end);
  while (!(marksOfByte(load<u8>(at)) & Mark.End)) at++;
  return at;
}

/** Whether a weekday's or month's name that ends at `at` belongs to a date: a number or another such name follows. */
export function isDateAhead(at: usize): bool {
  while (load<u8>(at) == Char.Space || load<u8>(at) == Char.Comma) at++;
  if (isDigit(load<u8>(at))) return true;
  return isOfToken(at) && !isOfToken(at + 3) && templateWord(at, at + 3) == TemplateWord.Date;
}

/** Where the number in parentheses ends that belongs to the name in front, as in `LOCAL(0)`; `at` where none is there. */
export function numberedEnd(at: usize): usize {
  if (load<u8>(at) != Char.OpenParen) return at;
  let p = at + 1;
  while (isDigit(load<u8>(p))) p++;
  return p > at + 1 && load<u8>(p) == Char.CloseParen ? p + 1 : at;
}
