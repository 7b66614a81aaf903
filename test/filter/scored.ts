import type { EnrichedRecord, SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import type { ShipperTime } from "../../host/time.ts";

/** 2026-11-21T06:19:00.250Z, a Saturday. */
export const ARRIVAL: ShipperTime = { seconds: 1_795_241_940, nanoseconds: 250_000_000 };

/** What an event has of its verdict: it depends on the model, and on all of the record. */
export const OF_THE_VERDICT: readonly string[] = [
  "label",
  "severity",
  "score",
  "bot",
  "threat",
  "anomaly",
  "why",
  "hit",
];

const filter = Filter.load();

/** The event of one record, under the default model. */
export function scored(record: unknown, time = ARRIVAL): SmartlogEvent {
  const text = typeof record === "string" ? record : JSON.stringify(record);
  return (JSON.parse(filter.score(text, time)) as EnrichedRecord).smartlog;
}

export function utc(milliseconds: number): ShipperTime {
  return { seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1_000_000 };
}
