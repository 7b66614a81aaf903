/** Events whose score of `anomaly` is not the head's: a list of faults names them, or the order of their session's lines. */
import type { SmartlogEvent } from "./event.ts";

const has = ({ why }: Pick<SmartlogEvent, "why">, topic: string): boolean =>
  why.some((reason) => reason.startsWith(topic));

/** Whether it tells of a known fault. */
export function isFault(event: Pick<SmartlogEvent, "why">): boolean {
  return has(event, "fault:");
}

/** Whether it is an unusual step of its session. */
export function isUnusualStep(event: Pick<SmartlogEvent, "why">): boolean {
  return has(event, "session:");
}
