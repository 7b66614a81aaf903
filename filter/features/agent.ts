/**
 * The features of a user agent. It is the longest text of most requests, and the same ones come again and again: what
 * was found for it is kept in a table of fixed size.
 *
 * Entry, 64 bytes: u64 hash of the text (0: free) | i32 threat | i32 bot | u32 words | u32 letters of the longest |
 * f32 blanks | u8 shape | u8 contact | u8 words of each family … | at 48 u32 FNV-1a of the text | u8 fragments
 */

import { fieldAt, fieldEnd, hasField, UA } from "../fields";
import { firstFragment, fragmentBytes, fragmentLength, isFragmentAt, nextFragment } from "../model/fragments";
import { D_UA_CONTACT, D_UA_FRAGMENTS, D_UA_LENGTH, D_UA_SHAPE, D_UA_WORDS, FAMILY_COUNT } from "../schema";
import { ascii, find, findByte, startsWith } from "../text/ascii";
import { FNV_OFFSET, fnv, hash64 } from "../text/hash";
import {
  addAgent,
  addFamily,
  addFeature,
  addSums,
  botSum,
  familyCount,
  isRecording,
  longestWord,
  MAX_BYTES,
  REGION_AGENT,
  resetLongestWord,
  threatSum,
  wordCount,
} from "./ngrams";
import { DENSE } from "./values";

const ENTRIES: u64 = 256;
/** 256 entries of 64 bytes. */
const TABLE: usize = memory.data(16384, 8);
/** Words of each family before the user agent's: they are not its own. */
const BEFORE: usize = memory.data(80, 4);
const FAMILIES_AT: usize = 30;
const TEXT_HASH_AT: usize = 48;
const FRAGMENTS_AT: usize = 52;
const FRAGMENT_SALT: u32 = 0x1f83d9ab;
const MOST: u32 = 255;
const SEED: u64 = 0x5bf03635;

const MOZILLA: usize = ascii("Mozilla/");
const COMPATIBLE: usize = ascii("compatible;");
const HTTP: usize = ascii("http");

/** As browsers write it; a robot in a browser's form; a name of its own. */
const SHAPE_BROWSER: u32 = 1;
const SHAPE_COMPATIBLE: u32 = 2;
const SHAPE_OWN: u32 = 3;

let textHash: u32 = 0;

/** FNV-1a of the user agent that {@link agentFeatures} met last. */
export function agentHash(): u32 {
  return textHash;
}

/** @inline */
function set(feature: u32, value: f32): void {
  store<f32>(DENSE + (feature << 2), value);
}

/** Counts the pieces of robots' names in [at, end), and adds a feature for each. */
function countFragments(at: usize, end: usize): u32 {
  let count: u32 = 0;
  if (end - at > MAX_BYTES) end = at + MAX_BYTES;
  for (let p = at; p + 1 < end; p++) {
    for (let entry = firstFragment(p); entry; entry = nextFragment(entry)) {
      if (!isFragmentAt(entry, at, p, end)) continue;
      const length = fragmentLength(entry);
      const bytes = fragmentBytes(entry);
      addFeature(fnv(bytes, bytes + length, FRAGMENT_SALT), p, p + length, REGION_AGENT);
      count++;
    }
  }
  return count;
}

/** Computes what an entry keeps, and leaves the sums as if the entry had been added. */
function fill(entry: usize, at: usize, end: usize): void {
  const threat = threatSum();
  const bot = botSum();
  const words = wordCount();
  const longest = longestWord();
  for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
    store<u32>(BEFORE + (family << 2), familyCount(family));
  }
  resetLongestWord(0);
  addAgent(at, end);
  store<u8>(entry, min<u32>(countFragments(at, end), MOST), FRAGMENTS_AT);
  store<i32>(entry, threatSum() - threat, 8);
  store<i32>(entry, botSum() - bot, 12);
  store<u32>(entry, wordCount() - words, 16);
  store<u32>(entry, longestWord(), 20);
  resetLongestWord(max<u32>(longest, longestWord()));
  for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
    const before = load<u32>(BEFORE + (family << 2));
    store<u8>(entry + family, min<u32>(familyCount(family) - before, MOST), FAMILIES_AT);
  }
  store<u32>(entry, fnv(at, end, FNV_OFFSET), TEXT_HASH_AT);
  let blanks = 0;
  for (let p = at; p < end; p++) if (load<u8>(p) == 0x20) blanks++;
  store<f32>(entry, <f32>blanks, 24);
  const isMozilla = startsWith(at, end, MOZILLA);
  const shape = isMozilla ? (find(at, end, COMPATIBLE) ? SHAPE_COMPATIBLE : SHAPE_BROWSER) : SHAPE_OWN;
  store<u8>(entry, shape, 28);
  // An address to write to or to read about it: an honest robot's.
  store<u8>(entry, findByte(at, end, 0x40) < end || find(at, end, HTTP) ? 1 : 0, 29);
}

/** Sets the dense features of the user agent, and adds its part to the sums. */
export function agentFeatures(): void {
  if (!hasField(UA)) {
    set(D_UA_LENGTH, 0);
    set(D_UA_SHAPE, 0);
    return;
  }
  const at = fieldAt(UA);
  const end = fieldEnd(UA);
  const key = hash64(at, end, SEED) | 1;
  const entry = TABLE + ((<usize>((key >> 8) & (ENTRIES - 1))) << 6);
  // While features are written down each has to be met.
  if (load<u64>(entry) != key || isRecording()) {
    store<u64>(entry, key);
    fill(entry, at, end);
  } else {
    addSums(load<i32>(entry, 8), load<i32>(entry, 12), load<u32>(entry, 16), load<u32>(entry, 20));
    for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
      addFamily(family, load<u8>(entry + family, FAMILIES_AT));
    }
  }
  textHash = load<u32>(entry, TEXT_HASH_AT);
  set(D_UA_LENGTH, <f32>(end - at));
  set(D_UA_WORDS, load<f32>(entry, 24) + 1);
  set(D_UA_FRAGMENTS, <f32>load<u8>(entry, FRAGMENTS_AT));
  set(D_UA_SHAPE, <f32>load<u8>(entry, 28));
  set(D_UA_CONTACT, <f32>load<u8>(entry, 29));
}
