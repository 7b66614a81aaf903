/** The index of words: made for days that are over, used by searches, done without where it is missing. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../../store/ingest.ts";
import { indexWords, wordsIndexState } from "../../../store/partitions/words-index.ts";
import { findEvents } from "../../../store/search/find.ts";
import { parse } from "../../../store/search/grammar/parse.ts";
import { row } from "../record.ts";
import { type TestStore, testStore } from "../test-store.ts";

const NOW = Date.now();
const DAY_S = 86_400;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
  // Today, yesterday and two days before.
  for (let day = 0; day < 4; day++)
    await ingest(
      store.pool,
      "t",
      Array.from({ length: 200 }, (_, n) => row(1_000 * day + n, { ts: NOW / 1000 - day * DAY_S })),
    );
});
afterAll(() => store?.close());

const state = () => wordsIndexState(store.pool, 0);
const name = (daysAgo: number) =>
  `events_${new Date(NOW - daysAgo * DAY_S * 1000).toISOString().slice(0, 10).replaceAll("-", "")}`;
async function found(): Promise<number> {
  const range = { from: NOW - 10 * DAY_S * 1000, to: NOW + 1 };
  const { events, searched } = await findEvents(store.pool, parse("page/2007"), { range, budgetMs: 60_000 });
  expect(searched.complete).toBe(true);
  return events.length;
}

test("the newest day that is over comes first, one at a time; what is small gets none", async () => {
  expect(await indexWords(store.pool)).toEqual([]);
  const { available, wanted, indexed } = await state();
  expect({ available, wanted, indexed }).toEqual({ available: true, wanted: true, indexed: 0 });
  // In the first hour of a day the one before is not over yet.
  const [first] = await indexWords(store.pool, { leastBytes: 1 });
  expect([name(1), name(2)]).toContain(first);
  const rest = await indexWords(store.pool, { leastBytes: 1, most: 10 });
  expect(rest).not.toContain(first);
  expect(rest).not.toContain(name(0));
  expect(rest).toContain(name(3));
  expect((await state()).indexed).toBe(1 + rest.length);
  expect(await indexWords(store.pool, { leastBytes: 1, most: 10 })).toEqual([]);
});

test("a search for a word can use it", async () => {
  const client = await store.pool.connect();
  try {
    await client.query("begin; set local enable_seqscan = off; set local enable_indexscan = off");
    const { rows } = await client.query(
      `explain select from smartlog.events e where time >= $1 and time < $2 and smartlog.line(e.record) ilike '%page/2007%'`,
      [new Date(NOW - 3.9 * DAY_S * 1000), new Date(NOW - 2 * DAY_S * 1000)],
    );
    expect(rows.map((each) => each["QUERY PLAN"]).join("\n")).toContain("_words");
  } finally {
    await client.query("rollback");
    client.release();
  }
  expect(await found()).toBe(1);
});

test("one that was cut off is made anew", async () => {
  await store.pool.query("update pg_index set indisvalid = false where indexrelid = $1::regclass", [
    `smartlog.${name(3)}_words`,
  ]);
  const before = (await state()).indexed;
  expect(await indexWords(store.pool, { leastBytes: 1, most: 10 })).toEqual([name(3)]);
  expect((await state()).indexed).toBe(before + 1);
});

test("the settings do without, and what there is goes", async () => {
  await store.pool.query("update smartlog.settings set index_words = false");
  expect(await indexWords(store.pool, { leastBytes: 1, most: 10 })).toEqual([]);
  expect(await state()).toMatchObject({ wanted: false, indexed: 0 });
  expect(await found()).toBe(1);
  await store.pool.query("update smartlog.settings set index_words = true");
});

test("without the extension everything is found as well, and it says so", async () => {
  await store.pool.query("drop extension pg_trgm cascade");
  expect(await indexWords(store.pool, { leastBytes: 1, most: 10 })).toEqual([]);
  expect(await state()).toMatchObject({ available: false, indexed: 0 });
  expect(await found()).toBe(1);
});
