/**
 * What a pass over incidents costs with months of events in the store.
 *
 *     node build/bench/store/incidents.js [--events 10000000] [--days 30] [--rate 120] [--passes 40] [--data DIR]
 *
 * Fills a database of its own (kept in --data and reused), then stores what --rate lines a second bring in 15 seconds, and
 * runs a pass, --passes times; at last a minute of 55,000 attacks, each by another address. Says each pass's time, what the server and this process hold, and
 * what the trigger adds to a batch. Exit code 1 where the middle pass takes over 200 ms of CPU, or this process holds over 70 MB more than at its start.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type pg from "pg";
import { collectGarbage } from "../../host/memory.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { loadRules } from "../../rules/lib/load.ts";
import { passState } from "../../store/incidents/state.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { judgeIncidents } from "../../watch/judge/index.ts";

const STATEMENT_ROWS = 50_000;
const PASS_SECONDS = 15;
const MOST_MS = 200;
const MOST_BYTES = 70e6;
/** Of /proc, a second. */
const CLOCK_TICKS = 100;
const DAY_MS = 86_400_000;

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000000" },
    days: { type: "string", default: "30" },
    rate: { type: "string", default: "120" },
    passes: { type: "string", default: "40" },
    data: { type: "string", default: ".smartlog-bench-incidents" },
  },
});
const days = Number(values.days);
const perDay = Math.floor(Number(values.events) / days);
const rules = loadRules();

const store = await openStore({ dataDir: values.data });
try {
  await migrate(store.url);
  const client = await store.pool.connect();
  try {
    await fill(client);
    await client.query("truncate smartlog.incident_minutes, smartlog.incident_counts");
    await client.query("delete from smartlog.events where time >= now() - interval '2 hours'");
    const { batches, passes, cpu } = await live(client);
    const held = heldBytes();
    report("batch", batches);
    report("pass", passes);
    report("CPU of a pass, server and this process", cpu);
    console.log(
      `this process holds ${(held / 1e6).toFixed(0)} MB (resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB)`,
    );
    await flood(client);
    console.log("state:", JSON.stringify(await passState(client)));
    if (middle(cpu) > MOST_MS || held > MOST_BYTES) process.exitCode = 1;
  } finally {
    client.release();
  }
} finally {
  await store.close();
}

/** Without triggers: counts of the past are nothing that a pass reads. */
async function fill(client: pg.PoolClient): Promise<void> {
  const sql = readFileSync(join(PACKAGE_ROOT, "bench", "store", "fill.sql"), "utf8");
  const began = performance.now();
  await client.query("set synchronous_commit = off; set work_mem = '64MB'");
  for (let back = days - 1; back >= 0; back--) {
    const day = new Date(Date.now() - (back + 1) * DAY_MS).toISOString().slice(0, 10);
    const { rows } = await client.query(
      "select smartlog.partition_missing($1::date at time zone 'UTC') as missing",
      [day],
    );
    if (!rows[0].missing) continue;
    await client.query("select smartlog.make_partitions(array[$1::date at time zone 'UTC'])", [day]);
    await client.query("set session_replication_role = replica");
    for (let from = 0; from < perDay; from += STATEMENT_ROWS)
      await client.query(sql, [from, Math.min(from + STATEMENT_ROWS, perDay) - 1, perDay, day]);
    await client.query("set session_replication_role = origin");
  }
  await client.query("select smartlog.make_partitions(array[now()])");
  await client.query("vacuum analyze smartlog.events");
  console.log(
    `filled in ${((performance.now() - began) / 1000).toFixed(0)} s: ${perDay * days} events, ${await size(client)}`,
  );
}

/** Stores copies of old events as of now, and judges them. */
async function live(client: pg.PoolClient): Promise<Record<"batches" | "passes" | "cpu", number[]>> {
  const batches = [];
  const passes = [];
  const cpu = [];
  const begin = Date.now() - Number(values.passes) * PASS_SECONDS * 1000;
  const count = Math.round(Number(values.rate) * PASS_SECONDS);
  const { rows } = await client.query("select smartlog.event_columns() as columns");
  const others = (rows[0].columns as string)
    .split(", ")
    .filter((name) => !['"time"', "time", "id"].includes(name));
  for (let pass = 0; pass < Number(values.passes); pass++) {
    const clock = new Date(begin + pass * PASS_SECONDS * 1000);
    const began = performance.now();
    await client.query(
      `insert into smartlog.events (time, id, ${others.join()})
       select $2::timestamptz - random() * interval '${PASS_SECONDS} s', (random() * 9e18)::bigint, ${others.join()}
       from (select * from smartlog.events where time >= now() - interval '2 days' - ${pass} * interval '1 minute'
         and time < now() - interval '1 day' order by time limit $1) copied`,
      [count, clock],
    );
    batches.push(performance.now() - began);
    const used = await cpuMs(client);
    const judged = performance.now();
    await judgeIncidents(store.pool, rules, { now: clock });
    passes.push(performance.now() - judged);
    cpu.push((await cpuMs(client)) - used);
  }
  return { batches, passes, cpu };
}

async function flood(client: pg.PoolClient): Promise<void> {
  await client.query(
    `insert into smartlog.events (time, id, v, kind, label, severity, score, threat, why, status, path, ip, ua, host, tag, record)
     select date_bin('1 minute', now(), 'epoch') + n * interval '1 ms', (random() * 9e18)::bigint, 1, 'web', 'attack', 'high', 0.95, 0.95,
       '{probe:dotfile}', 404, '/probe/' || n, '10.0.0.0'::inet + n, 'agent ' || n % 3, 'web1', 'bench', '{}' from generate_series(1, 55000) n`,
  );
  const began = performance.now();
  while ((await judgeIncidents(store.pool, rules)).behind);
  console.log(`a flood: ${(performance.now() - began).toFixed(0)} ms`);
}

/** Of this process and its sessions' backends. */
async function cpuMs(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query(
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
  );
  const { user, system } = process.cpuUsage();
  return rows.reduce(
    (sum, { pid }) => {
      const [, inUser = 0, inSystem = 0] =
        /\) \S(?: -?\d+){10} (\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.map(Number) ?? [];
      return sum + ((inUser + inSystem) / CLOCK_TICKS) * 1000;
    },
    (user + system) / 1000,
  );
}

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

function report(name: string, times: readonly number[]): void {
  console.log(`${name}: middle ${middle(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`);
}

async function size(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query(
    `select pg_size_pretty(sum(pg_total_relation_size(oid))) as size from smartlog.event_partitions()`,
  );
  return rows[0].size;
}
