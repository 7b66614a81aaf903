/** Rules as SQL: counts of events by minute, key and source. */
import pg from "pg";
import type { Condition, Field, Test, Value } from "../../rules/lib/match.ts";
import type { Rule, Way } from "../../rules/lib/rule.ts";
import type { Per } from "../../rules/lib/told.ts";

/** Rows of one kind that are read at once; what is beyond is cut, and said to be. */
export const MOST_EVENTS = 20_000;
/** Rows of one way that a count leaves, those of the keys with most events. */
const MOST_ROWS = 2_000;
/** KMV sketch: the least hashes of a set, by which its size is known or estimated. */
export const MOST_HASHES = 256;
const MOST_NAMES = 20;
const KEY_CHARACTERS = { alone: 500, each: 120 };

const text = pg.escapeLiteral;

/** Columns of the base rows by the fields of conditions. */
const COLUMNS: Readonly<Record<Exclude<Field, "reason" | "verified" | "private" | "catch-all">, string>> = {
  kind: "kind",
  label: "label",
  severity: "severity",
  status: "status",
  method: "method",
  path: "path",
  agent: "ua",
  user: "username",
  outcome: "outcome",
  site: "site",
  host: "host",
  service: "service",
  tag: "tag",
  level: "level",
  action: "action",
  proto: "proto",
  qname: "qname",
  qtype: "qtype",
  rcode: "rcode",
  template: "tpl",
  message: "message",
  source: "ip",
  dst: "dst",
  port: "dport",
  ms: "ms",
  bytes: "bytes",
  score: "score",
  threat: "threat",
  bot: "bot",
  anomaly: "anomaly",
  "no-such-account": "no_such_account",
};

const ROBOT =
  "[A-Za-z0-9_.-]*(?:[Bb]ot|BOT|[Cc]rawl|[Ss]pider|[Ss]lurp|externalagent|externalhit|externalfetcher|archiver|[Pp]review|[Mm]onitor|[Ff]etcher)[A-Za-z0-9_-]*";

/** Values that incidents are grouped by, as text. */
const KEYS: Readonly<Record<Per, string>> = {
  source: "host(ip)",
  network:
    "host(network(set_masklen(ip, case family(ip) when 4 then 24 else 48 end))) || case family(ip) when 4 then '/24' else '/48' end",
  agent: "ua",
  robot: `coalesce(substring(ua from '${ROBOT}'), nullif(substring(ua from '^[A-Za-z0-9_.-]+'), 'Mozilla'))`,
  user: "username",
  site: "site",
  service: "coalesce(service, site)",
  template: "tpl",
  reason: "why[1]",
  domain: "lower(substring(qname from '([^.]+[.][^.]+)[.]?$'))",
  kind: "kind",
  subject: "subject",
};

/** What events aim at. */
const TARGET = `case kind when 'web' then split_part(path, '?', 1) when 'firewall' then concat_ws(':', host(dst), dport)
  when 'dns' then qname when 'auth' then null else tpl end`;

/** What JSON escapes, so that a key stays as long as it is. */
const UNCLEAN = `E'${Array.from({ length: 31 }, (_, n) => `\\x${(n + 1).toString(16).padStart(2, "0")}`).join("")}\\x7f"\\\\'`;
const NO_ACCOUNT =
  "(invalid|illegal|unknown) user|no such user|user (unknown|not known|not found|does not exist)|input_userauth_request";
const SITE = "coalesce(host, service, tag, '')";

