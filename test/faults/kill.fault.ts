import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { DEPLOYED_CONFIG, findFluentBit } from "../contract/fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "../contract/shipped.ts";
import { KillableServer } from "./killable-postgres.ts";
import { Supervised } from "./supervised.ts";
import { LogWriter } from "./writer.ts";

const ROUNDS = Number(process.env.SMARTLOG_FAULT_ROUNDS ?? 20);
const LINES_PER_SECOND = Number(process.env.SMARTLOG_FAULT_RATE ?? 5_000);
const ROUND_MS = 4_000;
/** A machine that can't carry the rate is behind when the last line is written; what counts is that it catches up. */
const STALLED_MS = 120_000;

const fluentBit = findFluentBit();

describe.skipIf(!fluentBit)("killed at random moments while logs rotate,", () => {
  let at: Site;
  const server = new KillableServer();
  beforeAll(async () => {
    at = site();
    await server.start();
    await server.migrate();
  });
  afterAll(async () => {
    at?.remove();
    await server.remove();
  });

  test("Fluent Bit, Postgres and both: every line is stored, each once", async ({ task }) => {
    const random = new Random(Date.now());
    const writer = new LogWriter(at.logs, LINES_PER_SECOND);
    // Rotated files are followed too: what was in one when the shipper was killed is read after it.
    const env = await shipperEnvironment({ ...server.store, dataDir: "" } as never, {
      ...at,
      pattern: `${writer.file}*`,
    });
    const shipper = new Supervised(fluentBit as string, ["-c", DEPLOYED_CONFIG], env);
    writer.start();
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        const victim = (["Fluent Bit", "Postgres", "both"] as const)[(round - 1) % 3];
        const killAt = random.int(200, ROUND_MS - 1_500);
        const rotateAt = random.int(200, ROUND_MS - 200);
        const rotation = sleep(rotateAt).then(() => writer.rotate());
        await sleep(killAt);
        if (victim !== "Postgres") shipper.kill();
        if (victim !== "Fluent Bit") {
          await server.kill();
          await sleep(random.int(0, 800));
          await server.start();
        }
        await sleep(Math.max(0, ROUND_MS - killAt));
        console.log(
          `round ${round}: killed ${victim} after ${killAt} ms, ${await rotation} after ${rotateAt} ms, ${writer.written} lines written`,
        );
      }
      writer.stop();
      // A shipper that was down while a file was truncated and grew past its place has a gap there; the copy fills it.
      writer.copyTruncate();

      const numbers = `select count(*)::int as rows, count(distinct path) filter (where path ~ '^/n/[0-9]+$')::int as paths,
        count(*) filter (where path !~ '^/n/[0-9]+$' or path is null)::int as strange from smartlog.events`;
      const stopped = Date.now();
      let found = { rows: 0, paths: 0, strange: 0 };
      let unchangedSince = Date.now();
      while (Date.now() - unchangedSince < (found.paths < writer.written ? STALLED_MS : 5_000)) {
        const [now] = (await server.store.pool.query(numbers)).rows;
        if (now.rows !== found.rows) unchangedSince = Date.now();
        found = now;
        await sleep(500);
      }
      console.log(
        `all that will come is there ${Math.round((unchangedSince - stopped) / 1000)} s after the last line`,
      );
      const counted = {
        rounds: ROUNDS,
        written: writer.written,
        stored: found.rows,
        lost: writer.written - found.paths,
        doubled: found.rows - found.strange - found.paths,
      };
      task.meta.faults = counted;
      if (counted.lost || counted.doubled || found.strange)
        await explain(server, shipper, writer.written, at);
      expect(counted).toMatchObject({ stored: writer.written, lost: 0, doubled: 0 });
      expect(found.strange).toBe(0);
      expect((await server.store.pool.query("select reason, data from smartlog.rejected")).rows).toEqual([]);
      expect(await rollupDifferences(server.store.pool)).toEqual([]);
    } finally {
      writer.stop();
      await shipper.stop();
    }
  });
});

async function explain(
  server: KillableServer,
  shipper: Supervised,
  written: number,
  at: Site,
): Promise<void> {
  const { rows: missing } = await server.store.pool.query(
    `select min(n) as first, max(n) as last, count(*)::int as lines from (
       select n, n - row_number() over (order by n) as run from generate_series(0, $1::int - 1) n
       where not exists (select from smartlog.events where path = '/n/' || n)) gap group by run order by 1 limit 20`,
    [written],
  );
  const { rows: doubled } = await server.store.pool.query(
    `select path, array_agg(time::text || ' ' || smartlog.event_hex(id)) as at, array_agg((record -> 'file') || (record -> 'offset')) as place
     from smartlog.events group by path having count(*) > 1 limit 5`,
  );
  const { rows: strange } = await server.store.pool.query(
    "select time, path, record from smartlog.events where path !~ '^/n/[0-9]+$' or path is null limit 5",
  );
  console.log("missing", missing, "doubled", JSON.stringify(doubled), "strange", JSON.stringify(strange));
  const buffer = join(at.folder, "state/buffer/tail.0");
  console.log("left in the buffer", existsSync(buffer) ? readdirSync(buffer) : []);
  console.log(
    shipper.log
      .split("\n")
      .filter((line) => /\[error\]|\[ ?warn\]|checksum|corrupt/.test(line))
      // Said of each new chunk while there are more than max_chunks_up; the chunk is written all the same.
      .filter((line) => !line.includes("cannot mmap/read chunk"))
      .slice(-200)
      .join("\n"),
  );
}
