import { colourBy, gaugeColumn, LABEL_COLOURS, STATUS_COLOURS } from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { exploreColumn } from "../lib/links.ts";
import { overTime, ranking, rows } from "../lib/panels.ts";
import {
  EVENT_SITE_AND_LABEL_FILTER,
  MUTED_FILTER,
  SITE_AND_LABEL_FILTER,
  STEP_SECONDS,
  series,
  sql,
} from "../lib/query.ts";
import { TOP_OF_CHOSEN, topRows } from "../lib/top.ts";

const WEB_ROLLUP = `${SITE_AND_LABEL_FILTER} and kind = 'web'`;
const WEB_EVENTS = `${EVENT_SITE_AND_LABEL_FILTER} and kind = 'web'`;
/** What requests can be narrowed by here. */
const CHOSEN_BY = ["site", "label"];

export default page({
  uid: "smartlog-web",
  title: "Web",
  description: "Requests: who makes them, how they end, how long they take.",
  panels: [
    overTime({
      title: "Bots and people",
      description:
        "Requests per second that look like a person's and like a program's. Attacks and anomalies are apart.",
      width: 12,
      height: 8,
      unit: "reqps",
      overrides: colourBy({
        people: LABEL_COLOURS.normal,
        bots: LABEL_COLOURS.bot,
        attacks: LABEL_COLOURS.attack,
        anomalies: LABEL_COLOURS.anomaly,
      }),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0),
          case label when 'normal' then 'people' when 'bot' then 'bots' when 'attack' then 'attacks' else 'anomalies' end as metric,
          sum(events) / ${STEP_SECONDS} as requests
        from rollup('\${interval}')
        where ${WEB_ROLLUP}
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Volume",
      description: "Bytes sent in answers, by site. A jump with few requests may be a leak.",
      width: 12,
      height: 8,
      unit: "bytes",
      stacked: true,
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), site as metric, sum(bytes) as bytes
        from rollup('\${interval}')
        where ${WEB_ROLLUP}
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Status classes",
      description: "Requests by class of status. Many 4xx from few sources: a scan. 5xx: the site itself.",
      width: 12,
      height: 8,
      unit: "short",
      bars: true,
      stacked: true,
      overrides: colourBy(STATUS_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), status_class || 'xx' as metric, sum(events) as requests
        from rollup('\${interval}')
        where ${WEB_ROLLUP} and status_class between 1 and 5
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Response times",
      description:
        "Mean time of an answer by site, where the log has one (nginx: $request_time; Apache: %D).",
      width: 12,
      height: 8,
      unit: "ms",
      empty: "no line with a duration",
      query: series(`
        select $__timeGroupAlias(at, '\${interval}'), site as metric, sum(duration_us) / sum(timed) / 1000.0 as ms
        from rollup('\${interval}')
        where ${WEB_ROLLUP} and timed > 0
        group by 1, 2 order by 1`),
    }),
    ranking({
      title: "Kinds of attack",
      description: "First reason of the newest 10,000 attacks in the range: what gave them away.",
      width: 8,
      height: 10,
      unit: "short",
      empty: "no attacks in this time",
      query: sql(`
        select why[1] as name, count(*) as attacks
        from (
          select why from events
          where ${WEB_EVENTS} and ${MUTED_FILTER} and label = 'attack'
          order by time desc limit 10000
        ) newest
        where why[1] is not null
        group by 1 order by 2 desc limit 12`),
    }),
    rows({
      title: "Top suspicious paths",
      description: `Paths by how many of their requests are not ordinary. ${TOP_OF_CHOSEN} Click: their events.`,
      width: 16,
      height: 10,
      overrides: [
        exploreColumn("path", "search"),
        gaugeColumn("suspicious share"),
        gaugeColumn("highest score", "none"),
      ],
      query: sql(`
        select name as path, sum(events)::bigint as requests, sum(suspicious)::bigint as suspicious,
          sum(suspicious) / sum(events) as "suspicious share", sum(errors)::bigint as errors, max(score) as "highest score"
        from ${topRows("path", WEB_EVENTS, CHOSEN_BY)}
        group by 1 having sum(suspicious) > 0
        order by 3 desc, 2 desc limit 25`),
    }),
    rows({
      title: "Crawlers, claimed and verified",
      description:
        "Clients that call themselves a crawler, by whether their address is its maker's (smartlog verify-bots looks it up). Claimed: it can't be told.",
      width: 24,
      height: 8,
      empty: "nobody was checked: smartlog verify-bots does it, from cron or in smartlog serve",
      overrides: [exploreColumn("crawler", "search")],
      query: sql(`
        select c.crawler, c.status, count(distinct c.ip) as addresses, count(*) as requests, max(e.time) as "last seen"
        from crawlers c
        join (
          select time, ip, ua from events where ${WEB_EVENTS} and ua is not null
        ) e on e.ip = c.ip and strpos(lower(e.ua), lower(c.crawler)) > 0
        group by 1, 2
        order by c.status = 'impostor' desc, 4 desc limit 50`),
    }),
    rows({
      title: "Top user agents",
      description: `What clients call themselves, and the share of their requests that are not a person's. ${TOP_OF_CHOSEN} Click: their events.`,
      width: 24,
      height: 10,
      overrides: [
        exploreColumn("user agent", "search"),
        gaugeColumn("bots and attacks"),
        { name: "requests", properties: [{ id: "custom.width", value: 100 }] },
        { name: "errors", properties: [{ id: "custom.width", value: 100 }] },
      ],
      query: sql(`
        select name as "user agent", sum(events)::bigint as requests, sum(suspicious) / sum(events) as "bots and attacks",
          sum(errors)::bigint as errors
        from ${topRows("ua", WEB_EVENTS, CHOSEN_BY)}
        group by 1
        order by 2 desc limit 25`),
    }),
  ],
});
