/** Rules as SQL: counts of events by minute, key and source. */
import pg from "pg";
import type { Rule, Way } from "../../rules/lib/rule.ts";
import { anyOf } from "./conditions.ts";
import { keyOf } from "./keys.ts";
import { armsOf, baseColumns, MOST_EVENTS, SITE } from "./rows.ts";

/** Rows of one way that a count leaves, those of the keys with most events. */
const MOST_ROWS = 2_000;
/** KMV sketch: the least hashes of a set, by which its size is known or estimated. */
const MOST_HASHES = 256;
const MOST_NAMES = 20;
/** The latest web requests, of whose answers one to an attack may be one. */
const MOST_REQUESTS = 20_000;
const PAGE = "split_part(path, '?', 1)";

const text = pg.escapeLiteral;

/** What events aim at. */
const TARGET = `case kind when 'web' then split_part(path, '?', 1) when 'firewall' then concat_ws(':', host(dst), dport)
  when 'dns' then qname when 'auth' then null else tpl end`;

/** Answers 2xx to attacks, by size: known before the range is counted. Safe to repeat. */
export function answersStatement(low: string, high: string): string {
  return `
with answered as materialized (
  select ${SITE} as site, smartlog.size_step(bytes) as size, hashtext(path) as target, ${PAGE} as page, time
  from smartlog.events
  where time >= ${text(low)}::timestamptz and time < ${text(high)}::timestamptz and label = 'attack' and label <> 'normal'
    and kind = 'web' and status between 200 and 299 and bytes > 0 and muted is not true
  limit ${MOST_EVENTS}
), page as materialized (
  select distinct site, page, size from (
    select ${SITE} as site, ${PAGE} as page, smartlog.size_step(bytes) as size, label, status, method
    from smartlog.events
    where time >= ${text(high)}::timestamptz - interval '1 day' and time < ${text(high)}::timestamptz and kind = 'web'
      and (select exists (select from answered a where not exists (
        select from smartlog.attack_answers known where (known.site, known.size) = (a.site, a.size) and known.is_page)))
    order by time desc limit ${MOST_REQUESTS}
  ) request
  where label = 'normal' and method = 'GET' and status between 200 and 299 and size is not null
)
insert into smartlog.attack_answers as a (site, size, targets, is_page, last_at)
select site, size, (array_agg(distinct target))[1:4],
  bool_or(exists (select from page p where (p.site, p.page) = (answered.site, answered.page) and p.size between answered.size - 1 and answered.size + 1)),
  max(time)
from answered
group by 1, 2 order by 1, 2 limit 1000
on conflict (site, size) do update set last_at = greatest(a.last_at, excluded.last_at), is_page = a.is_page or excluded.is_page,
  targets = (select array_agg(t) from (select distinct t from unnest(a.targets || excluded.targets) t limit 4) u)
where cardinality(a.targets) < 4 or a.last_at < excluded.last_at - interval '1 hour' or excluded.is_page and not a.is_page`;
}

/**
 * One statement that counts the events of [low, high) by all rules in place of what was counted before, and gives back one
 * row: how many events it read (`read`), and whether some were cut.
 *
 * @param low, high ISO times: written out, so that the plan touches their partitions alone
 * @param now ISO time of the pass
 */
export function countStatement(rules: readonly Rule[], low: string, high: string, now: string): string {
  const ways = rules.flatMap((rule) => rule.ways.map((way, n) => ({ rule, way, n })));
  const ofEvents = ways.filter(({ way }) => way.from === "events");
  const counts = ways.map(({ rule, way, n }) =>
    way.from === "events" ? countEvents(rule, way, n) : countAnswers(rule, way, n, low, high),
  );
  const span = `time >= ${text(low)}::timestamptz and time < ${text(high)}::timestamptz`;
  const arms = armsOf(ofEvents.map(({ way }) => way));
  const base = arms.map(
    (arm, n) => `(select ${n} as arm, ${baseColumns(ofEvents.map(({ way }) => way))}
      from smartlog.events where ${span} and muted is not true and ${arm} limit ${MOST_EVENTS})`,
  );
  return `
with gone as (
  delete from smartlog.incident_counts where minute >= ${text(low)}::timestamptz and minute < ${text(high)}::timestamptz
    and class in (${[...new Set(rules.map((rule) => rule.class))].map(text).join(", ")})
  returning class, way, key, minute, ip, added
), base as materialized (
  ${base.join("\n  union all ")}
), counted (class, way, key, minute, ip, events, bytes, succeeded, grave, total, timed, duration_us, severity, first, last,
  targets, target_hashes, users, user_hashes, sites, message, sample_times, sample_ids) as materialized (
  ${counts.join("\n  union all ")}
), written as (
  insert into smartlog.incident_counts (class, way, key, minute, ip, events, bytes, succeeded, grave, total, timed, duration_us,
    severity, first, last, targets, target_hashes, users, user_hashes, sites, message, sample_times, sample_ids, added, counted_at)
  select c.class, c.way, c.key, c.minute, c.ip, events, bytes, succeeded, grave, total, timed, duration_us,
    severity, first, last, targets, target_hashes, users, user_hashes, sites, message, sample_times, sample_ids, g.added, ${text(now)}
  from counted c
  left join gone g on g.added is not null and (g.class, g.way, g.key, g.minute, coalesce(g.ip, '::'))
    = (c.class, c.way, c.key, c.minute, coalesce(c.ip, '::'))
  -- All that a muted source does is muted, also what counts only together.
  where c.ip is null or not (select exists (select from smartlog.mutes where ended_at is null and source is not null))
    or not smartlog.is_muted_source(c.ip)
)
select count(*)::int as read, coalesce(max(of_arm), 0) >= ${MOST_EVENTS} as cut
from (select count(*) over (partition by arm) as of_arm from base) counted_base`;
}

