/**
 * Faults of the machine and its services, by what their makers write (model/faults.ts): without a level, since plain syslog has none.
 * Only what a program says of itself counts. A line of a login, a look-up, a packet or a request is about a client.
 */
import {
  faultWordAt,
  faultWordCount,
  noteFaultWord,
  readAt,
  readEnd,
  readWord,
  wordBefore,
} from "../features/fault-words";
import { faultSets } from "../features/sums";
import { notePlain } from "../features/text-cache";
import {
  ANY_PROGRAM,
  firstPhrase,
  nextPhrase,
  Phrase,
  phraseAt,
  setsOfNameless,
  setsOfProgram,
} from "../model/faults";
import { threshold } from "../model/settings";
import { parsed } from "../parse/parsed";
import { hashOfProgram } from "../parse/programs";
import { event } from "../record/event";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Head } from "../schema/heads";
import { isOfProgram } from "../schema/kinds";
import { Severity } from "../schema/labels";
import { NO_REASON } from "../schema/reasons";
import { isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { raise } from "./heads";

/** Least score of a fault, where the threshold is lower. */
const FAULT: f32 = 0.95;
const HALF: u32 = 0xffff;

/** What the record at hand tells of. */
@unmanaged
class Fault {
  /** Number in REASON_NAMES; NO_REASON where no fault was found. */
  reason: u32;
  severity: Severity;
}

/** Of the record at hand. */
export const fault: Fault = changetype<Fault>(memory.data(offsetof<Fault>(), 4));

/** Finds the gravest fault that the record tells of, and raises the anomaly head's score to its threshold at least. */
export function judgeFault(): void {
  fault.reason = NO_REASON;
  fault.severity = Severity.None;
  if (faultSets() == 0 || parsed.hasRequest) return;
  if (!isOfProgram(event.kind)) return;
  const sets = faultSets() & setsOfLine();
  if (sets == 0) return;
  findFault(sets);
  if (fault.reason == NO_REASON) notePlain(sets);
  else raise(Head.Anomaly, max<f32>(FAULT, threshold(Head.Anomaly)));
}

/** Sets of programs, a bit each, whose phrases the record's program writes. */
function setsOfLine(): u32 {
  const sets = hasField(Field.Service)
    ? setsOfProgram(hashOfProgram(fieldAt(Field.Service), fieldEnd(Field.Service)))
    : setsOfNameless();
  return hasField(Field.Ip) ? sets : sets | (1 << ANY_PROGRAM);
}

/** How far behind its key a phrase is read. */
const MAX_BYTES: usize = 1024;
const NOWHERE: usize = 0;

function findFault(sets: u32): void {
  if (faultWordCount() == 0)
    findWords(parsed.messageAt, min(parsed.messageAt + MAX_BYTES, parsed.messageEnd));
  for (let i: u32 = 0; i < faultWordCount(); i++) {
    const word = faultWordAt(i);
    for (let number = firstPhrase(word.hash); number; number = nextPhrase(number)) {
      const phrase = phraseAt(number);
      if (phrase.key != word.hash || !((sets >> phrase.set) & 1)) continue;
      if (phrase.severity <= fault.severity || !isAt(phrase, word.at, word.end)) continue;
      fault.reason = phrase.reason;
      fault.severity = phrase.severity;
    }
  }
}

/** Finds the words again of a message that was met before. */
function findWords(at: usize, end: usize): void {
  for (let word = readWord(at, end); word; word = readWord(readEnd(), end))
    if (firstPhrase(word)) noteFaultWord(word, readAt(), readEnd());
}

/** Whether the message has the phrase, its key in [at, stop), as its own words. */
function isAt(phrase: Phrase, at: usize, stop: usize): bool {
  const from = parsed.messageAt;
  const end = min(stop + MAX_BYTES, parsed.messageEnd);
  let start = at;
  for (let index = phrase.before; index > 0; index--) {
    start = wordBefore(from, start);
    if (start == 0 || !isWord(phrase, index - 1, readWord(start, at))) return false;
  }
  return goesOn(phrase, stop, end) && isOwn(phrase, from, start) && !isRefused(phrase, from, end);
}

/** Whether a word is the phrase's of this number. @inline */
function isWord(phrase: Phrase, index: u32, word: u32): bool {
  return (word & HALF) == phrase.wordAt(index);
}

/** Whether the words behind the key follow from `at` on. Behind a gap the first place counts at which the words up to the next one stand. */
function goesOn(phrase: Phrase, at: usize, end: usize): bool {
  let part = phrase.before;
  const last = part + phrase.behind;
  while (part < last) {
    const isGap = phrase.wordAt(part) == 0;
    if (isGap) part++;
    let stop = part;
    while (stop < last && phrase.wordAt(stop)) stop++;
    at = behindPart(phrase, part, stop, at, end, isGap);
    if (at == NOWHERE) return false;
    part = stop;
  }
  return true;
}

/** Address behind the phrase's words [from, stop), which stand at `at`, or from there on behind a gap; or {@link NOWHERE}. */
function behindPart(phrase: Phrase, from: u32, stop: u32, at: usize, end: usize, isGap: bool): usize {
  do {
    let index = from;
    let next = at;
    while (index < stop) {
      const word = readWord(next, end);
      if (word == 0) return NOWHERE;
      next = readEnd();
      if (index == from) at = next;
      if (!isWord(phrase, index, word)) break;
      index++;
    }
    if (index == stop) return next;
  } while (isGap);
  return NOWHERE;
}

/** Whether the phrase that begins at `start` stands outside of quotes, and where it has to. */
function isOwn(phrase: Phrase, from: usize, start: usize): bool {
  let isQuoted = false;
  for (let at = from; at < start; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.Quote) isQuoted = !isQuoted;
    if (phrase.isFirst && isLetter(byte)) return false;
  }
  return !isQuoted;
}

/** Whether the message has a word that the phrase refuses. */
function isRefused(phrase: Phrase, from: usize, end: usize): bool {
  const first = phrase.before + phrase.behind;
  for (let index = first; index < first + phrase.refused; index++)
    for (let word = readWord(from, end); word; word = readWord(readEnd(), end))
      if (isWord(phrase, index, word)) return true;
  return false;
}
