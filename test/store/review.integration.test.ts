import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { removeAnnotation, saveAnnotation } from "../../store/annotations.ts";
import { ingest } from "../../store/ingest.ts";
import type { Cluster } from "../../store/review/clusters.ts";
import { circumstances } from "../../store/review/words.ts";
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
const range = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
/** As a person's browser: pages with their assets and referers, answered. */
const PERSON = { ua: "Mozilla/5.0 Firefox/140.0", ref: "https://shop.example/", status: 200 };

test("many alike come before one that is less certain, and an event in their middle is shown", async () => {
  await ingest(store.pool, "t", [
    event(1, { threat: 0.5 }),
    ...range(20, 10).map((n) =>
      event(n, { threat: 0.5 + (n - 10) / 50, tpl: "0000aaaa", label: "attack", ip: "203.0.113.1" }),
    ),
    ...range(3, 40).map((n) => event(n, { tpl: "0000bbbb", ip: "203.0.113.2" })),
  ]);
  const [first, second] = await ask();
  expect(first).toMatchObject({ tpl: "0000aaaa", cluster: { events: { attack: 20 }, sources: 1 } });
  expect(first?.changes).toEqual({ normal: 20, bot: 20, attack: 0, anomaly: 20 });
  expect(second?.id).toBe(hex(1));
});

test("what people with browsers are called comes before what those are called who probe", async () => {
  const flagged = { label: "attack", threat: 0.9 };
  const paths = ["/a.css", "/b.js", "/page", "/c.png"];
  await ingest(store.pool, "t", [
    ...range(12).map((n) =>
      event(n, { ...flagged, ...PERSON, path: paths[n % 4], tpl: hex(n % 4).slice(8), ip: "192.0.2.1" }),
    ),
    ...range(60, 20).map((n) =>
      event(n, { ...flagged, path: `/wp-${n}.php`, status: 404, hit: "path:wp", ip: "192.0.2.2" }),
    ),
  ]);
  const found = await ask();
  expect(found.at(-1)).toMatchObject({ cluster: { probing: true, events: { attack: 60 } } });
  expect(found[0]).toMatchObject({ cluster: { probing: false, shares: { person: 1 } } });
  expect(found.at(-1)?.chances.attack).toBeGreaterThan(0.95);
  expect(found[0]?.chances.attack).toBeLessThan(0.5);
});

test("rare templates of one target are one question, however many", async () => {
  await ingest(
    store.pool,
    "t",
    range(60).map((n) => event(n, { threat: 0.5, path: `/news/${n}`, status: 200 })),
  );
  const found = await ask();
  expect(found).toHaveLength(1);
  expect(found[0]?.cluster).toMatchObject({ target: "/news", tpl: "", events: { normal: 60 }, sources: 60 });
});

test("messages that tell no outcome are not called answered with success", async () => {
  const fields = { kind: "syslog", service: "backup", tpl: "0000dddd", threat: 0.4 };
  await ingest(
    store.pool,
    "t",
    range(20).map((n) => event(n, fields)),
  );
  const [question] = await ask();
  expect(question?.cluster.shares).toMatchObject({ failed: 0, succeeded: 0 });
  expect(circumstances(question?.cluster as Cluster)).not.toContain("answered with success");
});

test("five are not of one source, template or target where there are others", async () => {
  await ingest(store.pool, "t", [
    ...range(90).map((n) =>
      event(n, {
        label: "bot",
        bot: 0.7,
        path: `/api/${n % 9}`,
        tpl: `0000aaa${n % 9}`,
        ip: "203.0.113.1",
        ua: "x",
      }),
    ),
    ...range(8, 100).map((n) =>
      event(n, { label: "bot", bot: 0.7, path: "/shop/x", tpl: "0000bbbb", ua: "y", ip: "203.0.113.2" }),
    ),
    ...range(8, 120).map((n) =>
      event(n, { label: "bot", bot: 0.7, path: "/mail/x", tpl: "0000cccc", ua: "z", ip: "203.0.113.3" }),
    ),
  ]);
  const targets = (await ask(5)).map(({ cluster }) => cluster.target);
  expect(new Set(targets)).toEqual(new Set(["/api", "/shop", "/mail"]));
});

test("what was answered is not asked again, and what is like it is likelier what was said", async () => {
  const flagged = (n: number, tpl: string) =>
    event(n, { label: "attack", threat: 0.7, path: "/api/x", ip: "203.0.113.1", tpl });
  await ingest(store.pool, "t", [
    ...range(6).map((n) => flagged(n, "0000aaaa")),
    ...range(5, 10).map((n) => flagged(n, "0000bbbb")),
  ]);
  const [first, like] = await ask();
  expect(first?.tpl).toBe("0000aaaa");
  await saveAnnotation(store.pool, first?.id ?? "", { label: "normal", annotator: "ann" });
  const again = await ask();
  expect(again.map(({ tpl }) => tpl)).toEqual(["0000bbbb"]);
  expect(again[0]?.chances.normal).toBeGreaterThan((like?.chances.normal ?? 1) + 0.1);
  await saveAnnotation(store.pool, again[0]?.id ?? "", { label: "normal", annotator: "ann" });
  expect(await ask()).toEqual([]);
});

test("a question has what its source did before and after, and the same by others", async () => {
  await ingest(store.pool, "t", [
    ...range(9).map((n) =>
      event(n, { ip: "203.0.113.1", tpl: n === 5 ? "0000aaaa" : "0000bbbb", threat: n === 5 ? 0.5 : 0.01 }),
    ),
    ...range(5, 20).map((n) => event(n, { tpl: "0000aaaa", ip: `192.0.2.${n}`, ua: "other" })),
    event(30, { tpl: "0000aaaa", ip: "192.0.2.20", ua: "other" }),
  ]);
  const question = (await ask()).find(({ id }) => id === hex(5));
  const ids = (events: { id: string }[] = []) => events.map(({ id }) => Number.parseInt(id, 16));
  expect(ids(question?.before)).toEqual([8, 7, 6]);
  expect(ids(question?.after)).toEqual([4, 3, 2]);
  expect(ids(question?.others)).toEqual([22, 21, 20]);
  expect(question?.after[0]).toMatchObject({
    label: "normal",
    ip: "203.0.113.1",
    line: expect.stringContaining("GET"),
  });
});

test("of more events than are read, a part stands for all", async () => {
  await ingest(
    store.pool,
    "t",
    range(3_000).map((n) => event(n, { threat: 0.5, tpl: "0000aaaa", ip: "203.0.113.1" })),
  );
  // As if the window had so many that every second block is read.
  await store.pool.query("update smartlog.rollup_hour set events = events * 120000 / 3000");
  const [question] = await ask();
  const { events } = question?.cluster ?? { events: { normal: 0 } };
  expect(events.normal).toBeGreaterThan(2_000);
  expect(events.normal).toBeLessThan(4_000);
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
  expect(question?.expected).toBeGreaterThan(0.1);
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
