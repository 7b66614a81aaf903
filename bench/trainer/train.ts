/**
 * Trains on a million events in a real Postgres, and prints the time of each stage and the memory that was resident.
 *
 *   node build/bench/trainer/train.js [--events N] [--data DIR]
 *
 * The training runs in a process of its own, so that its memory is what is measured and not that of making the events.
 */
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import pg from "pg";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { simulate } from "../../simulate/index.ts";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { train } from "../../trainer/train/train.ts";

const WEEK_SECONDS = 7 * 86_400;
const START = Date.UTC(2026, 9, 5) / 1000;
const BATCH = 5000;

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    data: { type: "string" },
    url: { type: "string" },
  },
});

async function fill(pool: pg.Pool, events: number): Promise<void> {
  const { rows } = await pool.query("select count(*)::int as n from smartlog.events");
  if (rows[0].n >= events) return;
  const filter = Filter.load();
  const bar = new SingleBar({ format: "filling  {bar} {value}/{total}", noTTYOutput: false }, Presets.legacy);
  bar.start(events, 0);
  let batch: { time: number; data: string }[] = [];
  let done = 0;
  let offset = 0;
  const lines = simulate({ kind: "mixed", lines: events, seed: 77, start: START, end: START + WEEK_SECONDS });
  for (const { line, time } of lines) {
    const bytes = Buffer.from(line);
    const at = { seconds: Math.floor(time), nanoseconds: 0 };
    batch.push({
      time: at.seconds,
      data: filter.score(recordOfLine(bytes, { file: "/var/log/bench.log", offset }), at),
    });
    offset += bytes.length + 1;
    if (batch.length < BATCH) continue;
    await ingest(pool, "bench", batch);
    done += batch.length;
    batch = [];
    bar.update(done);
  }
  await ingest(pool, "bench", batch);
  bar.stop();
}

async function trainOn(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  const bar = new SingleBar({ format: "{stage} {bar} {percentage} %", noTTYOutput: false }, Presets.legacy);
  let stage = "";
  const result = await train({
    db: pool,
    module: readFileSync(defaultModulePath()),
    from: new Date(START * 1000),
    to: new Date((START + WEEK_SECONDS) * 1000),
    onProgress: (name, done, total) => {
      if (name !== stage) {
        bar.stop();
        stage = name;
        bar.start(Math.max(1, total), 0, { stage: name.padEnd(20) });
      }
      bar.update(done, { stage: name.padEnd(20) });
    },
  });
  bar.stop();
  await pool.end();
  console.log(result.decision.reasons.join("\n"));
  for (const { name, seconds } of result.stages)
    console.log(`${name.padEnd(20)} ${seconds.toFixed(1).padStart(7)} s`);
  console.log(
    `${"in all".padEnd(20)} ${result.stages
      .reduce((sum, { seconds }) => sum + seconds, 0)
      .toFixed(1)
      .padStart(7)} s`,
  );
  console.log(`resident at most     ${Math.ceil(result.peakRssMb)} MiB`);
}

if (values.url) {
  await trainOn(values.url);
} else {
  const dataDir = values.data ?? mkdtempSync(join(tmpdir(), "smartlog-bench-"));
  const store = await openStore({ dataDir });
  try {
    await migrate(store.url);
    await fill(store.pool, Number(values.events));
    const child = fork(fileURLToPath(import.meta.url), ["--url", store.url]);
    process.exitCode = await new Promise<number>((resolve) =>
      child.once("exit", (code) => resolve(code ?? 1)),
    );
  } finally {
    await store.close();
    if (!values.data) rmSync(dataDir, { recursive: true, force: true });
  }
}
