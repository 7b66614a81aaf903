import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { ingest } from "../../store/ingest.ts";
import { addTaught } from "../../store/taught/entries.ts";
import { eventsLike } from "../../store/taught/like.ts";
import { previewTaught } from "../../store/taught/preview.ts";
import { type Subject, subjectOf } from "../../store/taught/subject.ts";
import { scopesOf, teach } from "../../store/taught/teach.ts";
import { row } from "./record.ts";
import { accessLine, storeLines } from "./scored.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
const filter = Filter.load();
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.taught");
});

const OURS = "203.0.113.7";
/** Called an attack: a dotfile is asked for. */
const PROBE = "GET /.env";

const previewOf = async (
  id: string,
  scope: "client" | "template" | "agent",
  label: "normal" | "attack" = "normal",
) => previewTaught(store.pool, filter, await subjectOf(store.pool, filter, id), { scope, label });

test("the preview counts what the entry is about and no other line, by label, with examples", async () => {
  const lines = [
    ...Array.from({ length: 5 }, (_, i) => accessLine(OURS, `${PROBE}?n=${i}`, 404, 60 * i + 60)),
    accessLine(OURS, "GET /index.html", 200),
    accessLine("203.0.113.8", PROBE),
    accessLine("198.51.100.1", PROBE),
  ];
  const [first] = await storeLines(store.pool, lines);
  expect(first?.label).toBe("attack");
  const id = first?.id as string;
  const client = await previewOf(id, "client");
  expect(client).toMatchObject({ matched: 5, isBounded: false, days: 7 });
  expect((client?.changes.attack ?? 0) + (client?.changes.bot ?? 0) + (client?.left ?? 0)).toBe(5);
  expect(client?.changes.attack).toBeGreaterThan(0);
  expect(client?.samples[0]?.line).toContain(PROBE);
  // Its network has one line more of this form.
  expect((await previewOf(id, "template"))?.matched).toBeGreaterThan(0);
  expect((await previewOf(id, "agent", "attack"))?.matched).toBe(8);
});

test("what the preview says is what the filter then does", async () => {
  const lines = Array.from({ length: 30 }, (_, i) =>
    accessLine(OURS, `${PROBE}?n=${i}`, i % 3 ? 404 : 200, 600 - i),
  );
  const events = await storeLines(store.pool, lines);
  const id = events[0]?.id as string;
  const subject = await subjectOf(store.pool, filter, id);
  const preview = await previewOf(id, "client");
  await teach(store.pool, filter, subject, { scope: "client", label: "normal", who: "ann" });
  const { withTaught } = await import("../../trainer/model/taught.ts");
  const { activeTaught } = await import("../../store/taught/entries.ts");
  const { BUILT } = await import("../trainer/models.ts");
  const taught = Filter.load(withTaught(BUILT, await activeTaught(store.pool)));
  await store.empty();
  const after = await storeLines(store.pool, lines, taught);
  const changed = after.filter(({ label }, i) => label !== events[i]?.label);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed).toHaveLength(Object.values(preview?.changes ?? {}).reduce((sum, n) => sum + n, 0));
  expect(new Set(changed.map(({ label }) => label))).toEqual(new Set(["normal"]));
});

test("of those that score higher the highest is named, and takes them along", async () => {
  const lines = Array.from({ length: 12 }, (_, i) => accessLine(OURS, PROBE, 404, 600 - i));
  const events = await storeLines(store.pool, lines);
  const first = await previewOf(events[0]?.id as string, "client");
  expect(first).toMatchObject({ matched: 12, highest: { id: expect.any(String) } });
  expect(first?.left).toBeGreaterThan(0);
  const highest = await previewOf(first?.highest?.id as string, "client");
  expect(highest).toMatchObject({ matched: 12, left: 0 });
  expect(highest?.highest).toBeUndefined();
});

test("an attack becomes normal by no agent, and no bot; a scope that can't act is refused, with those that can", async () => {
  const [event] = await storeLines(store.pool, [accessLine(OURS, PROBE)]);
  const subject = await subjectOf(store.pool, filter, event?.id as string);
  expect(scopesOf(filter, subject, "normal")).toEqual(["client", "template"]);
  expect(scopesOf(filter, subject, "bot")).toEqual([]);
  await expect(
    teach(store.pool, filter, subject, { scope: "agent", label: "normal", who: "ann" }),
  ).rejects.toMatchObject({ code: "NOT_TAUGHT", nextStep: "These can: client, template." });
  expect(await previewOf(event?.id as string, "agent")).toBeUndefined();
});

