/** Counts of events by rule, key and minute: made anew for a range of time, and read for the keys that may matter. */
import type { ClientBase } from "pg";
import type { Rule, Way } from "../../rules/lib/rule.ts";
import { answersStatement, countStatement } from "./compile.ts";

/** Events of one minute, by one key and source. Times are milliseconds since the epoch. */
export interface CountRow {
  id: string;
  class: string;
  way: number;
  key: string;
  minute: number;
  ip: string | null;
  events: number;
  bytes: number;
  succeeded: number;
  grave: number;
  /** Of answers: all requests of the site, those with a duration, and the sum of these. */
  total: number;
  timed: number;
  durationUs: number;
  /** Of its gravest event: 0 none … 4 critical. */
  severity: number;
  first: number;
  last: number;
  targets: string[] | null;
  targetHashes: number[] | null;
  users: string[] | null;
  userHashes: number[] | null;
  sites: string[] | null;
  /** What an event of SmartLog's own says. */
  message: string | null;
  /** Events to show, the worst first: time as Postgres writes it, and id. */
  sampleTimes: string[] | null;
  sampleIds: string[] | null;
  /** events, bytes, succeeded and grave that an incident has of it already. */
  added: [number, number, number, number] | null;
}

/** What a key has to have at least to be read: of each class. */
export interface Limits {
  class: string;
  events: number;
  bytes: number;
  /** Seconds before and after that are read. */
  within: number;
}

const MOST_KEYS = 500;
const MOST_ROWS = 20_000;

export interface Pending {
  low: Date;
  high: Date;
  /** More minutes wait behind these. */
  more: boolean;
  minutes: { minute: string; batch: string }[];
}

/** Events that are counted at once: where more lie in one minute, that minute alone is. */
const MOST_AT_ONCE = 20_000;
/** So that the range stays within a day or two. */
const MOST_SPAN_MS = 86_400_000;

/** The oldest minutes that got events since they were judged, as many as are counted at once; undefined: none. */
export async function pendingMinutes(client: ClientBase): Promise<Pending | undefined> {
  const { rows } = await client.query<{ minute: Date; text: string; batch: string; sum: number }>(
    `select minute, minute::text as text, batch::text as batch, sum(events) over (order by minute)::float8 as sum
     from smartlog.incident_minutes order by minute limit 1001`,
  );
  const [first] = rows;
  if (!first) return undefined;
  const fitting = rows.filter(
    ({ minute, sum }, n) =>
      n === 0 ||
      (n < 1000 && sum <= MOST_AT_ONCE && minute.getTime() - first.minute.getTime() < MOST_SPAN_MS),
  );
  const last = fitting.at(-1) ?? first;
  return {
    low: first.minute,
    high: new Date(last.minute.getTime() + 60_000),
    more: fitting.length < rows.length,
    minutes: fitting.map(({ text, batch }) => ({ minute: text, batch })),
  };
}

/** Says that these minutes were judged; one that has got more meanwhile stays. */
export async function doneMinutes(client: ClientBase, minutes: Pending["minutes"]): Promise<void> {
  await client.query(
    `delete from smartlog.incident_minutes m using unnest($1::timestamptz[], $2::text[]) given (minute, batch)
     where m.minute = given.minute and m.batch::text = given.batch`,
    [minutes.map(({ minute }) => minute), minutes.map(({ batch }) => batch)],
  );
}

/** Counts the events of [low, high) by all rules, in place of what was counted before. */
export async function countEvents(
  client: ClientBase,
  rules: readonly Rule[],
  { low, high }: { low: Date; high: Date },
  now: Date,
): Promise<{ read: number; cut: boolean }> {
  if (rules.some(({ ways }) => ways.some(usesAnswers)))
    await client.query(answersStatement(low.toISOString(), high.toISOString()));
  // How many rows a range has is not known when it is planned: a loop in a loop would take minutes of a flood.
  await client.query("set local enable_nestloop = off");
  const { rows } = await client.query<{ read: number; cut: boolean }>(
    countStatement(rules, low.toISOString(), high.toISOString(), now.toISOString()),
  );
  await client.query("set local enable_nestloop = on");
  return rows[0] ?? { read: 0, cut: false };
}

