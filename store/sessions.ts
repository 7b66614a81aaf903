/** Sessions that have fallen idle, what is known of their classes, and what was found (migrations/0025_sessions.sql). */
import type { ClientBase } from "pg";
import { LOCK_NOT_AVAILABLE } from "./table-lock.ts";

/** A session whose last line lies its class's idle time back. */
export interface IdleSession {
  key: string;
  host: string;
  /** Of its first line; empty where it has none. */
  service: string;
  first: Date;
  last: Date;
  /** Templates of its lines in their order, 8 hex digits each; {@link MOST_LINES} at most. */
  templates: string[];
  /** Times of these lines, seconds since the epoch. */
  times: number[];
  /** Whether a line of it was called for the order of its lines already. */
  told: boolean;
  /** Host, else service, else tag of its last line. */
  site: string;
  /** The last line: the event's id, hex, its time, and its text. */
  example: { id: string; time: Date; line: string };
}

export interface SessionClass {
  /** 32 bits. */
  class: number;
  name: string;
  sessions: number;
  steps: number;
  /** Of the last ones: 0 where it ended as usual, else its set. */
  recent: number[];
  gaps: number[];
  /** By step. */
  repeats: Record<string, Repeats>;
  judges: boolean;
}

/** How often one session has a step. */
export interface Repeats {
  /** At most, of the usual ones. */
  most: number;
  /** Sessions that had it more often, and the time of the first of them, milliseconds since the epoch. */
  over?: number;
  since?: number;
}

export interface SessionEnd {
  class: number;
  /** 32 bits. */
  set: number;
  steps: string[];
  sessions: number;
  known: boolean;
  first: Date;
  last: Date;
}

/** Lines of a session that are read: beyond, it is not judged. */
export const MOST_LINES = 500;

