/** What is known for the good of addresses: whoever came as a visitor, logged in, or is a crawler that was checked. */
import type { ClientBase, Pool } from "pg";

type Db = Pool | ClientBase;

/** First and last address of a network. */
export type Bounds = readonly [low: string, high: string];

/** Events of a network in a span, of the 5,000 that are looked at. */
export interface Seen {
  events: number;
  /** Web requests that were found normal and got what they asked for (2xx, 3xx). */
  ordinary: number;
  /** Logins that succeeded. */
  logins: number;
  /** Events that are not normal and not muted. */
  flagged: number;
}

export interface Span {
  since: Date;
  /** Left out itself. */
  until: Date;
}

/** Events that are looked at of one network, the first of each day first. */
const LOOKED_AT = 5_000;
/** Ordinary requests that make a neighbour a visitor. */
const VISITORS_REQUESTS = 5;
/** The newest web requests whose proxies are looked at. */
const PROXIED = 20_000;
/** Addresses that logged in, the latest. */
const MOST_LOGINS = 200_000;

/** What networks did, each in its span; in their order. */
export async function seenOf(db: Db, networks: readonly Bounds[], spans: readonly Span[]): Promise<Seen[]> {
  const { rows } = await db.query<Seen>(
    `select seen.ordinary::float8 as ordinary, seen.logins::float8 as logins, seen.flagged::float8 as flagged,
       seen.events::float8 as events
     from unnest($1::inet[], $2::inet[], $3::timestamptz[], $4::timestamptz[]) with ordinality
       network (low, high, since, until, nth)
     cross join lateral (
       select count(*) filter (where kind = 'web' and label = 'normal' and status between 200 and 399) as ordinary,
         count(*) filter (where kind = 'auth' and outcome = 'success') as logins,
         count(*) filter (where label <> 'normal' and not coalesce(muted, false)) as flagged, count(*) as events
       from (
         select kind, label, status, outcome, muted from smartlog.events
         where ip >= network.low and ip <= network.high and time >= network.since and time < network.until
         limit ${LOOKED_AT}
       ) looked_at
     ) seen
     order by nth`,
    [
      networks.map(([low]) => low),
      networks.map(([, high]) => high),
      spans.map(({ since }) => since),
      spans.map(({ until }) => until),
    ],
  );
  return rows;
}

/** An address, and the first and last of the network around it. */
export interface Neighbourhood {
  address: string;
  bounds: Bounds;
}

/** How many other addresses of its network visitors came from, for each address in its span; in their order. */
export async function visitorsAround(
  db: Db,
  around: readonly Neighbourhood[],
  spans: readonly Span[],
): Promise<number[]> {
  // Never through the events of the address itself, which may be millions.
  const side = (within: string) =>
    `(select ip, kind, label, status from smartlog.events
      where ${within} and time >= place.since and time < place.until
      limit ${LOOKED_AT / 2})`;
  const { rows } = await db.query<{ visitors: number }>(
    `select (
       select count(*)::int from (
         select from (${side("ip >= place.low and ip < place.ip")} union all ${side("ip > place.ip and ip <= place.high")}) looked_at
         where kind = 'web' and label = 'normal' and status between 200 and 399
         group by ip having count(*) >= ${VISITORS_REQUESTS}
       ) visitors
     ) as visitors
     from unnest($1::inet[], $2::inet[], $3::inet[], $4::timestamptz[], $5::timestamptz[]) with ordinality
       place (ip, low, high, since, until, nth)
     order by nth`,
    [
      around.map(({ address }) => address),
      around.map(({ bounds: [low] }) => low),
      around.map(({ bounds: [, high] }) => high),
      spans.map(({ since }) => since),
      spans.map(({ until }) => until),
    ],
  );
  return rows.map(({ visitors }) => visitors);
}

/**
 * Since when addresses have logged in, in a span, by address.
 *
 * @param within of addresses in this network alone
 */
export async function logins(db: Db, { since, until }: Span, within?: Bounds): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ ip: string; first: Date }>(
    `select host(ip) as ip, min(time) as first from smartlog.events
     where kind = 'auth' and outcome = 'success' and ip is not null and time >= $1 and time < $2
       ${within ? "and ip >= $3 and ip <= $4" : ""}
     group by ip order by max(time) desc limit ${MOST_LOGINS}`,
    [since, until, ...(within ?? [])],
  );
  return new Map(rows.map(({ ip, first }) => [ip, first]));
}

/** Of networks those that hold a crawler that is what it claims to be; by place in the list. */
export async function crawlersAmong(db: Db, networks: readonly Bounds[]): Promise<Set<number>> {
  const { rows } = await db.query<{ at: number }>(
    `select nth::int - 1 as at from unnest($1::inet[], $2::inet[]) with ordinality network (low, high, nth)
     where exists (select from smartlog.crawlers where ip >= low and ip <= high and status = 'verified')`,
    [networks.map(([low]) => low), networks.map(([, high]) => high)],
  );
  return new Set(rows.map(({ at }) => at));
}

/** Addresses that passed requests on for others: proxies that are trusted to say for whom. */
export async function proxiesOf(db: Db, { since, until }: Span): Promise<string[]> {
  const { rows } = await db.query<{ ip: string }>(
    `select distinct host(peer) as ip from (
       select peer from smartlog.events where time >= $1 and time < $2 and kind = 'web' order by time desc limit ${PROXIED}
     ) newest where peer is not null`,
    [since, until],
  );
  return rows.map(({ ip }) => ip);
}
