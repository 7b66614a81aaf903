/**
 * Events of a window in clusters that one answer moves alike: of one template, from one kind of client, over all sources.
 *
 * Templates that are rare beside the others of their target are one cluster: a question about each would be as many as a
 * site has pages. Sources that probe are apart from the others: the same request means something else of them.
 *
 * Sources: Dasgupta, Hsu, Hierarchical Sampling for Active Learning (2008), one label for a cluster; Julisch, Clustering
 * Intrusion Detection Alarms to Support Root Cause Analysis (2003), few generalised groups hold most of the alarms.
 */
import type { ClientBase, Pool } from "pg";
import type { Kind, Label } from "../../host/event.ts";
import type { EventKey } from "../events/find.ts";

export interface Cluster {
  kind: Kind;
  /** First segment of the path, domain of the question, port, or program. */
  target: string;
  /** Kind of client: a program's name, `browser`, or empty where the log has no agents. */
  client: string;
  /** Whether its sources ask for many things that are not there. */
  probing: boolean;
  /** Template; empty: all rare ones of the target. */
  tpl: string;
  /** Events of the window, about, by the label that was given. */
  events: Record<Label, number>;
  /** Mean scores of its events. */
  scores: { threat: number; bot: number; anomaly: number };
  /** Distinct addresses in the sample; 0 where its lines have none. */
  sources: number;
  /** Distinct hours with events, 63 at most. */
  hours: number;
  /** Shares of its events, 0..1. */
  shares: Shares;
  /** Events of the sample that people have answered for. */
  answered: number;
  /** An event in its middle, that nobody has answered for. */
  middle: Middle;
}

export interface Middle extends EventKey {
  source: string | null;
}

export interface Shares {
  /** Refused, or failed. */
  failed: number;
  /** Answered, let in or through. Most messages tell neither. */
  succeeded: number;
  /** Carries what an attack is seen by. */
  hit: number;
  /** By sources that load pages with their assets, as people's browsers do. */
  person: number;
  /** By sources that come in many hours for the same few things. */
  steady: number;
  /** By private addresses. */
  own: number;
}

/** Events that are read, about: of more, a random part of the table's blocks is. */
const SAMPLE_EVENTS = 60_000;
/** The same blocks each time, so that a page that is loaded again asks the same. */
const SEED = 1;
/** Clusters that are rated; beyond these are the smallest, of the surest labels. */
const MOST_CLUSTERS = 400;
/** Share of its target's events below which a template is rare. */
const RARE = 0.02;

/** A program's own name, or that in "compatible; …"; of browsers no more than that they are. */
export const CLIENT_SQL = `case
  when e.ua is null or e.ua in ('', '-') then ''
  when e.ua like '%compatible; %' and e.ua not like '%compatible; MSIE%'
    then left(split_part(split_part(split_part(e.ua, 'compatible; ', 2), '/', 1), ';', 1), 40)
  when e.ua like 'Mozilla/%' then 'browser'
  else left(split_part(split_part(e.ua, '/', 1), ' ', 1), 40) end`;

export const TARGET_SQL = `case e.kind
  when 'web' then case when split_part(e.path, '?', 1) like '/%/%' then '/' || left(split_part(e.path, '/', 2), 80) else '/' end
  when 'dns' then reverse(split_part(reverse(rtrim(e.qname, '.')), '.', 1) || '.' || split_part(reverse(rtrim(e.qname, '.')), '.', 2))
  when 'firewall' then concat_ws(' ', e.action, e.proto, e.dport)
  else coalesce(e.service, '') end`;

const FAILED_SQL = `coalesce(e.status >= 400, e.outcome = 'failure', e.action = 'deny', e.rcode <> 'NOERROR', false)`;
const SUCCEEDED_SQL = `coalesce(e.status::text, e.outcome, e.action, e.rcode) is not null and not ${FAILED_SQL}`;
const ASSET_SQL = `e.kind = 'web' and split_part(e.path, '?', 1) like any
  ('{%.css,%.js,%.mjs,%.png,%.jpg,%.jpeg,%.svg,%.gif,%.webp,%.ico,%.woff2}')`;
