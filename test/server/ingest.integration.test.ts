import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startServer } from "../../server/index.ts";
import { ingest } from "../../store/ingest.ts";
import { serveUrl } from "../../store/roles.ts";
import { lostServer, type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());
beforeEach(() => running.store.empty());

const NDJSON = { "content-type": "application/x-ndjson" };
const JSON_TYPE = { "content-type": "application/json" };
const PROBE = '203.0.113.7 - - [21/Nov/2026:06:41:05 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"';

async function post(path: string, body: string | Uint8Array, headers: Record<string, string>) {
  const response = await fetch(running.url + path, { method: "POST", body: body as string, headers });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) };
}

const stored = async () =>
  (
    await running.store.pool.query(
      "select kind, label, tag, record, smartlog.line(record) as line from smartlog.events order by id",
    )
  ).rows;

test("lines of NDJSON are scored, stored and answered 200 after the commit", async () => {
  const lines = [1, 2, 3].map((offset) => JSON.stringify({ file: "/a", offset, message: PROBE }));
  const answer = await post("/v1/ingest?tag=vector", `${lines.join("\n")}\n`, NDJSON);
  expect(answer.json()).toEqual({ stored: 3, duplicates: 0, rejected: 0 });
  const rows = await stored();
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ kind: "web", label: "attack", tag: "vector", line: PROBE });
});

test("a batch that a shipper sends again is stored once", async () => {
  const body = JSON.stringify([1, 2].map((offset) => ({ file: "/a", offset, message: PROBE })));
  expect((await post("/v1/ingest", body, JSON_TYPE)).json()).toMatchObject({ stored: 2 });
  expect((await post("/v1/ingest", body, JSON_TYPE)).json()).toEqual({
    stored: 0,
    duplicates: 2,
    rejected: 0,
  });
});

test("gzip is unpacked", async () => {
  const answer = await post("/v1/ingest", gzipSync(JSON.stringify({ message: "hello" })), {
    ...JSON_TYPE,
    "content-encoding": "gzip",
  });
  expect(answer.json()).toMatchObject({ stored: 1 });
});

test("numbers, key order and doubled keys come through as they were sent", async () => {
  const record = '{"n": 12345678901234567890.10, "b":[1, {"x":"],["}], "message":"m"}';
  const answer = await post("/v1/score", `[${record}, ${record}]`, JSON_TYPE);
  const [first, second] = answer.text.trim().split("\n");
  expect(first?.startsWith(record.slice(0, -1))).toBe(true);
  expect(second?.startsWith(record.slice(0, -1))).toBe(true);
  expect(await stored()).toEqual([]);
});

test("what claims to be scored already is not believed", async () => {
  await post(
    "/v1/ingest",
    JSON.stringify({ message: PROBE, smartlog: { label: "normal", id: "1" } }),
    JSON_TYPE,
  );
  const [row] = await stored();
  expect(row).toMatchObject({ label: "attack", record: { _smartlog: { label: "normal" } } });
});

test("a line that is no JSON doesn't hold up the others", async () => {
  const answer = await post("/v1/ingest", `{"message":"a"}\nnot json\n\n{"message":"b"}`, NDJSON);
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.json()).toMatchObject({ stored: 3 });
  expect((await stored()).map(({ line }) => line)).toEqual(
    expect.arrayContaining(["a", "b", expect.stringContaining("not json")]),
  );
});

test("errors are clear", async () => {
  const cases: [string, string, Record<string, string>, number, RegExp][] = [
    ["[1,", "broken JSON", JSON_TYPE, 400, /no JSON/],
    ["3", "a number", JSON_TYPE, 400, /neither/],
    ["x", "an unknown type", { "content-type": "image/png" }, 415, /./],
    ["x", "an unknown encoding", { ...NDJSON, "content-encoding": "br" }, 415, /br/],
    ["x", "bad gzip", { ...NDJSON, "content-encoding": "gzip" }, 400, /gzip/],
    ["x".repeat(33 * 1024 * 1024), "too much", NDJSON, 413, /./],
  ];
  for (const [body, name, headers, status, message] of cases) {
    const answer = await post("/v1/ingest", body, headers);
    expect(answer.status, name).toBe(status);
    expect(answer.json().detail, name).toMatch(message);
  }
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20));
  expect((await post("/v1/ingest", bomb, { ...NDJSON, "content-encoding": "gzip" })).status).toBe(413);
});

