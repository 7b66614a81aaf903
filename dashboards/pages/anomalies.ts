import {
  colourBy,
  colouredColumn,
  gaugeColumn,
  HEAD_COLOURS,
  KIND_COLOURS,
  LABEL_COLOURS,
  PALETTE,
  SEVERITY_COLOURS,
  UNTOLD,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { eventColumn, exploreColumn, patternColumn, SERIES_NAME, toEvents } from "../lib/links.ts";
import { bars, overTime, rows } from "../lib/panels.ts";
import {
  CHOSEN_ROLLUP,
  counts,
  EVENT_FILTER,
  KIND_FILTER,
  MUTED_FILTER,
  ROLLUP_FILTER,
  SITE_AND_KIND_FILTER,
  series,
  sql,
} from "../lib/query.ts";
import { heat } from "../lib/special-panels.ts";

/** Patterns of the chosen time, as smartlog.patterns() sorts them; a click on one leads to its events. */
function patterns({
  title,
  description,
  empty,
  sorted,
  seen,
}: {
  title: string;
  description: string;
  empty: string;
  sorted: "frequent" | "new" | "rare";
  /** The column that tells when. */
  seen: string;
}) {
  return rows({
    title,
    description: `${description} Click: their events.`,
    width: 12,
    height: 10,
    empty,
    overrides: [
      patternColumn("pattern"),
      { name: "first seen", properties: [{ id: "custom.width", value: 170 }] },
      { name: "last seen", properties: [{ id: "custom.width", value: 170 }] },
      { name: "kind", properties: [{ id: "custom.width", value: 80 }] },
      { name: "events", properties: [{ id: "custom.width", value: 80 }] },
      { name: "unusual", properties: [{ id: "custom.width", value: 80 }] },
      { name: "template", properties: [{ id: "custom.width", value: 100 }] },
    ],
    query: sql(`
      select pattern, kind, events, unusual, ${seen}, tpl as template
      from patterns($__timeFrom(), $__timeTo(), array[\${kind:sqlstring}], '${sorted}', 50)`),
  });
}

export default page({
  uid: "smartlog-anomalies",
  title: "Anomalies and patterns",
  description: "What is out of the ordinary, why, and which patterns of lines are new or rare.",
  panels: [
    overTime({
      title: "Timeline by severity",
      description: "Events that aren't ordinary, by severity. Click a bar: its events.",
      width: 14,
      height: 9,
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
        where ${ROLLUP_FILTER} and label <> 'normal'
        group by 1, 2 having sum(events) > 0`),
    }),
    bars({
      title: "Score histogram",
      description:
        "All events by score, for each head. A good model has most of them near 0 and the rest near 1.",
      width: 10,
      height: 9,
      unit: "short",
      axis: "events (logarithmic)",
      x: "score",
      overrides: colourBy(HEAD_COLOURS),
      query: sql(`
        select to_char(bin / 20.0, 'FM0.00') as score,
          coalesce(sum(events) filter (where head = 'bot'), 0)::bigint as bot,
          coalesce(sum(events) filter (where head = 'threat'), 0)::bigint as threat,
          coalesce(sum(events) filter (where head = 'anomaly'), 0)::bigint as anomaly
        from score_hour
        where $__timeFilter(at) and ${KIND_FILTER}
        group by bin order by bin`),
    }),
    rows({
      title: "Recent ones",
      description:
        "The newest events that aren't ordinary, with the reasons; without robots of low severity, which are welcome or mild. Click an id to look at one or correct it.",
      width: 24,
      height: 11,
      empty: "nothing out of the ordinary in this time",
      overrides: [
        { name: "time", properties: [{ id: "custom.width", value: 170 }] },
        colouredColumn("severity", SEVERITY_COLOURS),
        colouredColumn("verdict", LABEL_COLOURS),
        gaugeColumn("score", "none"),
        exploreColumn("source", "source"),
        eventColumn("id"),
      ],
      query: sql(`
        select time, smartlog.event_hex(id) as id, severity, label as verdict, score, kind, host(ip) as source,
          array_to_string(why, ', ') as reasons, smartlog.line(record) as line
        from events
        where ${EVENT_FILTER} and ${MUTED_FILTER} and label <> 'normal' and not (label = 'bot' and severity = 'low')
        order by time desc
        limit 100`),
    }),
    rows({
      title: "Unusual rates",
      description:
        "Lines that come more often or less often than at the same hours of earlier days, those that go on first. Click an id: the event that tells of it.",
      width: 24,
      height: 8,
      empty: "as many lines as usual in this time",
      overrides: [
        { name: "since", properties: [{ id: "custom.width", value: 170 }] },
        { name: "until", properties: [{ id: "custom.width", value: 170 }] },
        colouredColumn("severity", SEVERITY_COLOURS),
        { name: "change", properties: [{ id: "custom.width", value: 110 }] },
        eventColumn("id"),
      ],
      query: sql(`
        select since, ended_at as until, smartlog.event_hex(event_id) as id,
          severity, change,
          smartlog.rate_subject(dimension, name) as "what is counted", round(current::numeric) as lines,
          round(usual::numeric, 1) as "usual", extract(epoch from per) / 60 as "in minutes"
        from rate_alarms
        where raised_at is not null and raised_at <= $__timeTo() and coalesce(ended_at, 'infinity') >= $__timeFrom()
        order by ended_at is not null, raised_at desc
        limit 100`),
    }),
    heat({
      title: "Anomaly score over time",
      description:
        "How many events have which anomaly score, by hour. A band that rises: the traffic drifts away from what was learnt.",
      width: 12,
      height: 10,
      unit: "short",
      axis: "score",
      query: series(`
        with scored as (
          select at, bin, events
          from score_hour
          where $__timeFilter(at) and ${KIND_FILTER} and head = 'anomaly'
        ), every_cell as (
          select at, bin, 0 as events
          from watched('1h', $__timeFrom(), $__timeTo()) at cross join generate_series(0, 19) as bin
          where exists (select from scored)
        )
        select $__timeGroupAlias(at, '1h', NULL), to_char(bin / 20.0, 'FM0.00') as metric, sum(events) as events
        from (select * from scored union all select * from every_cell) cells
        group by 1, bin order by 1, bin`),
    }),
    overTime({
      title: "Patterns over time",
      description:
        "The ten most frequent patterns, by hour (by day in ranges over three days). A gap: nothing was shipped.",
      width: 12,
      height: 10,
      unit: "short",
      axis: "lines",
      query: series(`
        with most as (
          select name, text, sum(t.events) as all_of_it
          from top($__timeFrom(), $__timeTo()) t join templates on tpl = name
          where dimension = 'template' and ${KIND_FILTER}
          group by 1, 2 order by 3 desc, 1 limit 10
        ), step as (
          select case
              when $__timeTo()::timestamptz - $__timeFrom()::timestamptz <= '3 days' then interval '1 hour'
              else interval '1 day'
            end as step
        ), steps as (
          select generate_series(date_bin(step, $__timeFrom(), 'epoch'), $__timeTo(), step) as at from step
        ), known as (
          select known.at from step cross join lateral watched(step, $__timeFrom(), $__timeTo()) known (at)
        ), counted as (
          select at, name, sum(events) as events
          from top($__timeFrom(), $__timeTo())
          where dimension = 'template'
          group by 1, 2
        )
        select extract(epoch from at) as time,
          case when length(text) <= 60 then text else left(text, 60) || '… ' || name end as metric,
          coalesce(events, case when at in (select at from known) then 0 end) as events
        from most cross join steps left join counted using (at, name)
        order by at, all_of_it desc, name`),
    }),
    patterns({
      title: "New patterns",
      description: "Patterns first seen in the chosen time, the newest first, with their events in it.",
      empty: "no new patterns in this time",
      sorted: "new",
      seen: 'first_seen as "first seen"',
    }),
    patterns({
      title: "Rare patterns",
      description:
        "Patterns with at most three events in all, seen in the chosen time: typing errors, faults, first attempts.",
      empty: "no rare patterns in this time",
      sorted: "rare",
      seen: 'last_seen as "last seen"',
    }),
    overTime({
      title: "Alarms by day",
      description:
        "An alarm is all anomalies of one template within an hour. Known faults are told in any case, and beside. The promise is the last training's (smartlog configure --alarms-a-day).",
      width: 12,
      height: 8,
      unit: "short",
      axis: "alarms",
      bars: true,
      empty: "no anomalies in this time",
      overrides: colourBy({
        alarms: LABEL_COLOURS.anomaly,
        "known faults": PALETTE[3],
        "promised at most": UNTOLD,
      }),
      link: toEvents({ label: "anomaly" }),
      query: series(`
        select extract(epoch from day) as time, metric, value
        from alarms_by_day($__timeFrom(), $__timeTo())
        cross join lateral (values ('alarms', alarms), ('known faults', faults), ('promised at most', promised)) each (metric, value)
        where value is not null
        order by 1, 2`),
    }),
    rows({
      title: "What the alarms are",
      description:
        "Patterns by how many alarms they are in the range: what to correct, to confirm or to mute. Click: their events.",
      width: 12,
      height: 8,
      empty: "no alarms in this time",
      overrides: [
        patternColumn("pattern"),
        { name: "template", properties: [{ id: "custom.width", value: 100 }] },
        { name: "alarms", properties: [{ id: "custom.width", value: 70 }] },
        { name: "events", properties: [{ id: "custom.width", value: 70 }] },
        gaugeColumn("highest", "none"),
      ],
      query: sql(`
        with anomaly as (
          select tpl, count(distinct date_bin('1 hour', time, 'epoch')) as alarms, count(*) as events, max(score) as highest,
            max(kind) as kind
          from events
          where ${EVENT_FILTER} and ${MUTED_FILTER} and label = 'anomaly' and smartlog.is_alarm(why) and not smartlog.is_own(kind)
          group by tpl
        )
        select alarms, anomaly.events, highest, anomaly.kind, anomaly.tpl as template, text as pattern
        from anomaly left join templates using (tpl)
        order by 1 desc, 2 desc, 5
        limit 50`),
    }),
    patterns({
      title: "Frequent patterns",
      description:
        "The most frequent patterns of the chosen time (by whole hours; by days in ranges over three days).",
      empty: "no patterns in this time",
      sorted: "frequent",
      seen: 'last_seen as "last seen"',
    }),
    overTime({
      title: "Anomalies by kind",
      description: "Events labelled anomaly, by kind of line. Click: its events.",
      width: 12,
      height: 10,
      unit: "short",
      axis: "events",
      link: toEvents({ label: "anomaly", kind: SERIES_NAME }),
      empty: "no anomalies in this time",
      overrides: colourBy(KIND_COLOURS),
      query: counts(`
        select at, kind as metric, sum(events) as value
        from ${CHOSEN_ROLLUP}
        where ${SITE_AND_KIND_FILTER} and label = 'anomaly'
        group by 1, 2 having sum(events) > 0`),
    }),
  ],
});
