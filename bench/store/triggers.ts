/**
 * What the triggers on events cost a batch, each by itself: the same lines stored with all of them, and without one.
 *
 *     node build/bench/store/triggers.js [--batches 40] [--rows 1000]
 *
 * Lines of a simulated day, scored before. Batches of all variants are interleaved, in another order each round; medians, of the time
 * and of the server's CPU.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { type DayLine, simulateDays } from "../../simulate/days/index.ts";
import { type IngestRow, ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";

const { values } = parseArgs({
  options: { batches: { type: "string", default: "40" }, rows: { type: "string", default: "1000" } },
});
const batches = Number(values.batches);
const size = Number(values.rows);
/** Of /proc, a second. */
const CLOCK_TICKS = 100;
const DAY_SECONDS = 86_400;
const ALL = "";

const dataDir = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const store = await openStore({ dataDir });
try {
  await migrate(store.url);
  const client = await store.pool.connect();
  const { rows } = await client.query<{ name: string }>(
    "select tgname as name from pg_trigger where tgrelid = 'smartlog.events'::regclass and not tgisinternal order by 1",
  );
  const variants = [ALL, ...rows.map(({ name }) => name)];
  const { rows: backends } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = (backends[0] as { pid: number }).pid;
  const cpuMs = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS;
  };
  const cost = new Map(variants.map((name) => [name, { ms: [] as number[], cpu: 0 }]));
  const scored = scoredRows();
  for (let round = 0; round < batches; round++) {
    const order = variants.map((_, n) => variants[(n + round) % variants.length] as string);
    for (const name of order) {
      const batch = Array.from({ length: size }, () => scored.next().value as IngestRow);
      if (name !== ALL) await client.query(`alter table smartlog.events disable trigger ${name}`);
      const began = performance.now();
      const used = cpuMs();
      await ingest(client, "shop", batch);
      const each = cost.get(name) as { ms: number[]; cpu: number };
      each.ms.push(performance.now() - began);
      each.cpu += cpuMs() - used;
      if (name !== ALL) await client.query(`alter table smartlog.events enable trigger ${name}`);
    }
  }
  for (const [name, { ms, cpu }] of cost) {
    const middle = ms.sort((a, b) => a - b)[ms.length >> 1] as number;
    console.log(
      `${name === ALL ? "all triggers" : `without ${name}`}: ${((1000 * size) / middle).toFixed(0)} rows/s, ${((1000 * middle) / size).toFixed(1)} µs a row, CPU ${((1000 * cpu) / size / batches).toFixed(1)} µs a row`,
    );
  }
  client.release();
} finally {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Without end: days after days, of a file of their own. */
function* scoredRows(): Generator<IngestRow, void> {
  const filter = Filter.load(readFileSync(defaultModulePath()));
  const end = Math.floor(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;
  for (let seed = 1; ; seed++) {
    let offset = 0;
    const { lines } = simulateDays({ seed, start: end - DAY_SECONDS, end });
    for (const { line, log, time } of lines as Iterable<DayLine>) {
      const bytes = Buffer.from(line);
      const record = recordOfLine(bytes, { file: `/var/log/${seed}/${log}`, offset });
      offset += bytes.length + 1;
      yield { time, data: filter.score(record, { seconds: Math.floor(time), nanoseconds: 0 }) };
    }
  }
}