/** Answers 2xx to attacks, by size: known before the range is counted. Safe to repeat. */
export function answersStatement(low: string, high: string): string {
  return `
insert into smartlog.attack_answers as a (site, size, targets, last_at)
select site, size, (array_agg(distinct target))[1:4], max(time)
from (
  select ${SITE} as site, smartlog.size_step(bytes) as size, hashtext(path) as target, time
  from smartlog.events
  where time >= ${text(low)}::timestamptz and time < ${text(high)}::timestamptz and label = 'attack' and label <> 'normal'
    and kind = 'web' and status between 200 and 299 and bytes > 0 and muted is not true
  limit ${MOST_EVENTS}
) answered
group by 1, 2 order by 1, 2 limit 1000
on conflict (site, size) do update set last_at = greatest(a.last_at, excluded.last_at),
  targets = (select array_agg(t) from (select distinct t from unnest(a.targets || excluded.targets) t limit 4) u)
where cardinality(a.targets) < 4 or a.last_at < excluded.last_at - interval '1 hour'`;
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

function armsOf(ways: readonly Way[]): string[] {
  const conditions = ways.flatMap(({ match }) => match);
  if (!conditions.every((each) => isFlagged(each) || kindsOf(each).length > 0)) return ["true"];
  const kinds = new Set(conditions.filter((each) => !isFlagged(each)).flatMap(kindsOf));
  const others = [...kinds].map((kind) => `kind = ${text(kind)}`);
  return [
    ...others,
    `label <> 'normal'${kinds.size > 0 ? ` and kind not in (${[...kinds].map(text).join(", ")})` : ""}`,
  ];
}

/** Whether only events that aren't normal can fit: they have an index. */
function isFlagged(condition: Condition): boolean {
  return condition.some(
    ({ field, not, values }) =>
      !not &&
      ((field === "label" && values.every((each) => "is" in each && each.is !== "normal")) ||
        (field === "severity" && values.every((each) => "is" in each && each.is !== "none")) ||
        (field === "reason" &&
          values.every((each) => /^(attack|fault|bot|probe|rate|session|taught):/.test(textOf(each) ?? "")))),
  );
}

/** Kinds with an index of their own that the condition is bound to. */
function kindsOf(condition: Condition): string[] {
  const kinds = condition
    .find(({ field, not }) => field === "kind" && !not)
    ?.values.map((each) => textOf(each) ?? "");
  return kinds?.every((kind) => ["auth", "dns", "firewall"].includes(kind)) ? kinds : [];
}

function textOf(value: Value): string | undefined {
  if ("is" in value) return String(value.is);
  return "like" in value ? value.like : undefined;
}

function baseColumns(ways: readonly Way[]): string {
  const used = new Set(
    ways
      .flatMap(({ match, succeeded, grave }) => [...match, ...succeeded, ...grave])
      .flatMap((each) => each.map(({ field }) => field)),
  );
  return `time, id, kind, label, severity, score, threat, bot, anomaly, ms, bytes, status, method, path, ua, username, outcome,
      ${SITE} as site, host, service, tag, level, action, proto, qname, qtype, rcode, tpl, ip, dst, dport, why,
      case when smartlog.is_own(kind) then left(record ->> 'message', 500) when label = 'anomaly' then left(smartlog.line(record), 500)${used.has("message") ? " else left(smartlog.line(record), 500)" : ""} end as message,
      case when kind = 'rate' then concat_ws(' ', record -> 'rate' ->> 'of', record -> 'rate' ->> 'name')
        when kind = 'session' then concat_ws(' ', record -> 'of_session' ->> 'class', ${SITE}) end as subject,
      ${used.has("no-such-account") ? `kind = 'auth' and smartlog.line(record) ~* ${text(NO_ACCOUNT)}` : "false"} as no_such_account`;
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
export function wantsSources(rule: Rule, way: Way): boolean {
  return (
    !way.per.includes("robot") &&
    (rule.absorbs.length > 0 ||
      way.per.some((each) => ["source", "network"].includes(each)) ||
      [...way.least, ...way.raise.map(({ at }) => at)].some(({ sources }) => sources !== undefined) ||
      way.told.includes("{source"))
  );
}

/** Whether keys have to say by what: ways of one rule group by different things. */
function namesWays(rule: Rule): boolean {
  return rule.ways.length > 1;
}

function keyOf(rule: Rule, way: Way): string {
  const prefix = namesWays(rule) ? `${way.per.join("+")} ` : "";
  if (way.per.length === 0) return text(prefix || "all");
  const clean = (per: Per, most: number) =>
    `translate(left(${KEYS[per]}, ${most}), ${UNCLEAN}, '${"?".repeat(34)}')`;
  const [first = "source"] = way.per;
  if (way.per.length === 1) return `${text(prefix)} || ${clean(first, KEY_CHARACTERS.alone)}`;
  return `${text(prefix)} || jsonb_build_array(${way.per.map((per) => `coalesce(${clean(per, KEY_CHARACTERS.each)}, '')`).join(", ")})::text`;
}

/** The values of a key by name; those that were empty are left out. */
export function partsOf(rule: Rule, n: number, key: string): Partial<Record<Per, string>> {
  const way = rule.ways[n];
  if (!way) return {};
  const values = namesWays(rule) ? key.slice(way.per.join("+").length + 1) : key;
  const list = way.per.length > 1 ? (JSON.parse(values) as string[]) : [values];
  return Object.fromEntries(way.per.flatMap((per, place) => (list[place] ? [[per, list[place]]] : [])));
}

/** SQL of one of several conditions; none: false. */
function anyOf(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return "false";
  return `(${conditions.map((each) => (each.length === 0 ? "true" : each.map(testSql).join(" and "))).join(" or ")})`;
}

function testSql({ field, not, values }: Test): string {
  const sql = `(${values.map((value) => valueSql(field, value)).join(" or ")})`;
  // A field that an event has not is none of the values.
  return not ? `${sql} is not true` : `${sql} is true`;
}

function valueSql(field: Field, value: Value): string {
  if (field === "reason") {
    return "like" in value
      ? `exists (select from unnest(why) r where r like ${text(likeOf(value.like))})`
      : `${text(textOf(value) ?? "")} = any (why)`;
  }
  if (field === "verified")
    return `${"is" in value && value.is === true ? "" : "not "}exists (select from smartlog.crawlers v where v.ip = base.ip and v.status = 'verified')`;
  if (field === "catch-all")
    return `${"is" in value && value.is === true ? "" : "not "}exists (select from smartlog.attack_answers a where a.site = base.site
      and a.size between smartlog.size_step(base.bytes) - 1 and smartlog.size_step(base.bytes) + 1 and cardinality(a.targets) >= 3)`;
  if (field === "private") return `smartlog.is_private(ip) = ${"is" in value && value.is === true}`;
  const column = COLUMNS[field];
  if ("network" in value) return `${column} <<= ${text(value.network)}::inet`;
  if ("like" in value) return `${column} like ${text(likeOf(value.like))}`;
  if ("is" in value)
    return typeof value.is === "boolean" ? `${column} = ${value.is}` : `${column} = ${text(value.is)}`;
  const { from, to } = value;
  if (from !== undefined && from === to) return `${column} = ${from}`;
  return [from === undefined ? "" : `${column} >= ${from}`, to === undefined ? "" : `${column} <= ${to}`]
    .filter(Boolean)
    .join(" and ");
}

function likeOf(pattern: string): string {
  return pattern.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
}
