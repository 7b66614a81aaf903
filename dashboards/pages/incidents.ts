import { colourBy, colouredColumn, SEVERITY_COLOURS } from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import {
  INCIDENT_COLUMNS,
  INCIDENT_FILTER,
  incidentsNow,
  openNow,
  SEVERITY_ORDER,
} from "../lib/incidents.ts";
import { exploreColumn, incidentColumn } from "../lib/links.ts";
import { number, overTime, ranking, rows } from "../lib/panels.ts";
import { SEVERITY_FILTER, series, sql, topRanking } from "../lib/query.ts";
import { severity } from "../lib/variables.ts";

const CHOSEN = `${INCIDENT_FILTER} and ${SEVERITY_FILTER}`;

export default page({
  uid: "smartlog-incidents",
  title: "Incident statistics",
  description: "What happened, one row for one thing: what goes on, what came and went, who took part.",
  from: "now-7d",
  variables: [severity()],
  panels: [
    openNow(10, 5),
    number({
      title: "Incidents",
      description: "Incidents that began in the range, by their own time; parts of others are not counted.",
      width: 5,
      height: 5,
      unit: "short",
      reduce: "sum",
      graph: true,
      colour: "text",
      empty: "0",
      query: series(`
        select $__timeGroupAlias(first, '\${interval}', 0), count(*) as incidents
        from incidents
        where ${CHOSEN} and $__timeFilter(first) and parent is null
        group by 1 order by 1`),
    }),
    number({
      title: "Until acknowledged",
      description:
        "Half of those that somebody acknowledged were acknowledged within this time after they were found.",
      width: 5,
      height: 5,
      unit: "s",
      decimals: 0,
      reduce: "lastNotNull",
      colour: "text",
      empty: "none was acknowledged",
      query: sql(`
        select percentile_cont(0.5) within group (order by extract(epoch from acknowledged_at - found_at)) as "until acknowledged"
        from incidents
        where ${CHOSEN} and acknowledged_at is not null
        having count(*) > 0`),
    }),
    number({
      title: "Last judged",
      description:
        "How long ago incidents were last looked for. More than a few minutes: neither `smartlog watch` nor `smartlog serve` runs.",
      width: 4,
      height: 5,
      unit: "s",
      decimals: 0,
      reduce: "lastNotNull",
      thresholds: [
        { value: null, color: "semi-dark-green" },
        { value: 120, color: "semi-dark-yellow" },
        { value: 300, color: "semi-dark-red" },
      ],
      empty: "never",
      query: sql(`
        select extract(epoch from now() - judged_at) as ago from incident_state where judged_at > '-infinity'`),
    }),
    incidentsNow(24, 9, 100),
    overTime({
      title: "Incidents over time",
      description: "Incidents by when they began and how grave they became; parts of others are not counted.",
      width: 16,
      height: 8,
      unit: "short",
      axis: "incidents",
      bars: true,
      stacked: true,
      empty: "no incident in this time",
      overrides: colourBy(SEVERITY_COLOURS),
      query: series(`
        select $__timeGroupAlias(first, '\${interval}', 0), severity as metric, count(*) as incidents
        from incidents
        where ${CHOSEN} and $__timeFilter(first) and parent is null
        group by 1, 2 order by 1`),
    }),
    ranking({
      title: "Classes",
      description:
        "What kind of incident was how frequent in the range. Each class is a rule, explained on the server's page of rules.",
      width: 8,
      height: 8,
      unit: "short",
      empty: "no incident in this time",
      query: topRanking(
        `
        select class as name, count(*) as n
        from incidents
        where ${CHOSEN} and parent is null
        group by 1`,
        "incidents",
      ),
    }),
    rows({
      title: "Incidents of this time",
      description:
        "All that went on in the range, also what is closed, the newest first, 200 at most. Click a number: its page.",
      width: 24,
      height: 12,
      empty: "no incident in this time",
      overrides: [...INCIDENT_COLUMNS, exploreColumn("source", "source")],
      query: sql(`
        select id as incident, severity, state, title, class, host(source) as source,
          case when source is not null then smartlog.country(source) end as country,
          first as since, last, events, succeeded, owner
        from incidents
        where ${CHOSEN}
        order by last desc, id desc
        limit 200`),
    }),
    rows({
      title: "Who took part",
      description: "Addresses by the incidents that they took part in. Click: their events.",
      width: 12,
      height: 10,
      empty: "no address in this time",
      overrides: [exploreColumn("source", "source")],
      query: sql(`
        select host(ip) as source, smartlog.country(ip) as country, count(*) as incidents, sum(part.events)::bigint as events,
          sum(part.succeeded)::bigint as succeeded, (array_agg(severity order by ${SEVERITY_ORDER}))[1] as "gravest"
        from (
          select id, severity from incidents where ${CHOSEN} order by ${SEVERITY_ORDER}, last desc limit 1000
        ) chosen
        join incident_sources part on incident = chosen.id
        group by ip
        order by 3 desc, 4 desc
        limit 50`),
    }),
    rows({
      title: "What became of them",
      description:
        "Changes in the range, the newest first: found, raised, closed by itself when quiet, acknowledged or muted by whom.",
      width: 12,
      height: 10,
      empty: "nothing changed in this time",
      overrides: [
        incidentColumn("incident"),
        { name: "time", properties: [{ id: "custom.width", value: 170 }] },
      ],
      query: sql(`
        select at as time, incident, what, who, title, note
        from (
          select * from incident_history where $__timeFilter(at) order by incident_history.id desc limit 200
        ) change
        join incidents on incidents.id = incident
        order by change.id desc`),
    }),
    rows({
      title: "Channels",
      description:
        "How messages leave: what each channel took, gave up and has before it; what it answered, where it takes nothing. `smartlog watch test-channel` tries one.",
      width: 24,
      height: 7,
      empty: "no channel is set up: `smartlog watch` tells nobody",
      overrides: [
        colouredColumn("state", { works: "semi-dark-green", fails: "semi-dark-red" }),
        { name: "answer", properties: [{ id: "custom.minWidth", value: 300 }] },
      ],
      query: sql(`
        select channel, type, case when failing_since is null then 'works' else 'fails' end as state, sent, failed,
          (select count(*) from deliveries where deliveries.channel = channels.channel and state in ('waiting', 'sending')) as waiting,
          sent_at as "last sent", failing_since as "fails since", error as answer
        from channels
        order by failing_since is null, channel
        limit 50`),
    }),
  ],
});
