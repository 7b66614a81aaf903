import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { rebuildRollups, rollupDifferences } from "../../store/rollups.ts";
import { NOON, row, rows } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const ROLLUPS = ["rollup_minute", "rollup_hour", "rollup_6h", "rollup_day"];

const all = async (table: string) =>
  (await store.pool.query(`select * from smartlog.${table} order by 1, 2, 3, 4, 5, 6`)).rows;

const anyEvent = fc.record(
  {
    ts: fc.integer({ min: NOON - 200_000, max: NOON + 86_000 }),
    kind: fc.constantFrom("web", "app", "syslog", "nonsense"),
    label: fc.constantFrom("normal", "bot", "attack", "anomaly"),
    severity: fc.constantFrom("none", "low", "critical"),
    score: fc.float({ min: 0, max: 1, noNaN: true }),
    host: fc.constantFrom("a.example", "b.example", "c.example"),
    service: fc.constantFrom("api", "worker"),
    status: fc.constantFrom(0, 200, 204, 301, 404, 503, -32768, 32767),
    bytes: fc.oneof(fc.nat(), fc.constantFrom(9_007_199_254_740_991, -1)),
    ms: fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.nat(5000)),
    ip: fc.ipV4(),
    path: fc.webPath(),
    ua: fc.string({ unit: "binary" }),
    tpl: fc.constantFrom("00000001", "00000002"),
    muted: fc.boolean(),
    mute: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);

test("rollups equal a recount, whatever was stored, in whatever batches, again and again", async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyEvent, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 4 }),
      async (batches) => {
        const made = batches.map((batch) => batch.map((event) => row(++n, event)));
        await Promise.all(made.map((batch) => ingest(store.pool, "t", batch)));
        await Promise.all(made.map((batch) => ingest(store.pool, "t", batch.toReversed())));
        expect(await rollupDifferences(store.pool)).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
  const before = await Promise.all(ROLLUPS.map(all));
  expect(before[0]?.length).toBeGreaterThan(100);
  await rebuildRollups(store.pool);
  expect(await Promise.all(ROLLUPS.map(all))).toEqual(before);
});

test("a rollup that is wrong is found, and rebuilding puts it right", async () => {
  await ingest(store.pool, "t", rows(100));
  await store.pool.query(
    "update smartlog.rollup_minute set events = events + 1 where at = (select min(at) from smartlog.rollup_minute)",
  );
  await store.pool.query("delete from smartlog.top_day");
  expect(await rollupDifferences(store.pool)).toHaveLength(2); // the minute, and its hour
  await rebuildRollups(store.pool);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  expect((await all("top_day")).find(({ dimension }) => dimension === "source")).toMatchObject({
    name: "203.0.113.7",
    events: "100",
  });
});

test("a step is read from the coarsest rollup that has a row for it", async () => {
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 900 }, (_, n) => row(n, { ts: NOON - n * 97 })),
  );
  const distinct = async (relation: string) =>
    (
      await store.pool.query(
        `select count(distinct at)::int as n, sum(events)::int as events from ${relation}`,
      )
    ).rows[0];
  for (const [step, table] of [
    ["1m", "rollup_minute"],
    ["30m", "rollup_minute"],
    ["1h", "rollup_hour"],
    ["3h", "rollup_hour"],
    ["6h", "rollup_6h"],
    ["8h", "rollup_hour"],
    ["12h", "rollup_6h"],
    ["1d", "rollup_day"],
    ["7d", "rollup_day"],
  ]) {
    const found = await distinct(`smartlog.rollup('${step}')`);
    expect(found, step).toEqual(await distinct(`smartlog.${table}`));
    expect(found.events, step).toBe(900);
  }
});

test("scores are counted by bin, each head by itself; one that is missing isn't a score of 0", async () => {
  await ingest(store.pool, "t", [
    row(1, { bot: 0, threat: 0.5, anomaly: 1 }),
    row(2, { bot: 0.049, threat: null, anomaly: -1 }),
    row(3, { bot: undefined, threat: "NaN", anomaly: 7 }),
    row(4, { bot: undefined, threat: undefined, anomaly: undefined }),
  ]);
  const { rows: found } = await store.pool.query(
    "select head, bin::int, sum(events)::int as events from smartlog.score_hour group by 1, 2 order by 1, 2",
  );
  expect(found).toEqual([
    { head: "anomaly", bin: 0, events: 1 },
    { head: "anomaly", bin: 19, events: 2 },
    { head: "bot", bin: 0, events: 2 },
    { head: "threat", bin: 10, events: 1 },
    { head: "threat", bin: 19, events: 1 },
  ]);
});

