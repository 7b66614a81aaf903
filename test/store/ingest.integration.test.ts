import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { summary } from "../../store/events/summary.ts";
import { ingest } from "../../store/ingest.ts";
import { rollupDifferences } from "../../store/rollups.ts";
import { NOON, record, row, rows } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const count = async (table = "events") =>
  (await store.pool.query(`select count(*)::int as n from smartlog.${table}`)).rows[0].n;

test("a batch that comes twice is stored once, and the counts say so", async () => {
  expect(await ingest(store.pool, "t", rows(500))).toEqual({ stored: 500, duplicates: 0, rejected: 0 });
  expect(await ingest(store.pool, "t", rows(600))).toEqual({ stored: 100, duplicates: 500, rejected: 0 });
  expect(await ingest(store.pool, "t", [row(1), row(700), row(700)])).toEqual({
    stored: 1,
    duplicates: 2,
    rejected: 0,
  });
  expect(await count()).toBe(601);
});

test("every field has its column, and the record is kept without smartlog", async () => {
  const event = {
    ip: "2001:db8::7",
    method: "GET",
    path: "/a?b=c",
    status: 404,
    bytes: 9_007_199_254_740_991,
    ua: "ua",
    ref: "ref",
    host: "h",
    service: "s",
    level: "error",
    ms: 12.5,
    user: "root",
    outcome: "failure",
    qname: "q",
    qtype: "A",
    rcode: "NXDOMAIN",
    action: "deny",
    proto: "TCP",
    dst: "10.0.0.1",
    sport: 40022,
    dport: 22,
    iface: "eth0",
    peer: "10.0.0.2",
    hit: "query:1 union select",
    line_key: "shop_output",
    label: "attack",
    severity: "high",
    score: 0.93,
    why: ["ua:crawler", "source:rate"],
    error: "e",
  };
  await ingest(store.pool, "web.1", [row(255, event)]);
  const { rows: found } = await store.pool.query(
    "select *, host(ip) as ip, host(dst) as dst, host(peer) as peer, smartlog.event_hex(id) as hex from smartlog.events",
  );
  const { user, ...columns } = event;
  expect(found[0]).toMatchObject({
    ...columns,
    bytes: String(event.bytes),
    score: Math.fround(0.93) === 0.93 ? 0.93 : expect.closeTo(0.93, 6),
    username: user,
    tag: "web.1",
    v: 1,
    kind: "web",
    tpl: "5f0c2a11",
    model: "2026-11-21.1",
    hex: "00000000000000ff",
    bot: expect.closeTo(0.1, 6),
    time: new Date((NOON + 255) * 1000),
  });
  expect(found[0].record).toEqual({ log: expect.stringContaining("GET /page/255") });
});

test("an id with its highest bit set comes back as it was", async () => {
  await ingest(store.pool, "t", [row(1, { id: "fedcba9876543210" })]);
  const { rows: found } = await store.pool.query("select smartlog.event_hex(id) as id from smartlog.events");
  expect(found).toEqual([{ id: "fedcba9876543210" }]);
});

test("counts are those of the caller's own batch while others write the same events", async () => {
  const results = await Promise.all(
    Array.from({ length: 5 }, (_, i) => ingest(store.pool, "t", i % 2 ? rows(2000).reverse() : rows(2000))),
  );
  expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(2000);
  for (const { stored, duplicates } of results) expect(stored + duplicates).toBe(2000);
  expect(await count()).toBe(2000);
});

