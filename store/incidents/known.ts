/** Incidents as a pass knows them. */
import type { ClientBase } from "pg";
import type { IncidentSeverity, IncidentState } from "./incident.ts";

/** Times are milliseconds since the epoch. */
export interface KnownIncident {
  id: string;
  class: string;
  key: string;
  state: IncidentState;
  severity: IncidentSeverity;
  foundAt: number;
  first: number;
  last: number;
  overAt: number;
  closedAt: number | null;
  closedBy: string | null;
  mutedUntil: number | null;
  reopened: number;
  events: number;
  bytes: number;
  succeeded: number;
  grave: number;
  message: string | null;
  share: number | null;
  slower: number | null;
  targets: string[];
  targetHashes: number[];
  users: string[];
  userHashes: number[];
  sites: string[];
}

const TIME = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`;
/** One key may have been closed and opened again often; older ones change no more. */
const MOST_OF_A_KEY = 5;

/**
 * Incidents of these keys that go on, or lie near [low, high); locked until the
 * transaction ends, in the order in which people's actions lock them. The oldest first. */
export async function knownIncidents(
  client: ClientBase,
  keys: readonly { class: string; key: string }[],
  { low, high }: { low: Date; high: Date },
): Promise<KnownIncident[]> {
  const { rows } = await client.query<KnownIncident>(
    `select i.id::text as id, i.class, i.key, state, severity, ${TIME("found_at")} as "foundAt", ${TIME("first")} as first,
       ${TIME("last")} as last, ${TIME("least(over_at, '9999-01-01')")} as "overAt", ${TIME("closed_at")} as "closedAt", closed_by as "closedBy",
       ${TIME("muted_until")} as "mutedUntil", reopened, events::float8 as events, bytes::float8 as bytes,
       succeeded::float8 as succeeded, grave::float8 as grave, message, share::float8 as share, slower::float8 as slower,
       targets, target_hashes as "targetHashes", users, user_hashes as "userHashes", sites
     from smartlog.incidents i
     where i.id in (
       select near.id from unnest($1::text[], $2::text[]) given (class, key)
       cross join lateral (
         select id from smartlog.incidents k
         where (k.class, k.key) = (given.class, given.key)
           and (k.state <> 'closed' or greatest(k.over_at, k.last + interval '1 day') >= $3)
         order by (k.first <= $4) desc, k.last desc limit ${MOST_OF_A_KEY}
       ) near)
     order by i.id for update`,
    [keys.map((each) => each.class), keys.map(({ key }) => key), low, high],
  );
  return rows.sort((a, b) => a.first - b.first);
}

/** How many of each class are open, those that are part of another left out. */
export async function openByClass(client: ClientBase): Promise<Map<string, number>> {
  const { rows } = await client.query<{ class: string; open: number }>(
    "select class, count(*)::int as open from smartlog.incidents where state <> 'closed' and parent is null group by 1",
  );
  return new Map(rows.map((row) => [row.class, row.open]));
}
