import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { saveAnnotation } from "../../store/annotations.ts";
import { ingest } from "../../store/ingest.ts";
import { type OwnEvent, writeOwnEvent } from "../../store/own-events.ts";
import { rebuildRollups, rollupDifferences } from "../../store/rollups.ts";
import { readEvents, windowFacts } from "../../store/window.ts";
import { row, rows } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const NOW = new Date();
const SURGE: OwnEvent = {
  kind: "rate",
  key: "template 5f0c2a11 surge 2026-11-30T10:00:00Z",
  time: NOW,
  severity: "medium",
  score: 0.9,
  why: ["rate:surge"],
  site: "shop.example",
  message: "120 lines in ten minutes, usually 10",
  details: { rate: { current: 120, usual: 10 } },
};
const END: OwnEvent = {
  ...SURGE,
  kind: "session",
  key: "blk_1 end",
  why: ["session:missing-step"],
  session: "blk_1",
};

const own = async () =>
  (await store.pool.query("select * from smartlog.events where smartlog.is_own(kind) order by kind")).rows;
const count = async (table: string) =>
  Number((await store.pool.query(`select count(*) from smartlog.${table}`)).rows[0].count);
const window = [new Date(NOW.getTime() - 2 * 86_400_000), new Date(NOW.getTime() + 60_000)] as const;

test("an event of its own is stored once, whoever writes it, and however many at a time", async () => {
  const written = await Promise.all(Array.from({ length: 6 }, () => writeOwnEvent(store.pool, SURGE)));
  expect(written.filter((id) => id !== undefined)).toHaveLength(1);
  const later = { ...SURGE, time: new Date(NOW.getTime() + 3_600_000) };
  expect(await writeOwnEvent(store.pool, later)).toBeUndefined();
  expect(await writeOwnEvent(store.pool, { ...SURGE, key: "another" })).toMatch(/^-?\d+$/);
  expect(await own()).toHaveLength(2);
});

test("an event of its own has what it says, and nothing that a line would have", async () => {
  await writeOwnEvent(store.pool, { ...END, message: "a step\0 is missing" });
  expect(await own()).toMatchObject([
    {
      kind: "session",
      label: "anomaly",
      severity: "medium",
      why: ["session:missing-step"],
      host: "shop.example",
      tag: "smartlog",
      session: "blk_1",
      tpl: null,
      model: null,
      anomaly: null,
      record: { message: "a step\ufffd is missing", rate: { current: 120, usual: 10 } },
    },
  ]);
});

test("events of its own count by their kind, in no list of names and not as unread; a recount says the same", async () => {
  await ingest(store.pool, "t", rows(10));
  const names = await Promise.all(["top_hour", "templates", "unread_hour", "score_bins"].map(count));
  await writeOwnEvent(store.pool, SURGE);
  await writeOwnEvent(store.pool, END);
  expect(await Promise.all(["top_hour", "templates", "unread_hour", "score_bins"].map(count))).toEqual(names);
  const counted = async () =>
    (
      await store.pool.query(
        "select kind, sum(events)::int as events from smartlog.rollup_day group by 1 order by 1",
      )
    ).rows;
  const expected = [
    { kind: "rate", events: 1 },
    { kind: "session", events: 1 },
    { kind: "web", events: 10 },
  ];
  expect(await counted()).toEqual(expected);
  expect(await rollupDifferences(store.pool)).toEqual([]);
  await rebuildRollups(store.pool);
  expect(await counted()).toEqual(expected);
  expect(await Promise.all(["top_hour", "unread_hour"].map(count))).toEqual([names[0], names[2]]);
});

test("training reads lines alone", async () => {
  await ingest(store.pool, "t", rows(5));
  await writeOwnEvent(store.pool, SURGE);
  const read = [];
  for await (const batch of readEvents(store.pool, ...window)) read.push(...batch);
  expect(read).toHaveLength(5);
  const facts = await windowFacts(store.pool, ...window, undefined, 0.2);
  expect(facts.kinds).toEqual({ web: 5 });
});

test("a label for an event of its own is refused", async () => {
  await writeOwnEvent(store.pool, SURGE);
  const hex = (await store.pool.query("select smartlog.event_hex(id) as hex from smartlog.events")).rows[0]
    .hex;
  await expect(saveAnnotation(store.pool, hex, { label: "normal", annotator: "Ann" })).rejects.toMatchObject({
    code: "OWN_EVENT",
  });
});

test("no shipper sends such an event, and a shipper's session is stored", async () => {
  await ingest(store.pool, "t", [row(1, { kind: "rate", session: "blk_-1608999687919862906" })]);
  const { rows: stored } = await store.pool.query("select kind, session from smartlog.events");
  expect(stored).toEqual([{ kind: "unknown", session: "blk_-1608999687919862906" }]);
});

test("the trainer's role may write one, the readers' may not; nobody another kind", async () => {
  const trainer = await store.as("train");
  const reader = await store.as("read");
  const insert =
    "select smartlog.write_own_event($1, 'k', now(), 'low', 0.5, '{rate:drop}', null, null, 'fewer', '{}')";
  try {
    await trainer.query(insert, ["rate"]);
    await expect(trainer.query(insert, ["web"])).rejects.toThrow("no kind of SmartLog's own");
    await expect(reader.query(insert, ["session"])).rejects.toThrow("permission denied");
  } finally {
    await Promise.all([trainer.end(), reader.end()]);
  }
});
