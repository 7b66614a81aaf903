import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { retain } from "../../store/partitions/retain.ts";
import { rebuildRollups } from "../../store/rollups.ts";
import { unreadByTag } from "../../store/unread.ts";
import { NOON, record, row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const hours = async () =>
  (await store.pool.query("select * from smartlog.unread_hour order by at, tag")).rows;

const recounted = async () =>
  (
    await store.pool.query(
      `select date_bin('1 hour', time, 'epoch') as at, coalesce(tag, '') as tag, count(*) as events,
         count(*) filter (where kind = 'unknown') as unread, max(time) filter (where kind = 'unknown') as example_time,
         (array_agg(id order by time desc, id desc) filter (where kind = 'unknown'))[1] as example_id
       from smartlog.events group by 1, 2 order by 1, 2`,
    )
  ).rows;

/** Event `n` of now, `minutesAgo` minutes ago. */
const lately = (n: number, minutesAgo: number, kind: string) => {
  const now = Date.now() / 1000;
  return { time: now, data: record(n, { ts: now - minutesAgo * 60, kind }) };
};

test("what is counted by hour and tag is what is stored, in whatever batches, and after a recount", async () => {
  const event = fc.record({
    ts: fc.integer({ min: NOON - 9_000, max: NOON + 9_000 }),
    kind: fc.constantFrom("web", "unknown", "app"),
  });
  const batch = fc.record({
    tag: fc.constantFrom("a.log", "b.log", "(other)", "'; --"),
    events: fc.array(event, { minLength: 1, maxLength: 30 }),
  });
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 5 }), async (batches) => {
      const made = batches.map(({ tag, events }) => ({ tag, rows: events.map((each) => row(++n, each)) }));
      await Promise.all(made.map(({ tag, rows }) => ingest(store.pool, tag, rows)));
      await Promise.all(made.map(({ tag, rows }) => ingest(store.pool, tag, rows.toReversed())));
      expect(await hours()).toEqual(await recounted());
    }),
    { numRuns: 30 },
  );
  const before = await hours();
  expect(before.filter(({ unread }) => unread > 0).length).toBeGreaterThan(10);
  await rebuildRollups(store.pool);
  expect(await hours()).toEqual(before);
});

test("tags without end leave the table small, and lose no event", async () => {
  for (let i = 0; i < 700; i++) await ingest(store.pool, `pod-${i}`, [row(i, { kind: "unknown" })]);
  await ingest(store.pool, "pod-3", [row(700, { kind: "web" })]);
  const counted = await hours();
  expect(counted).toHaveLength(501);
  expect(counted.find(({ tag }) => tag === "(other)")).toMatchObject({ events: "200", example_id: "699" });
  expect(counted.find(({ tag }) => tag === "pod-3")).toMatchObject({ events: "2", unread: "1" });
}, 60_000);

test("of the last hours, each tag has its share and its newest line that was not read", async () => {
  await ingest(store.pool, "good.log", [lately(1, 5, "web"), lately(2, 6, "web")]);
  await ingest(store.pool, "odd.log", [
    lately(3, 200, "unknown"),
    lately(4, 150, "unknown"),
    lately(5, 90, "web"),
  ]);
  await ingest(store.pool, "old.log", [lately(6, 60 * 30, "unknown")]);
  const asReader = await store.as("read");
  try {
    expect(await unreadByTag(asReader, 24)).toEqual([
      { tag: "odd.log", events: 3, unread: 2, example: expect.stringContaining("/page/4 ") },
      { tag: "good.log", events: 2, unread: 0, example: null },
    ]);
  } finally {
    await asReader.end();
  }
});

test("hours that no panel reads any more go with retention", async () => {
  await ingest(store.pool, "a.log", [row(1, { kind: "unknown" })]);
  await store.pool.query(
    "insert into smartlog.unread_hour values (now() - interval '36 days', 'a.log', 1, 1), (now() - interval '34 days', 'a.log', 1, 1)",
  );
  await retain(store.pool, { days: 30 });
  expect(await hours()).toHaveLength(2);
});