test("503 where the database can't store, so that a shipper keeps the batch", async () => {
  const lost = await lostServer(running.store);
  try {
    const answer = await fetch(`${lost.url}/v1/ingest`, {
      method: "POST",
      body: '{"message":"a"}',
      headers: NDJSON,
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("1");
    const ready = await fetch(`${lost.url}/readyz`);
    expect([ready.status, ready.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await ready.json()).toMatchObject({
      ok: false,
      checks: { database: { ok: false, detail: "the database does not answer" }, filter: { ok: true } },
    });
    expect((await fetch(`${lost.url}/healthz`)).status, "the process is alive").toBe(200);
  } finally {
    await lost.close();
  }
});

test("what was counted stands in the metrics", async () => {
  const text = await (await fetch(`${running.url}/metrics`)).text();
  expect(text).toMatch(/^smartlog_ingest_records_total\{result="stored"\} [1-9]/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(await (await fetch(`${running.url}/healthz`)).json()).toMatchObject({ ok: true });
  expect(await (await fetch(`${running.url}/readyz`)).json()).toEqual({
    ok: true,
    checks: {
      database: { ok: true, detail: "the database answers" },
      filter: { ok: true, detail: expect.stringMatching(/^scores by .+-\d+$/) },
    },
  });
});

test("a request's duration falls into a bucket, by route", async () => {
  const own = await startServer({ databaseUrl: await serveUrl(running.store), port: 0 });
  try {
    const body = JSON.stringify({ message: PROBE });
    for (const path of ["/v1/ingest", "/v1/score", "/v1/score"])
      await (await fetch(own.url + path, { method: "POST", body, headers: JSON_TYPE })).text();
    const text = await (await fetch(`${own.url}/metrics`)).text();
    for (const [name, count] of [
      ["smartlog_ingest_duration_seconds", 1],
      ["smartlog_score_duration_seconds", 2],
    ] as const) {
      expect(text).toContain(`# TYPE ${name} histogram`);
      expect(text).toContain(`${name}_bucket{le="60"} ${count}`);
      expect(text).toContain(`${name}_count ${count}`);
    }
    const seconds = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    expect(seconds("smartlog_ingest_duration_seconds_sum")).toBe(seconds("smartlog_ingest_seconds_total"));
    expect(seconds("smartlog_score_duration_seconds_sum")).toBeGreaterThan(0);
  } finally {
    await own.close();
  }
});

test("so is what came by other ways; a store that is away costs a scrape nothing but those figures", async () => {
  await ingest(running.store.pool, "start", [1, 2, 3].map(event));
  const own = await startServer({ databaseUrl: await serveUrl(running.store), port: 0 });
  try {
    const text = await (await fetch(`${own.url}/metrics`)).text();
    expect(text).toMatch(/^smartlog_ingest_records_total\{result="stored"\} 0$/m);
    expect(text).toMatch(/^smartlog_events_total\{kind="web",label="attack"\} 3$/m);
    expect(text).toMatch(/^smartlog_store_up 1$/m);
    expect(text).toMatch(/^smartlog_store_bytes \d+$/m);
    expect(text).toMatch(/^smartlog_store_last_stored_timestamp_seconds 1\d{9}$/m);
    await ingest(running.store.pool, "start", [event(4)]);
    const asked = await Promise.all(Array.from({ length: 50 }, () => fetch(`${own.url}/metrics`)));
    for (const answer of asked)
      expect(await answer.text(), "it is asked for anew after seconds").toMatch(/ 3$/m);
  } finally {
    await own.close();
  }
  const lost = await lostServer(running.store);
  try {
    const answer = await fetch(`${lost.url}/metrics`);
    const text = await answer.text();
    expect([answer.status, text.includes("smartlog_store_up 0")]).toEqual([200, true]);
    expect(text).not.toContain("smartlog_events_total");
  } finally {
    await lost.close();
  }
});

function event(offset: number) {
  const scored = { v: 1, id: `${offset}`.padStart(16, "a"), kind: "web", label: "attack", score: 0.9 };
  return {
    time: Date.now() / 1000,
    data: JSON.stringify({ log: "x", smartlog: { ...scored, ts: Date.now() / 1000 } }),
  };
}
