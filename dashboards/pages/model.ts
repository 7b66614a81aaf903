import {
  colourBy,
  colouredColumn,
  HEAD_COLOURS,
  LABEL_COLOURS,
  qualityColumn,
  UNTOLD,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { eventColumn } from "../lib/links.ts";
import { bars, number, overTime, rows } from "../lib/panels.ts";
import { KIND_FILTER, series, sql } from "../lib/query.ts";

const STATUS_COLOURS = {
  serving: "semi-dark-green",
  candidate: "semi-dark-purple",
  retired: "text",
  refused: "semi-dark-orange",
  failed: "semi-dark-red",
};

/** What counts of each person's sayings about an event: the newest. */
const LATEST = `
  select distinct on (event_id, event_time, who) * from feedback
  order by event_id, event_time, who, at desc, id desc`;

/** Share of answers that say what the filter said, named by how many there are, where there are so many. */
const agreement = (many: string, refId: string) =>
  series(
    `
    select $__timeTo()::timestamptz as time, 'of ' || count(*) || case when count(*) = 1 then ' answer' else ' answers' end as metric,
      avg((label = was)::int)::float8 as agreement
    from (${LATEST}) f
    where $__timeFilter(at) and ${KIND_FILTER}
    having count(*) ${many}`,
    refId,
  );

export default page({
  uid: "smartlog-model",
  title: "Model and feedback",
  description:
    "Which model serves, how well it does, whether its world has changed, and what people say of it.",
  from: "now-7d",
  panels: [
    number({
      title: "Model in service",
      description: "The model of the newest event: what really scores, whatever the registry says.",
      width: 6,
      height: 5,
      reduce: "lastNotNull",
      text: true,
      query: sql(`
        select coalesce(nullif(model, ''), 'none') as model from score_hour
        where at = (select max(at) from score_hour)
        group by 1 order by sum(events) desc limit 1`),
    }),
    number({
      title: "Agreement with people",
      description:
        "Share of corrected or confirmed events whose label was right, and of how many. Below 20 the share says little, and has no colour.",
      width: 6,
      height: 5,
      unit: "percentunit",
      decimals: 0,
      reduce: "lastNotNull",
      empty: "no feedback yet",
      thresholds: [
        { value: null, color: "semi-dark-red" },
        { value: 0.5, color: "semi-dark-yellow" },
        { value: 0.8, color: "semi-dark-green" },
      ],
      byQuery: { B: [{ id: "color", value: { mode: "fixed", fixedColor: UNTOLD } }] },
      query: [agreement(">= 20", "A"), agreement("between 1 and 19", "B")],
    }),
    number({
      title: "Drift",
      description:
        "Population stability index of the scores: this range against the same time before it. Above 0.1 look; above 0.25 retrain.",
      width: 6,
      height: 5,
      decimals: 2,
      unit: "none",
      reduce: "max",
      thresholds: [
        { value: null, color: "semi-dark-green" },
        { value: 0.1, color: "semi-dark-yellow" },
        { value: 0.25, color: "semi-dark-red" },
      ],
      empty: "nothing to compare",
      query: sql(`
        with counted as (
          select head, bin, sum(events) filter (where at >= $__timeFrom()) as now,
            sum(events) filter (where at < $__timeFrom()) as before
          from score_hour
          where ${KIND_FILTER} and at <= $__timeTo()
            and at >= $__timeFrom()::timestamptz - ($__timeTo()::timestamptz - $__timeFrom()::timestamptz)
          group by 1, 2
        ), share as (
          select head, (coalesce(now, 0) + 0.5) / (sum(now) over w + 10) as p,
            (coalesce(before, 0) + 0.5) / (sum(before) over w + 10) as q
          from counted window w as (partition by head)
        )
        select max(psi) as drift
        from (select head, sum((p - q) * ln(p / q)) as psi from share group by 1) by_head
        having max(psi) is not null`),
    }),
    number({
      title: "Events without a score",
      description:
        "Stored in the range by a filter that could not score them: a broken module or a model that doesn't fit.",
      width: 6,
      height: 5,
      unit: "short",
      reduce: "sum",
      thresholds: [
        { value: null, color: "semi-dark-green" },
        { value: 1, color: "semi-dark-red" },
      ],
      empty: "0",
      query: sql(`
        select coalesce(sum(events), 0)::bigint as unscored from score_hour
        where $__timeFilter(at) and model = '' and ${KIND_FILTER}`),
    }),
    rows({
      title: "Models",
      description: "Every model that was made, the newest first, with what decided.",
      width: 24,
      height: 8,
      empty: "only the model that came with the filter; the trainer makes others",
      overrides: [
        colouredColumn("status", STATUS_COLOURS),
        ...["bot F1", "threat F1", "anomaly AUC"].map((name) => qualityColumn(name)),
      ],
      query: sql(`
        select id, parent, made_at as made, status, served_from as "in service from",
          (metrics #>> '{bot,f1}')::float8 as "bot F1", (metrics #>> '{threat,f1}')::float8 as "threat F1",
          (metrics #>> '{anomaly,auc}')::float8 as "anomaly AUC",
          (select sum(value::float8)::bigint from jsonb_each_text(counts)) as "learnt from", reason
        from models
        order by made_at desc
        limit 50`),
    }),
    bars({
      title: "Score distributions",
      description: "Which share of the range's events has which score, for each head.",
      axis: "share of the events",
      width: 8,
      height: 8,
      unit: "percentunit",
      x: "score",
      query: sql(`
        select to_char(bin / 20.0, 'FM0.00') as score,
          coalesce(sum(events) filter (where head = 'bot') / nullif(sum(sum(events) filter (where head = 'bot')) over (), 0), 0) as bot,
          coalesce(sum(events) filter (where head = 'threat') / nullif(sum(sum(events) filter (where head = 'threat')) over (), 0), 0) as threat,
          coalesce(sum(events) filter (where head = 'anomaly') / nullif(sum(sum(events) filter (where head = 'anomaly')) over (), 0), 0) as anomaly
        from score_hour
        where $__timeFilter(at) and ${KIND_FILTER}
        group by bin order by bin`),
      overrides: colourBy(HEAD_COLOURS),
    }),
    bars({
      title: "Threat scores by model",
      description:
        "Which share has which threat score: under the model of the newest events, and under those before it.",
      axis: "share of the events",
      overrides: colourBy({ "this model": HEAD_COLOURS.threat, "earlier models": UNTOLD }),
      width: 8,
      height: 8,
      unit: "percentunit",
      x: "score",
      query: sql(`
        with newest as (
          select model from score_hour where at = (select max(at) from score_hour where $__timeFilter(at))
          group by 1 order by sum(events) desc limit 1
        ), counted as (
          select bin, coalesce(sum(events) filter (where model = (select model from newest)), 0) as this,
            coalesce(sum(events) filter (where model <> (select model from newest)), 0) as earlier
          from score_hour where $__timeFilter(at) and head = 'threat' and ${KIND_FILTER} group by bin
        )
        select to_char(bin / 20.0, 'FM0.00') as score, this / greatest(sum(this) over (), 1) as "this model",
          earlier / greatest(sum(earlier) over (), 1) as "earlier models"
        from counted order by bin`),
    }),
    overTime({
      title: "Mean scores",
      description:
        "Mean of each head's scores by hour: a step at a model's change is the model's, a slope is the traffic's.",
      width: 8,
      height: 8,
      unit: "none",
      decimals: 3,
      axis: "mean score",
      overrides: colourBy(HEAD_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '1h', NULL), head as metric, sum(events * (bin + 0.5) / 20) / sum(events) as mean
        from score_hour
        where $__timeFilter(at) and ${KIND_FILTER}
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Feedback over time",
      description: "What people said events are, by day.",
      axis: "answers",
      width: 12,
      height: 8,
      unit: "short",
      bars: true,
      stacked: true,
      empty: "no feedback yet",
      overrides: colourBy(LABEL_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '1d', 0), label as metric, count(*) as corrections
        from feedback
        where $__timeFilter(at) and ${KIND_FILTER}
        group by 1, 2 order by 1`),
    }),
    rows({
      title: "Newest feedback",
      description: "Who said what of which event. The newest word of each person counts.",
      width: 12,
      height: 8,
      empty: "no feedback yet",
      overrides: [
        colouredColumn("is", LABEL_COLOURS),
        colouredColumn("was", LABEL_COLOURS),
        eventColumn("event", "happened"),
      ],
      query: sql(`
        select at, who, was, label as is, smartlog.event_hex(event_id) as event, event_time as happened, note,
          smartlog.line(record) as line
        from feedback
        where $__timeFilter(at) and ${KIND_FILTER}
        order by at desc
        limit 50`),
    }),
  ],
});
