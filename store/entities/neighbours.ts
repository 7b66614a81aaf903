/** What other addresses of a network do. */
import type { Pool } from "pg";
import { readJson } from "../read-only.ts";
import { instant, type Range } from "../search/walk.ts";

export interface Neighbour {
  ip: string;
  /** Of its newest events, 200 at most. */
  events: number;
  unusual: number;
  /** The label that most of them have that aren't normal; null where all are. */
  label: string | null;
  /** Milliseconds since the epoch. */
  last: number;
}

export interface Neighbours {
  /** Those with the most unusual events first. */
  addresses: Neighbour[];
  /** There are more addresses than were looked at. */
  isBounded: boolean;
}

/** Addresses that are looked at, in their order, and the newest events of each. */
const MOST_ADDRESSES = 100;
const MOST_EVENTS = 200;
const STATEMENT_MS = 2_000;

/**
 * @param low the first address of the network, `high` the last
 * @throws as {@link readJson}; query_canceled where it takes too long
 */
export async function neighboursOf(
  db: Pool,
  { low, high, except, range }: { low: string; high: string; except?: string; range: Range },
): Promise<Neighbours> {
  const within = "e.time >= $1::timestamptz and e.time < $2::timestamptz";
  // From address to address by the index on (ip, time), never event by event.
  const next = (bound: string) =>
    `select e.ip from events e where e.ip ${bound} and e.ip <= $4::inet and ${within} order by e.ip limit 1`;
  return readJson(
    db,
    `with recursive address (ip, nth) as (
       (select ip, 1 from (${next(">= $3::inet")}) first)
       union all
       select (${next("> a.ip")}), nth + 1 from address a where a.ip is not null and nth <= ${MOST_ADDRESSES}
     ), seen as (
       select a.ip, s.* from address a cross join lateral (
         select count(*) as events, count(*) filter (where label <> 'normal') as unusual,
           mode() within group (order by label) filter (where label <> 'normal') as label, max(time) as last
         from (select label, time from events e where e.ip = a.ip and ${within} order by time desc limit ${MOST_EVENTS}) newest
       ) s where a.ip is not null and a.nth <= ${MOST_ADDRESSES} and a.ip is distinct from nullif($5, '')::inet
     )
     select json_build_object(
       'addresses', coalesce((select json_agg(json_build_object('ip', host(ip), 'events', events, 'unusual', unusual, 'label', label,
         'last', floor(extract(epoch from last) * 1000)) order by unusual desc, events desc, ip) from seen), '[]'),
       'isBounded', (select count(ip) > ${MOST_ADDRESSES} from address))`,
    [instant(range.from), instant(range.to), low, high, except ?? ""],
    STATEMENT_MS,
  );
}
