import {
  CLAIM_COLOURS,
  colourBy,
  colouredColumn,
  gaugeColumn,
  KIND_COLOURS,
  LABEL_COLOURS,
  SEVERITY_COLOURS,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { incidentsNow, openNow } from "../lib/incidents.ts";
import { exploreColumn, panelLink, patternColumn, SERIES_NAME, toEvents } from "../lib/links.ts";
import { number, overTime, parts, rows } from "../lib/panels.ts";
import {
  CHANGE_OPTIONS,
  CHOSEN,
  CHOSEN_ROLLUP,
  CHOSEN_SITE_AND_KIND,
  change,
  counts,
  EVENT_FILTER,
  KIND_FILTER,
  nowAndBefore,
  ROLLUP,
  ROLLUP_FILTER,
  SITE_AND_KIND_FILTER,
  series,
  sql,
} from "../lib/query.ts";
import { heat } from "../lib/special-panels.ts";
import { TOP_OF_CHOSEN, topRows } from "../lib/top.ts";

/** How many events have a label: the course, and the share of all in the whole range. */
function verdict(label: keyof typeof LABEL_COLOURS, title: string, description: string, link: string) {
  return number({
    title,
    description: `${description} The number and its course; beside it, its share of all events, and the change against the period before.`,
    width: 5,
    height: 5,
    unit: "short",
    reduce: "sum",
    graph: true,
    colour: LABEL_COLOURS[label],
    link: toEvents({ label }),
    byQuery: { C: CHANGE_OPTIONS },
    overrides: [
      {
        name: "share",
        properties: [
          { id: "unit", value: "percentunit" },
          { id: "decimals", value: 1 },
        ],
      },
    ],
    query: [
      counts(`
        select at, '${title.toLowerCase()}' as metric, coalesce(sum(events) filter (where label = '${label}'), 0) as value
        from ${CHOSEN_ROLLUP}
        where ${SITE_AND_KIND_FILTER}
        group by 1`),
      sql(
        `
        select coalesce(sum(events) filter (where label = '${label}'), 0) / nullif(sum(events), 0) as share
        from ${CHOSEN_ROLLUP}
        where ${SITE_AND_KIND_FILTER}
        having sum(events) > 0`,
        "table",
        "B",
      ),
      change(nowAndBefore("events", CHOSEN_ROLLUP, `${CHOSEN_SITE_AND_KIND} and label = '${label}'`), "C"),
    ],
  }).links([panelLink("Details", link, { label })]);
}

export default page({
  uid: "smartlog-overview",
  title: "Overview",
  description: "What came in, and what of it isn't ordinary.",
  above: [openNow(7, 6), incidentsNow(17, 6, 10)].map((panel) =>
    panel.links([panelLink("Details", "smartlog-incidents")]),
  ),
  panels: [
    number({
      title: "Events",
      description:
        "Events of the range, by their own time, and the change against the period before. A drop to zero: a shipper or the database stands still.",
      width: 5,
      height: 5,
      unit: "short",
      reduce: "sum",
      graph: true,
      link: toEvents({}),
      byQuery: { B: CHANGE_OPTIONS },
      query: [
        counts(`
        select at, 'events' as metric, sum(events) as value
        from ${ROLLUP}
        where ${ROLLUP_FILTER}
        group by 1`),
        change(nowAndBefore("events", ROLLUP, CHOSEN), "B"),
      ],
    }).links([panelLink("Details", "smartlog-pipeline")]),
    verdict("bot", "Bots", "Automated clients, welcome or not.", "smartlog-web"),
    verdict("attack", "Attacks", "Requests and logins that try to break something.", "smartlog-anomalies"),
    verdict(
      "anomaly",
      "Anomalies",
      "Unlike what this model has learnt to be ordinary.",
      "smartlog-anomalies",
    ),
    number({
      title: "New patterns",
      description:
        "Patterns of lines whose first line lies in the range, and how many are known in all. After a release, and in a store's first days, many are ordinary.",
      width: 4,
      height: 5,
      unit: "short",
      decimals: 0,
      reduce: "lastNotNull",
      query: sql(`
        select count(*) filter (where $__timeFilter(first_seen)) as "new", count(*) as "known in all"
        from templates where ${KIND_FILTER} having count(*) > 0`),
    }).links([panelLink("Details", "smartlog-anomalies")]),
    overTime({
      title: "Verdicts over time",
      description:
        "Events by verdict; the colours are the same on all pages. A gap: nothing was shipped. Click a bar: its events.",
      width: 16,
      height: 9,
      unit: "short",
      axis: "events",
      link: toEvents({ label: SERIES_NAME }),
      bars: true,
      stacked: true,
      overrides: colourBy(LABEL_COLOURS),
      query: counts(`
        select at, label as metric, sum(events) as value
        from ${CHOSEN_ROLLUP}
        where ${ROLLUP_FILTER}
        group by 1, 2 having sum(events) > 0`),
    }),
    parts({
      title: "Kinds",
      description: "What kind of line the filter took each for. Click a part: its events.",
      width: 8,
      height: 9,
      unit: "short",
      link: toEvents({ kind: SERIES_NAME }),
      overrides: colourBy(KIND_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), kind as metric, sum(events) as events
        from ${ROLLUP}
        where ${ROLLUP_FILTER}
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Severity",
      description:
        "Events that aren't ordinary, by severity. Robots that are welcome are low; critical ones raise an alert. Click a bar: its events.",
      width: 12,
      height: 8,
      unit: "short",
      axis: "events",
      link: toEvents({ severity: SERIES_NAME }),
      bars: true,
      stacked: true,
      empty: "nothing out of the ordinary in this time",
      overrides: colourBy(SEVERITY_COLOURS),
      query: counts(`
        select at, severity as metric, sum(events) as value
        from ${CHOSEN_ROLLUP}
        where ${ROLLUP_FILTER} and severity <> 'none'
        group by 1, 2 having sum(events) > 0`),
    }),
    rows({
      title: "Top sources",
      description: `Addresses by how much of theirs is not ordinary; robots whose address is their maker's come last. ${TOP_OF_CHOSEN} Click: their events.`,
      width: 12,
      height: 8,
      overrides: [
        exploreColumn("source", "source"),
        gaugeColumn("highest score", "none"),
        colouredColumn("robot", CLAIM_COLOURS),
        { name: "country", properties: [{ id: "custom.width", value: 80 }] },
      ],
      query: sql(`
        select source, smartlog.country(source::inet) as country, events, suspicious, score as "highest score", robot
        from (
          select source, events, suspicious, score, status as robot
          from (
            select name as source, sum(events)::bigint as events, sum(suspicious)::bigint as suspicious, max(score) as score
            from ${topRows("source", EVENT_FILTER)}
            group by 1
            order by 3 desc, 2 desc
            limit 60
          ) seen
          left join lateral (
            select status from crawlers where ip = source::inet order by checked_at desc limit 1
          ) claim on true
          order by status is not distinct from 'verified', suspicious desc, events desc
          limit 15
        ) most
        order by robot is not distinct from 'verified', suspicious desc, events desc`),
    }),
    rows({
      title: "New since yesterday",
      description:
        "Patterns of lines first stored within the last day, the most frequent first. Click: their events.",
      width: 24,
      height: 9,
      empty: "no new patterns since yesterday",
      overrides: [
        patternColumn("pattern"),
        { name: "template", properties: [{ id: "custom.width", value: 110 }] },
        { name: "events", properties: [{ id: "custom.width", value: 90 }] },
        { name: "since", properties: [{ id: "custom.width", value: 170 }] },
        colouredColumn("verdict", LABEL_COLOURS),
        { name: "kind", properties: [{ id: "custom.width", value: 90 }] },
      ],
      query: sql(`
        select text as pattern, known_since as since, t.kind, e.label as verdict, events, t.tpl as template
        from (
          select * from templates where known_since > now() - interval '1 day' and ${KIND_FILTER} order by events desc limit 25
        ) t
        left join events e on e.time = example_time and e.id = example_id
        order by events desc`),
    }),
    heat({
      title: "Hours and days",
      description:
        "Events by day and hour of the day (UTC), all 24 of each day. A night that is as busy as the day: programs. Empty: nothing was shipped.",
      width: 24,
      height: 10,
      unit: "short",
      axis: "hour (UTC)",
      query: series(`
        with hours as (
          select at, sum(events) as events from rollup('1h')
          where ${ROLLUP_FILTER} group by 1
        )
        select extract(epoch from date_bin('1 day', at, 'epoch')) as time, to_char(at at time zone 'utc', 'HH24') as metric,
          sum(events) as events
        from (
          select at, events from hours
          union all
          select at, 0 from watched('1h', $__timeFrom(), $__timeTo()) at
          union all
          select at, null
          from generate_series(date_bin('1 day', $__timeFrom(), 'epoch'), date_bin('1 day', $__timeTo(), 'epoch') + interval '23 hours', '1 hour') at
        ) cells
        where exists (select from hours)
        group by 1, 2 order by 1, 2`),
    }),
  ],
});
