import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEPLOYED_CONFIG, findFluentBit } from "../contract/fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "../contract/shipped.ts";
import { KillableServer } from "./killable-postgres.ts";
import { Supervised } from "./supervised.ts";
import { LogWriter } from "./writer.ts";

const OUTAGE_MS = Number(process.env.SMARTLOG_FAULT_OUTAGE_S ?? 120) * 1000;
const LINES_PER_SECOND = 500;
const START_MS = 60_000;
const SETTLE_MS = 180_000;

const fluentBit = findFluentBit();

interface Shipped {
  at: Site;
  writer: LogWriter;
  shipper: Supervised;
  tag: string;
}

describe.skipIf(!fluentBit)("Postgres away for two minutes:", () => {
  const server = new KillableServer();
  const all: Shipped[] = [];
  beforeAll(async () => {
    await server.start();
    await server.migrate();
  });
  afterAll(async () => {
    for (const { shipper, at } of all) {
      await shipper.stop();
      at.remove();
    }
    await server.remove();
  });

  async function ship(tag: string, bufferLimit: string): Promise<Shipped> {
    const at = site();
    const writer = new LogWriter(at.logs, LINES_PER_SECOND);
    const env = await shipperEnvironment({ ...server.store, dataDir: "" } as never, at);
    const limits = { SMARTLOG_TAG: tag, SMARTLOG_BUFFER_LIMIT: bufferLimit };
    const shipper = new Supervised(fluentBit as string, ["-c", DEPLOYED_CONFIG], { ...env, ...limits });
    const shipped = { at, writer, shipper, tag };
    all.push(shipped);
    return shipped;
  }

  test("with room in the buffer nothing is lost; without, the oldest are, and Fluent Bit says so", async ({
    task,
  }) => {
    const roomy = await ship("roomy", "1G");
    const tight = await ship("tight", "5M");
    for (const { writer } of all) writer.start();
    // However long a shipper takes to start: what the outage must not touch has to be there before it.
    const before = Math.min(
      ...(await Promise.all(all.map(({ tag }) => firstStored(server.store.pool, tag)))),
    );
    await server.kill();
    await sleep(OUTAGE_MS);
    await server.start();
    for (const { writer } of all) writer.stop();
    const { pool } = server.store;
    await settled(pool, roomy.writer.written);

    const numbers = await stored(pool, "roomy");
    task.meta.faults = {
      rounds: 1,
      written: roomy.writer.written,
      stored: numbers.length,
      lost: roomy.writer.written - new Set(numbers).size,
      doubled: numbers.length - new Set(numbers).size,
    };
    expect(task.meta.faults).toMatchObject({ lost: 0, doubled: 0 });

    const kept = await stored(pool, "tight");
    const lost = tight.writer.written - kept.length;
    console.log(
      `roomy: ${numbers.length} of ${roomy.writer.written} stored; tight: ${kept.length} of ${tight.writer.written}, ${lost} dropped`,
    );
    expect(new Set(kept).size).toBe(kept.length);
    expect(lost).toBeGreaterThan(0);
    // What came last is there; what is missing begins where the outage did.
    expect(kept.slice(-1_000)).toEqual(
      Array.from({ length: 1_000 }, (_, i) => tight.writer.written - 1_000 + i),
    );
    expect(kept.findIndex((n, i) => n !== i)).toBeGreaterThanOrEqual(before);
    expect(tight.shipper.log).toMatch(/drop|remov|discard|delet/i);
  });
});

/** Waits until lines came through, and says how many, counted from the first without a gap. */
async function firstStored(pool: pg.Pool, tag: string): Promise<number> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const numbers = await stored(pool, tag);
    if (numbers.length >= 2 * LINES_PER_SECOND && numbers.every((n, i) => n === i)) return numbers.length;
    await sleep(250);
  }
  throw new Error(`${tag}: nothing came through in ${START_MS / 1000} s`);
}

/** The numbers of the lines that are stored, in order. */
async function stored(pool: pg.Pool, tag: string): Promise<number[]> {
  const { rows } = await pool.query(
    "select substr(path, 4)::int as n from smartlog.events where tag = $1 order by n",
    [tag],
  );
  return rows.map(({ n }) => n);
}

async function settled(pool: pg.Pool, atLeast: number): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  let last = { all: -1, since: Date.now() };
  while (Date.now() < deadline) {
    const { rows } = await pool.query(
      "select count(*)::int as all, count(*) filter (where tag = 'roomy')::int as roomy from smartlog.events",
    );
    if (rows[0].all !== last.all) last = { all: rows[0].all, since: Date.now() };
    // Longer than the longest pause between two tries.
    if (rows[0].roomy >= atLeast && Date.now() - last.since > 35_000) return;
    await sleep(500);
  }
}
