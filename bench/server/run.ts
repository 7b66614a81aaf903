/**
 * How long each panel's queries take on many events, and what the home page reads. `node build/bench/server/run.js [events]`, 1,000,000 by default,
 * over seven days. SMARTLOG_BENCH_DATA names a data folder to keep (and to find filled) between runs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { parseRange } from "../../server/frame/time-range.ts";
import { gather } from "../../server/pages/home/gather.ts";
import { loadDashboards } from "../../server/viewer/query/dashboards.ts";
import { contextOf } from "../../server/viewer/query/request.ts";
import { runTarget } from "../../server/viewer/query/run.ts";
import { importGeo } from "../../store/geo.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { makePool } from "../../store/pool.ts";
import { fill } from "./fill.ts";

const TARGET_MS = 300;
const RUNS = 5;
const RANGES = ["now-24h", "now-7d"];
const EVENTS = Number(process.argv[2] ?? 1_000_000);

const kept = process.env.SMARTLOG_BENCH_DATA;
const dataDir = kept ?? mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const store = await openStore({ dataDir });
try {
  await migrate(store.url);
  await importGeo(store.pool);
  const { rows } = await store.pool.query("select count(*)::int as n from smartlog.events");
  if (rows[0].n < EVENTS) {
    const started = Date.now();
    const stored = await fill(store.pool, { lines: EVENTS, hours: 24 * 7, seed: rows[0].n + 1 });
    console.log(`filled: ${stored} events in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    await store.pool.query("vacuum analyze");
  }
  const size = await store.pool.query("select pg_size_pretty(pg_database_size(current_database())) as size");
  console.log(
    `database: ${size.rows[0].size}; each query ${RUNS} times, one after the other, the median in ms`,
  );
  const pool = makePool({ connectionString: store.url, max: 1 });
  pool.on("error", () => {});
  for (const from of RANGES) await measure(pool, from);
  await pool.end();
} finally {
  await store.close();
  if (!kept) rmSync(dataDir, { recursive: true, force: true });
}

async function measure(pool: pg.Pool, from: string): Promise<void> {
  const found: [ms: number, name: string][] = [[await homeMs(pool, from), "home page, all of its queries"]];
  for (const dashboard of loadDashboards().values()) {
    for (const panel of dashboard.panels) {
      for (const target of panel.targets) {
        const times: number[] = [];
        for (let run = 0; run < RUNS; run++) {
          const context = contextOf({ from }, dashboard);
          const started = performance.now();
          await runTarget(pool, target, context);
          times.push(performance.now() - started);
        }
        times.sort((a, b) => a - b);
        found.push([times[RUNS >> 1] as number, `${dashboard.uid} / ${panel.title} ${target.refId}`]);
      }
    }
  }
  found.sort((a, b) => b[0] - a[0]);
  const slow = found.filter(([ms]) => ms > TARGET_MS);
  console.log(`\n${from}: ${found.length} queries, ${slow.length} over ${TARGET_MS} ms`);
  for (const [ms, name] of found.slice(0, Math.max(12, slow.length)))
    console.log(`${ms.toFixed(0).padStart(7)}  ${name}`);
}

async function homeMs(pool: pg.Pool, from: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await gather(pool, parseRange(from, "now"), 0, undefined);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] as number;
}