function countEvents(rule: Rule, way: Way, n: number): string {
  const key = keyOf(rule, way);
  const bySource = wantsSources(rule, way);
  const distinct = (expression: string, most: number) =>
    `(array_agg(distinct ${expression}${expression.startsWith("left") ? ' collate "C"' : ""}) filter (where ${expression} is not null))[1:${most}]`;
  // Sorts of each group are dear: the groups that are kept are chosen before, by their key's size alone.
  return `(with fitting as materialized (
      select *, (${key}) collate "C" as key, date_bin('1 minute', time, 'epoch') as minute, ${bySource ? "ip" : "null::inet"} as by_ip,
        ${TARGET} as target, ${anyOf(way.succeeded)} as got, ${anyOf(way.grave)} as worse
      from base where ${anyOf(way.match)}
    ), sized as (
      select *, count(*) over (partition by key) as of_key from fitting where key is not null
    ), ranked as (
      select *, dense_rank() over (order by of_key desc, key, minute, by_ip) as nth from sized
    )
    select ${text(rule.class)}, ${n}::smallint, f.key, f.minute, f.by_ip, count(*), coalesce(sum(greatest(bytes, 0)), 0)::bigint,
      count(*) filter (where got), count(*) filter (where worse), 0::bigint, 0::bigint, 0::bigint,
      max(array_position('{none,low,medium,high,critical}'::text[], severity) - 1)::smallint, min(time), max(time),
      ${distinct("left(target, 200)", MOST_NAMES)}, ${distinct("hashtext(target)", MOST_HASHES)},
      ${distinct("left(username, 100)", MOST_NAMES)}, ${distinct("hashtext(username)", MOST_HASHES)},
      ${distinct("left(site, 200)", MOST_NAMES)}, max(message),
      (array_agg(time order by worse desc, got desc, score desc nulls last, time))[1:3],
      (array_agg(id order by worse desc, got desc, score desc nulls last, time))[1:3]
    from ranked f where nth <= ${MOST_ROWS} group by f.key, f.minute, f.by_ip)`;
}

/** Requests by site and minute; muted ones are left out. */
function countAnswers(rule: Rule, way: Way, n: number, low: string, high: string): string {
  const fits = anyOf(way.match);
  return `(select ${text(rule.class)}, ${n}::smallint, ${way.per.length > 0 ? keyOf(rule, way) : "'all'"}, at, null::inet,
      coalesce(sum(events) filter (where ${fits}), 0)::bigint, coalesce(sum(bytes) filter (where ${fits}), 0)::bigint, 0::bigint, 0::bigint,
      sum(events)::bigint,
      coalesce(sum(timed) filter (where ${fits}), 0)::bigint, coalesce(sum(duration_us) filter (where ${fits}), 0)::bigint, 0::smallint, at, at + interval '59 seconds',
      null::text[], null::integer[], null::text[], null::integer[], ${way.per.length > 0 ? "array[site]" : "null::text[]"}, null::text,
      null::timestamptz[], null::bigint[]
    from (
      select at, site, kind, label, severity, status_class * 100 as status, events, bytes, timed, duration_us
      from smartlog.rollup('1 minute', 'hide')
      where at >= ${text(low)}::timestamptz and at < ${text(high)}::timestamptz and site <> '(other)'
    ) answers
    where kind = 'web'
    group by at${way.per.length > 0 ? ", site" : ""}
    limit ${MOST_ROWS})`;
}

/** Whether counts are kept by source: where sources are counted or absorbed by, or the incident is about one. */
function wantsSources(rule: Rule, way: Way): boolean {
  return (
    !way.per.includes("robot") &&
    (rule.absorbs.length > 0 ||
      way.per.some((each) => ["source", "network"].includes(each)) ||
      [...way.least, ...way.raise.map(({ at }) => at)].some(({ sources }) => sources !== undefined) ||
      way.told.includes("{source"))
  );
}
