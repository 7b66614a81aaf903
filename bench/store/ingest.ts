/**
 * How fast events come in, against COPY of the same rows into a table without an index, in one run.
 *
 *     node build/bench/store/ingest.js [--lines 100000] [--rounds 3] [--server postgres://…]
 *
 * Fluent Bit (SMARTLOG_FLUENT_BIT, else in PATH) with the deployed configuration reads two files; the clock runs from its
 * first batch in the store to its last. With the filter, interpreted and (where there is a wamrc) compiled, and without
 * it, with records that were scored before: what delivery and store take by themselves. In one lane, as deployed, and in
 * two: an input and an output for each file, of which Fluent Bit sends batches side by side. COPY gets the rows that Fluent
 * Bit sends (tag, time, data as jsonb), letter for letter: it wrote them into a bare table before. Rounds are interleaved;
 * medians. Exit code 1 where no way through Fluent Bit reaches a third of COPY.
 *
 * The embedded server's binaries are built for size; --server names another one (as a superuser), for which a database
 * is made and dropped again. Where others use the machine, the server's CPU time a row says more than rows a second.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { defaultModulePath } from "../../host/module.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { compiledModule } from "../compiled.ts";
import { accessLines, scoredRecords } from "./access-log.ts";
import { end, hasFluentBit, startFluentBit, type Variant } from "./shipper.ts";

const CHUNK_BYTES = 2_000_000;
const LEAST_RATIO = 1 / 3;
/** Of /proc, on every Linux that Node runs on. */
const CLOCK_TICKS = 100;

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "100000" },
    rounds: { type: "string", default: "3" },
    server: { type: "string" },
  },
});
const count = Number(values.lines);
if (!hasFluentBit()) {
  console.log("SKIPPED: no fluent-bit in PATH; SMARTLOG_FLUENT_BIT can name one");
  process.exit(0);
}

interface Measured {
  /** Rows a second. */
  rate: number;
  /** Microseconds that the server's sessions used a row; NaN where /proc doesn't tell. */
  cpuUs: number;
}

const folder = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
chmodSync(folder, 0o711); // root's Postgres has to get through
const password = randomBytes(12).toString("hex");
const database = await scratchDatabase(values.server);
const store = await openStore(database ? { databaseUrl: database.url } : { dataDir: join(folder, "data") });
try {
  await migrate(store.url, { env: { SMARTLOG_INGEST_PASSWORD: password } });
  const halves = [0, 1].map((half) => {
    const log = accessLines(count / 2, half);
    const plain = join(folder, `access-${half}.log`);
    const scored = join(folder, `scored-${half}.ndjson`);
    writeFileSync(plain, log.join(""));
    writeFileSync(scored, scoredRecords(log, plain));
    return { plain, scored };
  });
  const plain = halves.map((half) => half.plain);
  const scored = halves.map((half) => half.scored);
  const rows = await sentRows(store, scored);
  const statements = statementsOf(rows);

  const compiled = compiledModule(readFileSync(defaultModulePath()), folder);
  const ways: Record<string, () => Promise<Measured>> = {
    COPY: () => copied(store, rows),
    "the statements, without Fluent Bit": () => throughView(store, statements),
    "Fluent Bit, scored before": () => throughFluentBit(store, scored, { scored: true }),
    "… two lanes": () => throughFluentBit(store, scored, { scored: true, lanes: scored }),
    "Fluent Bit with the filter": () => throughFluentBit(store, plain, {}),
    "… two lanes of it": () => throughFluentBit(store, plain, { lanes: plain }),
    ...(compiled && {
      "Fluent Bit with the filter compiled": () => throughFluentBit(store, plain, { module: compiled }),
      "… two lanes of that": () => throughFluentBit(store, plain, { lanes: plain, module: compiled }),
    }),
  };
  const measured: Record<string, Measured[]> = Object.fromEntries(
    Object.keys(ways).map((name) => [name, []]),
  );
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, run] of Object.entries(ways)) measured[name]?.push(await run());
  }
  const { rows: version } = await store.pool.query("show server_version");
  console.log(
    `Postgres ${version[0].server_version}; ${rows.length} rows, medians of ${values.rounds} rounds`,
  );
  const copy = medians(measured.COPY ?? []);
  let best = 0;
  for (const [name, all] of Object.entries(measured)) {
    const { rate, cpuUs } = medians(all);
    if (!/COPY|without/.test(name)) best = Math.max(best, rate / copy.rate);
    console.log(
      `${name.padEnd(36)} ${Math.round(rate).toLocaleString("en").padStart(8)} rows/s  ${(rate / copy.rate).toFixed(2)} of COPY;  server ${cpuUs.toFixed(1).padStart(6)} us CPU a row, ${(cpuUs / copy.cpuUs).toFixed(2)} times COPY's`,
    );
  }
  if (best < LEAST_RATIO) process.exitCode = 1;
} finally {
  await store.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
}

