/** Words of the message at hand by which a fault may be found, and reading on from there, hashed and folded as message-words.ts does. */
import { isDigit } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { FOLDS, LETTERS } from "./folding";

/** A key of a phrase (model/faults.ts) that the message has. */
@unmanaged
export class FaultWord {
  hash: u32;
  /** Address, and behind it. */
  at: u32;
  end: u32;
}

/** A fault is told at a message's beginning; what stands behind is a trace, or text of others. */
const MAX_WORDS: u32 = 16;
const WORDS: usize = memory.data(<i32>(MAX_WORDS * offsetof<FaultWord>()), 4);
let count: u32 = 0;

/** @inline */
export function clearFaultWords(): void {
  count = 0;
}

/** Notes a word in [at, end). */
export function noteFaultWord(hash: u32, at: usize, end: usize): void {
  if (count == MAX_WORDS) return;
  const word = faultWordAt(count++);
  word.hash = hash;
  word.at = <u32>at;
  word.end = <u32>end;
}

/** Words that were noted; none of a message that was met before (text-cache.ts). @inline */
export function faultWordCount(): u32 {
  return count;
}

/** @inline */
export function faultWordAt(index: u32): FaultWord {
  return changetype<FaultWord>(WORDS + index * offsetof<FaultWord>());
}

/** Address of the word read last, and behind it. */
let wordStart: usize = 0;
let wordStop: usize = 0;

/** @inline */
export function readAt(): usize {
  return wordStart;
}

/** @inline */
export function readEnd(): usize {
  return wordStop;
}

/** @inline */
function isWordByte(byte: u32): bool {
  return load<u8>(byte, LETTERS) != 0 || isDigit(byte);
}

/** Hash of the first word in [at, end), 0 without one. What stands in double quotes is no program's own text, and skipped. */
export function readWord(at: usize, end: usize): u32 {
  while (at < end && !isWordByte(load<u8>(at)))
    at = load<u8>(at) == Char.Quote ? behindQuoted(at, end) : at + 1;
  wordStart = at;
  let word = FNV_OFFSET;
  let digits: u32 = 0;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (!isWordByte(byte)) break;
    digits = isDigit(byte) ? digits + 1 : 0;
    // Two digits stand for all that follow.
    if (digits <= 2) word = (word ^ load<u8>(byte, FOLDS)) * FNV_PRIME;
  }
  wordStop = at;
  return at > wordStart ? word : 0;
}

/** Address behind the text in quotes at `at`; behind the quote where none closes it. */
function behindQuoted(at: usize, end: usize): usize {
  let close = at + 1;
  while (close < end && load<u8>(close) != Char.Quote) close += load<u8>(close) == Char.Backslash ? 2 : 1;
  return close < end ? close + 1 : at + 1;
}

/** Where the word before `at` begins in [from, at); 0 without one. */
export function wordBefore(from: usize, at: usize): usize {
  while (at > from && !isWordByte(load<u8>(at - 1))) at--;
  if (at == from) return 0;
  while (at > from && isWordByte(load<u8>(at - 1))) at--;
  return at;
}