test("top names are exact while they are few", async () => {
  const batch = Array.from({ length: 600 }, (_, n) =>
    row(n, {
      ip: `10.0.0.${n % 30}`,
      path: `/p/${n % 20}?q=${n}`,
      ua: `ua ${n % 10}`,
      label: n % 30 === 7 ? "attack" : "normal",
      score: 0.9,
      status: n % 30 === 7 ? 404 : 200,
    }),
  );
  for (let i = 0; i < batch.length; i += 50) await ingest(store.pool, "t", batch.slice(i, i + 50));
  const { rows: found } = await store.pool.query(
    "select dimension, name, events::int, suspicious::int, errors::int, score from smartlog.top_hour order by suspicious desc, name",
  );
  expect(found.filter(({ dimension }) => dimension === "source")).toHaveLength(30);
  expect(found.find(({ dimension }) => dimension === "source")).toEqual({
    dimension: "source",
    name: "10.0.0.7",
    events: 20,
    suspicious: 20,
    errors: 20,
    score: expect.closeTo(0.9, 6),
  });
  expect(found.filter(({ dimension }) => dimension === "path").map(({ events }) => events)).toEqual(
    Array(20).fill(30),
  );
  expect(found.filter(({ dimension }) => dimension === "ua")).toHaveLength(10);
  expect(found.filter(({ dimension }) => dimension === "template")).toEqual([
    expect.objectContaining({ name: "5f0c2a11", events: 600 }),
  ]);
});

test("top names are exact up to a hundred of a kind an hour and six hundred a day", async () => {
  const day = Math.floor(Date.now() / 86_400_000 - 2) * 86_400;
  const batch = Array.from({ length: 1_200 }, (_, n) => {
    const name = n % 600;
    return row(n, { ts: day + (name % 6) * 3_600, ip: `10.1.${name >> 8}.${name & 255}` });
  });
  await ingest(store.pool, "t", batch);
  const { rows: hours } = await store.pool.query(
    "select count(*)::int as names, min(events)::int as least, max(events)::int as most from smartlog.top_hour where dimension = 'source'",
  );
  expect(hours).toEqual([{ names: 600, least: 2, most: 2 }]);
  const { rows: days } = await store.pool.query(
    "select count(*)::int as names, min(events)::int as least, max(events)::int as most from smartlog.top_day where dimension = 'source'",
  );
  expect(days).toEqual([{ names: 600, least: 2, most: 2 }]);
});

test("nobody fills the tables: names, sites and templates without end leave them small", async () => {
  for (let b = 0; b < 15; b++) {
    await ingest(
      store.pool,
      "t",
      Array.from({ length: 1500 }, (_, i) => {
        const n = b * 1500 + i;
        const often = i % 20 === 0;
        return row(n % 3000 === n ? n : n, {
          ts: NOON + (n % 3000),
          ip: often ? "192.0.2.1" : `10.${n % 250}.${n % 249}.${n % 247}`,
          path: `/${n}`,
          ua: `${n}`,
          host: `h${n}`,
          tpl: n.toString(16).padStart(8, "0"),
        });
      }),
    );
  }
  const { rows: found } = await store.pool.query(
    `select (select count(*)::int from smartlog.sites where named) as sites, (select count(*)::int from smartlog.sites) as watched, (select max(n)::int from (select count(*) as n from smartlog.top_hour group by at, dimension) x) as names,
       (select count(*)::int from smartlog.templates) as templates, (select count(*)::int from smartlog.rollup_day) as days,
       (select events::int from smartlog.top_day where name = '192.0.2.1') as often`,
  );
  expect(found[0].sites).toBe(200);
  expect(found[0].watched).toBeLessThanOrEqual(1_200);
  expect(found[0].names).toBeLessThanOrEqual(1_200);
  expect(found[0].templates).toBeLessThanOrEqual(20_000);
  expect(found[0].days).toBeLessThanOrEqual(201);
  expect(found[0].often).toBe(15 * 75);
  expect(await rollupDifferences(store.pool)).toEqual([]);
}, 120_000);