/** A database of this run's own on a server that runs already. */
async function scratchDatabase(server: string | undefined) {
  if (server === undefined) return undefined;
  const name = `smartlog_bench_${process.pid}`;
  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await onServer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database ${name} with (force)`) };
}

function medians(all: Measured[]): Measured {
  const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
  return { rate: median(all.map(({ rate }) => rate)), cpuUs: median(all.map(({ cpuUs }) => cpuUs)) };
}

/** Seconds of CPU that processes have used. */
function cpuSeconds(...pids: number[]): number {
  try {
    return pids.reduce((sum, pid) => {
      const [, user = 0, system = 0] =
        /\) \S(?: -?\d+){10} (\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.map(Number) ?? [];
      return sum + (user + system) / CLOCK_TICKS;
    }, 0);
  } catch {
    return Number.NaN;
  }
}

async function measured(client: pg.PoolClient, work: () => Promise<unknown>): Promise<Measured> {
  const { rows } = await client.query("select pg_backend_pid() as pid");
  await client.query("checkpoint");
  const cpu = cpuSeconds(rows[0].pid);
  const began = performance.now();
  await work();
  return {
    rate: count / ((performance.now() - began) / 1000),
    cpuUs: ((cpuSeconds(rows[0].pid) - cpu) / count) * 1e6,
  };
}

async function empty({ pool }: Store): Promise<void> {
  await pool.query(
    `truncate smartlog.events, smartlog.intake, smartlog.rollup_minute, smartlog.rollup_hour, smartlog.rollup_6h,
     smartlog.rollup_day, smartlog.top_hour, smartlog.top_day, smartlog.score_bins, smartlog.unread_hour`,
  );
  await pool.query("checkpoint");
}

async function throughFluentBit(store: Store, files: string[], variant: Variant): Promise<Measured> {
  await empty(store);
  const shipper = await startFluentBit(files, store.url, password, folder, variant);
  let first: { at: number; rows: number; cpu: number } | undefined;
  try {
    for (;;) {
      await sleep(50);
      const { rows } = await store.pool.query(
        `select (select coalesce(sum(stored), 0)::int from smartlog.intake) as n,
           array(select pid from pg_stat_activity where application_name = 'fluent-bit') as pids`,
      );
      const now = { at: performance.now(), rows: rows[0].n, cpu: cpuSeconds(...rows[0].pids) };
      if (!first && now.rows > 0) first = now;
      if (first && now.rows >= count) {
        const arrived = now.rows - first.rows;
        return {
          rate: (arrived / (now.at - first.at)) * 1000,
          cpuUs: ((now.cpu - first.cpu) / arrived) * 1e6,
        };
      }
      if (shipper.exitCode !== null) throw new Error("Fluent Bit ended");
    }
  } finally {
    await end(shipper);
  }
}

/** What Fluent Bit sends, as COPY's text, a row an element: it writes into a table that keeps JSON as it comes. */
async function sentRows(store: Store, files: string[]): Promise<Buffer[]> {
  const { pool } = store;
  await pool.query(
    `create schema bench_bare;
     create table bench_bare.ingest (tag text, time timestamptz, data json);
     grant usage, create on schema bench_bare to smartlog_ingest;
     grant insert on bench_bare.ingest to smartlog_ingest`,
  );
  const shipper = await startFluentBit(files, store.url, password, folder, {
    scored: true,
    schema: "bench_bare",
  });
  try {
    for (;;) {
      await sleep(500);
      const { rows } = await pool.query("select count(*)::int as n from bench_bare.ingest");
      if (rows[0].n >= count) break;
      if (shipper.exitCode !== null) throw new Error("Fluent Bit ended");
    }
  } finally {
    await end(shipper);
  }
  const client = await pool.connect();
  try {
    const all = Buffer.concat(await client.query(copyTo("copy bench_bare.ingest to stdout")).toArray());
    const rows: Buffer[] = [];
    for (let from = 0; from < all.length; ) {
      const to = all.indexOf(0x0a, from) + 1;
      rows.push(all.subarray(from, to));
      from = to;
    }
    return rows;
  } finally {
    await client.query("drop schema bench_bare cascade");
    client.release();
  }
}

/** Rows together in pieces of a chunk's size. */
function inChunks(rows: Buffer[]): Buffer[][] {
  const chunks: Buffer[][] = [];
  let bytes = CHUNK_BYTES;
  for (const row of rows) {
    if (bytes >= CHUNK_BYTES) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(row);
    bytes += row.length;
  }
  return chunks;
}

async function copied({ pool }: Store, rows: Buffer[]): Promise<Measured> {
  const client = await pool.connect();
  try {
    await client.query("create table public.copied (tag text, time timestamptz, data jsonb)");
    const chunks = inChunks(rows).map((chunk) => Buffer.concat(chunk));
    return await measured(client, () =>
      pipeline(Readable.from(chunks), client.query(copyFrom("copy public.copied from stdin"))),
    );
  } finally {
    await client.query("drop table if exists public.copied");
    client.release();
  }
}

/** Fluent Bit's own statements, one a chunk. */
function statementsOf(rows: Buffer[]): string[] {
  return inChunks(rows).map((chunk) => {
    const records = chunk.map((row) => {
      const [, , data = ""] = row.toString().trimEnd().split("\t");
      return data.replaceAll("\\\\", "\\");
    });
    // escapeLiteral puts its answer together character by character, 30 times its size until it is flattened.
    const array = Buffer.from(pg.escapeLiteral(`[${records.join()}]`)).toString();
    return `insert into smartlog_ingest.ingest select 'bench', to_timestamp(cast(value->>'date' as float)), * from json_array_elements(${array})`;
  });
}

async function throughView(store: Store, statements: string[]): Promise<Measured> {
  await empty(store);
  const client: pg.PoolClient = await store.pool.connect();
  try {
    return await measured(client, async () => {
      for (const statement of statements) await client.query(statement);
    });
  } finally {
    client.release();
  }
}
