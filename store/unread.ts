import type { ClientBase, Pool } from "pg";

/** How much of a log was read, by its tag. */
export interface UnreadOfTag {
  tag: string;
  /** Events, and those of lines that no parser read. */
  events: number;
  unread: number;
  /** The newest line that was not read; null where there is none, or its event has been dropped. */
  example: string | null;
}

/**
 * Tags with events in the last hours, those with most unread lines first.
 *
 * @param hours whole hours, up to 35 days of them; the one that runs counts besides
 */
export async function unreadByTag(db: Pool | ClientBase, hours: number): Promise<UnreadOfTag[]> {
  const { rows } = await db.query<UnreadOfTag>(
    `with recent as (
       select * from smartlog.unread_hour where at > now() - ($1 + 1) * interval '1 hour' and at <= now()
     ), counted as (
       select tag, sum(events)::float8 as events, sum(unread)::float8 as unread from recent group by tag
     ), newest as (
       select distinct on (tag) tag, example_time, example_id from recent where unread > 0 order by tag, at desc
     )
     select counted.*, smartlog.line(record) as example
     from counted
     left join newest using (tag)
     left join smartlog.events e on e.time = example_time and e.id = example_id
       and e.time > now() - ($1 + 1) * interval '1 hour' and e.time <= now() + interval '1 hour'
     order by unread desc, counted.tag`,
    [hours],
  );
  return rows;
}
