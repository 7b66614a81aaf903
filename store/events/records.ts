/** Records of many events at once, to be read again by a filter. */
import type { ClientBase, Pool } from "pg";

export interface EventRecord {
  /** As the filter read it, JSON. */
  record: string;
  /** Event time, seconds since the epoch. */
  at: number;
}

/** Of longer records there could be too much for the memory. */
const RECORD_BYTES = 65_536;

/**
 * Reads the records of events.
 *
 * @param events ids, hex, and times; a time is in whole milliseconds, cut off
 * @returns by id; those that are not stored any more, or too long, are left out
 */
export async function recordsOf(
  db: Pool | ClientBase,
  events: readonly { event: string; eventTime: Date }[],
): Promise<Map<string, EventRecord>> {
  const { rows } = await db.query<EventRecord & { event: string }>(
    `select distinct wanted.event, found.record, found.at
     from unnest($1::text[], $2::timestamptz[]) as wanted (event, time)
     cross join lateral (
       select e.record::text as record, extract(epoch from e.time)::float8 as at from smartlog.events e
       where e.id = smartlog.event_id(wanted.event) and e.time >= wanted.time
         and e.time < wanted.time + interval '1 millisecond' and octet_length(e.record::text) <= ${RECORD_BYTES}
       limit 1) found`,
    [events.map(({ event }) => event), events.map(({ eventTime }) => eventTime)],
  );
  return new Map(rows.map(({ event, ...record }) => [event, record]));
}
