/** Events that a search has found, as rows. */
import type { ShownName } from "../../store/search/columns.ts";
import type { RowEvent } from "./row.ts";

/** What rows need of an event. */
export const ROW_FIELDS: readonly ShownName[] = [
  "id",
  "time",
  "label",
  "score",
  "kind",
  "line",
  "ip",
  "host",
  "service",
  "reason",
  "hit",
  "muted",
];

/** @param json an event with {@link ROW_FIELDS} and any others, as `findEvents` gives it */
export function rowOf(json: string): RowEvent & Record<string, unknown> {
  const event = JSON.parse(json) as Record<string, unknown>;
  return { ...event, time: new Date(event.time as string), why: event.reason } as unknown as RowEvent &
    Record<string, unknown>;
}
