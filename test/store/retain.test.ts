import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type IngestRow, ingest } from "../../store/ingest.ts";
import { partitions } from "../../store/partitions.ts";
import { retain } from "../../store/retain.ts";
import { rebuildRollups, rollupDifferences } from "../../store/rollups.ts";
import { status } from "../../store/status.ts";
import { NOON, row } from "./record.ts";
import { type TestStore, testStore } from "./server.ts";

const DAY = 86_400;
const TODAY = NOON + 43_200;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const count = async () =>
  (await store.pool.query("select count(*)::int as n from smartlog.events")).rows[0].n;
const counted = async () =>
  (await store.pool.query("select sum(events)::int as n from smartlog.rollup_day")).rows[0].n;
/** Ten events a day, of the last so many days, today's included. */
const lastDays = (days: number) =>
  Array.from({ length: days * 10 }, (_, i) => ({
    ...row(i, { ts: TODAY + 60 - Math.floor(i / 10) * DAY + (i % 10) }),
    time: TODAY + 70,
  }));

test("by age: so many days stay, today included, and their counts too", async () => {
  await ingest(store.pool, "t", lastDays(20));
  await ingest(store.pool, "t", [row(900, { ts: 5 }), row(901, { ts: NOON - 900 * DAY })]);
  const result = await retain(store.pool, { days: 7 });
  expect(result.dropped).toHaveLength(13 + 2);
  expect(result.dropped[0]).toBe("events_past");
  expect(await count()).toBe(70);
  expect(await counted()).toBe(202);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  expect((await retain(store.pool, { days: 7 })).dropped).toEqual([]);
});

test("by size: the oldest go until the rest fits; today's stay in any case", async () => {
  await ingest(store.pool, "t", lastDays(10));
  const before = await partitions(store.pool);
  const bytes = before.reduce((sum, each) => sum + each.bytes, 0);
  const result = await retain(store.pool, { bytes: Math.floor(bytes / 2) });
  expect(result.keptBytes).toBeLessThanOrEqual(bytes / 2);
  expect(result.freedBytes + result.keptBytes).toBe(bytes);
  expect(await count()).toBeGreaterThan(0);
  await retain(store.pool, { bytes: 0 });
  expect(await count()).toBe(10);
});

test("events of dropped days that come again land, and are not counted twice", async () => {
  await ingest(store.pool, "t", lastDays(10));
  await retain(store.pool, { days: 2 });
  expect(await ingest(store.pool, "t", lastDays(10))).toEqual({ stored: 80, duplicates: 20, rejected: 0 });
  expect(await counted()).toBe(100);
  await rebuildRollups(store.pool);
  expect(await counted()).toBe(100);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

/** As a shipper: a batch that is refused while its very day is dropped comes again. */
async function persistently(batch: IngestRow[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await ingest(store.pool, "t", batch)).stored;
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

test("ingest goes on while days are dropped", async () => {
  await ingest(store.pool, "t", lastDays(30));
  let on = true;
  let stored = 0;
  const writers = [0, 1].map(async (writer) => {
    for (let i = 0; on; i++) {
      const n = 10_000 + (i * 2 + writer) * 10;
      const batch = Array.from({ length: 10 }, (_, k) => row(n + k, { ts: TODAY + 60 - (k % 8) * DAY }));
      stored += await persistently(batch);
    }
  });
  const dropping = (async () => {
    for (let days = 20; days >= 1; days -= 3) await retain(store.pool, { days });
  })().finally(() => {
    on = false;
  });
  await Promise.all([dropping, ...writers]);
  const { rows: refused } = await store.pool.query("select reason from smartlog.rejected");
  expect(refused).toEqual([]);
  expect(stored).toBeGreaterThan(0);
  expect(await rollupDifferences(store.pool)).toEqual([]);
}, 120_000);

test("what a killed run left is finished by the next", async () => {
  await ingest(store.pool, "t", lastDays(5));
  const [oldest] = (await partitions(store.pool)).filter(
    ({ rows, from }) => rows >= 0 && Number.isFinite(from),
  );
  await store.pool.query(`alter table smartlog.events detach partition smartlog.${oldest?.name}`);
  await retain(store.pool, { days: 400 });
  const { rows: left } = await store.pool.query("select to_regclass($1) as name", [
    `smartlog.${oldest?.name}`,
  ]);
  expect(left).toEqual([{ name: null }]);
});

test("an order that says nothing or nonsense is refused", async () => {
  for (const options of [{}, { days: 0 }, { days: Number.NaN }, { bytes: -1 }]) {
    await expect(retain(store.pool, options)).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
  }
});

test("tomorrow's partition is there after any batch, without a daemon", async () => {
  await ingest(store.pool, "t", [row(1)]);
  const until = (await partitions(store.pool)).at(-1)?.to ?? 0;
  expect(until).toBe((TODAY + 2 * DAY) * 1000);
});

test("the status says what is there", async () => {
  const now = Date.now() / 1000;
  await ingest(store.pool, "t", [
    ...lastDays(3),
    { time: now - 30, data: row(999).data },
    { time: now, data: "7" },
  ]);
  await ingest(store.pool, "t", lastDays(1));
  expect(await status(store.pool)).toMatchObject({
    schema: expect.stringMatching(/^\d{4}_/),
    eventsCounted: 31,
    oldest: new Date((TODAY + 60 - 2 * DAY) * 1000).toISOString(),
    rate5m: 31 / 300,
    duplicates24h: 10,
    rejected24h: 1,
    rejected: 1,
    rejectedReasons: [{ reason: "not an object", rows: 1 }],
    templates: 1,
    newTemplates24h: 1,
    partitionsUntil: new Date((TODAY + 2 * DAY) * 1000).toISOString(),
  });
});
