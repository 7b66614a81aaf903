import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { freePort } from "../../store/embedded/port.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { HttpClient } from "./http-client.ts";
import { KillableServer } from "./killable-postgres.ts";
import { SupervisedServe } from "./supervised-serve.ts";

const ROUNDS = Number(process.env.SMARTLOG_FAULT_HTTP_ROUNDS ?? 6);
const WORKERS = 4;
const ROUND_MS = 3_500;
/** A server that was killed needs a moment to come again, and the last batches have to be acknowledged. */
const SETTLE_MS = 120_000;

type Victim = "Postgres" | "the server";

describe("records over HTTP, sent until they are acknowledged,", () => {
  const postgres = new KillableServer();
  let serve: SupervisedServe;
  beforeAll(async () => {
    await postgres.start();
    await postgres.migrate();
    serve = new SupervisedServe(postgres.store.url, await freePort());
    await untilHealthy();
  });
  afterAll(async () => {
    await serve?.stop();
    await postgres.remove();
  });

  async function untilHealthy(): Promise<void> {
    const deadline = Date.now() + SETTLE_MS;
    while (Date.now() < deadline) {
      if (
        await fetch(`${serve.url}/healthz`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        return;
      await sleep(100);
    }
    throw new Error("the server does not come up");
  }

  async function kill(victim: Victim, random: Random): Promise<void> {
    if (victim === "the server") return serve.kill();
    await postgres.kill();
    await sleep(random.int(0, 800));
    await postgres.start();
  }

  test.for<[Victim, boolean]>([
    ["Postgres", true],
    ["Postgres", false],
    ["the server", true],
    ["the server", false],
  ])(
    "%s killed at random moments, file and offset %s: none lost, and with both none doubled",
    async ([victim, hasOrigin], { task }) => {
      const seed = Date.now() % 2 ** 31;
      const random = new Random(seed);
      const name = `${victim === "Postgres" ? "pg" : "srv"}${hasOrigin ? "-at" : ""}`;
      const clients = Array.from(
        { length: WORKERS },
        (_, i) => new HttpClient(serve.url, random.fork(`worker ${i}`), `${name}-${i}`, hasOrigin),
      );
      const running = clients.map((client) => client.run());
      for (let round = 1; round <= ROUNDS; round++) {
        const killAt = random.int(200, ROUND_MS - 2_000);
        await sleep(killAt);
        await kill(victim, random);
        await sleep(ROUND_MS - killAt);
        await untilHealthy();
      }
      for (const client of clients) client.stop();
      await Promise.all(running);

      const written = clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
      const { rows } = await postgres.store.pool.query(
        "select count(*)::int as rows, count(distinct path)::int as paths from smartlog.events where tag like $1 || '-_' and path like '/n/' || $1 || '-_/%'",
        [name],
      );
      const [found] = rows as [{ rows: number; paths: number }];
      const lost = written - found.paths;
      const doubled = found.rows - found.paths;
      const answers = new Map<number, number>();
      for (const client of clients)
        for (const [status, times] of client.answers) answers.set(status, (answers.get(status) ?? 0) + times);
      console.log(
        `${victim} killed ${ROUNDS} times, ${hasOrigin ? "with" : "without"} file and offset (seed ${seed}): ${written} lines acknowledged, ${found.paths} stored, ${lost} lost, ${doubled} doubled; answers ${JSON.stringify(Object.fromEntries(answers))} (0: none)`,
      );
      // Without file and offset a line that is sent again is another line: so it is documented, and so not a fault.
      const counted = {
        rounds: ROUNDS,
        written,
        stored: found.paths,
        lost,
        doubled: hasOrigin ? doubled : 0,
      };
      task.meta.faults = counted;
      expect(counted).toMatchObject({ stored: written, lost: 0, doubled: 0 });
      expect(await rollupDifferences(postgres.store.pool)).toEqual([]);
    },
  );
});
