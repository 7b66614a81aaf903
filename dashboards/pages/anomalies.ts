import {
  colourBy,
  colouredColumn,
  gaugeColumn,
  HEAD_COLOURS,
  KIND_COLOURS,
  LABEL_COLOURS,
  SEVERITY_COLOURS,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { eventColumn, exploreColumn } from "../lib/links.ts";
import { bars, overTime, rows } from "../lib/panels.ts";
import {
  CHOSEN_ROLLUP,
  EVENT_FILTER,
  KIND_FILTER,
  MUTED_FILTER,
  ROLLUP_FILTER,
  SITE_AND_KIND_FILTER,
  series,
  sql,
} from "../lib/query.ts";
import { heat } from "../lib/special-panels.ts";

export default page({
  uid: "smartlog-anomalies",
  title: "Anomalies and patterns",
  description: "What is out of the ordinary, why, and which patterns of lines are new or rare.",
  panels: [
    overTime({
      title: "Timeline by severity",
      description: "Events that aren't ordinary, by severity.",
      width: 14,
      height: 8,
      unit: "short",
      bars: true,
      stacked: true,
      empty: "nothing out of the ordinary in this time",
      overrides: colourBy(SEVERITY_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), severity as metric, sum(events) as events
        from ${CHOSEN_ROLLUP}
        where ${ROLLUP_FILTER} and label <> 'normal'
        group by 1, 2 having sum(events) > 0 order by 1`),
    }),
    bars({
      title: "Score histogram",
      description:
        "All events by score, for each head. A good model has most of them near 0 and the rest near 1.",
      width: 10,
      height: 8,
      unit: "short",
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
        "The newest events that aren't ordinary, with the reasons. Click an id to look at one or correct it.",
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
        where ${EVENT_FILTER} and ${MUTED_FILTER} and label <> 'normal'
        order by time desc
        limit 100`),
    }),
    heat({
      title: "Anomaly score over time",
      description:
        "How many events have which anomaly score, by hour. A band that rises: the traffic drifts away from what was learnt.",
      width: 12,
      height: 9,
      unit: "short",
      query: series(`
        with scored as (
          select at, bin, events
          from score_hour
          where $__timeFilter(at) and ${KIND_FILTER} and head = 'anomaly'
        ), every_row as (
          select $__timeFrom()::timestamptz as at, bin, 0 as events
          from generate_series(0, 19) as bin
          where exists (select from scored)
        )
        select $__timeGroupAlias(at, '1h', 0), to_char(bin / 20.0, 'FM0.00') as metric, sum(events) as events
        from (select * from scored union all select * from every_row) cells
        group by 1, bin order by 1, bin`),
    }),
    overTime({
      title: "Patterns over time",
      description: "The ten most frequent patterns, by hour (by day in ranges over three days).",
      width: 12,
      height: 9,
      unit: "short",
      query: series(`
        with most as (
          select name, text, sum(t.events) as all_of_it
          from top($__timeFrom(), $__timeTo()) t join templates on tpl = name
          where dimension = 'template' and ${KIND_FILTER}
          group by 1, 2 order by 3 desc, 1 limit 10
        ), steps as (
          select generate_series(date_bin(step, $__timeFrom(), 'epoch'), $__timeTo(), step) as at
          from (
            select case
                when $__timeTo()::timestamptz - $__timeFrom()::timestamptz <= '3 days' then interval '1 hour'
                else interval '1 day'
              end as step
          ) by_range
        ), counted as (
          select at, name, sum(events) as events
          from top($__timeFrom(), $__timeTo())
          where dimension = 'template'
          group by 1, 2
        )
        select extract(epoch from at) as time, left(text, 60) || ' ' || name as metric, coalesce(events, 0) as events
        from most cross join steps left join counted using (at, name)
        order by at, all_of_it desc, name`),
    }),
    rows({
      title: "New patterns",
      description: "Patterns by when they were first stored, the newest first. Click: their events.",
      width: 12,
      height: 10,
      empty: "no patterns yet",
      overrides: [
        exploreColumn("template", "template"),
        { name: "first stored", properties: [{ id: "custom.width", value: 170 }] },
        { name: "template", properties: [{ id: "custom.width", value: 100 }] },
        { name: "kind", properties: [{ id: "custom.width", value: 80 }] },
        { name: "events", properties: [{ id: "custom.width", value: 80 }] },
      ],
      query: sql(`
        select known_since as "first stored", kind, events, tpl as template, text as pattern
        from templates
        where ${KIND_FILTER}
        order by known_since desc, events desc
        limit 50`),
    }),
    rows({
      title: "Rare patterns",
      description:
        "Patterns with at most three events in all, seen in the range: typing errors, faults, first attempts.",
      width: 12,
      height: 10,
      empty: "no rare patterns in this time",
      overrides: [
        exploreColumn("template", "template"),
        { name: "last seen", properties: [{ id: "custom.width", value: 170 }] },
        { name: "template", properties: [{ id: "custom.width", value: 100 }] },
        { name: "kind", properties: [{ id: "custom.width", value: 80 }] },
        { name: "events", properties: [{ id: "custom.width", value: 80 }] },
      ],
      query: sql(`
        select last_seen as "last seen", kind, events, tpl as template, text as pattern
        from templates
        where events <= 3 and $__timeFilter(last_seen) and ${KIND_FILTER}
        order by last_seen desc
        limit 50`),
    }),
    overTime({
      title: "Alarms by day",
      description:
        "An alarm is all anomalies of one template within an hour. Known faults are told in any case, and beside. The promise is the last training's (smartlog configure --alarms-a-day).",
      width: 12,
      height: 7,
      unit: "short",
      bars: true,
      empty: "no anomalies in this time",
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
      height: 7,
      empty: "no alarms in this time",
      overrides: [
        exploreColumn("template", "template"),
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
    overTime({
      title: "Anomalies by kind",
      description: "Events labelled anomaly, by kind of line.",
      width: 24,
      height: 7,
      unit: "short",
      empty: "no anomalies in this time",
      overrides: colourBy(KIND_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), kind as metric, sum(events) as events
        from ${CHOSEN_ROLLUP}
        where ${SITE_AND_KIND_FILTER} and label = 'anomaly'
        group by 1, 2 having sum(events) > 0 order by 1`),
    }),
  ],
});
