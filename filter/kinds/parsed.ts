/** What the recognisers find besides text: the event's time, a duration, and the part of the line that is a message. */
import { NO_TIME } from "../text/time";

let time: i64 = NO_TIME;
let micros: i64 = -1;
let messageFrom: usize = 0;
let messageTo: usize = 0;
let level: i32 = -1;

export function clearFound(): void {
  time = NO_TIME;
  micros = -1;
  messageFrom = 0;
  messageTo = 0;
  level = -1;
}

/** Milliseconds since the epoch, or NO_TIME. */
export function foundTime(milliseconds: i64): void {
  time = milliseconds;
}

export function timeFound(): i64 {
  return time;
}

/** A duration in microseconds; the first found stays unless `replace`. */
export function foundDuration(microseconds: i64, replace: bool): void {
  if (micros < 0 || replace) micros = microseconds;
}

/** Microseconds, or -1. */
export function durationFound(): i64 {
  return micros;
}

/** The text that says what happened, without the header before it. */
export function foundMessage(at: usize, end: usize): void {
  messageFrom = at;
  messageTo = end;
}

export function messageAt(): usize {
  return messageFrom;
}

export function messageEnd(): usize {
  return messageTo;
}

/** Rank of a log level: 0 trace, 1 debug, 2 info, 3 notice, 4 warning, 5 error, 6 critical and worse. */
export function foundLevel(rank: i32): void {
  level = rank;
}

/** Rank, or -1 where none was found. */
export function levelFound(): i32 {
  return level;
}