const OWN_SQL = `ip <<= any ('{10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,fc00::/7,fe80::/10,::1/128}'::inet[])`;

/** What was asked for, numbers and ids aside: all that a site has not may have one template. */
const ASKED_SQL = `hashtext(coalesce(regexp_replace(split_part(e.path, '?', 1), '[^/]*[0-9][^/]*', '*', 'g'), e.tpl))`;

/** How a source behaves in the sample: many different failures; pages with assets and referers; the same few things for hours. */
const MANNER_SQL = `case
  when failures >= 4 and failures * 2 >= events then 'probing'
  when assets >= 2 and referred * 5 >= events * 2 and failed * 4 <= events then 'person'
  when bit_count(hours::bit(64)) >= 6 and events >= 4 * templates then 'steady'
  else '' end`;

/**
 * The clusters of the events since a time, those with the most called or uncertain events first.
 *
 * Of a source the event of the highest hash stands for all: any one of the window, not the newest, which training holds out.
 */
export async function readClusters(db: Pool | ClientBase, since: Date): Promise<Cluster[]> {
  const percent = await samplePercent(db, since);
  const { rows } = await db.query<Row>(
    `with sample as (
       select hashtextextended(e.kind || ' ' || coalesce(${TARGET_SQL}, '') || ' ' || ${CLIENT_SQL}, 0) as place,
         coalesce(e.tpl, '') as tpl, e.ip, e.threat, e.bot, e.anomaly, e.label, e.hit is not null as hit,
         ${FAILED_SQL} as failed, case when ${FAILED_SQL} then ${ASKED_SQL} end as failure, ${SUCCEEDED_SQL} as succeeded, ${ASSET_SQL} as asset, coalesce(e.ref, '') not in ('', '-') as referred,
         array[hashint8(e.id), (extract(epoch from e.time) * 1000000)::bigint, e.id] as event,
         (e.time, e.id) in (select event_time, event_id from smartlog.feedback) as answered
       from smartlog.events e tablesample system ($1) repeatable ($3)
       where e.time >= $2 and e.error is null and e.threat is not null and e.bot is not null and e.anomaly is not null
         and e.muted is not true
     ), part as materialized (
       select place, tpl, ip, (count(*))::int as events, sum(threat::float8) as threat, sum(bot::float8) as bot, sum(anomaly::float8) as anomaly,
         (count(*) filter (where label = 'attack'))::int as attack, (count(*) filter (where label = 'bot'))::int as robot,
         (count(*) filter (where label = 'anomaly'))::int as odd, (count(*) filter (where hit))::int as hit,
         (count(*) filter (where failed))::int as failed, count(distinct failure)::int as failures, (count(*) filter (where succeeded))::int as succeeded, (count(*) filter (where asset))::int as assets,
         (count(*) filter (where referred))::int as referred, bit_or(1::bigint << (event[2] / 3600000000 % 63)::int) as hours,
         max(event) filter (where not answered) as event, (count(*) filter (where answered))::int as answered
       from sample group by place, tpl, ip
     ), source as (
       select ip, ${MANNER_SQL} as manner, ${OWN_SQL} as own
       from (
         select ip, sum(events) as events, sum(failures) as failures, count(*) as templates,
           sum(failed) as failed, sum(assets) as assets, sum(referred) as referred, bit_or(hours) as hours
         from part where ip is not null group by ip
       ) s
     ), placed as materialized (
       select p.*, s.manner, s.own, coalesce(s.manner = 'probing', false) as probing,
         case when sum(p.events) over (partition by p.place, coalesce(s.manner = 'probing', false), p.tpl)
             < ${RARE} * sum(p.events) over (partition by p.place, coalesce(s.manner = 'probing', false))
           then '' else p.tpl end as of_tpl
       from part p left join source s using (ip)
     ), cluster as materialized (
       select place, probing, of_tpl, sum(events) as events, sum(attack) as attack, sum(robot) as robot,
         sum(odd) as odd, sum(threat) / sum(events) as threat, sum(bot) / sum(events) as bot, sum(anomaly) / sum(events) as anomaly,
         sum(hit) as hit, sum(failed) as failed, sum(succeeded) as succeeded, sum(answered) as answered, count(distinct ip) as sources,
         coalesce(sum(events) filter (where manner = 'person'), 0) as person,
         coalesce(sum(events) filter (where manner = 'steady'), 0) as steady,
         coalesce(sum(events) filter (where own), 0) as own, bit_count(bit_or(hours)::bit(64)) as hours
       from placed group by place, probing, of_tpl
       order by sum(attack + robot + odd) + sum(least(threat, events - threat) + least(bot, events - bot)) desc, place, of_tpl
       limit ${MOST_CLUSTERS}
     ), middle as (
       select distinct on (place, probing, of_tpl) place, probing, of_tpl, p.event
       from placed p join cluster c using (place, probing, of_tpl) where p.event is not null
       order by place, probing, of_tpl, floor(10 * (abs(p.threat / p.events - c.threat) + abs(p.bot / p.events - c.bot)
         + abs(p.anomaly / p.events - c.anomaly))), p.events desc, p.event desc
     )
     select e.kind, coalesce(${TARGET_SQL}, '') as target, ${CLIENT_SQL} as client, c.probing, c.of_tpl as tpl,
       c.events::float8, c.attack::float8, c.robot::float8, c.odd::float8, c.threat::float8, c.bot::float8, c.anomaly::float8,
       c.hit::float8, c.failed::float8, c.succeeded::float8, c.answered::int, c.sources::int, c.hours::int, c.person::float8, c.steady::float8, c.own::float8,
       host(e.ip) as source, e.id::text, to_char(e.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time
     from middle m join cluster c using (place, probing, of_tpl)
     join smartlog.events e on e.time = 'epoch'::timestamptz + m.event[2] * interval '1 microsecond'
       and e.id = m.event[3] and e.time >= $2
     order by c.attack + c.robot + c.odd desc, e.id`,
    [percent, since, SEED],
  );
  return rows.map((row) => clusterOf(row, 100 / percent));
}

