/** The model in service, and what becomes of trainings. */
import { VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const MODEL_RULES: readonly AlertRule[] = [
  {
    uid: "smartlog-drift",
    title: "Model drift",
    severity: "medium",
    counts: { what: "population stability index", decimals: 2 },
    summary: 'The {{ $labels.head }} scores have moved: stability index {{ printf "%.2f" $values.A.Value }}',
    description:
      "The traffic is not what the model has learnt. See what is new, then retrain: `smartlog train`.",
    panel: "model / Drift",
    holds: "1h",
    sql: `
      with counted as (
        select head, bin, sum(events) filter (where at > now() - interval '1 day') as now,
          sum(events) filter (where at <= now() - interval '1 day') as before
        from score_hour where at > now() - interval '8 days'
        group by 1, 2
      ), share as (
        select head, (coalesce(now, 0) + 0.5) / (sum(now) over w + 10) as p,
          (coalesce(before, 0) + 0.5) / (sum(before) over w + 10) as q,
          sum(now) over w as all_now, sum(before) over w as all_before
        from counted window w as (partition by head)
      )
      select head, round(sum((p - q) * ln(p / q)), 3)::float8 as value
      from share
      where all_now >= 1000 and all_before >= 1000
      group by head having sum((p - q) * ln(p / q)) > 0.25`,
  },
  {
    uid: "smartlog-retraining",
    title: "Retraining brought no model",
    severity: "medium",
    counts: { what: "failed or refused in a row" },
    summary: `The last ${VALUE} trainings brought no model: {{ $labels.reason }}`,
    description:
      "The model in service stays, and what people corrected changes nothing yet. The registry says why, and what to do: `smartlog model list`.",
    panel: "model / Models",
    holds: "0s",
    sql: `
      with newest as (
        select status, reason, made_at, row_number() over (order by made_at desc) as nth from models
      ), streak as (
        select count(*) as length from newest
        where nth < coalesce((select min(nth) from newest where status not in ('failed', 'refused')), 1000000)
      )
      select left(reason, 400) as reason, length::float8 as value
      from newest cross join streak
      where nth = 1 and status in ('failed', 'refused')`,
  },
  {
    uid: "smartlog-retraining-again",
    title: "Retraining refused for the same again",
    severity: "high",
    counts: { what: "refusals for the same in a row" },
    summary: `The last ${VALUE} trainings were refused for the same: {{ $labels.against }}`,
    description:
      "It will not pass by itself: do what the reason in the registry says, `smartlog model list`.",
    panel: "model / Models",
    holds: "0s",
    // What stood against them up to the first figure: figures differ from week to week.
    sql: `
      with newest as (
        select status, coalesce(substring(reason from 'Against it: ([^0-9(]*)'), reason) as against,
          row_number() over (order by made_at desc) as nth
        from models
      ), last as (
        select against from newest where nth = 1 and status = 'refused'
      ), streak as (
        select count(*) as length from newest
        where nth < coalesce(
          (select min(nth) from newest, last where status <> 'refused' or newest.against <> last.against), 1000000)
      )
      select left(against, 200) as against, length::float8 as value
      from last cross join streak
      where length >= 2`,
  },
  {
    uid: "smartlog-alarms",
    title: "More alarms than promised",
    severity: "medium",
    counts: { what: "alarms more than promised" },
    summary: `Today has ${VALUE} alarms more than promised`,
    description:
      "An incident, or the site has changed: see what the alarms are. What is known can be muted; the next training finds another threshold.",
    panel: "anomalies / Alarms by day",
    events: "var-label=anomaly",
    holds: "0s",
    sql: `
      select (alarms - promised)::float8 as value
      from alarms_by_day(date_trunc('day', now(), 'UTC'), now())
      where alarms > promised`,
  },
];
