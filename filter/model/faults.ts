/**
 * Faults: phrases that programs write when something broke, each with what it means (faults/, compiled by trainer/model/faults.ts).
 * A phrase is a sequence of words, as hashes (FNV-1a, folded as the dictionary's words are). It is found by its key, the word
 * that ordinary messages have least.
 *
 * Section `FALT` (optional), all numbers little-endian, none aligned:
 *
 * ```
 * 0  u16 programs, u16 phrases, u16 sets of programs that a line without a program's name belongs to
 * 6  { u16 low half of the name's hash, u16 sets: a bit for each that the program is in } for each program, rising
 *    for each phrase:
 *      u32 hash of the key, u8 reason, u8 severity | words before the key << 4,
 *      u8 set | 128 where the message has to begin with the phrase, u8 words behind the key | refused words << 5
 *      u16 for each word before, each behind and each refused: its hash's low half; behind the key 0 is a gap of any words
 * ```
 */
import { Severity } from "../schema/labels";
import { REASON_COUNT } from "../schema/reasons";
import { section, sectionLength, sectionName } from "./blob";
import { markFaultWord } from "./dictionary";

@unmanaged
export class Phrase {
  /** Hash of the word that it is found by. */
  key: u32;
  /** Number in REASON_NAMES. */
  reason: u8;
  first: u8;
  place: u8;
  last: u8;

  get severity(): Severity {
    return <u32>this.first & 15;
  }

  /** Words before the key. */
  get before(): u32 {
    return <u32>this.first >> 4;
  }

  /** Number of the set of programs that write it; {@link ANY_PROGRAM} for all. */
  get set(): u32 {
    return <u32>this.place & 127;
  }

  /** Whether the message has to begin with it, but for numbers. */
  get isFirst(): bool {
    return this.place > 127;
  }

  /** Words and gaps behind the key. */
  get behind(): u32 {
    return <u32>this.last & 31;
  }

  /** Words that the message must not have. */
  get refused(): u32 {
    return <u32>this.last >> 5;
  }

  /** The low half of a word's hash: those before the key come first, then those behind, then the refused. */
  wordAt(index: u32): u32 {
    return load<u16>(changetype<usize>(this) + (index << 1), offsetof<Phrase>());
  }
}

/** Stands for all programs, but no line that a client's words may be in. */
export const ANY_PROGRAM: u32 = 15;

const HEADER_BYTES: u32 = 6;
const PROGRAM_BYTES: u32 = 4;
const MAX_PHRASES: u32 = 1024;
const HALF: u32 = 0xffff;

/** Chains of phrases whose keys have the same lowest bits: of each, u16, the number of the first plus one; 0 for none. */
const CHAINS: u32 = 1024;
const HEADS: usize = memory.data(<i32>(CHAINS << 1), 2);

@unmanaged
class Link {
  /** Offset of the phrase in the section. */
  phrase: u16;
  /** Number of the next phrase of the chain, plus one; 0 for none. */
  next: u16;
}

/** By the phrase's number. */
const LINKS: usize = memory.data(<i32>(MAX_PHRASES * offsetof<Link>()), 2);

let faults: usize = 0;
let programCount: u32 = 0;

/** Learns the faults, after the dictionary; false where the section is damaged. */
export function loadFaults(): bool {
  faults = section(sectionName("FALT"));
  if (faults == 0) return true;
  const length = sectionLength();
  if (length < HEADER_BYTES) return false;
  programCount = load<u16>(faults);
  const phrases = <u32>load<u16>(faults, 2);
  let at = HEADER_BYTES + programCount * PROGRAM_BYTES;
  if (phrases > MAX_PHRASES) return false;
  for (let number: u32 = 0; number < phrases; number++) {
    if (at + offsetof<Phrase>() > length) return false;
    const phrase = changetype<Phrase>(faults + at);
    if (phrase.reason >= <u8>REASON_COUNT || phrase.severity > Severity.Critical) return false;
    if (phrase.set > ANY_PROGRAM) return false;
    markFaultWord(phrase.key, 1 << phrase.set);
    const head = headOf(phrase.key);
    linkAt(number).phrase = <u16>at;
    linkAt(number).next = load<u16>(head);
    store<u16>(head, number + 1);
    at += offsetof<Phrase>() + ((phrase.before + phrase.behind + phrase.refused) << 1);
  }
  return at <= length && length <= HALF;
}

/** @inline */
function headOf(key: u32): usize {
  return HEADS + ((key & (CHAINS - 1)) << 1);
}

/** @inline */
function linkAt(number: u32): Link {
  return changetype<Link>(LINKS + number * offsetof<Link>());
}

/** Number, plus one, of the first phrase that may be found by a word; 0 for none. @inline */
export function firstPhrase(word: u32): u32 {
  return load<u16>(headOf(word));
}

/** The same of the one behind the phrase with this number, plus one. @inline */
export function nextPhrase(number: u32): u32 {
  return linkAt(number - 1).next;
}

/** The phrase with this number, plus one. @inline */
export function phraseAt(number: u32): Phrase {
  return changetype<Phrase>(faults + <usize>linkAt(number - 1).phrase);
}

/** Sets of programs, a bit each, that the program whose name has this hash is in. */
export function setsOfProgram(hash: u32): u32 {
  const sought = hash & HALF;
  let from: u32 = 0;
  let to = programCount;
  while (from < to) {
    const middle = (from + to) >> 1;
    const at = faults + HEADER_BYTES + middle * PROGRAM_BYTES;
    const found = <u32>load<u16>(at);
    if (found == sought) return load<u16>(at, 2);
    if (found < sought) from = middle + 1;
    else to = middle;
  }
  return 0;
}

/** The same for a line that names no program. */
export function setsOfNameless(): u32 {
  return faults ? load<u16>(faults, 4) : 0;
}
