import {
  colourBy,
  colouredColumn,
  gaugeColumn,
  KIND_COLOURS,
  LABEL_COLOURS,
  SEVERITY_COLOURS,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { incidentsNow, openNow } from "../lib/incidents.ts";
import { exploreColumn, panelLink, patternColumn } from "../lib/links.ts";
import { number, overTime, parts, rows } from "../lib/panels.ts";
import {
  CHOSEN_ROLLUP,
  EVENT_FILTER,
  KIND_FILTER,
  ROLLUP_FILTER,
  SITE_AND_KIND_FILTER,
  STEP_SECONDS,
  series,
  sql,
} from "../lib/query.ts";
import { TOP_OF_CHOSEN, topRows } from "../lib/top.ts";

/** How many events have a label: the course, and the share of all in the whole range. */
function verdict(label: keyof typeof LABEL_COLOURS, title: string, description: string, link: string) {
  return number({
    title,
    description: `${description} The number and its course; below it, its share of all events.`,
    width: 5,
    height: 5,
    unit: "short",
    reduce: "sum",
    graph: true,
    colour: LABEL_COLOURS[label],
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
      series(`
        select $__timeGroupAlias(at, '\${interval}', 0), sum(events) filter (where label = '${label}') as "${title.toLowerCase()}"
        from ${CHOSEN_ROLLUP}
        where ${SITE_AND_KIND_FILTER}
        group by 1 order by 1`),
      sql(
        `
        select coalesce(sum(events) filter (where label = '${label}'), 0) / sum(events) as share
        from ${CHOSEN_ROLLUP}
        where ${SITE_AND_KIND_FILTER}
        having count(*) > 0`,
        "table",
        "B",
      ),
    ],
  }).links([panelLink("Details", link)]);
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
      title: "Events per second",
      description:
        "Events stored, by their own time. A drop to zero: a shipper or the database stands still.",
      width: 5,
      height: 5,
      decimals: 2,
      unit: "short",
      reduce: "mean",
      graph: true,
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), sum(events) / ${STEP_SECONDS} as "events per second"
        from rollup('\${interval}')
        where ${ROLLUP_FILTER}
        group by 1 order by 1`),
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
      description: "Patterns of lines first stored within the last day. After a release many are ordinary.",
      width: 4,
      height: 5,
      unit: "short",
      reduce: "lastNotNull",
      thresholds: [
        { value: null, color: "semi-dark-green" },
        { value: 20, color: "semi-dark-yellow" },
        { value: 100, color: "semi-dark-orange" },
      ],
      empty: "0",
      query: sql(`
        select count(*) as "new patterns" from templates where known_since > now() - interval '1 day' and ${KIND_FILTER}`),
    }).links([panelLink("Details", "smartlog-anomalies")]),
    overTime({
      title: "Verdicts over time",
      description: "Events by verdict; the colours are the same on all pages.",
      width: 16,
      height: 9,
      unit: "short",
      bars: true,
      stacked: true,
      overrides: colourBy(LABEL_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), label as metric, sum(events) as events
        from ${CHOSEN_ROLLUP}
        where ${ROLLUP_FILTER}
        group by 1, 2 having sum(events) > 0 order by 1`),
    }),
    parts({
      title: "Kinds",
      description: "What kind of line the filter took each for.",
      width: 8,
      height: 9,
      unit: "short",
      overrides: colourBy(KIND_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), kind as metric, sum(events) as events
        from rollup('\${interval}')
        where ${ROLLUP_FILTER}
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Severity",
      description: "Events that aren't ordinary, by severity. Critical ones raise an alert.",
      width: 12,
      height: 8,
      unit: "short",
      bars: true,
      stacked: true,
      empty: "nothing out of the ordinary in this time",
      overrides: colourBy(SEVERITY_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), severity as metric, sum(events) as events
        from ${CHOSEN_ROLLUP}
        where ${ROLLUP_FILTER} and severity <> 'none'
        group by 1, 2 having sum(events) > 0 order by 1`),
    }),
    rows({
      title: "Top sources",
      description: `Addresses by how much of theirs is suspicious. ${TOP_OF_CHOSEN} Click: their events.`,
      width: 12,
      height: 8,
      overrides: [
        exploreColumn("source", "source"),
        gaugeColumn("highest score", "none"),
        { name: "country", properties: [{ id: "custom.width", value: 80 }] },
      ],
      query: sql(`
        select source, smartlog.country(source::inet) as country, events, suspicious, score as "highest score"
        from (
          select name as source, sum(events)::bigint as events, sum(suspicious)::bigint as suspicious,
            max(score) as score
          from ${topRows("source", EVENT_FILTER)}
          group by 1
          order by 3 desc, 2 desc
          limit 15
        ) most
        order by suspicious desc, events desc`),
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
  ],
});
