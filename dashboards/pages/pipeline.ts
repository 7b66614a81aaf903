import { colourBy, LABEL_COLOURS, PALETTE, STATUS_COLOURS, UNTOLD } from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { exploreSeries, SERIES_NAME, toEvents } from "../lib/links.ts";
import { number, overTime, rows } from "../lib/panels.ts";
import { REST, ROLLUP, ROLLUP_FILTER, STEP_SECONDS, series, sql, topCounts } from "../lib/query.ts";

/** Hours of the range; the first and the last are whole. */
const FIRST_HOUR = "date_bin('1 hour', $__timeFrom()::timestamptz, 'epoch')";

const shareColumn = [
  { id: "unit", value: "percentunit" },
  { id: "custom.width", value: 120 },
];

export default page({
  uid: "smartlog-pipeline",
  title: "Pipeline",
  description:
    "The way from a line to a row: how much, how fast, what was refused or not read, how large it all is.",
  panels: [
    number({
      title: "Last event stored",
      description:
        "How long ago the last batch arrived. More than a few minutes: a shipper or the database stands still.",
      width: 6,
      height: 5,
      unit: "s",
      decimals: 0,
      reduce: "lastNotNull",
      thresholds: [
        { value: null, color: "semi-dark-green" },
        { value: 300, color: "semi-dark-yellow" },
        { value: 900, color: "semi-dark-red" },
      ],
      query: sql(`
        select extract(epoch from now() - max(at)) as ago from intake where stored > 0 having max(at) is not null`),
    }),
    number({
      title: "Refused",
      description: "Records put aside because they can't be an event; the table below says why.",
      width: 6,
      height: 5,
      unit: "short",
      reduce: "sum",
      graph: true,
      thresholds: [
        { value: null, color: "semi-dark-green" },
        { value: 1, color: "semi-dark-orange" },
      ],
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), sum(rejected) as refused
        from intake where $__timeFilter(at) group by 1 order by 1`),
    }),
    number({
      title: "Duplicates caught",
      description:
        "Records that a shipper sent again and that were stored already. Some after a restart are as it should be.",
      width: 6,
      height: 5,
      unit: "short",
      reduce: "sum",
      graph: true,
      colour: "text",
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), sum(duplicates) as duplicates
        from intake where $__timeFilter(at) group by 1 order by 1`),
    }),
    number({
      title: "Size on disk",
      description: "Events with their indexes, and all of the database.",
      width: 6,
      height: 5,
      unit: "bytes",
      reduce: "lastNotNull",
      query: sql(`
        select sum(pg_total_relation_size(inhrelid))::bigint as events, pg_database_size(current_database()) as "all"
        from pg_inherits where inhparent = 'smartlog.events'::regclass`),
    }),
    overTime({
      title: "Rate of arrival",
      description: "Records per second that reached the store, by what became of them.",
      width: 12,
      height: 9,
      unit: "short",
      axis: "records per second",
      overrides: colourBy({
        stored: LABEL_COLOURS.normal,
        "known already": PALETTE[4],
        refused: STATUS_COLOURS["5xx"],
      }),
      stacked: true,
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), became as metric, sum(records) / ${STEP_SECONDS} as records
        from intake
        cross join lateral (values ('stored', stored), ('known already', duplicates), ('refused', rejected)) w (became, records)
        where $__timeFilter(at)
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Rate by site",
      description:
        "Events per second by host, service or shipper's tag: the ten with most, and the rest. One that falls silent: look at its shipper. Click: its events.",
      width: 12,
      height: 9,
      unit: "short",
      axis: "events per second",
      stacked: true,
      overrides: [...colourBy({ [REST]: UNTOLD }), exploreSeries(REST, {})],
      link: toEvents({ site: SERIES_NAME }),
      query: topCounts(
        `
        select at, site as metric, sum(events) / ${STEP_SECONDS} as value
        from ${ROLLUP}
        where ${ROLLUP_FILTER}
        group by 1, 2`,
        "events",
      ),
    }),
    overTime({
      title: "Lag",
      description:
        "How long the record that waited longest was on its way from the shipper's hands to its row. A replay of old files shows how old they are.",
      width: 12,
      height: 8,
      unit: "s",
      axis: "longest wait",
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', NULL), max(waited_s) as "longest wait"
        from intake where $__timeFilter(at) group by 1 order by 1`),
    }),
    rows({
      title: "Days kept",
      description:
        "The newest partitions of events: how many rows (as last counted by Postgres) and how large.",
      width: 12,
      height: 8,
      overrides: [{ name: "size", properties: [{ id: "unit", value: "bytes" }] }],
      query: sql(`
        select c.relname as partition, greatest(c.reltuples, 0)::bigint as rows, pg_total_relation_size(c.oid) as size
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'smartlog.events'::regclass
        order by c.relname = 'events_past', c.relname desc
        limit 60`),
    }),
    rows({
      title: "Refused records",
      description: "The newest records that can't be an event, as they came, with the store's reason.",
      width: 24,
      height: 8,
      empty: "none",
      overrides: [{ name: "at", properties: [{ id: "custom.width", value: 170 }] }],
      query: sql(`
        select at, tag, reason, left(data, 500) as data
        from rejected
        where $__timeFilter(at)
        order by at desc
        limit 100`),
    }),
    rows({
      title: "Unread lines by tag",
      description:
        "Lines in no known format (kind unknown), by the shipper's tag: they have no fields, and a verdict of their words alone. " +
        "A share above that of the week before: the program writes another form, as after an upgrade. Whole hours.",
      width: 24,
      height: 9,
      overrides: [
        { name: "tag", properties: [{ id: "custom.width", value: 220 }] },
        { name: "lines", properties: [{ id: "custom.width", value: 110 }] },
        { name: "unread", properties: [{ id: "custom.width", value: 110 }] },
        { name: "share", properties: shareColumn },
        { name: "week before", properties: shareColumn },
      ],
      query: sql(`
        with counted as (
          select tag, coalesce(sum(events) filter (where is_now), 0)::bigint as lines,
            coalesce(sum(unread) filter (where is_now), 0)::bigint as unread,
            (sum(unread) filter (where not is_now) / sum(events) filter (where not is_now))::float8 as before
          from unread_hour cross join lateral (select at >= ${FIRST_HOUR}) hour (is_now)
          where at >= ${FIRST_HOUR} - interval '7 days' and at <= $__timeTo()
          group by tag
        ), newest as (
          select distinct on (tag) tag, example_time, example_id
          from unread_hour where at >= ${FIRST_HOUR} and at <= $__timeTo() and unread > 0
          order by tag, at desc
        )
        select counted.tag, lines, unread, unread::float8 / lines as share, before as "week before",
          left(smartlog.line(record), 500) as example
        from counted
        left join newest using (tag)
        left join events on time = example_time and id = example_id
          and time >= ${FIRST_HOUR} and time <= $__timeTo()::timestamptz + interval '1 hour'
        where lines > 0
        order by unread desc, lines desc, counted.tag
        limit 50`),
    }),
    overTime({
      title: "Share of unread lines",
      description:
        "Of the ten tags with most unread lines, hour by hour. A step upward: the program writes another form since then.",
      width: 24,
      height: 8,
      unit: "percentunit",
      axis: "share of the lines",
      query: series(`
        select $__timeGroupAlias(at, '1h', NULL), tag as metric, (sum(unread) / sum(events))::float8 as share
        from unread_hour
        where at >= ${FIRST_HOUR} and at <= $__timeTo() and tag in (
          select tag from unread_hour where at >= ${FIRST_HOUR} and at <= $__timeTo()
          group by tag order by sum(unread) desc, sum(events) desc, tag limit 10)
        group by 1, 2 order by 1`),
    }),
    overTime({
      title: "Visitors' feedback",
      description:
        "What visitors said by the form of the home page, by the kind of network that they sit in. The texts are on the page /visitor-feedback.",
      width: 12,
      height: 8,
      unit: "short",
      stacked: true,
      bars: true,
      axis: "messages a day",
      empty: "Nobody has said anything in this time.",
      query: series(`
        select $__timeGroupAlias(at, '1d', 0), coalesce(nullif(network, ''), 'not said') as metric, count(*) as messages
        from visitor_feedback where $__timeFilter(at) group by 1, 2 order by 1`),
    }),
    rows({
      title: "Visitors' feedback by device",
      description: "How many said something, by device and network, and what was said last.",
      width: 12,
      height: 8,
      empty: "Nobody has said anything in this time.",
      query: sql(`
        select coalesce(nullif(device, ''), 'not said') as device, coalesce(nullif(network, ''), 'not said') as network,
          count(*) as messages, max(at) as last, left((array_agg(message order by at desc))[1], 200) as newest
        from visitor_feedback where $__timeFilter(at) group by 1, 2 order by messages desc, 1, 2 limit 50`),
    }),
  ],
});
