/** The text of a user agent: its hashed features, and the bot-name substrings in it. */
import {
  bytesOf,
  firstSubstring,
  folded,
  isBegunBy,
  isSubstringAt,
  nextSubstring,
} from "../model/bot-substrings";
import { Char } from "../text/char";
import { fnv } from "../text/hash";
import { addFeature } from "./hashed";
import { addAgent } from "./ngrams";
import { isRecording } from "./recording";
import { Region } from "./region";
import { beginStretch, endStretch } from "./stretch";
import { beginMost, endRehearsal, keepMost, rehearse, rehearseAgain, takeMost, threatSum } from "./sums";

/** Bytes that a user agent has at most to be read as a whole: those of apps have up to 450. */
const WHOLE_BYTES: usize = 512;
const WINDOW_BYTES: usize = 128;
const STEP_BYTES: usize = 64;
const SUBSTRING_SALT: u32 = 0x1f83d9ab;

/** Adds the features of a user agent; returns its bot-name substrings. */
export function addAgentText(at: usize, end: usize): u32 {
  return end - at > WHOLE_BYTES ? addWindows(at, end) : addWhole(at, end, 0);
}

/** Counts the pieces of robots' names in [at, end), and adds a feature for each. */
function countSubstrings(at: usize, end: usize): u32 {
  let count: u32 = 0;
  let second = folded(at);
  for (let p = at; p + 1 < end; p++) {
    const first = second;
    second = folded(p + 1);
    let entry = firstSubstring(first, second);
    while (entry) {
      if (isBegunBy(entry, first, second) && isSubstringAt(entry, at, p, end)) {
        const length: usize = entry.length;
        const bytes = bytesOf(entry);
        addFeature(fnv(bytes, bytes + length, SUBSTRING_SALT), p, p + length, Region.Agent);
        count++;
      }
      entry = nextSubstring(entry);
    }
  }
  return count;
}

/** Adds the features of what stands in [at, end), behind so many open parentheses; returns its bot-name substrings. */
function addWhole(at: usize, end: usize, depth: u32): u32 {
  const isCut = beginStretch(at, end, u32.MAX_VALUE);
  addAgent(at, end, depth);
  if (isCut) endStretch();
  return countSubstrings(at, end);
}

/** Parentheses that are open at `end` when `depth` are at `at`. */
function depthAt(at: usize, end: usize, depth: u32): u32 {
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == Char.OpenParen) depth++;
    else if (byte == Char.CloseParen && depth) depth--;
  }
  return depth;
}

/**
 * The same of a user agent that is longer than any browser's. All of it is read in windows, and the highest sums of any
 * window count: text around a payload or a robot's name hides neither.
 */
function addWindows(at: usize, end: usize): u32 {
  let substrings: u32 = 0;
  let depth: u32 = 0;
  let most = i32.MIN_VALUE;
  let mostAt = at;
  let mostDepth: u32 = 0;
  rehearse();
  beginMost();
  for (let window = at; window + STEP_BYTES < end; window += STEP_BYTES) {
    rehearseAgain();
    substrings = max<u32>(substrings, addWhole(window, min<usize>(window + WINDOW_BYTES, end), depth));
    keepMost();
    if (threatSum() > most) {
      most = threatSum();
      mostAt = window;
      mostDepth = depth;
    }
    depth = depthAt(window, window + STEP_BYTES, depth);
  }
  endRehearsal();
  // Where features are written down, they are those of the most hostile window.
  if (isRecording()) addWhole(mostAt, min<usize>(mostAt + WINDOW_BYTES, end), mostDepth);
  takeMost();
  return substrings;
}
