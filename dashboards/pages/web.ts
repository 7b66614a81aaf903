import {
  CLAIM_COLOURS,
  colourBy,
  colouredColumn,
  gaugeColumn,
  PERCENTILE_COLOURS,
  STATUS_COLOURS,
  UNTOLD,
  VERDICT_COLOURS,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { exploreColumn, exploreSeries, ofRow, SERIES_NAME, toEvents } from "../lib/links.ts";
import { number, overTime, ranking, rows } from "../lib/panels.ts";
import {
  CHANGE_OPTIONS,
  CHOSEN_SITE_AND_LABEL,
  change,
  counts,
  EVENT_SITE_AND_LABEL_FILTER,
  MUTED_FILTER,
  nowAndBefore,
  REST,
  ROLLUP,
  SITE_AND_LABEL_FILTER,
  STEP_SECONDS,
  series,
  sql,
  topCounts,
  topRanking,
} from "../lib/query.ts";
import { TOP_OF_CHOSEN, topRows, topWeb } from "../lib/top.ts";

const WEB_ROLLUP = `${SITE_AND_LABEL_FILTER} and kind = 'web'`;
const WEB_EVENTS = `${EVENT_SITE_AND_LABEL_FILTER} and kind = 'web'`;
const WEB_EVER = `${CHOSEN_SITE_AND_LABEL} and kind = 'web'`;
/** What requests can be narrowed by here. */
const CHOSEN_BY = ["site", "label"];
const WEB = { kind: "web" } as const;
const SLATE_BARS = { mode: "fixed", fixedColor: VERDICT_COLOURS.normal };

const column = (name: string, width: number) => ({
  name,
  properties: [{ id: "custom.width", value: width }],
});

/** A number with its course, and how it changed. */
function total(title: string, description: string, value: string, unit: string, colour?: string) {
  return number({
    title,
    description: `${description} With the change against the period before.`,
    width: 6,
    height: 5,
    unit,
    reduce: "sum",
    graph: true,
    ...(colour ? { colour } : {}),
    link: toEvents(WEB),
    byQuery: { B: CHANGE_OPTIONS },
    query: [
      counts(`
        select at, '${title.toLowerCase()}' as metric, coalesce(sum(${value}), 0) as value
        from ${ROLLUP}
        where ${WEB_ROLLUP}
        group by 1`),
      change(nowAndBefore(value, ROLLUP, WEB_EVER), "B"),
    ],
  });
}

/** A list of names with the requests for each. */
function most(title: string, description: string, dimension: "page" | "missing" | "referrer", empty: string) {
  return ranking({
    title,
    description: `${description} ${TOP_OF_CHOSEN} Click: their events.`,
    width: 8,
    height: 11,
    unit: "short",
    empty,
    overrides: [
      {
        name: "requests",
        properties: [toEvents({ ...WEB, search: ofRow("name") }), { id: "color", value: SLATE_BARS }],
      },
    ],
    query: topRanking(
      `
        select name, sum(events)::bigint as n
        from ${topWeb(dimension, WEB_EVENTS, CHOSEN_BY)}
        group by 1`,
      "requests",
    ),
  });
}

export default page({
  uid: "smartlog-web",
  title: "Web",
  description: "Requests: who makes them, for what, how they end, how long they take.",
  panels: [
    total("Requests", "Requests of the range.", "events", "short"),
    number({
      title: "Visitors",
      description:
        "People, as different addresses (of IPv6 the /64) with their user agents among ordinary requests: an estimate, some 3 % off, of the whole days (UTC) that the range touches. With the change against as many days before.",
      width: 6,
      height: 5,
      unit: "short",
      decimals: 0,
      reduce: "lastNotNull",
      empty: "no visitors in this time",
      link: toEvents({ ...WEB, label: "normal" }),
      byQuery: { B: CHANGE_OPTIONS },
      query: [
        sql(`
        select visitors($__timeFrom(), $__timeTo()) as visitors
        where visitors($__timeFrom(), $__timeTo()) > 0`),
        change(
          `
        select visitors(first, last) as now, visitors(first - (last - first) - interval '1 day', first - interval '1 day') as before
        from (
          select date_bin('1 day', $__timeFrom(), 'epoch') as first, date_bin('1 day', $__timeTo(), 'epoch') as last
        ) days`,
          "B",
        ),
      ],
    }),
    total("Bytes sent", "Bytes of the answers.", "bytes", "bytes"),
    number({
      title: "Failed requests",
      description: "Share of answers 4xx (the client's fault) and 5xx (the site's).",
      width: 6,
      height: 5,
      unit: "percentunit",
      decimals: 1,
      reduce: "lastNotNull",
      query: sql(`
        select sum(events) filter (where status_class = 4) / nullif(sum(events), 0) as "4xx",
          sum(events) filter (where status_class = 5) / nullif(sum(events), 0) as "5xx"
        from ${ROLLUP}
        where ${WEB_ROLLUP}
        having sum(events) > 0`),
      overrides: colourBy({ "4xx": STATUS_COLOURS["4xx"], "5xx": STATUS_COLOURS["5xx"] }),
    }),
    overTime({
      title: "Robots and people",
      description:
        "Requests per second that look like a person's and like a program's. Welcome or mild: robots of low severity, as search engines. Attacks and anomalies are apart. Click: their events.",
      width: 12,
      height: 9,
      unit: "reqps",
      axis: "requests per second",
      overrides: [
        ...colourBy({
          people: VERDICT_COLOURS.normal,
          "robots, welcome or mild": VERDICT_COLOURS.welcome,
          "other robots": VERDICT_COLOURS.bot,
          attacks: VERDICT_COLOURS.attack,
          anomalies: VERDICT_COLOURS.anomaly,
        }),
        exploreSeries("people", { ...WEB, label: "normal" }),
        exploreSeries("robots, welcome or mild", { ...WEB, label: "bot", severity: "low" }),
        exploreSeries("other robots", { ...WEB, label: "bot", severity: "medium" }),
        exploreSeries("attacks", { ...WEB, label: "attack" }),
        exploreSeries("anomalies", { ...WEB, label: "anomaly" }),
      ],
      query: counts(
        `
        select at,
          case
            when label = 'normal' then 'people'
            when label = 'bot' and severity = 'low' then 'robots, welcome or mild'
            when label = 'bot' then 'other robots'
            when label = 'attack' then 'attacks'
            else 'anomalies'
          end as metric,
          sum(events) / ${STEP_SECONDS} as value
        from ${ROLLUP}
        where ${WEB_ROLLUP}
        group by 1, 2`,
        "requests",
      ),
    }),
    overTime({
      title: "Status classes",
      description:
        "Requests by class of status. Many 4xx from few sources: a scan. 5xx: the site itself. Requests without a status are left out.",
      width: 12,
      height: 9,
      unit: "short",
      axis: "requests",
      bars: true,
      stacked: true,
      overrides: colourBy(STATUS_COLOURS),
      link: toEvents(WEB),
      query: counts(
        `
        select at, status_class || 'xx' as metric, sum(events) as value
        from ${ROLLUP}
        where ${WEB_ROLLUP} and status_class between 1 and 5
        group by 1, 2`,
        "requests",
      ),
    }),
    overTime({
      title: "Response times",
      description:
        "Half of the answers took no longer than p50, 95 of 100 no longer than p95, 99 of 100 no longer than p99, where the log has times (nginx: $request_time; Apache: %D). Within 9 %, in steps of ten minutes at least.",
      width: 12,
      height: 9,
      unit: "ms",
      axis: "time of an answer",
      empty: "no line with a duration in this time (nginx: add $request_time to the log format; Apache: %D)",
      overrides: colourBy(PERCENTILE_COLOURS),
      link: toEvents(WEB),
      query: series(`
        with measured as (
          select * from durations('\${interval}', $__timeFrom(), $__timeTo(), array[\${site:sqlstring}])
        )
        select at as time, p50, p95, p99 from measured
        where exists (select from measured where timed > 0)
        order by 1`),
    }),
    overTime({
      title: "Volume",
      description:
        "Bytes sent in answers, by site: the ten with most, and the rest. A jump with few requests may be a leak.",
      width: 12,
      height: 9,
      unit: "bytes",
      axis: "bytes",
      stacked: true,
      overrides: [...colourBy({ [REST]: UNTOLD }), exploreSeries(REST, WEB)],
      link: toEvents({ ...WEB, site: SERIES_NAME }),
      query: topCounts(
        `
        select at, site as metric, sum(bytes) as value
        from ${ROLLUP}
        where ${WEB_ROLLUP}
        group by 1, 2`,
        "bytes",
      ),
    }),
    most(
      "Top pages",
      "What people read: ordinary requests that were answered, without pictures, scripts and styles.",
      "page",
      "no page was read in this time",
    ),
    most(
      "Not found",
      "What was asked for and isn't there (404). From people: a broken link; else somebody looks for a way in.",
      "missing",
      "no 404 in this time",
    ),
    most(
      "Referrers",
      "Sites that led people here, as their browsers say; the site's own links too, where the log doesn't name the site.",
      "referrer",
      "no referrer in this time",
    ),
    ranking({
      title: "Kinds of attack",
      description:
        "First reason of the newest 10,000 attacks in the range: what gave them away. Click: their events.",
      width: 8,
      height: 11,
      unit: "short",
      empty: "no attacks in this time",
      overrides: [
        {
          name: "attacks",
          properties: [
            toEvents({ ...WEB, label: "attack", search: ofRow("name") }),
            { id: "color", value: { mode: "fixed", fixedColor: VERDICT_COLOURS.attack } },
          ],
        },
      ],
      query: topRanking(
        `
        select why[1] as name, count(*) as n
        from (
          select why from events
          where ${WEB_EVENTS} and ${MUTED_FILTER} and label = 'attack'
          order by time desc limit 10000
        ) newest
        group by 1`,
        "attacks",
      ),
    }),
    rows({
      title: "Top suspicious paths",
      description: `Paths by how many of their requests are not ordinary. ${TOP_OF_CHOSEN} Click: their events.`,
      width: 16,
      height: 11,
      overrides: [
        exploreColumn("path", "search", WEB),
        gaugeColumn("share"),
        gaugeColumn("highest score", "none"),
      ],
      query: sql(`
        select name as path, sum(events)::bigint as requests, sum(suspicious)::bigint as suspicious,
          sum(suspicious) / sum(events) as share, sum(errors)::bigint as errors, max(score) as "highest score"
        from ${topRows("path", WEB_EVENTS, CHOSEN_BY)}
        group by 1 having sum(suspicious) > 0
        order by 3 desc, 2 desc limit 25`),
    }),
    rows({
      title: "Crawlers, claimed and verified",
      description:
        "Clients that call themselves a crawler, by whether their address is its maker's (smartlog verify-bots looks it up). Claimed: it can't be told. Click: their events.",
      width: 24,
      height: 8,
      empty:
        "nobody was checked: smartlog verify-bots does it, from cron or in smartlog serve --verify-bots 24",
      overrides: [exploreColumn("crawler", "search", WEB), colouredColumn("status", CLAIM_COLOURS)],
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
        exploreColumn("user agent", "search", WEB),
        gaugeColumn("robots and attacks"),
        column("requests", 100),
        column("errors", 100),
      ],
      query: sql(`
        select name as "user agent", sum(events)::bigint as requests, sum(suspicious) / sum(events) as "robots and attacks",
          sum(errors)::bigint as errors
        from ${topRows("ua", WEB_EVENTS, CHOSEN_BY)}
        group by 1
        order by 2 desc limit 25`),
    }),
  ],
});
