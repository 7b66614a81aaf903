/**
 * Whether a store of years keeps taking events while people read all of it, and while its days are merged into months.
 *
 *     node build/bench/store/years.js [--days 1000] [--events-per-day 200] [--seconds 20] [--database-url URL]
 *
 * Makes a partition for each day, fills it, and then has readers (event pages whose link names the time and such whose
 * doesn't, a panel over all of it) and ingest at work at once: before the merge, during it, and after. Exit code 1 where
 * any request failed, or an event is not there exactly once.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Pool } from "pg";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { startServer } from "../../server/index.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { partitionBounds } from "../../store/partitions/partitions.ts";
import { maintain } from "../../store/partitions/retain.ts";
import { serveUrl } from "../../store/roles.ts";
import { rollupDifferences } from "../../store/rollups.ts";

const DAY_MS = 86_400_000;
/** A transaction holds the locks of all that it makes. */
const DAYS_AT_ONCE = 50;
const PAGES_AT_ONCE = 4;
const RECORDS_PER_POST = 20;

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "1000" },
    "events-per-day": { type: "string", default: "200" },
    seconds: { type: "string", default: "20" },
    "database-url": { type: "string" },
  },
});
const days = Number(values.days);
const perDay = Number(values["events-per-day"]);
const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;

/** What became of one kind of request. */
interface Tally {
  well: number;
  failed: number;
  slowestMs: number;
}
type Kind = "page by time" | "page by id" | "panel of all time" | "ingest";

