/** What a module says of a record, taken from its answer. */
import type { SmartlogEvent } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import type { ShipperTime } from "../../host/time.ts";

const KEY = '"smartlog":{';

/** Scores a record and returns its event. The event is the last key; before it nothing needs to be parsed. */
export function verdictOf(filter: Filter, record: string, time: ShipperTime): SmartlogEvent {
  const answer = filter.score(record, time);
  // Quotes inside of the event's own strings are escaped: the last such key is the filter's.
  const from = answer.lastIndexOf(KEY) + KEY.length - 1;
  return JSON.parse(answer.slice(from, -1)) as SmartlogEvent;
}

/** A stored time as the shipper would have stamped it. */
export function shipperTime(seconds: number): ShipperTime {
  const whole = Math.floor(seconds);
  return { seconds: whole, nanoseconds: Math.round((seconds - whole) * 1000) * 1_000_000 };
}
