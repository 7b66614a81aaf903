import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";

/** The shipper's clock in these tests: 21 November 2026, 06:30 UTC. */
export const NOW = { seconds: Date.UTC(2026, 10, 21, 6, 30) / 1000, nanoseconds: 0 };

let filter: Filter | undefined;

/** The event of a record. */
export function eventOfRecord(record: string): SmartlogEvent {
  filter ??= Filter.load();
  return JSON.parse(filter.score(record, NOW)).smartlog;
}

/** The event of a line, as a shipper's tail would hand it over. */
export function eventOf(line: string): SmartlogEvent {
  return eventOfRecord(recordOfLine(Buffer.from(line)));
}

/** A syslog line of the program `tag`. */
export function syslog(tag: string, message: string): string {
  return `Nov 21 06:19:00 bastion ${tag}: ${message}`;
}
