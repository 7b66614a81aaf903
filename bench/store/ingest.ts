/**
 * How fast events come in, against COPY of the same rows into a table without an index, in one run.
 *
 *     node build/bench/store/ingest.js [--lines 200000]
 *
 * Fluent Bit (SMARTLOG_FLUENT_BIT, else in PATH) with the deployed configuration reads a file; the clock runs from its
 * first batch in the store to its last. COPY gets the rows that Fluent Bit's statement carries (tag, time, data as
 * jsonb), and in a second table the typed rows that the store made of them. Exit code 1 below a third of the first.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";
import { Random } from "../../simulate/random.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { freePort } from "../../store/port.ts";

const CHUNK_BYTES = 2_000_000;
const LEAST_RATIO = 1 / 3;

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
  writeFileSync(join(folder, "access.log"), lines(count));
  const shipped = await throughFluentBit(store);
  const chunks = await carriedRows(store);
  const raw = await copied(store, "(tag text, time timestamptz, data jsonb)", chunks);
  const typed = await copied(store, "(like smartlog.events)", await typedRows(store));
  const view = await throughView(store, chunks);
  report("Fluent Bit -> ingest", shipped, raw);
  report("the same statements, without Fluent Bit", view, raw);
  report("COPY (tag, time, data)", raw, raw);
  report("COPY of the typed rows", typed, raw);
  if (shipped < raw * LEAST_RATIO) process.exitCode = 1;
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

function report(name: string, rate: number, base: number): void {
  console.log(
    `${name.padEnd(40)} ${Math.round(rate).toLocaleString("en").padStart(9)} rows/s  ${(rate / base).toFixed(2)} of COPY`,
  );
}

function lines(n: number): string {
  const random = new Random(1);
  const start = Math.floor(Date.now() / 1000) - n / 50;
  let text = "";
  for (let i = 0; i < n; i++) {
    const at = new Date((start + i / 50) * 1000).toUTCString();
    const [, day, month, year, time] = /(\d+) (\w+) (\d+) (\S+)/.exec(at) ?? [];
    const ip = `10.${random.zipf(200)}.${random.zipf(100)}.${random.int(1, 250)}`;
    text += `${ip} - - [${day}/${month}/${year}:${time} +0000] "GET /section/${random.zipf(40)}/page-${random.zipf(2000)}?q=${i % 97} HTTP/1.1" ${random.chance(0.95) ? 200 : 404} ${random.int(200, 60000)} "https://www.example.com/${random.zipf(300)}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + random.zipf(30)}.0.0.0 Safari/537.36"\n`;
  }
  return text;
}

async function throughFluentBit({ url, pool }: Store): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  mkdirSync(join(folder, "state"));
  const shipper = spawn(binary, ["-c", join(PACKAGE_ROOT, "deploy", "fluent-bit", "fluent-bit.yaml")], {
    stdio: "ignore",
    env: {
      ...process.env,
      SMARTLOG_LOGS: join(folder, "access.log"),
      SMARTLOG_TAG: "bench",
      SMARTLOG_MODULE: defaultModulePath(),
      SMARTLOG_STATE: join(folder, "state"),
      SMARTLOG_BUFFER_LIMIT: "10G",
      SMARTLOG_HTTP_PORT: String(await freePort()),
      PGHOST: hostname,
      PGPORT: port,
      PGDATABASE: pathname.slice(1),
      PGPASSWORD: password,
    },
  });
  const ended = new Promise((resolve) => shipper.once("exit", resolve));
  let first: { at: number; rows: number } | undefined;
  try {
    for (;;) {
      await sleep(50);
      const { rows } = await pool.query("select coalesce(sum(stored), 0)::int as n from smartlog.intake");
      const now = { at: performance.now(), rows: rows[0].n };
      if (!first && now.rows > 0) first = now;
      if (first && now.rows >= count) return ((now.rows - first.rows) / (now.at - first.at)) * 1000;
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

async function copied({ pool }: Store, columns: string, chunks: Buffer[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(`create table public.copied ${columns}`);
    await client.query("checkpoint");
    const began = performance.now();
    await pipeline(Readable.from(chunks), client.query(copyFrom("copy public.copied from stdin")));
    const seconds = (performance.now() - began) / 1000;
    await client.query("drop table public.copied");
    return count / seconds;
  } finally {
    client.release();
  }
}

/** Fluent Bit's own statement, one a chunk, over an empty store. */
async function throughView({ pool }: Store, chunks: Buffer[]): Promise<number> {
  const client: pg.PoolClient = await pool.connect();
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
      return `insert into smartlog_ingest.ingest select 'bench', to_timestamp(cast(value->>'date' as float)), * from json_array_elements(${client.escapeLiteral(`[${records.join()}]`)})`;
    });
    await client.query("truncate smartlog.events");
    await client.query("checkpoint");
    const began = performance.now();
    for (const statement of statements) await client.query(statement);
    return count / ((performance.now() - began) / 1000);
  } finally {
    client.release();
  }
}
