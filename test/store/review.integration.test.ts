import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { removeAnnotation, saveAnnotation } from "../../store/annotations.ts";
import { ingest } from "../../store/ingest.ts";
import { questions } from "../../store/review.ts";
import { row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.feedback");
});

const NOW = Date.now() / 1000;
const hex = (n: number) => n.toString(16).padStart(16, "0");
/** An event of now, sure to be normal unless said otherwise. */
const event = (n: number, fields: object = {}) =>
  row(n, {
    ts: NOW - n,
    label: "normal",
    threat: 0.01,
    bot: 0.02,
    anomaly: 0.03,
    tpl: hex(n).slice(8),
    ip: `198.51.100.${n}`,
    ...fields,
  });
const ask = async (limit = 10) => questions(store.pool, { since: new Date((NOW - 86_400) * 1000), limit });
const asked = async (limit = 10) => (await ask(limit)).map(({ id }) => Number.parseInt(id, 16));
/** As if these templates had been there for long. */
const old = () =>
  store.pool.query(
    "update smartlog.templates set known_since = now() - interval '30 days', first_seen = now() - interval '30 days'",
  );

test("uncertain scores come first, then heads that contradict each other, then what is sure", async () => {
  await ingest(store.pool, "t", [
    event(1),
    event(2, { threat: 0.5 }),
    event(3, { threat: 0.97, label: "attack", anomaly: 0.95 }),
    event(4, { anomaly: 0.97, label: "anomaly" }),
  ]);
  await old();
  expect(await asked()).toEqual([2, 4, 3, 1]);
});

test("a new template comes before an old one", async () => {
  await ingest(store.pool, "t", [event(1)]);
  await old();
  await ingest(store.pool, "t", [event(2)]);
  expect(await asked()).toEqual([2, 1]);
});

test("one of each template and two of each source, however many are uncertain", async () => {
  await ingest(store.pool, "t", [
    ...[1, 2, 3].map((n) => event(n, { threat: 0.5, tpl: "0000aaaa" })),
    ...[4, 5, 6, 7].map((n) => event(n, { threat: 0.45, ip: "203.0.113.1" })),
    event(8),
  ]);
  const found = await asked();
  expect(found.filter((n) => n <= 3)).toHaveLength(1);
  expect(found.filter((n) => n >= 4 && n <= 7)).toHaveLength(2);
  expect(found).toContain(8);
});

test("what was labelled is not asked again, nor its template after three labels", async () => {
  await ingest(
    store.pool,
    "t",
    [1, 2, 3, 4].map((n) => event(n, { threat: 0.5, tpl: "0000bbbb" })),
  );
  for (let round = 0; round < 3; round++) {
    const [question] = await ask();
    await saveAnnotation(store.pool, question?.id ?? "", { label: "normal", annotator: "ann" });
  }
  expect(await ask()).toEqual([]);
});

test("unscored and older events are left out, and the limit holds", async () => {
  await ingest(store.pool, "t", [
    event(1, { error: "no model" }),
    event(2, { ts: NOW - 200_000, threat: 0.5 }),
    event(3),
    event(4),
  ]);
  expect((await asked()).sort()).toEqual([3, 4]);
  expect(await ask(1)).toHaveLength(1);
});

test("a question has the line, the fields and the scores", async () => {
  await ingest(store.pool, "t", [event(7, { why: ["a:b"], path: "/x", status: 404, threat: 0.4 })]);
  const [question] = await ask();
  expect(question).toMatchObject({
    id: hex(7),
    kind: "web",
    why: ["a:b"],
    line: expect.any(String),
    fields: { ip: "198.51.100.7", path: "/x", status: "404" },
  });
  expect(question?.threat).toBeCloseTo(0.4);
  expect(question?.uncertain).toBeCloseTo(0.8);
});

test("feedback holds a copy of the event, to the microsecond, and can be taken back", async () => {
  await ingest(store.pool, "t", [event(9, { ts: 1_763_720_000.123456 })]);
  const id = await saveAnnotation(store.pool, hex(9), { label: "bot", annotator: " ann\0 ", note: "x" });
  const { rows } = await store.pool.query(
    "select f.label, f.who, f.note, f.was, e.id is not null as found from smartlog.feedback f left join smartlog.events e on e.id = f.event_id and e.time = f.event_time",
  );
  expect(rows).toEqual([{ label: "bot", who: "ann", note: "x", was: "normal", found: true }]);
  await removeAnnotation(store.pool, id);
  expect((await store.pool.query("select from smartlog.feedback")).rowCount).toBe(0);
});

test.each(["00000000000000aa", "xyz", "", "123456789012345678"])(
  "an id without an event (%s) is said",
  async (id) => {
    await expect(saveAnnotation(store.pool, id, { label: "bot", annotator: "ann" })).rejects.toMatchObject({
      code: "NO_SUCH_EVENT",
    });
  },
);
