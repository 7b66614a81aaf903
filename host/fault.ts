/** Known faults: events that a list of faults names, whatever their score. */
import type { SmartlogEvent } from "./event.ts";

const REASON = "fault:";

export function isFault({ why }: Pick<SmartlogEvent, "why">): boolean {
  return why.some((reason) => reason.startsWith(REASON));
}
