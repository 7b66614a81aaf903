/** The text of a user agent: its hashed features, and the bot-name substrings in it. */
import {
  bytesOf as bytesOfSubstring,
  firstSubstring,
  folded,
  isBegunBy,
  isSubstringAt,
  nextSubstring,
} from "../model/bot-substrings";
import { ascii, bytesOf, lengthOf, startsWith } from "../text/ascii";
import { BYTE_VALUES, Char } from "../text/char";
import { fnv } from "../text/hash";
import { addFeature } from "./hashed";
import { addAgent } from "./ngrams";
import { isRecording, recordedCount, recordForBot } from "./recording";
import { Region } from "./region";
import { addStretch } from "./stretch";
import {
  beginMost,
  botSum,
  endRehearsal,
  keepMost,
  rehearse,
  rehearseAgain,
  setSums,
  takeMost,
  threatSum,
} from "./sums";

/** Bytes that a user agent has at most to be read as a whole: those of apps have up to 450. */
const WHOLE_BYTES: usize = 512;
const WINDOW_BYTES: usize = 128;
const STEP_BYTES: usize = 96;
const SUBSTRING_SALT: u32 = 0x1f83d9ab;

/** u8 for each byte: 1 where browsers and robots have none, and every payload has some. */
const LOUD: usize = memory.data(BYTE_VALUES, 8);
const LOUD_BYTES: usize = ascii("!\"#$%&'*<=>?@[\\]^`{|}~");
for (let i = bytesOf(LOUD_BYTES); i < bytesOf(LOUD_BYTES) + lengthOf(LOUD_BYTES); i++)
  store<u8>(LOUD + load<u8>(i), 1);
for (let byte: u32 = 0; byte < <u32>Char.Space; byte++) store<u8>(LOUD + byte, 1);

const MOZILLA: usize = ascii("Mozilla/5.0 (");

/** Whether the user agent at hand has a byte that is {@link LOUD}. */
let isLoud: u32 = 0;

/**
 * Adds the features of a user agent; returns its bot-name substrings. The bot head reads all of it. What is hostile in it
 * is what is hostile in an address: the threat head reads it as one, by its stretch, where it is not a browser's.
 */
export function addAgentText(at: usize, end: usize): u32 {
  const threat = threatSum();
  const first = recordedCount();
  isLoud = 0;
  const substrings = end - at > WHOLE_BYTES ? addWindows(at, end) : addWhole(at, end, 0);
  setSums(threat, botSum());
  recordForBot(first);
  if (isLoud || !startsWith(at, end, MOZILLA)) addStretch(at, end, Region.Referer, 0);
  return substrings;
}

/** Counts the pieces of robots' names in [at, end), and adds a feature for each. */
function countSubstrings(at: usize, end: usize): u32 {
  let count: u32 = 0;
  let second = folded(at);
  let loud = <u32>load<u8>(<usize>load<u8>(at) + LOUD);
  for (let p = at; p + 1 < end; p++) {
    const first = second;
    second = folded(p + 1);
    loud |= load<u8>(<usize>load<u8>(p, 1) + LOUD);
    let entry = firstSubstring(first, second);
    while (entry) {
      if (isBegunBy(entry, first, second) && isSubstringAt(entry, at, p, end)) {
        const length: usize = entry.length;
        const bytes = bytesOfSubstring(entry);
        addFeature(fnv(bytes, bytes + length, SUBSTRING_SALT), p, p + length, Region.Agent);
        count++;
      }
      entry = nextSubstring(entry);
    }
  }
  isLoud |= loud;
  return count;
}

/** Adds the features of what stands in [at, end), behind so many open parentheses; returns its bot-name substrings. */
function addWhole(at: usize, end: usize, depth: u32): u32 {
  addAgent(at, end, depth);
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
 * window count: text around a robot's name does not hide it.
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
    if (botSum() > most) {
      most = botSum();
      mostAt = window;
      mostDepth = depth;
    }
    depth = depthAt(window, window + STEP_BYTES, depth);
  }
  endRehearsal();
  // Where features are written down, they are those of the most robotic window.
  if (isRecording()) addWhole(mostAt, min<usize>(mostAt + WINDOW_BYTES, end), mostDepth);
  takeMost();
  return substrings;
}
