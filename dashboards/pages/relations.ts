import { colouredColumn, gaugeColumn, LABEL_COLOURS, SEVERITY_COLOURS } from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { exploreColumn, ofRow, toEvents } from "../lib/links.ts";
import { rows } from "../lib/panels.ts";
import { EVENT_FILTER, EVENT_SITE_AND_LABEL_FILTER, MUTED_FILTER, sql } from "../lib/query.ts";
import { network } from "../lib/special-panels.ts";

/**
 * Who meets whom in the newest 20,000 events that aren't ordinary: sources and what they go to, users and where they
 * come from. Bounded, so that it is as quick after an attack as before.
 */
const MEETINGS = `
with suspicious as (
  select ip, username, coalesce(host, case when service is null then tag end) as host, service, label from events
  where ${EVENT_FILTER} and ${MUTED_FILTER} and label <> 'normal'
  order by time desc
  limit 20000
), met as (
  select 'source' as from_sort, host(ip) as from_name, sort as to_sort, name as to_name, label
  from suspicious
  cross join lateral (values ('host', host), ('service', service), ('user', username)) other (sort, name)
  where ip is not null and name is not null and name <> ''
), edge as (
  select from_sort, from_name, to_sort, to_name, count(*) as events, mode() within group (order by label) as label,
    avg((label = 'attack')::int) as attacks, avg((label = 'anomaly')::int) as anomalies
  from met
  group by 1, 2, 3, 4
  order by 5 desc
  limit 60
)`;

/** As the verdict that most of its events have. */
const COLOUR = `case label ${(["attack", "anomaly"] as const).map((label) => `when '${label}' then '${LABEL_COLOURS[label]}'`).join(" ")} else '${LABEL_COLOURS.bot}' end`;
const SHARES = { arc__attacks: "attack", arc__anomalies: "anomaly", arc__robots: "bot" } as const;

export default page({
  uid: "smartlog-relations",
  title: "Relations",
  description: "Who has to do with whom, among the events that aren't ordinary.",
  panels: [
    network({
      title: "Sources, users, services and hosts",
      description:
        "The 60 strongest relations in the newest 20,000 events that aren't ordinary. Width: events; colour: the verdict of most of them. Click one that is named: its events.",
      width: 24,
      height: 18,
      empty: "nothing out of the ordinary in this time",
      nodes: sql(
        `${MEETINGS}
select sort || ':' || name as id, left(name, 40) as title, sort as "subTitle", sum(events)::bigint as "mainStat",
  round(sum(attacks * events) / sum(events), 3)::float8 as arc__attacks,
  round(sum(anomalies * events) / sum(events), 3)::float8 as arc__anomalies,
  round(1 - sum((attacks + anomalies) * events) / sum(events), 3)::float8 as arc__robots,
  case when sort = 'source' then name else '' end as detail__address,
  case when sort <> 'source' then name else '' end as detail__text
from (
  select from_sort as sort, from_name as name, events, attacks, anomalies from edge
  union all
  select to_sort, to_name, events, attacks, anomalies from edge
) both_ends
group by sort, name
order by 4 desc`,
        "table",
        "nodes",
      ),
      edges: sql(
        `${MEETINGS}
select from_sort || ':' || from_name || '>' || to_sort || ':' || to_name as id,
  from_sort || ':' || from_name as source, to_sort || ':' || to_name as target, events as "mainStat",
  1 + round(7 * ln(events) / greatest(ln(max(events) over ()), 1))::int as thickness, ${COLOUR} as color
from edge
order by events desc`,
        "table",
        "edges",
      ),
      overrides: [
        ...Object.entries(SHARES).map(([name, label]) => ({
          name,
          properties: [
            { id: "displayName", value: name.replace("arc__", "") },
            { id: "color", value: { mode: "fixed", fixedColor: LABEL_COLOURS[label] } },
          ],
        })),
        {
          name: "title",
          properties: [toEvents({ source: ofRow("detail__address"), search: ofRow("detail__text") })],
        },
        ...["address", "text"].map((name) => ({
          name: `detail__${name}`,
          properties: [{ id: "displayName", value: name }],
        })),
      ],
    }),
    rows({
      title: "Sources with unusual fan-out",
      description:
        "Addresses that reach for more hosts, ports, names or users than others do: ten times the median or more is a scan or spraying. Of the newest 20,000 connections and logins.",
      width: 14,
      height: 10,
      empty: "nobody stands out in this time",
      overrides: [exploreColumn("source", "source"), colouredColumn("worst", SEVERITY_COLOURS)],
      query: sql(`
        with fan_out as (
          select ip, count(*) as events, count(distinct dst) as hosts, count(distinct dport) as ports, 0 as users,
            max(array_position(array['none', 'low', 'medium', 'high', 'critical'], severity)) as worst
          from (
            select ip, dst, dport, severity from events
            where ${EVENT_SITE_AND_LABEL_FILTER} and kind = 'firewall' and ip is not null
            order by time desc limit 20000
          ) connections
          group by 1
          union all
          select ip, count(*), count(distinct host), 0, count(distinct username),
            max(array_position(array['none', 'low', 'medium', 'high', 'critical'], severity))
          from (
            select ip, host, username, severity from events
            where ${EVENT_SITE_AND_LABEL_FILTER} and kind = 'auth' and ip is not null
            order by time desc limit 20000
          ) logins
          group by 1
        ), reach as (
          select ip, sum(events)::bigint as events, max(hosts) as hosts, max(ports) as ports, max(users) as users,
            max(worst) as worst, greatest(max(hosts), max(ports), max(users)) as width
          from fan_out group by 1
        )
        select host(ip) as source, smartlog.country(ip) as country, events, hosts, ports, users,
          width / greatest((select percentile_disc(0.5) within group (order by width) from reach), 1) as "× median",
          (array['none', 'low', 'medium', 'high', 'critical'])[worst] as worst
        from reach
        where width >= 3
        order by width desc, events desc
        limit 25`),
    }),
    rows({
      title: "Sources that meet several kinds",
      description:
        "Addresses whose suspicious events are of more than one kind of line: one visitor, several doors.",
      width: 10,
      height: 10,
      empty: "nobody stands out in this time",
      overrides: [exploreColumn("source", "source"), gaugeColumn("highest score", "none")],
      query: sql(`
        select host(ip) as source, smartlog.country(ip) as country, kinds, events, score as "highest score"
        from (
          select ip, string_agg(distinct kind, ', ') as kinds, count(*) as events, max(score) as score,
            count(distinct kind) as doors
          from (
            select ip, kind, score from events
            where ${EVENT_SITE_AND_LABEL_FILTER} and ${MUTED_FILTER} and label <> 'normal' and ip is not null
            order by time desc limit 20000
          ) newest
          group by 1
          having count(distinct kind) > 1
          order by doors desc, 3 desc
          limit 25
        ) most
        order by doors desc, events desc`),
    }),
  ],
});