function usesAnswers({ match, succeeded, grave }: Way): boolean {
  return [...match, ...succeeded, ...grave].some((each) => each.some(({ field }) => field === "catch-all"));
}

/**
 * Counts around [low, high) of the keys that have some in it, and enough for an incident or one already; of too many keys
 * those with most.
 */
export async function readCounts(
  client: ClientBase,
  { low, high }: { low: Date; high: Date },
  limits: readonly Limits[],
): Promise<CountRow[]> {
  const { rows } = await client.query<CountRow>(
    `with lim as (
       select * from unnest($3::text[], $4::float8[], $5::float8[], $6::float8[]) l (class, least_events, least_bytes, within)
     ), touched as materialized (
       select distinct c.class, key from smartlog.incident_counts c where minute >= $1 and minute < $2
     ), near as materialized (
       select t.class, t.key, sum(c.events) as events, sum(c.bytes) as bytes
       from touched t join lim using (class)
       join smartlog.incident_counts c on c.class = t.class and c.key = t.key
         and c.minute >= $1::timestamptz - within * interval '1 s' and c.minute < $2::timestamptz + within * interval '1 s'
       group by 1, 2
     ), wanted as materialized (
       select class, key, within from near join lim using (class)
       where events >= least_events and bytes >= least_bytes
         or exists (select from smartlog.incidents i where (i.class, i.key) = (near.class, near.key)
           and (i.state <> 'closed' or i.over_at >= $1))
       order by events desc, class, key limit ${MOST_KEYS}
     )
     select c.id::text as id, c.class, way, c.key, extract(epoch from minute)::float8 * 1000 as minute, host(ip) as ip,
       events::float8 as events, bytes::float8 as bytes, succeeded::float8 as succeeded, grave::float8 as grave,
       total::float8 as total, timed::float8 as timed, duration_us::float8 as "durationUs", severity,
       floor(extract(epoch from first) * 1000)::float8 as first, floor(extract(epoch from last) * 1000)::float8 as last,
       targets, target_hashes as "targetHashes", users, user_hashes as "userHashes", sites, message,
       sample_times::text[] as "sampleTimes", sample_ids::text[] as "sampleIds", added::float8[] as added
     from wanted w
     join smartlog.incident_counts c on c.class = w.class and c.key = w.key
       and c.minute >= $1::timestamptz - within * interval '1 s' and c.minute < $2::timestamptz + within * interval '1 s'
     order by c.class, c.key, c.minute, c.ip limit ${MOST_ROWS}`,
    [
      low,
      high,
      limits.map((each) => each.class),
      limits.map(({ events }) => events),
      limits.map(({ bytes }) => bytes),
      limits.map(({ within }) => within),
    ],
  );
  return rows;
}

/** Notes what incidents have of these counts now. */
export async function noteAdded(client: ClientBase, rows: readonly CountRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update smartlog.incident_counts c set added = array[events, bytes, succeeded, grave]
     where c.id = any ($1::bigint[])`,
    [rows.map(({ id }) => id)],
  );
}

/** Faster answers count as this: ten times 2 ms is nothing that anybody waits for. */
const LEAST_USUAL_US = 50_000;

/** Usual response times of sites (of 2xx), microseconds: the middle of the last week's quarters of a day, where there are four. */
export async function usualTimes(
  client: ClientBase,
  sites: readonly string[],
  before: Date,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ site: string; usual: number }>(
    `select site, percentile_cont(0.5) within group (order by mean) as usual
     from (
       select site, at, sum(duration_us)::float8 / sum(timed) as mean from smartlog.rollup_6h
       where site = any ($1) and kind = 'web' and status_class = 2 and at >= $2::timestamptz - interval '7 days' and at < $2::timestamptz - interval '6 hours'
       group by 1, 2 having sum(timed) >= 20
     ) quarter group by site having count(*) >= 4`,
    [sites, before],
  );
  return new Map(rows.map(({ site, usual }) => [site, Math.max(usual, LEAST_USUAL_US)]));
}
