/**
 * Names of robots that no person's program has, each with what it is to a site.
 *
 * Section `ROBO`: u32 number of names; for each a u32, rising: hash of the name, in place of whose lowest bits stand {@link AT_START} and
 * a {@link Robot}. The hash is FNV-1a of a word folded as ngrams.ts does, or {@link pairOf} two words.
 *
 * A hash stands for its name: who makes up a word with another's hash is called a robot, and gains nothing by it.
 */
import { FNV_PRIME } from "../text/hash";
import { section, sectionLength, sectionName } from "./blob";

/** What a robot is to a site. Of several names in a user agent the highest counts. */
export const enum Robot {
  None,
  /** Works for the site's owner or for somebody who looks at the site: curl, libraries, browsers without a screen. */
  Tool,
  /** Comes to be of use to the site: search engines, monitors, feed readers, previews, mail proxies, AI crawlers. */
  Welcome,
  /** Looks for weak spots, or is known to take what it may not. */
  Hostile,
}

/** The name counts at the very start of a user agent only. */
export const AT_START: u32 = 4;
const ROBOT: u32 = 3;
/** Bits that are not the hash's. */
const OTHER_BITS: u32 = AT_START | ROBOT;

/** A bit for each value of a hash's highest bits: most words end here. */
const MAY_BE_BITS_LOG2: u32 = 14;
const MAY_BE: usize = memory.data(<i32>(1 << (MAY_BE_BITS_LOG2 - 3)), 8);

const MOST: u32 = 4096;

let names: usize = 0;
let count: u32 = 0;

export function loadRobotNames(): bool {
  const at = section(sectionName("ROBO"));
  const length = sectionLength();
  if (at == 0 || length < sizeof<u32>()) return false;
  count = load<u32>(at);
  names = at + sizeof<u32>();
  if (count > MOST || length != (count + 1) * sizeof<u32>()) return false;
  for (let i: u32 = 0; i < count; i++) {
    const name = nameAt(i);
    if (i && nameAt(i - 1) >= name) return false;
    const bits = mayBeAt(name);
    store<u8>(bits, <u32>load<u8>(bits) | mayBeBit(name));
  }
  return true;
}

/** @inline */
function nameAt(index: u32): u32 {
  return load<u32>(names + (index << 2));
}

/** @inline */
function mayBeAt(hash: u32): usize {
  return MAY_BE + (hash >> (35 - MAY_BE_BITS_LOG2));
}

/** @inline */
function mayBeBit(hash: u32): u32 {
  return 1 << ((hash >> (32 - MAY_BE_BITS_LOG2)) & 7);
}

/** Hash of two words that follow each other. @inline */
export function pairOf(before: u32, word: u32): u32 {
  return before * FNV_PRIME + word;
}

/** A {@link Robot}, and {@link AT_START}, of the name with this hash; 0 of any other. @inline */
export function robotOf(hash: u32): u32 {
  return <u32>load<u8>(mayBeAt(hash)) & mayBeBit(hash) ? find(hash) : 0;
}

function find(hash: u32): u32 {
  const sought = hash & ~OTHER_BITS;
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nameAt(middle) < sought) low = middle + 1;
    else high = middle;
  }
  return low < count && (nameAt(low) & ~OTHER_BITS) == sought ? nameAt(low) & OTHER_BITS : 0;
}
