import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { partitionBounds } from "../../store/partitions/partitions.ts";
import { maintain } from "../../store/partitions/retain.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { makeDays } from "../store/days.ts";
import { row } from "../store/record.ts";
import { KillableServer } from "./killable-postgres.ts";

const DAYS = 400;
const PER_DAY = 200;
const ROUNDS = Number(process.env.SMARTLOG_FAULT_ROUNDS ?? 20);
const MIDNIGHT = Math.floor(Date.now() / 86_400_000) * 86_400;
const BATCH = 50;

const server = new KillableServer();
beforeAll(async () => {
  await server.start();
  await server.migrate();
  await makeDays(server.store.pool, DAYS);
  for (let ago = 0; ago < DAYS; ago++)
    await ingest(
      server.store.pool,
      "t",
      Array.from({ length: PER_DAY }, (_, n) => late(ago * PER_DAY + n, ago)),
    );
}, 600_000);
afterAll(() => server.remove());

const late = (n: number, ago: number) => ({
  ...row(n, { ts: MIDNIGHT - ago * 86_400 + (n % 86_400) }),
  time: MIDNIGHT + 86_400,
});

test("Postgres killed at random moments while months are merged and late events come: each is there once", async () => {
  let next = DAYS * PER_DAY;
  let sure = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { pool } = server.store;
    const merging = maintain(pool).catch(() => {});
    let on = true;
    const writing = (async () => {
      while (on) {
        const batch = Array.from({ length: BATCH }, (_, n) =>
          late(next + n, 36 + ((next + n) % (DAYS - 40))),
        );
        try {
          await ingest(pool, "t", batch);
          // Only now the next ones: a batch that failed is sent again.
          next += BATCH;
          sure++;
        } catch {
          await sleep(20);
        }
      }
    })();
    await sleep(300 + Math.random() * 2_000);
    await server.kill();
    on = false;
    await Promise.all([merging, writing]);
    await server.start();
    // What was sent when it was killed, once more.
    await ingest(
      server.store.pool,
      "t",
      Array.from({ length: BATCH }, (_, n) => late(next + n, 36 + ((next + n) % (DAYS - 40)))),
    );
    next += BATCH;
    const { rows } = await server.store.pool.query(
      "select count(*)::int as n, count(distinct id)::int as ids, max(id)::int as last from smartlog.events",
    );
    expect(rows[0]).toEqual({ n: next, ids: next, last: next - 1 });
  }
  await maintain(server.store.pool);
  expect((await partitionBounds(server.store.pool)).length).toBeLessThan(90);
  expect(await rollupDifferences(server.store.pool)).toEqual([]);
  expect(sure).toBeGreaterThan(ROUNDS);
});
