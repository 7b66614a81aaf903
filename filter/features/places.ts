/**
 * Places whose word varies, as this process has seen: what names users, hosts or files makes no new template each time. A
 * place is known by the hash of the template in front of it, as in the model's list (model/mask.ts).
 *
 * Only a line whose template is new is looked at: it is like a known one as far as its places are known, and shows one more
 * word at the first that is not. As in Drain (He and others, 2017) many words at a place make it a variable, but only
 * where they go on alike: words that tell events apart go on each in its own way. Distinct words are counted in a bitmap
 * (linear counting: Whang, Vander-Zanden, Taylor 1990).
 *
 * A line adds few places, and one that finds no room displaces the rarest of eight: lines made up by a client are rare each.
 * Where all is new, as after a start, few lines are looked at (place-turns.ts).
 */
import { take } from "../memory/scratch";
import { GOLDEN_32 } from "../text/hash";
import { isItsTurn, noteVarying } from "./place-turns";

@unmanaged
class Place {
  /** Hash of the template in front of it; 0 where there is none. */
  hash: u32;
  /** Bit map of its words, by hash, and of what follows them. */
  words: u32;
  followers: u32;
  /** Lines that were new and passed here. */
  lines: u32;
}

const PLACES: u32 = 1024;
const PLACE_LOG2: u32 = 4;
const PROBES: u32 = 8;
const TABLE: usize = memory.data(PLACES << PLACE_LOG2, 8);

/** Words from which on a place varies, and how many it has for each way to go on. */
const MANY_WORDS: i32 = 8;
const WORDS_A_FOLLOWER: i32 = 4;
/** Places that a line adds. */
const MOST_ADDED: u32 = 2;

/** The line at hand. */
@unmanaged
class Line {
  /** Words up to here, but for those that the model masks. */
  words: u32;
  /** Places that it has added. */
  added: u32;
  /** The place that was found last; null in front of the first word, which tells too little to be one. */
  place: Place | null;
  /** Whether the word is new there. */
  isNew: bool;
  /** Hash of what stands in front of the message. */
  root: u32;
}

const line: Line = changetype<Line>(memory.data(offsetof<Line>(), 4));

/** @inline */
function placeAt(index: u32): Place {
  return changetype<Place>(TABLE + (index << PLACE_LOG2));
}

/** The place of a hash; null where it has none, and the line at hand has added enough. */
function placeOf(hash: u32): Place | null {
  const first = (hash * GOLDEN_32) >> 16;
  let rarest = placeAt(first & (PLACES - 1));
  let least: u32 = u32.MAX_VALUE;
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const place = placeAt((first + probe) & (PLACES - 1));
    if (place.hash == hash) return place;
    if (place.lines >= least) continue;
    least = place.lines;
    rarest = place;
  }
  if (line.added == MOST_ADDED) return null;
  line.added++;
  rarest.hash = hash;
  rarest.words = 0;
  rarest.followers = 0;
  rarest.lines = 0;
  return rarest;
}

/** A bit for a hash. @inline */
function bitOf(hash: u32): u32 {
  return 1 << ((hash * GOLDEN_32) >> 27);
}

function isVariable(place: Place): bool {
  const words = popcnt<i32>(place.words);
  return words >= MANY_WORDS && popcnt<i32>(place.followers) * WORDS_A_FOLLOWER <= words;
}

/**
 * Begins a line whose template is new.
 *
 * @param root hash of what stands in front of its message
 * @returns whether its words are to be met
 */
export function beginPlaces(root: u32): bool {
  if (!isItsTurn(root)) return false;
  line.root = root;
  line.words = 0;
  line.added = 0;
  return true;
}

/**
 * Counts the line's next word at its place.
 *
 * @param hash of the template in front of the word
 * @param word hash of the word
 * @returns false where neither this place nor one behind it can be known
 */
export function meetWord(hash: u32, word: u32): bool {
  line.isNew = false;
  line.place = line.words ? placeOf(hash) : null;
  line.words++;
  const place = line.place;
  if (!place) return line.words == 1;
  const bit = bitOf(word);
  line.isNew = (place.words & bit) == 0;
  place.words |= bit;
  if (place.lines < u32.MAX_VALUE) place.lines++;
  return true;
}

/** Whether the word that was met is new at its place, so that what follows it has to be noted. */
export function isNewWord(): bool {
  return line.isNew;
}

/** Notes what follows the word that was met, a hash. */
export function noteFollower(hash: u32): void {
  const place = line.place;
  if (place) place.followers |= bitOf(hash);
}

/** Whether the word that was met varies at its place. */
export function doesVary(): bool {
  const place = line.place;
  if (!place || !isVariable(place)) return false;
  noteVarying(line.root);
  return true;
}

/** Address of the list of the places that vary: u32 number, then their hashes; 0 where memory is at its end. */
export function variablePlaces(): usize {
  const list = take(4 + (PLACES << 2));
  if (list == 0) return 0;
  let count: u32 = 0;
  for (let i: u32 = 0; i < PLACES; i++) {
    const place = placeAt(i);
    if (isVariable(place)) store<u32>(list + (++count << 2), place.hash);
  }
  store<u32>(list, count);
  return list;
}