const folder = mkdtempSync(join(tmpdir(), "smartlog-years-"));
const store = await openStore(
  values["database-url"] ? { databaseUrl: values["database-url"] } : { dataDir: folder },
);
let posted = 0;
let line = 0;
try {
  await migrate(store.url);
  await fill(store.pool);
  const server = await startServer({
    databaseUrl: await serveUrl(store, (text) => console.log(`note: ${text}`)),
    port: 0,
  });
  const samples = await samplesOf(store.pool);
  let failed = 0;
  const report = async (phase: string, tallies: Map<Kind, Tally>) => {
    const partitions = (await partitionBounds(store.pool)).length;
    for (const [kind, { well, failed: bad, slowestMs }] of tallies) {
      failed += bad;
      console.log(
        `${phase.padEnd(8)} ${String(partitions).padStart(5)} partitions  ${kind.padEnd(18)} ${String(well).padStart(6)} well ${String(bad).padStart(4)} failed, slowest ${slowestMs.toFixed(0)} ms`,
      );
    }
  };
  const seconds = (number: number) => new Promise<void>((resolve) => setTimeout(resolve, number * 1000));
  await report("before", await load(server.url, samples, seconds(Number(values.seconds))));
  const began = performance.now();
  const merging = maintain(store.pool);
  await report("merging", await load(server.url, samples, merging));
  const { merged, postponed } = await merging;
  console.log(
    `merged ${merged.length} months in ${((performance.now() - began) / 1000).toFixed(1)} s, postponed ${postponed.length}`,
  );
  await report("after", await load(server.url, samples, seconds(Number(values.seconds))));
  await server.close();
  const { rows } = await store.pool.query(
    "select count(*)::int as n, count(distinct (time, id))::int as distinct from smartlog.events",
  );
  const differences = await rollupDifferences(store.pool);
  const expected = days * perDay + posted;
  console.log(
    `events: ${rows[0].n} of ${expected}, distinct ${rows[0].distinct}; rollups differ in ${differences.length}`,
  );
  if (failed > 0 || rows[0].n !== expected || rows[0].distinct !== expected || differences.length > 0)
    process.exitCode = 1;
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

async function fill(pool: Pool): Promise<void> {
  for (let to = 0; to < days; to += DAYS_AT_ONCE) {
    await pool.query(`do $$
      declare
        day date;
      begin
        set local role smartlog_owner;
        for day in select (now() at time zone 'UTC')::date - ago from generate_series(${to}, ${Math.min(to + DAYS_AT_ONCE, days) - 1}) ago loop
          execute format('create table smartlog.%I (like smartlog.events including all)', to_char(day, '"events_"YYYYMMDD'));
          execute format('alter table smartlog.events attach partition smartlog.%I for values from (%L) to (%L)',
            to_char(day, '"events_"YYYYMMDD'), to_char(day, 'YYYY-MM-DD" 00:00:00+00"'), to_char(day + 1, 'YYYY-MM-DD" 00:00:00+00"'));
        end loop;
      end
      $$`);
  }
  const sql = readFileSync(join(PACKAGE_ROOT, "bench", "store", "fill.sql"), "utf8");
  for (let ago = days - 1; ago >= 0; ago--)
    await pool.query(sql, [
      0,
      perDay - 1,
      perDay,
      new Date(midnight - ago * DAY_MS).toISOString().slice(0, 10),
    ]);
  await pool.query("analyze");
}

/** A link to an event of each tenth day. */
async function samplesOf(pool: Pool): Promise<{ id: string; at: number }[]> {
  const samples: { id: string; at: number }[] = [];
  for (let ago = 0; ago < days; ago += 10) {
    const { rows } = await pool.query(
      `select smartlog.event_hex(id) as id, floor(date_part('epoch', time) * 1000)::float8 as at
       from smartlog.events where time >= $1 order by time limit 1`,
      [new Date(midnight - ago * DAY_MS)],
    );
    samples.push(rows[0]);
  }
  return samples;
}

/** Everything at once until `end` comes. */
async function load(
  url: string,
  samples: readonly { id: string; at: number }[],
  end: Promise<unknown>,
): Promise<Map<Kind, Tally>> {
  const tallies = new Map<Kind, Tally>();
  let on = true;
  const repeat = async (kind: Kind, request: (n: number) => Promise<Response>) => {
    const tally: Tally = { well: 0, failed: 0, slowestMs: 0 };
    tallies.set(kind, tallies.get(kind) ?? tally);
    for (let n = 0; on; n++) {
      const began = performance.now();
      const isWell = await answered(request(n));
      const counted = tallies.get(kind) ?? tally;
      if (isWell) counted.well++;
      else counted.failed++;
      counted.slowestMs = Math.max(counted.slowestMs, performance.now() - began);
    }
  };
  const sample = (n: number) => samples[n % samples.length] as { id: string; at: number };
  const relations = "/api/dashboards/smartlog-relations/panels/1";
  const running = [
    ...Array.from({ length: PAGES_AT_ONCE }, (_, i) =>
      repeat("page by time", (n) => {
        const { id, at } = sample(n * PAGES_AT_ONCE + i);
        return fetch(`${url}/events/${id}?at=${at}`);
      }),
    ),
    repeat("page by id", (n) => fetch(`${url}/events/${sample(n * 7).id}`)),
    repeat("panel of all time", () => fetch(`${url}${relations}?from=now-${days}d&to=now`)),
    repeat("ingest", async () => {
      const response = await fetch(`${url}/v1/ingest?tag=years`, {
        method: "POST",
        body: post(),
        headers: { "content-type": "application/x-ndjson" },
      });
      if (response.ok) posted += RECORDS_PER_POST;
      return response;
    }),
  ];
  await end;
  on = false;
  await Promise.all(running);
  return tallies;
}

async function answered(request: Promise<Response>): Promise<boolean> {
  try {
    const response = await request;
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

/** Lines of now, and late ones of a year. */
function post(): string {
  return Array.from({ length: RECORDS_PER_POST }, () => {
    line++;
    const at = new Date(Date.now() - (line % 2) * (line % 365) * DAY_MS)
      .toISOString()
      .replace("T", " ")
      .slice(0, 19);
    return JSON.stringify({
      log: `${at} worker[1]: job ${line} took 17 ms`,
      file: "/var/log/years.log",
      offset: line * 100,
    });
  }).join("\n");
}