describe("what can't be taught", () => {
  test("an event that this module reads otherwise", async () => {
    const [event] = await storeLines(store.pool, [accessLine(OURS, PROBE)]);
    await store.pool.query("update smartlog.events set ip = '192.0.2.1'");
    await expect(subjectOf(store.pool, filter, event?.id as string)).rejects.toMatchObject({
      code: "NOT_TAUGHT",
      nextStep: expect.stringMatching(/--module/),
    });
  });

  test("an event that is not there", async () => {
    for (const id of ["1234", "zz", "' or 1=1"])
      await expect(subjectOf(store.pool, filter, id), id).rejects.toMatchObject({ code: "NO_SUCH_EVENT" });
  });
});

test("a source without an address, a /64 and a message are found by what they have", async () => {
  const lines = [
    accessLine("2001:db8:1:2::9", PROBE),
    accessLine("2001:db8:1:2::a", PROBE),
    accessLine("2001:db8:1:3::9", PROBE),
    `${new Date(Date.now() - 60_000).toUTCString().replace(/^\w+, (\d+) (\w+) \d+ ([\d:]+) GMT$/, "$2 $1 $3")} host sudo: pam_unix(sudo:auth): authentication failure; logname=bob uid=1000 user=bob`,
    "a line of a program that nobody knows, with 17 things",
  ];
  const events = await storeLines(store.pool, lines);
  expect(await previewOf(events[0]?.id as string, "client")).toMatchObject({ matched: 2 });
  expect(await previewOf(events[0]?.id as string, "template")).toMatchObject({ matched: 3 });
  for (const { id } of events.slice(3)) {
    const subject = await subjectOf(store.pool, filter, id);
    for (const scope of scopesOf(filter, subject, "attack"))
      expect((await previewOf(id, scope, "attack"))?.matched, `${id} ${scope}`).toBeGreaterThan(0);
  }
});

test("of many events the newest are compared, and it says so", async () => {
  const lines = Array.from({ length: 60 }, (_, i) => accessLine(OURS, PROBE, 404, 60 + i));
  const [event] = await storeLines(store.pool, lines);
  const subject = await subjectOf(store.pool, filter, event?.id as string);
  const preview = await previewTaught(
    store.pool,
    filter,
    subject,
    { scope: "client", label: "normal" },
    { limit: 50, samples: 1 },
  );
  expect(preview).toMatchObject({ compared: 50, matched: 50, isBounded: true });
  expect(preview?.samples).toHaveLength(1);
});

test("an entry's text is cut, and its key is what the filter says", async () => {
  const [event] = await storeLines(store.pool, [accessLine(OURS, `GET /.env/${"x".repeat(2000)}`)]);
  const subject = await subjectOf(store.pool, filter, event?.id as string);
  const entry = await teach(store.pool, filter, subject, {
    scope: "client",
    label: "anomaly",
    who: "ann",
  }).catch(() => teach(store.pool, filter, subject, { scope: "client", label: "normal", who: "ann" }));
  expect(entry.describes.length).toBe(300);
  expect(entry.key).toBe(subject.taught.keys.client);
  await expect(
    addTaught(store.pool, { ...entry, eventKey: subject.eventKey, key: 2n ** 64n }),
  ).rejects.toThrow();
});

test("a record that is long only when it is unpacked does not fill the memory", async () => {
  const { time, data } = row(1);
  const long = { ...JSON.parse(data), filler: "a".repeat(1_000_000) };
  await ingest(store.pool, "t", [{ time, data: JSON.stringify(long) }, row(2, { path: "/page/1" })]);
  const { rows } = await store.pool.query(
    "select max(pg_column_size(record)) as packed from smartlog.events",
  );
  expect(rows[0].packed).toBeLessThan(16_384);
  const subject = { kind: "web", ip: "203.0.113.7", path: "/page/1", tpl: "5f0c2a11" } as Subject;
  const events = await eventsLike(store.pool, subject, "client", { days: 7, limit: 10 });
  expect(events?.map(({ record }) => record === null)).toEqual([false, true]);
});
