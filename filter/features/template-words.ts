/** Words that say of themselves, or of what stands behind them, whether it varies: of dates, units, and keys of pairs. */
import { ascii, bytesOf, lengthOf, ONES } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";
import { GOLDEN_64 } from "../text/hash";

/** What a word is. */
export const enum TemplateWord {
  /** Of a weekday or month. */
  Date,
  /** Of a size or time, behind a number. */
  Unit,
  /** A key whose value tells events apart. */
  EventKey,
}

/** Open addressing; a word's eight bytes are the key. */
@unmanaged
class Entry {
  /** 0 in a free entry. */
  word: u64;
  value: i32;
}

const ENTRIES_LOG2 = 7;
const ENTRIES: u32 = 1 << ENTRIES_LOG2;
const TABLE: usize = memory.data((1 << ENTRIES_LOG2) * offsetof<Entry>(), 8);
/** Letters of the longest word. */
const MOST_LETTERS: usize = 8;
const CASE_BITS: u64 = <u64>CASE_BIT * ONES;

/** @inline */
function entryAt(index: u32): Entry {
  return changetype<Entry>(TABLE + (index & (ENTRIES - 1)) * offsetof<Entry>());
}

/** Letters in [at, end), one to eight, as a number. Bytes behind may be read (memory/heap.ts). @inline */
function wordOf(at: usize, end: usize): u64 {
  return (load<u64>(at) | CASE_BITS) << ((<u64>(MOST_LETTERS - (end - at))) << 3);
}

/** @inline */
function firstOf(word: u64): u32 {
  return <u32>((word * GOLDEN_64) >> (64 - ENTRIES_LOG2));
}

function addAll(words: usize, value: TemplateWord): void {
  const end = bytesOf(words) + lengthOf(words);
  let from = bytesOf(words);
  for (let at = from; at <= end; at++) {
    if (at < end && load<u8>(at) != Char.Space) continue;
    const word = wordOf(from, at);
    let index = firstOf(word);
    while (entryAt(index).word) index++;
    entryAt(index).word = word;
    entryAt(index).value = value;
    from = at + 1;
  }
}

addAll(
  ascii("mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec"),
  TemplateWord.Date,
);
addAll(
  ascii(
    "byte bytes kb mb gb tb kib mib gib ns us ms msec msecs sec secs second seconds min mins minute minutes hour hours day days",
  ),
  TemplateWord.Unit,
);
addAll(
  ascii(
    "type event op action act result res status state outcome success code reason cause method msg message error err level proto",
  ),
  TemplateWord.EventKey,
);

/** What the letters in [at, end) are, of either case; -1 of most. */
export function templateWord(at: usize, end: usize): i32 {
  if (end - at > MOST_LETTERS) return -1;
  const word = wordOf(at, end);
  let index = firstOf(word);
  while (true) {
    const entry = entryAt(index++);
    if (entry.word == word) return entry.value;
    if (entry.word == 0) return -1;
  }
}