const sitesOf = async (site: string) =>
  (
    await store.pool.query(
      "select coalesce(sum(events), 0)::int as n from smartlog.rollup_day where site = $1",
      [site],
    )
  ).rows[0].n;

test("hundreds of invented hosts don't keep a real site from its name, whether it comes at once or line by line", async () => {
  const invented = (from: number) =>
    Array.from({ length: 300 }, (_, n) => row(from + n, { host: `h${from + n}.invalid` }));
  await ingest(store.pool, "t", invented(0));
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 50 }, (_, n) => row(1_000 + n, { host: "shop.example" })),
  );
  expect(await sitesOf("shop.example")).toBe(50);
  for (let n = 0; n < 10; n++) {
    await ingest(store.pool, "t", [row(2_000 + n, { host: "blog.example" })]);
    await ingest(store.pool, "t", invented(10_000 + n * 300));
  }
  // The first one is one of many.
  expect(await sitesOf("blog.example")).toBeGreaterThanOrEqual(8);
  // Those that are named keep their names while the flood goes on.
  await ingest(store.pool, "t", [row(3_000, { host: "shop.example" })]);
  expect(await sitesOf("shop.example")).toBe(51);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  await rebuildRollups(store.pool);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("names change hands only so often, and a name that was heavy ages", async () => {
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 1_000 }, (_, n) => row(n, { host: `old${n % 200}.example` })),
  );
  // Each round heavier than the last: who would churn all names.
  for (let round = 0; round < 4; round++)
    await ingest(
      store.pool,
      "t",
      Array.from({ length: 2_000 }, (_, n) =>
        row(10_000 + round * 10_000 + n, { host: `r${round}n${n % 200}.invalid` }),
      ),
    );
  const names = async () =>
    (
      await store.pool.query(
        "select count(distinct site)::int as n from smartlog.rollup_day where site <> '(other)'",
      )
    ).rows[0].n;
  expect(await names()).toBe(260);
  await store.pool.query(
    "update smartlog.settings set sites_halved_at = now() - interval '25 hours'; update smartlog.sites set events = 1000 where site = 'old7.example'",
  );
  await ingest(store.pool, "t", [row(90_000, { host: "old7.example" })]);
  expect(
    (await store.pool.query("select events::int, named from smartlog.sites where site = 'old7.example'"))
      .rows,
  ).toEqual([{ events: 500, named: true }]);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});

test("a name that has more than its own is found", async () => {
  await ingest(store.pool, "t", [row(1, { host: "a.example" }), row(2, { host: "b.example", ts: NOON + 1 })]);
  for (const table of ROLLUPS)
    await store.pool.query(
      `update smartlog.${table} set events = events + case site when 'a.example' then 1 else -1 end`,
    );
  expect(await rollupDifferences(store.pool)).toMatchObject([{ site: "a.example" }]);
});

test("a new template is known as soon as its first event is, with its text masked", async () => {
  await ingest(store.pool, "t", [row(1), row(2), row(3, { tpl: "00000003" })]);
  await ingest(store.pool, "t", [row(2), row(4, { ts: NOON - 50 })]);
  const { rows: found } = await store.pool.query(
    "select *, known_since > now() - interval '1 minute' as new from smartlog.templates order by tpl",
  );
  expect(found).toMatchObject([
    { tpl: "00000003", events: "1", example_id: "3" },
    {
      tpl: "5f0c2a11",
      kind: "web",
      events: "3",
      text: "/page/*",
      new: true,
      example_id: "1",
      first_seen: new Date((NOON - 50) * 1000),
      last_seen: new Date((NOON + 2) * 1000),
    },
  ]);
});

test("batches at the same time, over the same minutes, all get through", async () => {
  const batches = Array.from({ length: 12 }, (_, b) =>
    Array.from({ length: 200 }, (_, i) =>
      row(b * 100 + i, { ts: NOON + (b * 100 + i) * 7, ip: `10.0.${i % 7}.${i % 50}` }),
    ),
  );
  const results = await Promise.all(
    batches.map((batch, b) => ingest(store.pool, "t", b % 2 ? batch.toReversed() : batch)),
  );
  expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(1300);
  expect(await rollupDifferences(store.pool)).toEqual([]);
});