/** A cluster as the statement gives it: counts within the sample. */
interface Row extends Omit<Cluster, "events" | "scores" | "shares" | "middle"> {
  events: number;
  attack: number;
  robot: number;
  odd: number;
  threat: number;
  bot: number;
  anomaly: number;
  failed: number;
  succeeded: number;
  hit: number;
  person: number;
  steady: number;
  own: number;
  id: string;
  time: string;
  source: string | null;
}

/** @param scale events of the window for each of the sample */
function clusterOf(row: Row, scale: number): Cluster {
  const {
    events,
    attack,
    robot,
    odd,
    threat,
    bot,
    anomaly,
    failed,
    succeeded,
    hit,
    person,
    steady,
    own,
    id,
    time,
    source,
    ...key
  } = row;
  return {
    ...key,
    events: {
      attack: attack * scale,
      bot: robot * scale,
      anomaly: odd * scale,
      normal: (events - attack - robot - odd) * scale,
    },
    scores: { threat, bot, anomaly },
    shares: {
      failed: failed / events,
      succeeded: succeeded / events,
      hit: hit / events,
      person: person / events,
      steady: steady / events,
      own: own / events,
    },
    middle: { id, time, source },
  };
}

/** Percent of the table's blocks that hold about {@link SAMPLE_EVENTS}. */
async function samplePercent(db: Pool | ClientBase, since: Date): Promise<number> {
  const { rows } = await db.query(
    "select coalesce(sum(events), 0)::float8 as events from smartlog.rollup_hour where at >= date_bin('1 hour', $1, 'epoch')",
    [since],
  );
  return Math.min(100, (100 * SAMPLE_EVENTS) / Math.max(1, rows[0].events));
}
