/** Patterns: the words that the filter writes, and templates that a later model puts into others. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { type PatternsAsked, patternsOf } from "../../store/patterns.ts";
import { NOON, row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.merged_templates");
});

const SHIRT = "GET /products/* 2xx browser";

async function templates(): Promise<Record<string, unknown>[]> {
  const { rows } = await store.pool.query(
    "select tpl, text, events::int, first_seen, last_seen from smartlog.templates order by tpl",
  );
  return rows;
}

async function merge(pairs: readonly [string, string][]): Promise<number> {
  const { rows } = await store.pool.query("select smartlog.merge_templates($1, $2) as merged", [
    pairs.map(([old]) => old),
    pairs.map(([, now]) => now),
  ]);
  return rows[0].merged;
}

test("a template's words are the filter's, whichever event of the batch has them", async () => {
  await ingest(store.pool, "t", [row(1, { path: "/a" }), row(2, { pattern: SHIRT }), row(3)]);
  expect(await templates()).toMatchObject([{ tpl: "5f0c2a11", text: SHIRT, events: 3 }]);
  const { rows } = await store.pool.query("select pattern from smartlog.events order by time");
  expect(rows.map(({ pattern }) => pattern)).toEqual([null, SHIRT, null]);
});

test("until they come a masked line stands for them", async () => {
  await ingest(store.pool, "t", [
    row(1, { method: "GET", path: "/page/17?q=secret", status: 200 }),
    row(2, { kind: "app", path: undefined, tpl: "00000002" }),
  ]);
  expect((await templates()).map(({ text }) => text)).toEqual(['* - - [] "*" * *', "GET /page/* 2xx"]);
  await ingest(store.pool, "t", [row(3, { pattern: SHIRT })]);
  expect((await templates())[1]).toMatchObject({ text: SHIRT, events: 2 });
  await ingest(store.pool, "t", [row(4)]);
  expect((await templates())[1]).toMatchObject({ text: SHIRT, events: 3 });
});

test("words beyond any length are cut", async () => {
  await ingest(store.pool, "t", [row(1, { pattern: "x".repeat(10_000) })]);
  expect((await templates())[0]?.text).toBe("x".repeat(255));
});

test("templates of a former model go into those of the next, and their counts with them", async () => {
  const at = (n: number, tpl: string, fields = {}) => row(n, { tpl, pattern: `pattern ${tpl}`, ...fields });
  await ingest(store.pool, "t", [
    at(1, "0000000a"),
    at(2, "0000000b", { label: "attack", score: 0.9 }),
    at(3, "0000000b"),
    at(4, "0000000c"),
    at(5, "0000000d"),
  ]);
  const pairs: [string, string][] = [
    ["0000000a", "0000000c"],
    ["0000000b", "0000000c"],
    ["0000000d", "0000000e"],
    ["0000000f", "0000000e"],
  ];
  expect(await merge(pairs)).toBe(3);
  const merged = [
    {
      tpl: "0000000c",
      text: "pattern 0000000c",
      events: 4,
      first_seen: new Date((NOON + 1) * 1000),
      last_seen: new Date((NOON + 4) * 1000),
    },
    { tpl: "0000000e", text: "pattern 0000000d", events: 1 },
  ];
  expect(await templates()).toMatchObject(merged);
  for (const table of ["top_hour", "top_day"]) {
    const { rows } = await store.pool.query(
      `select name, events::int, suspicious::int, score from smartlog.${table} where dimension = 'template' order by name`,
    );
    expect(rows, table).toEqual([
      { name: "0000000c", events: 4, suspicious: 1, score: 0.9 },
      { name: "0000000e", events: 1, suspicious: 0, score: 0 },
    ]);
  }
  // Given again, as after a publication that was killed.
  expect(await merge(pairs)).toBe(0);
  expect(await templates()).toMatchObject(merged);
});

test("whoever looks for a template finds the events of those that went into it, over several models", async () => {
  await ingest(
    store.pool,
    "t",
    ["0000000a", "0000000b", "0000000c", "0000000d"].map((tpl, n) => row(n, { tpl })),
  );
  await merge([["0000000a", "0000000b"]]);
  await merge([["0000000b", "0000000c"]]);
  const found = async (template: string) => {
    const { rows } = await store.pool.query(
      `select (event).tpl from smartlog.search($1, $2, '{*}', '{*}', '{*}', '{*}', '', $3, '', 10) where (event).id is not null order by 1`,
      [new Date((NOON - 100) * 1000), new Date((NOON + 100) * 1000), template],
    );
    return rows.map(({ tpl }) => tpl);
  };
  expect(await found("0000000c")).toEqual(["0000000a", "0000000b", "0000000c"]);
  expect(await found("0000000a")).toEqual(["0000000a", "0000000b", "0000000c"]);
  expect(await found("0000000d")).toEqual(["0000000d"]);
  expect(await found("")).toHaveLength(4);
});

test("a map that leads in a circle, names nothing or one template twice merges what it can", async () => {
  await ingest(store.pool, "t", [row(1, { tpl: "0000000a" }), row(2, { tpl: "0000000b" })]);
  expect(
    await merge([
      ["0000000a", "0000000b"],
      ["0000000b", "0000000a"],
    ]),
  ).toBe(0);
  expect(await merge([])).toBe(0);
  expect(
    await merge([
      ["0000000a", "0000000b"],
      ["0000000a", "0000000b"],
      ["0000000b", "0000000c"],
    ]),
  ).toBe(2);
  expect(await templates()).toMatchObject([{ tpl: "0000000c", events: 2 }]);
});

describe("patterns of a range", () => {
  const HOUR = 3600;
  const seconds = (n: number) => new Date((NOON + n) * 1000);
  const of = async (sorted: PatternsAsked["sorted"], from: number, to: number, kinds: string[] = []) => {
    const found = await patternsOf(store.pool, {
      from: seconds(from),
      to: seconds(to),
      kinds,
      sorted,
      most: 10,
    });
    return found.map(({ pattern, events, unusual }) => [pattern, events, unusual]);
  };
  const at = (n: number, tpl: string, pattern: string, fields = {}) => row(n, { tpl, pattern, ...fields });

  beforeEach(async () => {
    await ingest(store.pool, "t", [
      ...Array.from({ length: 20 }, (_, n) => at(n, "0000000a", "old and frequent")),
      ...Array.from({ length: 5 }, (_, n) => at(2 * HOUR + n, "0000000a", "old and frequent")),
      at(2 * HOUR + 100, "0000000b", "new", { label: "attack" }),
      ...Array.from({ length: 4 }, (_, n) => at(2 * HOUR + 110 + n, "0000000b", "new")),
      at(30, "0000000c", "rare", { kind: "auth" }),
      at(2 * HOUR + 50, "0000000c", "rare", { kind: "auth" }),
      at(31, "0000000d", "gone"),
    ]);
  });

  test("the most frequent, counted in it", async () => {
    expect(await of("frequent", -HOUR, 3 * HOUR)).toEqual([
      ["old and frequent", 25, 0],
      ["new", 5, 1],
      ["rare", 2, 0],
      ["gone", 1, 0],
    ]);
    expect((await of("frequent", 2 * HOUR, 3 * HOUR)).slice(0, 2)).toEqual([
      ["old and frequent", 5, 0],
      ["new", 5, 1],
    ]);
  });

  test("those first seen in it", async () => {
    expect(await of("new", HOUR, 3 * HOUR)).toEqual([["new", 5, 1]]);
    expect(await of("new", 3 * HOUR, 4 * HOUR)).toEqual([]);
  });

  test("the rarest of those seen in it, of chosen log types", async () => {
    expect(await of("rare", -HOUR, 3 * HOUR)).toEqual([
      ["gone", 1, 0],
      ["rare", 2, 0],
    ]);
    expect(await of("rare", HOUR, 3 * HOUR)).toEqual([["rare", 1, 0]]);
    expect(await of("rare", -HOUR, 3 * HOUR, ["auth", "dns"])).toEqual([["rare", 2, 0]]);
  });

  test("with the events of those that went into them", async () => {
    await merge([["0000000d", "0000000c"]]);
    expect(await of("rare", -HOUR, 3 * HOUR)).toEqual([["rare", 3, 0]]);
  });
});
