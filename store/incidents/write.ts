/** What a pass writes of incidents. */
import type { ClientBase } from "pg";
import type { IncidentChange, IncidentSeverity, IncidentState } from "./incident.ts";

/** Times are milliseconds since the epoch. */
export interface WrittenIncident {
  /** Null: new. */
  id: string | null;
  class: string;
  key: string;
  state: IncidentState;
  closedBy: string | null;
  first: number;
  last: number;
  overAt: number;
  reopened: number;
  owner: string | null;
  source: string | null;
  network: string | null;
  agent: string | null;
  username: string | null;
  site: string | null;
  service: string | null;
  tpl: string | null;
  reason: string | null;
  events: number;
  bytes: number;
  succeeded: number;
  grave: number;
  message: string | null;
  share: number | null;
  slower: number | null;
  targets: string[];
  targetHashes: number[];
  targetCount: number;
  users: string[];
  userHashes: number[];
  userCount: number;
  sites: string[];
  siteCount: number;
}

export interface NewSource {
  ip: string;
  events: number;
  succeeded: number;
  first: number;
  last: number;
}

/** An event: its time as Postgres writes it, and its id in decimal. */
export interface NewSample {
  time: string;
  id: string;
}

export interface Change {
  incident: string;
  what: IncidentChange;
  severity: IncidentSeverity;
  note: string;
}

export const MOST_SOURCES = 1_000;
const MOST_LINE = 1_000;

/** Columns that are written as they are given; `m`: milliseconds. */
const GIVEN = `first = to_timestamp(g.first / 1000), last = to_timestamp(g.last / 1000), over_at = to_timestamp(g."overAt" / 1000),
  reopened = g.reopened, site = g.site, events = g.events, bytes = g.bytes, succeeded = g.succeeded, grave = g.grave,
  message = g.message, share = g.share, slower = g.slower, targets = g.targets, target_hashes = g."targetHashes", target_count = g."targetCount",
  users = g.users, user_hashes = g."userHashes", user_count = g."userCount", sites = g.sites, site_count = g."siteCount"`;
const RECORD = `jsonb_to_recordset($1) g (n int, id bigint, class text, key text, state text, "closedBy" text, first float8, last float8,
  "overAt" float8, reopened smallint, owner text, source inet, network cidr, agent text, username text, site text, service text,
  tpl text, reason text, events bigint, bytes bigint, succeeded bigint, grave bigint, message text, share real, slower real,
  targets text[], "targetHashes" int[], "targetCount" int, users text[], "userHashes" int[], "userCount" int,
  sites text[], "siteCount" int)`;

/** New incidents, without a title yet: their ids, in order. */
export async function insertIncidents(
  client: ClientBase,
  incidents: readonly WrittenIncident[],
  now: Date,
): Promise<string[]> {
  if (incidents.length === 0) return [];
  const { rows } = await client.query<{ id: string }>(
    `insert into smartlog.incidents (class, key, title, severity, state, owner, found_at, first, last, over_at, reopened,
       closed_at, closed_by, updated_at, source, network, agent, username, site, service, tpl, reason,
       events, bytes, succeeded, grave, message, share, slower, targets, target_hashes, target_count,
       users, user_hashes, user_count, sites, site_count)
     select class, key, class, 'low', state, owner, $2, to_timestamp(first / 1000), to_timestamp(last / 1000),
       to_timestamp("overAt" / 1000), reopened, case when state = 'closed' then $2::timestamptz end, "closedBy", $2,
       source, network, agent, username, site, service, tpl, reason, events, bytes, succeeded, grave, message, share, slower,
       targets, "targetHashes", "targetCount", users, "userHashes", "userCount", sites, "siteCount"
     from ${RECORD} order by n returning id::text as id`,
    [json(incidents), now],
  );
  return rows.map(({ id }) => id);
}

/** What known incidents have become. */
export async function updateIncidents(
  client: ClientBase,
  incidents: readonly WrittenIncident[],
  now: Date,
): Promise<void> {
  if (incidents.length === 0) return;
  await client.query(
    `update smartlog.incidents i set ${GIVEN}, state = g.state, updated_at = $2,
       closed_at = case when g.state = 'closed' then coalesce(i.closed_at, $2) end,
       closed_by = case when g.state = 'closed' then coalesce(i.closed_by, g."closedBy") end
     from ${RECORD} where i.id = g.id`,
    [json(incidents), now],
  );
}

