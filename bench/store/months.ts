/**
 * How fast the store answers with months of events in it.
 *
 *     node build/bench/store/months.js [--events 10000000] [--days 30] [--data DIR] [--plans]
 *
 * Fills a database of its own (kept in --data and reused), then asks what dashboards and people ask, once, and then five
 * times more, with 1 GB of memory for the server, page cache included. Exit code 1 when a query's median is above what
 * it may take.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type pg from "pg";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { limitMemory } from "./memory.ts";
import { QUERIES } from "./queries.ts";

const GIGABYTE = 1024 ** 3;
const STATEMENT_ROWS = 50_000;
const HOUR_MS = 3_600_000;
const RANGE_HOURS = { "30 days": 720, "7 days": 168, "1 day": 24, "6 hours": 6 };
const REPEATS = 5;

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000000" },
    days: { type: "string", default: "30" },
    data: { type: "string", default: ".smartlog-bench" },
    plans: { type: "boolean", default: false },
  },
});
const days = Number(values.days);
const perDay = Math.floor(Number(values.events) / days);

const store = await openStore({ dataDir: values.data });
try {
  const limit = limitMemory(await postmaster(store), GIGABYTE);
  console.log(
    `memory: ${limit ? "1 GB by control group, page cache included" : "by settings only (no control groups here)"}`,
  );
  await migrate(store.url);
  await fill(store);
  const slow = await ask(store);
  if (limit) console.log(`most memory the server held: ${(limit.peakBytes() / 1024 ** 2).toFixed(0)} MB`);
  limit?.remove();
  console.log(slow === 0 ? "all within their time" : `${slow} too slow`);
  if (slow > 0) process.exitCode = 1;
} finally {
  await store.close();
}

async function postmaster({ pool }: Store): Promise<number> {
  const { rows } = await pool.query("select pg_read_file('postmaster.pid') as file");
  return Number(rows[0].file.split("\n")[0]);
}

async function fill({ pool }: Store): Promise<void> {
  const sql = readFileSync(join(PACKAGE_ROOT, "bench", "store", "fill.sql"), "utf8");
  const client = await pool.connect();
  const began = performance.now();
  let added = 0;
  try {
    await client.query("set synchronous_commit = off; set work_mem = '64MB'");
    for (let back = days - 1; back >= 0; back--) {
      const day = new Date(Date.now() - (back + 1) * 86_400_000).toISOString().slice(0, 10);
      const { rows } = await client.query(
        "select coalesce(sum(events), 0)::int as n from smartlog.rollup_day where at = $1::date at time zone 'UTC'",
        [day],
      );
      await client.query("select smartlog.make_partitions(array[$1::date at time zone 'UTC'])", [day]);
      for (let i = rows[0].n; i < perDay; i += STATEMENT_ROWS) {
        const to = Math.min(i + STATEMENT_ROWS, perDay);
        await client.query(sql, [i, to - 1, perDay, day]);
        added += to - i;
      }
    }
    if (added > 0) {
      const seconds = (performance.now() - began) / 1000;
      console.log(`filled: ${added} events in ${seconds.toFixed(0)} s, ${Math.round(added / seconds)}/s`);
      await client.query("vacuum analyze");
      await client.query("checkpoint");
    }
  } finally {
    client.release();
  }
  const { rows } = await pool.query(
    `select (select sum(events)::float8 from smartlog.rollup_day) as events, pg_database_size(current_database())::float8 as bytes,
       (select count(*)::int from smartlog.rollup_hour) as hours, (select count(*)::int from smartlog.rollup_minute) as minutes,
       (select count(*)::int from smartlog.top_day) as tops`,
  );
  const { events, bytes, hours, minutes, tops } = rows[0];
  console.log(
    `events: ${events}, ${(bytes / GIGABYTE).toFixed(1)} GB; rollup rows by minute ${minutes}, by hour ${hours}; top rows by day ${tops}`,
  );
}

async function ask({ pool }: Store): Promise<number> {
  const client = await pool.connect();
  let slow = 0;
  try {
    const samples = (
      await client.query(
        `select id, ip, tpl from smartlog.events where time between date_trunc('day', now(), 'UTC') - interval '61 minutes' and date_trunc('day', now(), 'UTC') - interval '60 minutes' limit 50`,
      )
    ).rows;
    const rare = samples.at(-1) ?? { id: "0", ip: "10.9.9.9", tpl: "00000000" };
    console.log(
      `${"query".padEnd(42)} ${"range".padEnd(8)} ${"first".padStart(8)} ${"median".padStart(8)} ${"worst".padStart(8)}  rows  at most`,
    );
    for (const query of QUERIES) {
      // The last event is at midnight: ranges are counted from there.
      const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
      const from = new Date(midnight - RANGE_HOURS[query.range] * HOUR_MS);
      const parameters = [from, rare.id, rare.ip, rare.tpl].slice(
        0,
        Number(Math.max(...[...query.sql.matchAll(/\$(\d)/g)].map(([, n]) => Number(n)))),
      );
      const sql = used(query.sql, parameters);
      const times: number[] = [];
      let rows = 0;
      for (let i = 0; i <= REPEATS; i++) {
        const began = performance.now();
        rows = (await client.query(sql)).rowCount ?? 0;
        times.push(performance.now() - began);
      }
      const [first = 0, ...warm] = times;
      warm.sort((a, b) => a - b);
      const worst = Math.max(...warm);
      const median = warm[REPEATS >> 1] ?? 0;
      const tooSlow = median > query.atMostMs;
      if (tooSlow) slow++;
      console.log(
        `${query.name.padEnd(42)} ${query.range.padEnd(8)} ${ms(first)} ${ms(median)} ${ms(worst)} ${String(rows).padStart(5)}  ${query.atMostMs} ms${tooSlow ? "  TOO SLOW" : ""}`,
      );
      if (values.plans || tooSlow) console.log(await plan(client, sql));
    }
  } finally {
    client.release();
  }
  return slow;
}

/** With the values written in, as Grafana does. */
function used(sql: string, parameters: unknown[]): string {
  return sql.replace(/\$(\d)/g, (_, n) => {
    const value = parameters[Number(n) - 1];
    return `'${value instanceof Date ? value.toISOString() : value}'`;
  });
}

async function plan(client: pg.PoolClient, sql: string): Promise<string> {
  const { rows } = await client.query(`explain (analyze, buffers, costs off) ${sql}`);
  return rows.map((row) => `    ${row["QUERY PLAN"]}`).join("\n");
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`.padStart(8);
}
