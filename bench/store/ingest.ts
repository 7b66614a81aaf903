/**
 * How fast events come in, against COPY of the same rows into a table without an index, in one run.
 *
 *     node build/bench/store/ingest.js [--lines 200000]
 *
 * Fluent Bit (SMARTLOG_FLUENT_BIT, else in PATH) with the deployed configuration reads a file; the clock runs from its
 * first batch in the store to its last. Once more without the filter, with records that were scored before: what
 * delivery and store take by themselves. COPY gets the rows that Fluent Bit's statement carries (tag, time, data as
 * jsonb), and in a second table the typed rows that the store made of them. Exit code 1 below a third of the first.
 *
 * Where others use the machine, the server's CPU time a row says more than rows a second.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { parse, stringify } from "yaml";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/random.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { freePort } from "../../store/port.ts";

const CHUNK_BYTES = 2_000_000;
const LEAST_RATIO = 1 / 3;
/** Of /proc, on every Linux that Node runs on. */
const CLOCK_TICKS = 100;
const DEPLOYED_CONFIG = join(PACKAGE_ROOT, "deploy", "fluent-bit", "fluent-bit.yaml");

const { values } = parseArgs({ options: { lines: { type: "string", default: "200000" } } });
const count = Number(values.lines);
const binary = process.env.SMARTLOG_FLUENT_BIT ?? "fluent-bit";
if (spawnSync(binary, ["--version"]).status !== 0) {
  console.log("SKIPPED: no fluent-bit in PATH; SMARTLOG_FLUENT_BIT can name one");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const password = randomBytes(12).toString("hex");
const store = await openStore({ dataDir: join(folder, "data") });
try {
  await migrate(store.url, { env: { SMARTLOG_INGEST_PASSWORD: password } });
  const log = lines(count);
  const plain = join(folder, "access.log");
  writeFileSync(plain, log.join(""));
  const scored = join(folder, "scored.ndjson");
  writeFileSync(scored, scoredRecords(log, plain));

  const shipped = await throughFluentBit(store, plain, DEPLOYED_CONFIG);
  const chunks = await carriedRows(store);
  const delivered = await throughFluentBit(store, scored, withoutFilter());
  const raw = await copied(store, "(tag text, time timestamptz, data jsonb)", chunks);
  const typed = await copied(store, "(like smartlog.events)", await typedRows(store));
  const view = await throughView(store, chunks);
  report("Fluent Bit with the filter -> ingest", shipped, raw, typed);
  report("Fluent Bit, scored before -> ingest", delivered, raw, typed);
  report("the same statements, without Fluent Bit", view, raw, typed);
  report("COPY (tag, time, data)", raw, raw, typed);
  report("COPY of the typed rows", typed, raw, typed);
  if (shipped.rate < raw.rate * LEAST_RATIO) process.exitCode = 1;
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  /** Rows a second. */
  rate: number;
  /** Microseconds that the server's session used a row; NaN where /proc doesn't tell. */
  cpuUs: number;
}

function report(name: string, { rate, cpuUs }: Measured, raw: Measured, typed: Measured): void {
  console.log(
    `${name.padEnd(40)} ${Math.round(rate).toLocaleString("en").padStart(9)} rows/s  ${(rate / raw.rate).toFixed(2)} of COPY, ${(rate / typed.rate).toFixed(2)} of COPY typed;  server ${cpuUs.toFixed(1).padStart(6)} us CPU a row, ${(cpuUs / raw.cpuUs).toFixed(2)} times COPY's`,
  );
}

/** Seconds of CPU that a process has used. */
function cpuSeconds(pid: number): number {
  try {
    const [, user = 0, system = 0] =
      /\) \S(?: -?\d+){10} (\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.map(Number) ?? [];
    return (user + system) / CLOCK_TICKS;
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
     smartlog.rollup_day, smartlog.top_hour, smartlog.top_day, smartlog.score_bins`,
  );
}

/** The deployed configuration for records that the filter has answered already, one a line. */
function withoutFilter(): string {
  const config = parse(readFileSync(DEPLOYED_CONFIG, "utf8"));
  delete config.pipeline.filters;
  const [tail] = config.pipeline.inputs;
  delete tail.path_key;
  delete tail.offset_key;
  tail.parser = "scored";
  config.parsers = [{ name: "scored", format: "json" }];
  const file = join(folder, "without-filter.yaml");
  writeFileSync(file, stringify(config));
  return file;
}

function scoredRecords(log: string[], file: string): string {
  const filter = Filter.load();
  let offset = 0;
  return log
    .map((line) => {
      const record = filter.score(recordOfLine(Buffer.from(line.trimEnd()), { file, offset }));
      offset += Buffer.byteLength(line);
      return `${Buffer.from(record)}\n`;
    })
    .join("");
}

function lines(n: number): string[] {
  const random = new Random(1);
  const start = Math.floor(Date.now() / 1000) - n / 50;
  const all: string[] = [];
  for (let i = 0; i < n; i++) {
    const at = new Date((start + i / 50) * 1000).toUTCString();
    const [, day, month, year, time] = /(\d+) (\w+) (\d+) (\S+)/.exec(at) ?? [];
    const ip = `10.${random.zipf(200)}.${random.zipf(100)}.${random.int(1, 250)}`;
    all.push(
      `${ip} - - [${day}/${month}/${year}:${time} +0000] "GET /section/${random.zipf(40)}/page-${random.zipf(2000)}?q=${i % 97} HTTP/1.1" ${random.chance(0.95) ? 200 : 404} ${random.int(200, 60000)} "https://www.example.com/${random.zipf(300)}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + random.zipf(30)}.0.0.0 Safari/537.36"\n`,
    );
  }
  return all;
}

async function throughFluentBit(store: Store, file: string, config: string): Promise<Measured> {
  const { url, pool } = store;
  const { hostname, port, pathname } = new URL(url);
  await empty(store);
  const state = mkdtempSync(join(folder, "state-"));
  const shipper = spawn(binary, ["-c", config], {
    stdio: "ignore",
    env: {
      ...process.env,
      SMARTLOG_LOGS: file,
      SMARTLOG_TAG: "bench",
      SMARTLOG_MODULE: defaultModulePath(),
      SMARTLOG_STATE: state,
      SMARTLOG_BUFFER_LIMIT: "10G",
      SMARTLOG_HTTP_PORT: String(await freePort()),
      PGHOST: hostname,
      PGPORT: port,
      PGDATABASE: pathname.slice(1),
      PGPASSWORD: password,
    },
  });
  const ended = new Promise((resolve) => shipper.once("exit", resolve));
  let first: { at: number; rows: number; cpu: number } | undefined;
  try {
    for (;;) {
      await sleep(50);
      const { rows } = await pool.query(
        `select (select coalesce(sum(stored), 0)::int from smartlog.intake) as n,
           (select pid from pg_stat_activity where application_name = 'fluent-bit' limit 1) as pid`,
      );
      const now = { at: performance.now(), rows: rows[0].n, cpu: cpuSeconds(rows[0].pid) };
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
    shipper.kill();
    await ended;
  }
}

/** What Fluent Bit sent, in chunks of its size, as COPY's text. */
async function carriedRows({ pool }: Store): Promise<Buffer[]> {
  const client = await pool.connect();
  try {
    return await inChunks(
      client.query(
        copyTo(
          `copy (select tag, time, jsonb_set(record, '{smartlog}', (select jsonb_strip_nulls(to_jsonb(e)) from (select v, smartlog.event_hex(id) as id,
             date_part('epoch', time) as ts, kind, label, severity, score, bot, threat, anomaly, why, tpl, model, host(ip) as ip, method,
             path, status, bytes, ua, ref) e)) from smartlog.events order by time, id) to stdout`,
        ),
      ),
    );
  } finally {
    client.release();
  }
}

async function typedRows({ pool }: Store): Promise<Buffer[]> {
  const client = await pool.connect();
  try {
    return await inChunks(
      client.query(
        copyTo(
          "copy smartlog.events to stdout".replace(
            "smartlog.events",
            "(select * from smartlog.events order by time, id)",
          ),
        ),
      ),
    );
  } finally {
    client.release();
  }
}

async function inChunks(stream: Readable): Promise<Buffer[]> {
  const all = Buffer.concat(await stream.toArray());
  const chunks: Buffer[] = [];
  for (let from = 0; from < all.length; ) {
    const to = all.indexOf(0x0a, Math.min(from + CHUNK_BYTES, all.length - 1)) + 1;
    chunks.push(all.subarray(from, to));
    from = to;
  }
  return chunks;
}

async function copied({ pool }: Store, columns: string, chunks: Buffer[]): Promise<Measured> {
  const client = await pool.connect();
  try {
    await client.query(`create table public.copied ${columns}`);
    const result = await measured(client, () =>
      pipeline(Readable.from(chunks), client.query(copyFrom("copy public.copied from stdin"))),
    );
    await client.query("drop table public.copied");
    return result;
  } finally {
    client.release();
  }
}

/** Fluent Bit's own statement, one a chunk, over an empty store. */
async function throughView(store: Store, chunks: Buffer[]): Promise<Measured> {
  await empty(store);
  const client: pg.PoolClient = await store.pool.connect();
  try {
    const statements = chunks.map((chunk) => {
      const records = chunk
        .toString()
        .trimEnd()
        .split("\n")
        .map((row) => {
          const [, time = "", data = ""] = row.split("\t");
          return `{"date":${Date.parse(time.replace(" ", "T").replace(/\+00$/, "Z")) / 1000},${data.replaceAll("\\\\", "\\").slice(1)}`;
        });
      // escapeLiteral puts its answer together character by character, 30 times its size until it is flattened.
      const array = Buffer.from(client.escapeLiteral(`[${records.join()}]`)).toString();
      return `insert into smartlog_ingest.ingest select 'bench', to_timestamp(cast(value->>'date' as float)), * from json_array_elements(${array})`;
    });
    return await measured(client, async () => {
      for (const statement of statements) await client.query(statement);
    });
  } finally {
    client.release();
  }
}