export async function setTitles(
  client: ClientBase,
  titles: readonly {
    id: string;
    title: string;
    severity: IncidentSeverity;
    sources: number;
    raised: boolean;
  }[],
): Promise<void> {
  if (titles.length === 0) return;
  await client.query(
    // What was acknowledged or muted was so as it was: graver, it is open again.
    `update smartlog.incidents i set title = g.title, severity = g.severity, source_count = g.sources,
       state = case when raised and state <> 'closed' then 'open' else state end,
       acknowledged_at = case when not raised then acknowledged_at end, acknowledged_by = case when not raised then acknowledged_by end,
       muted_until = case when not raised then muted_until end, muted_by = case when not raised then muted_by end
     from jsonb_to_recordset($1) g (id bigint, title text, severity text, sources int, raised boolean) where i.id = g.id`,
    [json(titles)],
  );
}

/**
 * Adds what sources did, 1,000 of an incident at most.
 *
 * @returns how many each incident has now, and the first of them
 */
export async function addSources(
  client: ClientBase,
  incidents: readonly { id: string; sources: readonly NewSource[] }[],
): Promise<Map<string, { count: number; only: string }>> {
  const given = incidents.flatMap(({ id, sources }) =>
    sources.map((source) => ({ incident: id, ...source })),
  );
  if (given.length > 0)
    await client.query(
      `insert into smartlog.incident_sources as s (incident, ip, events, succeeded, first, last)
       select incident, ip, events, succeeded, to_timestamp(first / 1000), to_timestamp(last / 1000)
       from (
         select g.*, row_number() over (partition by g.incident, k.ip is null order by g.events desc, g.ip) as nth, k.ip is null as is_new,
           (select count(*) from smartlog.incident_sources o where o.incident = g.incident) as there
         from jsonb_to_recordset($1) g (incident bigint, ip inet, events bigint, succeeded bigint, first float8, last float8)
         left join smartlog.incident_sources k on (k.incident, k.ip) = (g.incident, g.ip)
       ) ranked where not is_new or there + nth <= ${MOST_SOURCES}
       on conflict (incident, ip) do update set events = s.events + excluded.events, succeeded = s.succeeded + excluded.succeeded,
         first = least(s.first, excluded.first), last = greatest(s.last, excluded.last)`,
      [json(given)],
    );
  const { rows } = await client.query<{ incident: string; count: number; only: string }>(
    `select incident::text as incident, count(*)::int as count, host(min(ip)) as only
     from smartlog.incident_sources where incident = any ($1::bigint[]) group by 1`,
    [incidents.map(({ id }) => id)],
  );
  return new Map(rows.map(({ incident, ...each }) => [incident, each]));
}

/** Copies lines of events into incidents; one with the same number takes the place of the one before. */
export async function addSamples(
  client: ClientBase,
  samples: readonly (NewSample & { incident: string; nth: number })[],
): Promise<void> {
  if (samples.length === 0) return;
  const times = samples.map(({ time }) => time).sort((a, b) => Date.parse(a) - Date.parse(b));
  // The range is written out, so that the plan touches its partitions alone.
  const quoted = (time = "") => `'${time.replaceAll("'", "")}'::timestamptz`;
  await client.query(
    `insert into smartlog.incident_samples as s (incident, nth, event_time, event_id, line, hit, why)
     select g.incident, g.nth, e.time, e.id, left(smartlog.line(e.record), ${MOST_LINE}), e.hit, e.why
     from jsonb_to_recordset($1) g (incident bigint, nth smallint, time timestamptz, id bigint)
     join smartlog.events e on (e.time, e.id) = (g.time, g.id)
       and e.time >= ${quoted(times[0])} and e.time <= ${quoted(times.at(-1))}
     on conflict (incident, nth) do update set event_time = excluded.event_time, event_id = excluded.event_id,
       line = excluded.line, hit = excluded.hit, why = excluded.why`,
    [json(samples)],
  );
}

/** How many lines each of these incidents has. */
export async function sampleCounts(client: ClientBase, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ incident: string; count: number }>(
    `select incident::text as incident, count(*)::int as count from smartlog.incident_samples
     where incident = any ($1::bigint[]) group by 1`,
    [ids],
  );
  return new Map(rows.map(({ incident, count }) => [incident, count]));
}

export async function addHistory(client: ClientBase, changes: readonly Change[], now: Date): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `insert into smartlog.incident_history (incident, at, what, severity, note)
     select incident, $2, what, severity, note
     from jsonb_to_recordset($1) g (n int, incident bigint, what text, severity text, note text) order by n`,
    [json(changes), now],
  );
}

/** Numbered, since a set has no order. */
function json(rows: readonly object[]): string {
  return JSON.stringify(rows.map((row, n) => ({ n, ...row }))).replaceAll("\\u0000", "\\ufffd");
}
