/** The robot that a user agent names, wherever the name stands: a browser's words around it prove nothing. */
import { AT_START, pairOf, Robot, robotOf } from "../model/robot-names";

/** Start of the user agent at hand. */
let start: usize = 0;
let robot: u32 = Robot.None;

/** Begins a user agent. */
export function beginNames(at: usize): void {
  start = at;
  robot = Robot.None;
}

/** What the names that were met say. */
export function namedRobot(): Robot {
  return <Robot>robot;
}

/** A word of a user agent, where it stands, and the word before: hashes of folded words (ngrams.ts). @inline */
export function meetName(word: u32, at: usize, before: u32): void {
  const ofWord = robotOf(word);
  if (ofWord) note(ofWord, at);
  const ofPair = robotOf(pairOf(before, word));
  if (ofPair) note(ofPair, at);
}

function note(found: u32, at: usize): void {
  if (found & AT_START && at != start) return;
  robot = max<u32>(robot, found & ~AT_START);
}
