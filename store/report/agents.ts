/** User agents with their requests and bytes, and what was found of those that claim to be a crawler. */
import type { ClientBase, Pool } from "pg";
import type { DayRange } from "./range.ts";

export interface Agent {
  /** Hostile text, cut at 300 characters. */
  ua: string;
  requests: number;
  /** Null where some were stored before bytes were counted. */
  bytes: number | null;
}

/** Addresses that claim to be a crawler. */
export interface CrawlerCheck {
  /** A name in crawlers/crawlers.yaml. */
  crawler: string;
  verified: number;
  claimed: number;
  impostors: number;
  /** What the impostors' addresses took in the range, whatever they called themselves. */
  impostorRequests: number;
  impostorBytes: number;
}

/** User agents of a range at most, by requests and again by bytes: of a day the store names some 300 to 600. */
const MOST_AGENTS = 5_000;

/** User agents of the range: all that are counted by name (see store/README.md), at most some thousands. */
export async function agents(db: Pool | ClientBase, { from, to }: DayRange): Promise<Agent[]> {
  const { rows } = await db.query<Agent>(
    `with counted as (
       select name as ua, sum(events)::float8 as requests,
         case when count(bytes) = count(*) then sum(bytes)::float8 end as bytes
       from smartlog.top_day where dimension = 'ua' and at >= $1 and at < $2 group by name
     )
     (select * from counted order by requests desc, ua limit ${MOST_AGENTS})
     union
     (select * from counted order by bytes desc nulls last, ua limit ${MOST_AGENTS})`,
    [from, to],
  );
  return rows;
}

/** What `smartlog verify-bots` found of the addresses that it looked at since the range began, by crawler. */
export async function crawlerChecks(db: Pool | ClientBase, { from, to }: DayRange): Promise<CrawlerCheck[]> {
  const { rows } = await db.query<CrawlerCheck>(
    `with checked as (
       select * from smartlog.crawlers where checked_at >= $1
     ), taken as (
       select c.crawler, sum(t.events)::float8 as requests, coalesce(sum(t.bytes), 0)::float8 as bytes
       from checked c join smartlog.top_day t on t.dimension = 'source' and t.name = host(c.ip)
       where c.status = 'impostor' and t.at >= $1 and t.at < $2 group by c.crawler
     )
     select crawler, count(*) filter (where status = 'verified')::int as verified,
       count(*) filter (where status = 'claimed')::int as claimed,
       count(*) filter (where status = 'impostor')::int as impostors,
       coalesce(max(taken.requests), 0) as "impostorRequests", coalesce(max(taken.bytes), 0) as "impostorBytes"
     from checked left join taken using (crawler)
     group by crawler order by crawler collate "C"`,
    [from, to],
  );
  return rows;
}
