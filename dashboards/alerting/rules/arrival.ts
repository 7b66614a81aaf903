/** What comes, how much of it, and whether it is read. */
import { VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const ARRIVAL_RULES: readonly AlertRule[] = [
  {
    uid: "smartlog-kind-silent",
    title: "A kind fell silent",
    severity: "high",
    counts: { what: "minutes of silence" },
    summary: `No {{ $labels.kind }} events for ${VALUE} minutes`,
    description:
      "Its shipper or its log stands still, while others go on. Whoever breaks in stops the log first.",
    panel: "pipeline / Rate by site",
    holds: "5m",
    // A kind that came in at least 20 of the last 24 hours; silence of all kinds is smartlog-ingest-stalled's.
    sql: `
      with seen as (
        select kind, count(distinct at) as hours from rollup_hour
        where at > now() - interval '25 hours' and kind <> 'unknown' and not smartlog.is_own(kind)
        group by kind
      ), last as (
        select kind, max(at) as at from rollup_minute where at > now() - interval '25 hours' group by kind
      )
      select kind, floor(extract(epoch from now() - last.at) / 60)::float8 as value
      from seen join last using (kind)
      where hours >= 20 and last.at < now() - interval '1 hour'
        and exists (select from rollup_minute where at > now() - interval '1 hour')`,
  },
  {
    uid: "smartlog-rate",
    title: "Unusual rate",
    severity: "high",
    counts: { what: "lines, of ten minutes or as the event says" },
    summary: "{{ $labels.change }}: {{ $labels.subject }}, since {{ $labels.since }} UTC",
    description:
      "Far more or far fewer lines than at the same hour of earlier days. The event of kind rate says how many are usual, what else changed, and shows a line.",
    panel: "anomalies / Unusual rates",
    events: "var-kind=rate",
    holds: "0s",
    // An event tells of all that began together: the first grave one gives its labels as long as any of them goes on. Those of
    // patterns, and shifts, are in the panel.
    sql: `
      select change, smartlog.rate_subject(dimension, name) as subject,
        to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as since, current::float8 as value
      from (
        select *, bool_or(ended_at is null) over told as goes_on, row_number() over (told order by id) as nth
        from rate_alarms
        where raised_at is not null and event_time > now() - interval '2 days'
          and smartlog.rate_severity(dimension, name, change, current, usual) in ('high', 'critical')
        window told as (partition by event_time, event_id)
      ) grave join events on events.time = event_time and events.id = event_id
      where nth = 1 and goes_on and events.time > now() - interval '2 days' and events.muted is not true
      order by raised_at desc limit 20`,
  },
  {
    uid: "smartlog-ingest-stalled",
    title: "Ingest stalled",
    severity: "critical",
    counts: { what: "minutes without a row" },
    summary: `Nothing was stored for ${VALUE} minutes`,
    description:
      "See the shippers' logs (retries towards Postgres), the disk, and whether Postgres takes connections.",
    panel: "pipeline / Last event stored",
    holds: "5m",
    sql: `
      select 'all' as shippers, floor(extract(epoch from now() - max(at)) / 60)::float8 as value
      from intake
      where stored > 0 or duplicates > 0
      having max(at) < now() - interval '15 minutes'`,
  },
  {
    uid: "smartlog-unread",
    title: "A log is no longer read",
    severity: "medium",
    counts: { what: "% of its lines in the last hours" },
    summary: `${VALUE} % of the lines of {{ $labels.tag }} are not read, many more than in the week before`,
    description:
      "Its program writes another form, as after an upgrade. Teach SmartLog the new one: `smartlog formats guess FILE`.",
    panel: "pipeline / Unread lines by tag",
    events: "var-kind=unknown",
    holds: "5m",
    // This hour and the one before. A log that is new has no week to be compared with.
    sql: `
      select tag, round(100 * share)::float8 as value
      from (
        select tag, sum(unread) filter (where is_now) as unread, sum(events) filter (where not is_now) as events_before,
          sum(unread) filter (where is_now) / sum(events) filter (where is_now) as share,
          sum(unread) filter (where not is_now) / sum(events) filter (where not is_now) as share_before
        from unread_hour cross join lateral (select at > now() - interval '2 hours') hour (is_now)
        where at > now() - interval '8 days' and at <= now()
        group by tag
      ) counted
      where unread >= 20 and events_before >= 100 and share > share_before + 0.2
      order by unread desc limit 20`,
  },
];
