/** Which events of a window are learnt from, and which are held out to judge on. */
import type { WindowFacts } from "../../store/window.ts";

/** One in so many annotated events of the held-out part is judged on; the others are learnt from. */
const JUDGED_CORRECTIONS = 4;

/** An event's id as a number, its low 52 bits: among a million events few collide. */
export function keyOf(id: string): number {
  return Number(BigInt.asUintN(52, BigInt(id)));
}

/**
 * Whether an event is in the held-out part, the newest of the window.
 *
 * @param seconds the event's time, since the epoch
 */
export function isHeldOut(seconds: number, facts: WindowFacts): boolean {
  return seconds * 1000 >= facts.heldOutFrom.getTime();
}

/**
 * Whether an event is judged on: all held-out events, but only some of the annotated ones, whose labels are too rare to
 * do without them in learning.
 */
export function isJudged(id: string, seconds: number, isCorrected: boolean, facts: WindowFacts): boolean {
  return isHeldOut(seconds, facts) && (!isCorrected || keyOf(id) % JUDGED_CORRECTIONS === 0);
}
