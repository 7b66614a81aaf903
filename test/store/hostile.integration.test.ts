import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { NOON, record, row } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const FIELDS = [
  "v",
  "id",
  "ts",
  "kind",
  "label",
  "severity",
  "score",
  "bot",
  "threat",
  "anomaly",
  "why",
  "tpl",
  "model",
  "error",
  "ip",
  "method",
  "path",
  "status",
  "bytes",
  "ua",
  "ref",
  "host",
  "service",
  "level",
  "ms",
  "user",
  "outcome",
  "qname",
  "qtype",
  "rcode",
  "action",
  "proto",
  "dst",
  "sport",
  "dport",
  "iface",
  "peer",
  "hit",
  "line_key",
];

const anyJson = fc.oneof(
  fc.json(),
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '"\\u0000"',
    '"\\ud800"',
    "1e999999",
    "-1e400",
    "[[[[1],[]]]]",
    '"NaN"',
    '"Infinity"',
    "null",
    "9".repeat(400),
  ),
);

/** A record of the filter's shape in which any field may hold anything. */
const anyRecord = fc
  .tuple(fc.dictionary(fc.constantFrom(...FIELDS), anyJson, { maxKeys: 12 }), fc.nat(1e6), anyJson)
  .map(([fields, n, log]) => {
    const event = { id: `"${n.toString(16)}"`, ts: String(NOON + n), ...fields };
    return `{"log":${log},"smartlog":{${Object.entries(event).map(([key, value]) => `"${key}":${value}`)}}}`;
  });

test("whatever is in a batch, each row is stored, known or put aside, and its neighbours are stored", async () => {
  let neighbour = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(anyJson, anyRecord, fc.string({ unit: "binary" })), { minLength: 1, maxLength: 20 }),
      async (data) => {
        const id = (neighbour++).toString(16).padStart(16, "e");
        const batch = [...data.map((each) => ({ time: NOON, data: each })), row(1, { id })];
        const { stored, duplicates, rejected } = await ingest(store.pool, "t", batch);
        expect(stored + duplicates + rejected).toBe(batch.length);
        const found = await store.pool.query("select from smartlog.events where id = smartlog.event_id($1)", [
          id,
        ]);
        expect(found.rowCount).toBe(1);
        expect(await ingest(store.pool, "t", batch)).toEqual({
          stored: 0,
          duplicates: batch.length,
          rejected: 0,
        });
      },
    ),
    { numRuns: 150 },
  );
});

test("a field that doesn't fit its column is left empty; the event lands", async () => {
  await ingest(store.pool, "t", [
    row(1, {
      status: "abc",
      bytes: 1e300,
      score: "x",
      ip: "not an address",
      sport: {},
      ms: [],
      why: { a: 1 },
      kind: 7,
    }),
    row(2, { why: ["a", ["b"], { c: 1 }, null], label: "'; drop table smartlog.events; --", severity: null }),
  ]);
  const { rows: found } = await store.pool.query(
    "select status, bytes, score, ip, sport, ms, why, kind, label, severity, path from smartlog.events order by id",
  );
  expect(found).toEqual([
    {
      status: null,
      bytes: null,
      score: null,
      ip: null,
      sport: null,
      ms: null,
      why: null,
      kind: "unknown",
      label: "normal",
      severity: "none",
      path: "/page/1",
    },
    {
      status: null,
      bytes: null,
      score: expect.closeTo(0.1),
      ip: "203.0.113.7",
      sport: null,
      ms: null,
      why: ["a", '["b"]', '{"c": 1}', null],
      kind: "web",
      label: "normal",
      severity: "none",
      path: "/page/2",
    },
  ]);
});

test("what can't be an event is put aside with the reason", async () => {
  const cases: [data: string, reason: RegExp][] = [
    ["7", /not an object/],
    ["{not json", /not an object/],
    ["\0", /not an object/],
    ['{"log":"x"}', /did not pass the filter/],
    ['{"smartlog":"x"}', /did not pass the filter/],
    ['{"smartlog":{"ts":1}}', /not 1 to 16 hex digits/],
    ['{"smartlog":{"id":"0123456789abcdef0"}}', /not 1 to 16 hex digits/],
    ['{"log":"\\u0000","smartlog":{"id":"1"}}', /Unicode/],
    ['{"log":"\\ud800","smartlog":{"id":"2"}}', /Unicode/],
    [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, /not an object/],
  ];
  const result = await ingest(
    store.pool,
    "t",
    cases.map(([data]) => ({ time: NOON, data })),
  );
  expect(result).toMatchObject({ stored: 0, duplicates: 0, rejected: cases.length });
  for (const [index, { 1: reason }] of cases.entries())
    expect(result.reasons).toContainEqual({ index, reason: expect.stringMatching(reason) });
  const { rows: found } = await store.pool.query("select reason, data from smartlog.rejected");
  for (const [data, reason] of cases) {
    const kept = found.find(
      (each) =>
        each.data === data || each.data === JSON.stringify(data.replace("\0", "\ufffd")).slice(0, 65536),
    );
    expect(kept?.reason, data.slice(0, 50)).toMatch(reason);
  }
});

test("no content runs as SQL, by any way in", async () => {
  const hostile = [
    "'); drop table smartlog.events; --",
    "$$; drop schema smartlog cascade; $$",
    "\\'; select pg_sleep(9); --",
    "E'\\x27",
    "#{jndi:ldap://x}",
    "%s %I %L %n",
    "\u202e\ufeff\u{1f4a5}",
    '{"a":1}]\'::json); --',
    "\\u0027 or 1=1",
  ];
  const batch = hostile.map((text, n) =>
    row(n, { path: text, ua: text, host: text, kind: text, tpl: text, error: text, why: [text] }),
  );
  expect((await ingest(store.pool, hostile.join(), batch)).stored).toBe(hostile.length);
  const { rows: found } = await store.pool.query("select path, ua, why from smartlog.events order by id");
  expect(found).toEqual(hostile.map((text) => ({ path: text, ua: text, why: [text] })));
});

test("one that is larger than any index or page takes lands", async () => {
  const long = "é".repeat(500_000);
  const fields = Object.fromEntries(
    ["path", "ua", "ref", "host", "service", "tpl", "model", "error"].map((field) => [field, long]),
  );
  expect((await ingest(store.pool, long, [row(1, { ...fields, log: long })])).stored).toBe(1);
});

test("a bad row among thousands costs little more than the batch", async () => {
  const batch = Array.from({ length: 4000 }, (_, n) => row(n, n === 1234 ? { status: "x" } : {}));
  const began = performance.now();
  expect((await ingest(store.pool, "t", batch)).stored).toBe(4000);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(record(1234)).toContain("page/1234");
});
