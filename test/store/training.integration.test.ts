/** What training reads of the store: a window's events in order, its counts, annotations, ids, arrivals. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readAnnotations, saveAnnotation } from "../../store/annotations.ts";
import { arrivals, currentMinute } from "../../store/arrivals.ts";
import { ingest } from "../../store/ingest.ts";
import { insertModel, nextModelId } from "../../store/models.ts";
import { countAttacks, readEvents, type StoredEvent, windowFacts } from "../../store/window.ts";
import { NOON, row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.feedback, smartlog.models");
});

const at = (second: number) => new Date((NOON + second) * 1000);
const hex = (n: number) => n.toString(16).padStart(16, "0");

async function read(from: Date, to: Date): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of readEvents(store.pool, from, to)) events.push(...batch);
  return events;
}

describe("a window's events", () => {
  test("are those of its times, in order, with 0 or nothing for absent fields", async () => {
    await ingest(
      store.pool,
      "t",
      [7, 3, 5, 1].map((n) => row(n, { label: n === 5 ? "attack" : "normal" })),
    );
    const events = await read(at(3), at(7));
    expect(events.map(({ id, time, label }) => [id, time, label])).toEqual([
      ["3", NOON + 3, "normal"],
      ["5", NOON + 5, "attack"],
    ]);
    expect(events[0]).toMatchObject({
      source: "203.0.113.7",
      path: "/page/3",
      ua: "",
      status: 0,
      offset: -1,
    });
  });

  test("of one instant come in the order of their file, over batches", async () => {
    const count = 2500;
    const rows = Array.from({ length: count }, (_, n) => {
      const { time, data } = row(n + 1, { ts: NOON });
      return { time, data: JSON.stringify({ file: "f", offset: count - n, ...JSON.parse(data) }) };
    });
    await ingest(store.pool, "t", rows);
    const offsets = (await read(at(0), at(1))).map(({ offset }) => offset);
    expect(offsets).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  });

  test("can be left after the first batch; the pool is as good as before", async () => {
    await ingest(
      store.pool,
      "t",
      Array.from({ length: 1500 }, (_, n) => row(n + 1)),
    );
    for await (const batch of readEvents(store.pool, at(0), at(2000))) {
      expect(batch.length).toBeGreaterThan(500);
      break;
    }
    expect((await store.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });
});

describe("the facts of a window", () => {
  beforeEach(() =>
    ingest(
      store.pool,
      "t",
      Array.from({ length: 10 }, (_, n) => row(n, { kind: n < 4 ? "auth" : "web" })),
    ),
  );

  test("count its kinds, and say where the held-out part begins", async () => {
    expect(await windowFacts(store.pool, at(0), at(100), undefined, 0.2)).toEqual({
      from: at(0),
      to: at(9),
      events: 10,
      kinds: { auth: 4, web: 6 },
      heldOutFrom: at(8),
    });
  });

  test("are those of the newest events where there are more than asked for", async () => {
    expect(await windowFacts(store.pool, at(0), at(100), 5, 0.2)).toMatchObject({
      from: at(5),
      events: 5,
      kinds: { web: 5 },
      heldOutFrom: at(9),
    });
  });

  test("of an empty window are its own times", async () => {
    expect(await windowFacts(store.pool, at(50), at(60), undefined, 0.2)).toEqual({
      from: at(50),
      to: at(60),
      events: 0,
      kinds: {},
      heldOutFrom: at(60),
    });
  });
});

test("attacks are counted by the labels on arrival, in whole hours before the end", async () => {
  const labels = ["attack", "normal", "attack", "attack"];
  await ingest(
    store.pool,
    "t",
    labels.map((label, n) => row(n + 1, { label, ts: NOON + n * 3600 })),
  );
  expect(await countAttacks(store.pool, at(0), at(3 * 3600 + 10))).toEqual({ events: 3, attacks: 2 });
  expect(await countAttacks(store.pool, at(-7200), at(0))).toEqual({ events: 0, attacks: 0 });
});

test("of annotations the newest of each annotator about each event counts, and of too many the newest", async () => {
  await ingest(store.pool, "t", [row(1), row(2)]);
  for (const [n, annotator, label] of [
    [1, "ann", "bot"],
    [1, "bob", "attack"],
    [1, "ann", "normal"],
    [2, "ann", "anomaly"],
  ] as const)
    await saveAnnotation(store.pool, hex(n), { label, annotator });
  const annotations = await readAnnotations(store.pool, 10);
  expect(annotations.map(({ id, annotator, label }) => [id, annotator, label])).toEqual([
    ["2", "ann", "anomaly"],
    ["1", "ann", "normal"],
    ["1", "bob", "attack"],
  ]);
  expect(annotations[0]).toMatchObject({
    time: NOON + 2,
    tpl: "5f0c2a11",
    record: expect.stringContaining("/page/2"),
  });
  expect(await readAnnotations(store.pool, 1)).toEqual(annotations.slice(0, 1));
});

test("a model's id is its day and the next number", async () => {
  const now = new Date("2026-11-21T23:59:59Z");
  expect(await nextModelId(store.pool, now)).toBe("2026-11-21.1");
  for (const id of ["2026-11-21.2", "2026-11-21.10", "2026-11-21.by-hand", "2026-11-20.40"])
    await insertModel(store.pool, {
      id,
      parent: null,
      origin: "trained",
      status: "candidate",
      reason: "",
      blob: Buffer.from(id),
    });
  expect(await nextModelId(store.pool, now)).toBe("2026-11-21.11");
});

test("arrivals are a model's events and all batches, whatever time the events claim", async () => {
  const since = await currentMinute(store.pool);
  const before = await arrivals(store.pool, "new", since);
  await ingest(store.pool, "t", [row(1, { model: "new", ts: 1_000_000 }), row(2)]);
  await ingest(store.pool, "t", [row(3)]);
  const after = await arrivals(store.pool, "new", since);
  expect(before.scored).toBe(0);
  expect(after.scored).toBeGreaterThan(0);
  expect(after.batches - before.batches).toBe(2);
  expect((await arrivals(store.pool, "other", since)).scored).toBe(0);
});
