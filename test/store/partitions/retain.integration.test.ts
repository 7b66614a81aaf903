import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type IngestRow, ingest } from "../../../store/ingest.ts";
import { partitions } from "../../../store/partitions/partitions.ts";
import { maintain, retain } from "../../../store/partitions/retain.ts";
import { makePool } from "../../../store/pool.ts";
import { rebuildRollups, rollupDifferences } from "../../../store/rollups.ts";
import { status } from "../../../store/status.ts";
import { NOON, row } from "../record.ts";
import { type TestStore, testStore } from "../test-store.ts";

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
  const result = await retain(store.pool, { days: 7, force: true });
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
  await retain(store.pool, { days: 2, force: true });
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
    for (let days = 20; days >= 1; days -= 3) await retain(store.pool, { days, force: true });
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

test("this machine's clock says nothing: what is old says the database's", async () => {
  await ingest(store.pool, "t", lastDays(10));
  vi.useFakeTimers({ now: Date.now() + 400 * DAY * 1000, toFake: ["Date"] });
  try {
    expect((await retain(store.pool, { days: 30, force: true })).dropped).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
  expect(await count()).toBe(100);
});

test("what a wrong clock makes old is not dropped: neither everything nor most of it", async () => {
  // The database's clock ahead by so many days, which is the same as events that much older.
  const late = (days: number) =>
    lastDays(10).map((_, i) => row(i, { ts: TODAY - (days + Math.floor(i / 10)) * DAY }));
  await ingest(store.pool, "t", late(0));
  await ingest(store.pool, "t", late(400));
  await expect(retain(store.pool, { days: 3 })).rejects.toMatchObject({
    code: "RETAINS_TOO_LITTLE",
    nextStep: expect.stringMatching(/takes today for \d{4}-.*--force/),
  });
  await store.empty();
  await ingest(store.pool, "t", late(40));
  await expect(retain(store.pool, { days: 30 })).rejects.toThrow(/all events \(10 of 10 partitions/);
  await expect(retain(store.pool, { bytes: 0 })).rejects.toThrow(/all events/);
  expect(await count()).toBe(100);
  // Half of it, as who begins to run it may ask for, goes.
  await retain(store.pool, { days: 45 });
  expect(await count()).toBe(50);
  expect((await retain(store.pool, { days: 1, force: true })).dropped.length).toBeGreaterThanOrEqual(5);
  expect(await count()).toBe(0);
});

test("a size is a size: that more than half has to go for it is no reason to refuse", async () => {
  await ingest(store.pool, "t", lastDays(10));
  await retain(store.pool, { bytes: 1 });
  expect(await count()).toBe(10);
});

const FUTURE = new Date((TODAY + 40 * DAY) * 1000).toISOString().slice(0, 10).replaceAll("-", "");
/** What a batch left that came while the database's clock was 40 days ahead. */
async function fromTheFuture(): Promise<void> {
  const at = new Date((TODAY + 40 * DAY + 60) * 1000).toISOString();
  await store.pool.query(
    `set role smartlog_owner; create table smartlog.events_${FUTURE} (like smartlog.events including all);
     alter table smartlog.events attach partition smartlog.events_${FUTURE}
       for values from ('${at.slice(0, 10)} 00:00:00+00') to ('${new Date((TODAY + 41 * DAY) * 1000).toISOString()}');
     insert into smartlog.events (time, id, kind, label, severity, record) values ('${at}', 77, 'web', 'normal', 'none', '{}');
     reset role`,
  );
}

test("a batch of a clock that was ahead: its events stay where they are, all others are counted", async () => {
  await ingest(store.pool, "t", lastDays(5));
  await fromTheFuture();
  expect(await status(store.pool)).toMatchObject({
    future: [`events_${FUTURE}`],
    partitionsUntil: new Date((TODAY + 2 * DAY) * 1000).toISOString(),
  });
  expect((await retain(store.pool, { bytes: 0 })).dropped).not.toContain(`events_${FUTURE}`);
  expect(await finalBefore()).toBeLessThanOrEqual(TODAY * 1000);
  await ingest(store.pool, "t", [row(500, { ts: TODAY + 90 })]);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  expect(await counted()).toBe(52);
  await store.pool.query(`drop table smartlog.events_${FUTURE}`);
});

const finalBefore = async () =>
  (
    await store.pool.query(
      "select date_part('epoch', rollups_final_before) * 1000 as at from smartlog.settings",
    )
  ).rows[0].at;

test("a store that was told that the next 40 days are final counts them, and finds and mends what it missed", async () => {
  await ingest(store.pool, "t", lastDays(5));
  const final = (days: number) =>
    store.pool.query("update smartlog.settings set rollups_final_before = $1", [
      new Date((TODAY + days * DAY) * 1000),
    ]);
  await final(40);
  // Today is counted, whatever it says.
  await ingest(store.pool, "t", [row(500, { ts: TODAY + 90 })]);
  expect(await counted()).toBe(51);
  // What was stored and not counted before, as by an older version: yesterday's.
  await final(0);
  await ingest(store.pool, "t", [row(501, { ts: TODAY - DAY + 90 }), row(502, { ts: TODAY - DAY + 91 })]);
  expect(await counted()).toBe(51);
  await final(40);
  const missed = [
    { at: new Date((TODAY - DAY) * 1000).toISOString(), site: "(all sites)", rolledUp: 10, counted: 12 },
  ];
  expect(await rollupDifferences(store.pool)).toEqual(missed);
  await retain(store.pool, { days: 400 });
  expect(await finalBefore()).toBe(TODAY * 1000);
  expect(await rollupDifferences(store.pool)).toEqual(missed);
  await rebuildRollups(store.pool);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  expect(await counted()).toBe(53);
});

test("a reader's open transaction makes retention say so, in bounded time; the next run goes on", async () => {
  await ingest(store.pool, "t", lastDays(5));
  const reader = await store.as("read");
  await reader.query("begin isolation level repeatable read; select count(*) from events");
  const [oldest] = (await partitions(store.pool)).filter(({ from }) => Number.isFinite(from));
  await store.pool
    .query(
      `set lock_timeout = '200ms'; alter table smartlog.events detach partition smartlog.${oldest?.name} concurrently`,
    )
    .catch(() => {});
  await store.pool.query("reset lock_timeout");
  await reader.query("rollback");
  await reader.end();
  expect((await retain(store.pool, { days: 3, force: true })).dropped.length).toBeGreaterThanOrEqual(1);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("sites that nobody has seen for weeks are forgotten", async () => {
  await ingest(store.pool, "t", [row(1, { host: "old.example" }), row(2, { host: "new.example" })]);
  await store.pool.query(
    "update smartlog.sites set last_seen = now() - interval '36 days' where site = 'old.example'",
  );
  await retain(store.pool, { days: 400 });
  expect((await store.pool.query("select site from smartlog.sites")).rows).toEqual([{ site: "new.example" }]);
  expect(await rollupDifferences(store.pool)).toEqual([]);
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

test("a session that is lost, at whichever question, gives its place in the pool back", async () => {
  await ingest(store.pool, "t", [row(1, { ts: TODAY - 90 * DAY })]);
  for (let doomed = 1, ended = false; !ended; doomed++) {
    const pool = makePool({ connectionString: store.url, max: 5 });
    let asked = 0;
    pool.on("connect", (client) => {
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
      client.query = ((...given: unknown[]) => {
        if (++asked === doomed) connection.stream.destroy();
        return query(...given);
      }) as typeof client.query;
    });
    ended = await maintain(pool).then(
      () => asked < doomed,
      () => false,
    );
    expect(pool.totalCount, `lost at question ${doomed}`).toBe(pool.idleCount);
    await pool.end();
  }
}, 120_000);