test("a batch of new events with some that are known, twice there, untimed or none at all", async () => {
  await ingest(store.pool, "t", rows(10, 500));
  const untimed = (n: number) => ({ time: NOON + 70_000, data: record(n, { ts: NOON + 70_000 }) });
  await ingest(store.pool, "t", [untimed(2000)]);
  const batch = [
    ...rows(400),
    ...rows(200, 480),
    row(7),
    { ...untimed(2000), time: NOON + 70_060, data: record(2000, { ts: NOON + 70_060 }) },
    untimed(2001),
    { time: NOON + 80_000, data: '{"log":"no event"}' },
  ];
  // Among them 10 that were there, one that comes twice and one untimed one that was there.
  expect(await ingest(store.pool, "t", batch)).toEqual({
    stored: 591,
    duplicates: 12,
    rejected: 1,
    reasons: [{ index: 603, reason: "no smartlog: it did not pass the filter" }],
  });
  expect(await count()).toBe(602);
  expect(await ingest(store.pool, "t", batch)).toEqual({ stored: 0, duplicates: 604, rejected: 0 });
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("a batch whose first events are timed and whose last aren't", async () => {
  const batch = Array.from({ length: 300 }, (_, i) =>
    i % 30 === 1 ? { time: NOON + 70_000, data: record(i, { ts: NOON + 70_000 }) } : row(i),
  );
  expect(await ingest(store.pool, "t", batch)).toEqual({ stored: 300, duplicates: 0, rejected: 0 });
  expect(await ingest(store.pool, "t", batch)).toEqual({ stored: 0, duplicates: 300, rejected: 0 });
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("events far in the past and in the future land, each once", async () => {
  const times = [
    0,
    1,
    86_400 * 365,
    946_684_799,
    946_684_800,
    NOON - 86_400 * 400,
    NOON - 86_400 * 63,
    NOON + 86_400,
  ];
  const wrong = [-1, NOON + 86_400 * 40, 4_102_444_800, 1e18, 1e300];
  const batch = [...times, ...wrong].map((ts, i) => row(i, { ts }));
  for (const expected of [
    { stored: 13, duplicates: 0 },
    { stored: 0, duplicates: 13 },
  ]) {
    expect(await ingest(store.pool, "t", batch)).toEqual({ ...expected, rejected: 0 });
  }
  const { rows: found } = await store.pool.query(
    "select extract(epoch from time)::float8 as at from smartlog.events order by id",
  );
  expect(found.slice(0, 8).map(({ at }) => at)).toEqual(times);
  // A time that can't be is replaced by the arrival.
  expect(found.slice(8).map(({ at }) => at)).toEqual(wrong.map(() => NOON + 80_000));
});

test("an arrival that can't be doesn't stop a batch", async () => {
  const times = [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300, 4_102_444_800];
  const batch = times.map((time, i) => ({ time, data: record(i, { ts: undefined }) }));
  expect(await ingest(store.pool, "t", batch)).toEqual({ stored: 5, duplicates: 0, rejected: 0 });
});

test("batches over months not seen before, at the same time and in different orders, all land", async () => {
  const spread = Array.from({ length: 400 }, (_, i) => row(i, { ts: NOON - i * 86_400 * 7 }));
  const results = await Promise.all([
    ingest(store.pool, "t", spread),
    ingest(store.pool, "t", spread.toReversed()),
    ingest(
      store.pool,
      "t",
      spread.filter((_, i) => i % 2 === 0),
    ),
  ]);
  expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(400);
  const { rows: found } = await store.pool.query(
    "select count(distinct tableoid)::int as n from smartlog.events",
  );
  // Seven and a half years: months, and days for the last two of them.
  expect(found[0].n).toBeLessThan(110);
});

test("a line without a time of its own is one event however often it arrives within hours", async () => {
  const at = (time: number) => [{ time, data: record(1, { ts: time }) }];
  expect((await ingest(store.pool, "t", at(NOON))).stored).toBe(1);
  expect((await ingest(store.pool, "t", at(NOON + 3_600))).duplicates).toBe(1);
  expect((await ingest(store.pool, "t", [...at(NOON + 60), ...at(NOON + 61)])).duplicates).toBe(2);
  expect((await ingest(store.pool, "t", at(NOON + 12 * 3_600))).duplicates).toBe(1);
  // Later the file is another one: the same words at the same place are news.
  expect((await ingest(store.pool, "t", at(NOON + 12 * 3_600 + 1))).stored).toBe(1);
  expect((await ingest(store.pool, "t", at(NOON + 86_400 + 2))).stored).toBe(1);
});

test("the summary counts what is there", async () => {
  await ingest(store.pool, "t", [
    ...rows(8),
    row(100, { label: "attack", score: 0.9, ip: "198.51.100.9", path: "/login?x=1" }),
    row(101, { kind: "app", label: "anomaly", score: 0.7, ip: undefined, path: undefined }),
  ]);
  expect(await summary(store.pool, 1)).toEqual({
    total: 10,
    by_kind: { web: 9, app: 1 },
    by_label: { normal: 8, attack: 1, anomaly: 1 },
    top_sources: [{ name: "198.51.100.9", events: 1, suspicious: 1, score: expect.closeTo(0.9, 6) }],
    top_paths: [{ name: "/login", events: 1, suspicious: 1, score: expect.closeTo(0.9, 6) }],
    oldest: new Date(NOON * 1000).toISOString(),
    newest: new Date((NOON + 101) * 1000).toISOString(),
  });
});

test("a role that may only insert is told how many were put aside, not why", async () => {
  const shipper = await store.as("ingest");
  try {
    const batch = [{ time: NOON + 90_000, data: '{"log":"no event of a shipper"}' }];
    expect(await ingest(shipper, "t", batch)).toEqual({ stored: 0, duplicates: 0, rejected: 1, reasons: [] });
  } finally {
    await shipper.end();
  }
});
