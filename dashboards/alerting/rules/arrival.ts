/** Whether what comes is stored, and read. */
import { VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const ARRIVAL_RULES: readonly AlertRule[] = [
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
