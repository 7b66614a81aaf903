/**
 * Rates over simulated weeks: false alarms of ordinary traffic, detection and delay of what is injected, beside public methods
 * on the same counts.
 *
 *     node build/bench/store/rates.js [--seeds 1,2] [--weeks 6] [--list]
 *
 * The first four weeks are history for all; the rest is judged minute by minute by `smartlog.judge_rates`. The counts are put
 * where the trigger of the store puts them. `--list` tells each of SmartLog's alarms.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Pool, PoolClient } from "pg";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { type Alarm, METHODS } from "./rate-methods.ts";
import { type Injected, MINUTES_OF_A_DAY, type Traffic, traffic } from "./traffic.ts";

const OWN = "SmartLog, series";
const HISTORY_DAYS = 28;
/** After its end an alarm is still of what was injected: windows are so long. */
const AFTER_MINUTES = 7 * 60;
/** A Monday, long ago enough that all of it has passed. */
const BEGIN = Date.UTC(2026, 7, 3);

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2" },
    weeks: { type: "string", default: "6" },
    list: { type: "boolean", default: false },
  },
});
const days = Number(values.weeks) * 7;
const judgedWeeks = (days - HISTORY_DAYS) / 7;

const folder = mkdtempSync(join(tmpdir(), "smartlog-rates-"));
const store = await openStore({ dataDir: folder });
try {
  await migrate(store.url);
  const judges: [name: string, judge: (of: Traffic) => Alarm[] | Promise<Alarm[]>][] = [
    [OWN, (of) => judged(store.pool, of)],
    ...METHODS.map(({ name, judge }): (typeof judges)[number] => [
      name,
      (of) => judge(of, HISTORY_DAYS * MINUTES_OF_A_DAY),
    ]),
  ];
  const table: Record<string, Row> = {};
  for (const seed of values.seeds.split(",").map(Number)) {
    const calm = traffic(seed, days);
    const troubled = traffic(seed + 1000, days, HISTORY_DAYS);
    for (const [name, judge] of judges) {
      const row = rowOf(table, name);
      const wrong = await judge(calm);
      row.falseAlarms += wrong.length;
      row.falseEvents += new Set(wrong.map(({ event }) => event)).size;
      const alarms = await judge(troubled);
      for (const injected of troubled.injected) {
        const delays = row.delays.get(injected.name) ?? [];
        row.delays.set(injected.name, [...delays, delayOf(alarms, injected)]);
      }
      if (!values.list || name !== OWN) continue;
      for (const alarm of wrong) console.log("false:", describe(alarm));
      for (const alarm of alarms) console.log("troubled:", describe(alarm));
    }
  }
  report(table, values.seeds.split(",").length * judgedWeeks);
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

interface Row {
  falseAlarms: number;
  falseEvents: number;
  delays: Map<string, (number | undefined)[]>;
}

function rowOf(table: Record<string, Row>, name: string): Row {
  table[name] ??= { falseAlarms: 0, falseEvents: 0, delays: new Map() };
  return table[name];
}

/** Minutes from its beginning to the first alarm of a series that it moves. */
function delayOf(alarms: readonly Alarm[], { from, minutes, series }: Injected): number | undefined {
  const own = alarms.filter(
    (alarm) =>
      series.includes(alarm.series) && alarm.minute >= from && alarm.minute < from + minutes + AFTER_MINUTES,
  );
  return own.length === 0 ? undefined : Math.min(...own.map(({ minute }) => minute - from));
}

async function judged(pool: Pool, { series, counts, minutes }: Traffic): Promise<Alarm[]> {
  const client = await pool.connect();
  try {
    await client.query(
      `truncate smartlog.rate_series, smartlog.rate_steps, smartlog.rate_hours, smartlog.rate_alarms;
       delete from smartlog.events; update smartlog.rates_state set judged_at = '-infinity', step = '-infinity', hour = '-infinity'`,
    );
    await client.query(
      `insert into smartlog.rate_series (dimension, name, first_seen, last_seen)
       select split_part(key, ' ', 1), split_part(key, ' ', 2), 'infinity', '-infinity' from unnest($1::text[]) with ordinality k (key, n) order by n`,
      [series],
    );
    const ids = (
      await client.query<{ id: number }>("select id from smartlog.rate_series order by id")
    ).rows.map(({ id }) => id);
    await fillHistory(client, series, counts, ids);
    await client.query(
      "set synchronous_commit = off; analyze smartlog.rate_steps; analyze smartlog.rate_hours; analyze smartlog.rate_series",
    );
    const times: number[] = [];
    for (let minute = HISTORY_DAYS * MINUTES_OF_A_DAY; minute < minutes; minute++) {
      const at = new Date(BEGIN + minute * 60_000);
      const row = counts.subarray(minute * series.length, (minute + 1) * series.length);
      const seen = [...row.keys()].filter((place) => (row[place] as number) > 0);
      await client.query({
        name: "count",
        text: `with c as (select * from unnest($2::int[], $3::int[]) c (series, events)), h as (
            insert into smartlog.rate_hours as h select series, date_bin('1 hour', $1, 'epoch'), events from c
            on conflict (series, at) do update set events = h.events + excluded.events
          ), s as (
            update smartlog.rate_series set last_seen = $1, first_seen = least(first_seen, $1) from c where id = series
          )
          insert into smartlog.rate_steps as s select date_bin('10 minutes', $1, 'epoch'), series, events from c
          on conflict (at, series) do update set events = s.events + excluded.events`,
        values: [at, seen.map((place) => ids[place]), seen.map((place) => row[place])],
      });
      const began = performance.now();
      await client.query({
        name: "judge",
        text: "select smartlog.judge_rates($1, 'UTC')",
        values: [new Date(at.getTime() + 59_000)],
      });
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    console.log(
      `judging a minute: median ${times[times.length >> 1]?.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
    );
    const { rows } = await client.query<{
      key: string;
      change: string;
      raised: Date;
      event: string;
      current: number;
      usual: number;
      bound: number;
    }>(
      `select dimension || ' ' || name as key, change, raised_at as raised, coalesce(event_id, 0)::text as event, current, usual, bound
       from smartlog.rate_alarms where raised_at is not null order by raised_at, id`,
    );
    return rows.map(({ key, change, raised, event, current, usual, bound }) => ({
      series: key,
      minute: Math.floor((raised.getTime() - BEGIN) / 60_000),
      event,
      note: `${change} ${current} usual ${usual} bound ${bound}`,
    }));
  } finally {
    client.release();
  }
}

/** The first weeks, as the trigger would have counted them. */
async function fillHistory(
  client: PoolClient,
  series: readonly string[],
  counts: Int32Array,
  ids: readonly number[],
): Promise<void> {
  for (let day = 0; day < HISTORY_DAYS; day++) {
    const of: { at: Date[]; series: number[]; events: number[] } = { at: [], series: [], events: [] };
    for (let minute = day * MINUTES_OF_A_DAY; minute < (day + 1) * MINUTES_OF_A_DAY; minute++)
      for (let place = 0; place < series.length; place++) {
        const events = counts[minute * series.length + place] as number;
        if (events === 0) continue;
        of.at.push(new Date(BEGIN + minute * 60_000));
        of.series.push(ids[place] as number);
        of.events.push(events);
      }
    await client.query(
      `with c as materialized (select * from unnest($1::timestamptz[], $2::int[], $3::int[]) c (at, series, events)), h as (
         insert into smartlog.rate_hours select series, date_bin('1 hour', at, 'epoch'), sum(events) from c group by 1, 2
       ), s as (
         update smartlog.rate_series set last_seen = greatest(last_seen, high), first_seen = least(first_seen, low)
         from (select series, min(at) as low, max(at) as high from c group by 1) seen where id = series
       )
       insert into smartlog.rate_steps select date_bin('10 minutes', at, 'epoch'), series, sum(events) from c group by 1, 2`,
      [of.at, of.series, of.events],
    );
  }
}

function describe({ series, minute, note }: Alarm): string {
  return `${new Date(BEGIN + minute * 60_000).toISOString().slice(0, 16)} ${series} ${note ?? ""}`;
}

function report(table: Record<string, Row>, weeks: number): void {
  for (const [name, { falseAlarms, falseEvents, delays }] of Object.entries(table)) {
    console.log(
      `\n${name}: ${(falseAlarms / weeks).toFixed(1)} false alarms a week${name === OWN ? `, told in ${(falseEvents / weeks).toFixed(1)} events` : ""}`,
    );
    for (const [fault, found] of delays) {
      const minutes = found.filter((delay) => delay !== undefined).sort((a, b) => a - b);
      console.log(
        `  ${fault.padEnd(40)} ${minutes.length} of ${found.length} found, after ${minutes.length ? `${minutes[minutes.length >> 1]} min` : "-"}`,
      );
    }
  }
}