/** Takes the lock of the job, in a transaction; false where another run holds it. */
export async function lockSessions(client: ClientBase): Promise<boolean> {
  try {
    await client.query("lock table smartlog.session_classes in share row exclusive mode nowait");
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

/** Sessions that may have fallen idle, those due first. A line that has just arrived may have others behind it. */
export async function dueSessions(
  client: ClientBase,
  at: Date,
  limit: number,
): Promise<Pick<IdleSession, "key" | "host" | "service" | "first" | "last">[]> {
  const { rows } = await client.query(
    `select key, host, service, first_seen as first, last_seen as last from smartlog.sessions
     where judged_at is null and due <= $1 and arrived_at <= now() - interval '30 seconds' order by due, key limit $2`,
    [at, limit],
  );
  return rows;
}

/** Puts sessions off until their class's idle time is over, seconds. */
export async function postponeSessions(
  client: ClientBase,
  sessions: readonly { key: string; host: string; idle: number }[],
): Promise<void> {
  await client.query(
    `update smartlog.sessions s set idle = given.idle * interval '1 second', due = last_seen + given.idle * interval '1 second'
     from unnest($1::text[], $2::text[], $3::float8[]) given (key, host, idle) where (s.key, s.host) = (given.key, given.host)`,
    [sessions.map(({ key }) => key), sessions.map(({ host }) => host), sessions.map(({ idle }) => idle)],
  );
}

/** Reads the lines of sessions, by the index of their keys. */
export async function readSessions(
  client: ClientBase,
  sessions: readonly Pick<IdleSession, "key" | "host">[],
): Promise<IdleSession[]> {
  const { rows: range } = await client.query<{ low: string; high: string }>(
    `select min(first_seen)::text as low, max(last_seen)::text as high from smartlog.sessions
     join unnest($1::text[], $2::text[]) given (key, host) using (key, host)`,
    [sessions.map(({ key }) => key), sessions.map(({ host }) => host)],
  );
  // The range is written out, so that the plan touches and locks its partitions alone.
  const quoted = (text = "") => `'${text.replaceAll("'", "")}'::timestamptz`;
  const { rows } = await client.query<IdleSession & { line: string; event: string; at: Date }>(
    `select s.key, s.host, s.service, s.first_seen as first, s.last_seen as last, l.templates, l.times, l.told, e.site,
       e.event, e.at, e.line
     from smartlog.sessions s join unnest($1::text[], $2::text[]) given (key, host) using (key, host)
     cross join lateral (
       select array_agg(tpl order by time, id) as templates, array_agg(extract(epoch from time)::float8 order by time, id) as times,
         bool_or(coalesce('session:unusual-step' = any (why), false)) as told
       from (
         select tpl, time, id, why from smartlog.events
         where session = s.key and time >= s.first_seen and time <= s.last_seen and (s.host = '' or events.host = s.host)
           and time >= ${quoted(range[0]?.low)} and time <= ${quoted(range[0]?.high)} and tpl is not null
         order by time limit ${MOST_LINES + 1}
       ) first_ones
     ) l
     cross join lateral (
       select smartlog.event_hex(id) as event, time as at, left(smartlog.line(record), 300) as line,
         coalesce(events.host, events.service, tag, '') as site
       from smartlog.events
       where session = s.key and time >= s.first_seen and time <= s.last_seen and (s.host = '' or events.host = s.host)
         and time >= ${quoted(range[0]?.low)} and time <= ${quoted(range[0]?.high)} and tpl is not null
       order by time desc limit 1
     ) e`,
    [sessions.map(({ key }) => key), sessions.map(({ host }) => host)],
  );
  return rows.map(({ event, at, line, ...row }) => ({ ...row, example: { id: event, time: at, line } }));
}

export async function readClasses(client: ClientBase): Promise<SessionClass[]> {
  const { rows } = await client.query(
    `select class::float8 as class, name, sessions::float8 as sessions, steps::float8 as steps, recent::float8[] as recent, gaps, repeats, judges
     from smartlog.session_classes`,
  );
  return rows;
}

export async function readEnds(client: ClientBase, classes: readonly number[]): Promise<SessionEnd[]> {
  const { rows } = await client.query(
    `select class::float8 as class, set::float8 as set, steps, sessions::float8 as sessions, known, first_seen as first, last_seen as last
     from smartlog.session_ends where class = any ($1)`,
    [classes],
  );
  return rows;
}

/** Writes what is known of classes and ends, and that the sessions were judged. */
export async function saveSessions(
  client: ClientBase,
  judged: readonly { key: string; host: string; idle: number }[],
  classes: readonly SessionClass[],
  ends: readonly SessionEnd[],
): Promise<void> {
  await client.query(
    `insert into smartlog.session_classes as c (class, name, sessions, steps, recent, gaps, repeats, judges, last_at)
     select class, name, sessions, steps, recent, gaps, repeats, judges, now()
     from jsonb_to_recordset($1) given (class bigint, name text, sessions bigint, steps bigint, recent bigint[], gaps real[], repeats jsonb, judges boolean)
     on conflict (class) do update set sessions = excluded.sessions, steps = excluded.steps, recent = excluded.recent,
       gaps = excluded.gaps, repeats = excluded.repeats, judges = excluded.judges, last_at = now()`,
    [JSON.stringify(classes)],
  );
  await client.query(
    `insert into smartlog.session_ends (class, set, steps, sessions, known, first_seen, last_seen)
     select class, set, steps, sessions, known, first, last
     from jsonb_to_recordset($1) given (class bigint, set bigint, steps text[], sessions bigint, known boolean, first timestamptz, last timestamptz)
     on conflict (class, set) do update set sessions = excluded.sessions, known = excluded.known, last_seen = excluded.last_seen`,
    [JSON.stringify(ends)],
  );
  await client.query(
    `update smartlog.sessions s set judged_at = now(), idle = given.idle * interval '1 second'
     from unnest($1::text[], $2::text[], $3::float8[]) given (key, host, idle) where (s.key, s.host) = (given.key, given.host)`,
    [judged.map(({ key }) => key), judged.map(({ host }) => host), judged.map(({ idle }) => idle)],
  );
}
