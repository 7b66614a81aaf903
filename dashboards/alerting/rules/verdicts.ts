/** What the filter calls bots, attacks and anomalies. */
import { EVENTS_OF_SOURCE, firstLines, SITE, SOURCE, VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const VERDICT_RULES: readonly AlertRule[] = [
  {
    uid: "smartlog-bot-spike",
    title: "Bot spike",
    severity: "medium",
    counts: { what: "bot requests in the last hour" },
    summary: "Bots on {{ $labels.site }}: three times as many as at this hour of earlier days",
    description: "See whether one crawler or many do it, and whether the site is slower for it.",
    panel: "web / Bots and people",
    events: "var-kind=web&var-label=bot&var-site={{ urlquery $labels.site }}",
    holds: "5m",
    // The very same hour of the seven days before: nights and weekdays differ more than bots do.
    sql: `
      with hour as (
        select site, day, coalesce(sum(events), 0) as events
        from generate_series(0, 7) day
        join rollup('1 minute', 'hide') on at > now() - day * interval '1 day' - interval '1 hour'
          and at <= now() - day * interval '1 day'
        where label = 'bot'
        group by site, day
      ), known as (
        select site, count(distinct date_bin('1 day', at, 'epoch')) as days
        from rollup_day where at between now() - interval '8 days' and now() - interval '1 day' group by site
      )
      select site, ${firstLines(`label = 'bot' and muted is not true and ${SITE} = site`)}, value
      from (
        select site, max(events) filter (where day = 0)::float8 as value
        from hour join known using (site)
        group by site, days
        having max(events) filter (where day = 0) >= 200
          and max(events) filter (where day = 0) > 3 * coalesce(sum(events) filter (where day > 0), 0) / least(days, 7)
      ) spikes`,
  },
  {
    uid: "smartlog-attack-burst",
    title: "Attack burst",
    severity: "high",
    counts: { what: "attacks in five minutes" },
    summary: `${SOURCE} attacks: ${VALUE} suspicious requests in five minutes`,
    description:
      "Block the address if nothing of it is legitimate, and see what it was answered with a success.",
    panel: "anomalies / Recent ones",
    events: EVENTS_OF_SOURCE,
    holds: "0s",
    sql: `
      select host(ip) as source, smartlog.country(ip) as country, smartlog.sample_lines(ip) as sample,
        attacks::float8 as value
      from (
        select ip, count(*) as attacks from events
        where time > now() - interval '5 minutes' and label = 'attack' and muted is not true and ip is not null
        group by ip having count(*) >= 20
        order by 2 desc limit 10
      ) bursts`,
  },
  {
    uid: "smartlog-critical",
    title: "Critical anomaly",
    severity: "critical",
    counts: { what: "critical events in ten minutes" },
    summary: "Critical: {{ $labels.kind }} on {{ $labels.site }}",
    description: "Look at the events and their reasons; correct the verdict where it is wrong.",
    panel: "anomalies / Timeline by severity",
    events: "var-severity=critical&var-site={{ urlquery $labels.site }}",
    holds: "0s",
    sql: `
      select site, kind,
        ${firstLines(`label <> 'normal' and muted is not true and severity = 'critical' and events.kind = found.kind and ${SITE} = site`)}, value
      from (
        select ${SITE} as site, kind, count(*)::float8 as value
        from events
        where time > now() - interval '10 minutes' and label <> 'normal' and muted is not true and severity = 'critical'
        group by 1, 2
        order by 3 desc limit 20
      ) found`,
  },
  {
    uid: "smartlog-anomaly",
    title: "Anomaly",
    severity: "medium",
    counts: { what: "events in ten minutes" },
    summary: "Unusual: {{ $labels.kind }} on {{ $labels.site }}",
    description:
      "See what it is; correct or mute what is ordinary, confirm what is not: neither counts as an alarm again.",
    panel: "anomalies / What the alarms are",
    events:
      "var-label=anomaly&var-template={{ urlquery $labels.template }}&var-site={{ urlquery $labels.site }}",
    holds: "0s",
    // Known faults, and where people chose how many they want, each alarm (smartlog.alarms_by_day).
    sql: `
      select site, kind, template,
        ${firstLines(`label = 'anomaly' and muted is not true and tpl = template and ${SITE} = site`)}, value
      from (
        select ${SITE} as site, kind, tpl as template, count(*)::float8 as value
        from events
        where time > now() - interval '10 minutes' and label = 'anomaly' and muted is not true and severity <> 'critical'
          and not smartlog.is_own(kind)
          and (not smartlog.is_alarm(why)
            or (select alarms_a_day from alarm_promises order by since desc limit 1) is not null)
        group by 1, 2, 3
        order by 4 desc limit 20
      ) found`,
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
