/**
 * Alert rules. Each query gives a row for each thing that is wrong right now, with `value` as how much, and no row
 * where nothing is: so a rule fires where there is a row, and a database without events is quiet.
 *
 * Columns of text become the alert's labels, and so its identity: they must stay the same while it lasts. That is why
 * the sample lines are the first three of the day, not the newest.
 */
export interface AlertRule {
  uid: string;
  title: string;
  severity: "critical" | "high" | "medium";
  /** What `value` is, for the message, and with how many decimals it is written. */
  counts: { what: string; decimals?: number };
  /** One sentence; may use the labels, as Grafana's templates write them. */
  summary: string;
  /** What to do. */
  description: string;
  /** File and title of the panel that shows it: `overview / Kinds`. */
  panel: string;
  /** Variables of Explore that find its events, as a URL has them; may use the labels. */
  events?: string;
  /** How long it has to hold before it is told. */
  holds: string;
  sql: string;
}

const SOURCE = "{{ $labels.source }}";
const EVENTS_OF_SOURCE = "var-source={{ urlquery $labels.source }}";
/** The value, without an exponent however large it is. */
const VALUE = '{{ printf "%.0f" $values.A.Value }}';

/** The site of an event, as the rollups name it. */
const SITE = "coalesce(host, service, tag, '')";

/**
 * The first three lines of today that fit; just after midnight of the day before, which is when what is told of happened.
 * See above for why the first.
 */
function firstLines(condition: string): string {
  return `(
        select string_agg(left(smartlog.line(record), 200), E'\\n' order by time, id)
        from (
          select time, id, record from events
          where time >= date_trunc('day', now() - interval '2 hours', 'UTC') and ${condition}
          order by time, id limit 3
        ) first_ones
      ) as sample`;
}

export const RULES: readonly AlertRule[] = [
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
  {
    uid: "smartlog-brute-force",
    title: "Brute force",
    severity: "high",
    counts: { what: "failed logins in ten minutes" },
    summary: `${SOURCE} tries passwords: ${VALUE} failed logins in ten minutes`,
    description: "See whether one of them succeeded after that; block the address.",
    panel: "access / Addresses with most failures",
    events: EVENTS_OF_SOURCE,
    holds: "0s",
    sql: `
      select host(ip) as source, smartlog.country(ip) as country, smartlog.sample_lines(ip) as sample,
        failures::float8 as value
      from (
        select ip, count(*) as failures from events
        where time > now() - interval '10 minutes' and kind = 'auth' and outcome = 'failure' and ip is not null
          and muted is not true and not smartlog.is_muted_source(ip)
        group by ip having count(*) >= 20
        order by 2 desc limit 10
      ) tries`,
  },
  {
    uid: "smartlog-spraying",
    title: "Password spraying",
    severity: "high",
    counts: { what: "addresses in half an hour" },
    summary: `The name {{ $labels.user }} is tried from ${VALUE} addresses`,
    description:
      "Few tries from each of many addresses stay below what blocks one. Require a second factor for that name.",
    panel: "access / Users with most failures",
    events: "var-kind=auth&var-search={{ urlquery $labels.user }}",
    holds: "0s",
    sql: `
      select name as user, ${firstLines("kind = 'auth' and outcome = 'failure' and username = name")}, value
      from (
        select username as name, count(distinct ip)::float8 as value
        from events
        where time > now() - interval '30 minutes' and kind = 'auth' and outcome = 'failure' and username is not null
          and muted is not true and not smartlog.is_muted_source(ip)
        group by 1 having count(distinct ip) >= 10
        order by 2 desc limit 10
      ) sprayed`,
  },
  {
    uid: "smartlog-dns-failures",
    title: "DNS failure burst",
    severity: "medium",
    counts: { what: "failed look-ups in ten minutes" },
    summary: `${SOURCE} asks for names in vain: ${VALUE} failures in ten minutes`,
    description: "A program with a misspelt name, or malware that looks for its server: see which names.",
    panel: "access / DNS failures by domain",
    events: EVENTS_OF_SOURCE,
    holds: "5m",
    sql: `
      select coalesce(host(client), 'unknown') as source,
        ${firstLines("kind = 'dns' and rcode <> 'NOERROR' and ip is not distinct from client")}, value
      from (
        select ip as client, count(*) filter (where rcode <> 'NOERROR')::float8 as value
        from events
        where time > now() - interval '10 minutes' and kind = 'dns' and muted is not true and not smartlog.is_muted_source(ip)
        group by 1
        having count(*) filter (where rcode <> 'NOERROR') >= 50
          and count(*) filter (where rcode <> 'NOERROR') > 0.3 * count(*)
        order by 2 desc limit 10
      ) failing`,
  },
  {
    uid: "smartlog-port-scan",
    title: "Port scan",
    severity: "medium",
    counts: { what: "ports in ten minutes" },
    summary: `${SOURCE} knocks at ${VALUE} ports`,
    description: "Nothing to do where all was denied; look for what wasn't.",
    panel: "access / Denied connections by source",
    events: EVENTS_OF_SOURCE,
    holds: "0s",
    sql: `
      select host(ip) as source, smartlog.country(ip) as country, smartlog.sample_lines(ip) as sample,
        ports::float8 as value
      from (
        select ip, count(distinct (dst, dport)) as ports from events
        where time > now() - interval '10 minutes' and kind = 'firewall' and action = 'deny' and ip is not null
          and muted is not true and not smartlog.is_muted_source(ip)
        group by ip having count(distinct (dst, dport)) >= 20
        order by 2 desc limit 10
      ) scans`,
  },
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
    // A kind that came in at least 20 of the last 24 hours; silence of all kinds is the next rule's.
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
    // As long as it goes on. Those of patterns, and shifts, are in the panel.
    sql: `
      select change, smartlog.rate_subject(dimension, name) as subject,
        to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as since, current::float8 as value
      from rate_alarms join events on events.time = event_time and events.id = event_id
      where raised_at is not null and rate_alarms.ended_at is null and event_time > now() - interval '2 days'
        and events.time > now() - interval '2 days' and events.muted is not true
        and smartlog.rate_severity(dimension, name, change, current, usual) in ('high', 'critical')
        and rate_alarms.id = (select min(id) from rate_alarms first where first.event_id = events.id)
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
];
