import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { recordsOf } from "../../server/api/find-records.ts";
import { MAX_RECORDS } from "../../server/api/records.ts";
import { MAX_BODY_BYTES } from "../../server/http/body.ts";
import { TimeSlices } from "../../server/http/time-slices.ts";
import { type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());

async function post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  // A Blob without a type: fetch would call a string text/plain.
  const response = await fetch(running.url + path, {
    method: "POST",
    body: new Blob([body as never]),
    headers,
  });
  return { status: response.status, text: await response.text() };
}

const LINE = '203.0.113.7 - - [21/Nov/2026:06:41:05 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"';
const FORM = { "content-type": "application/x-www-form-urlencoded" };

test("what curl sends without being told more is stored", async () => {
  const [one, two] = [JSON.stringify({ log: LINE }), JSON.stringify({ log: "another" })];
  for (const [body, stored] of [
    [one, 1],
    [`[${one},${two}]`, 2],
    [`${one}\n${two}\n`, 2],
    [one + two, 2], // -d @FILE joins the lines
  ] as const)
    expect(JSON.parse((await post("/v1/ingest", body, FORM)).text), body).toMatchObject({ stored });
  const scored = await post("/v1/score", one, FORM);
  expect(JSON.parse(scored.text).smartlog).toMatchObject({ kind: "web", label: "attack" });
});

test("a form that is no JSON is refused with what helps", async () => {
  for (const body of [LINE, "log=hello&n=1", "%7B%22log%22%3A1%7D"]) {
    const answer = await post("/v1/ingest", body, FORM);
    expect([answer.status, answer.text], body).toEqual([415, expect.stringMatching(/--data-binary/)]);
  }
});

test("lines of a log are stored as such", async () => {
  await running.store.empty();
  const answer = await post("/v1/ingest", `${LINE}\r\n[Sat Nov 21] [x]\n\n{"log":"json"}\n{not}\n`, {
    "content-type": "text/plain; charset=utf-8",
  });
  expect(JSON.parse(answer.text)).toEqual({ stored: 4, duplicates: 0, rejected: 0 });
  const { rows } = await running.store.pool.query("select kind, record->>'log' as log from smartlog.events");
  expect(rows).toEqual(
    expect.arrayContaining([
      { kind: "web", log: LINE },
      expect.objectContaining({ log: "[Sat Nov 21] [x]" }),
      expect.objectContaining({ log: "json" }),
      expect.objectContaining({ log: "{not}" }),
    ]),
  );
});

test("other types, character sets and encodings are refused with what helps", async () => {
  const cases: [Record<string, string>, string | Uint8Array, RegExp][] = [
    [{ "content-type": "multipart/form-data; boundary=x" }, "--x", /application\/json/],
    [{ "content-type": "application/xml" }, "<a/>", /application\/json/],
    [{ "content-type": "nonsense" }, "{}", /application\/json/],
    [{ "content-type": "application/json; charset=utf-16" }, "{}", /UTF-8/],
    [{ "content-type": "application/json", "content-encoding": "br" }, "{}", /gzip/],
    [{ "content-type": "text/plain" }, gzipSync(LINE), /content-encoding: gzip/],
    [{ "content-type": "text/plain" }, Buffer.from(`\ufeff${LINE}`, "utf16le"), /UTF-8/],
  ];
  for (const [headers, body, help] of cases)
    for (const path of ["/v1/ingest", "/v1/score"]) {
      const answer = await post(path, body, headers);
      expect([answer.status, answer.text], JSON.stringify(headers)).toEqual([
        415,
        expect.stringMatching(help),
      ]);
    }
});

test("a body without a record is an error, unless it says so", async () => {
  for (const type of ["application/json", "application/x-ndjson", "text/plain", FORM["content-type"]])
    for (const body of ["", " \r\n\n"])
      expect((await post("/v1/ingest", body, { "content-type": type })).status, type).toBe(400);
  const none = await post("/v1/ingest", "[ ]", { "content-type": "application/json" });
  expect([none.status, JSON.parse(none.text)]).toEqual([200, { stored: 0, duplicates: 0, rejected: 0 }]);
});

test("records above what one request may have are refused, none stored", async () => {
  await running.store.empty();
  const headers = { "content-type": "application/x-ndjson" };
  for (const body of ["1\n".repeat(MAX_RECORDS + 1), "x".repeat(MAX_BODY_BYTES + 1)])
    for (const packed of [false, true]) {
      const answer = packed
        ? await post("/v1/ingest", gzipSync(body), { ...headers, "content-encoding": "GZIP" })
        : await post("/v1/ingest", body, headers);
      expect([answer.status, answer.text]).toEqual([413, expect.stringMatching(/smaller batches/)]);
    }
  const { rows } = await running.store.pool.query("select count(*)::int as n from smartlog.events");
  expect(rows[0].n).toBe(0);
});

test("a record that is too long is cut, and that is counted and said", async () => {
  await running.store.empty();
  const long = "x".repeat(MAX_LINE_BYTES + 1000);
  for (const [type, body] of [
    ["text/plain", `${long}\nshort`],
    ["application/x-ndjson", `{"log":"${long}"}\n{"log":"short"}`],
    ["application/json", `[{"log":"${long}"},{"log":"short"}]`],
  ] as const) {
    const answer = await post("/v1/ingest", body, { "content-type": type });
    expect(JSON.parse(answer.text), type).toEqual({ stored: 2, duplicates: 0, rejected: 0, cut: 1 });
  }
  const { rows } = await running.store.pool.query(
    "select octet_length(record->>'log') as bytes, (record->>'cut')::int as cut from smartlog.events where record ? 'cut'",
  );
  expect(rows).toHaveLength(3);
  for (const { bytes, cut } of rows) {
    expect(bytes).toBeLessThanOrEqual(MAX_LINE_BYTES);
    expect(bytes + cut).toBeGreaterThanOrEqual(MAX_LINE_BYTES + 1000);
  }
  expect(await (await fetch(`${running.url}/metrics`)).text()).toMatch(/cut_records_total 3$/m);
});

test("a large record is stored whole where it is JSON, and as its text where it isn't", async () => {
  await running.store.empty();
  const long = "ä\\n".repeat(100_000);
  const headers = { "content-type": "application/x-ndjson" };
  const body = `{"log":"${long}","n":1.50}\n{"log":"${"\u0001".repeat(100_000)}\n`;
  expect(JSON.parse((await post("/v1/ingest", body, headers)).text)).toEqual({
    stored: 2,
    duplicates: 0,
    rejected: 0,
  });
  const { rows } = await running.store.pool.query(
    "select length(record->>'log') as characters, record->>'n' as n from smartlog.events order by 1",
  );
  expect(rows).toEqual([
    { characters: 100_008, n: null }, // its braces and quotes too
    { characters: 200_000, n: "1.50" },
  ]);
});

test("pages stay small whatever an event holds", async () => {
  await running.store.empty();
  const lines = Array.from({ length: 10 }, (_, n) => `${n} ${"<&> ".repeat(200_000)}`);
  await post("/v1/ingest", lines.join("\n"), { "content-type": "text/plain" });
  const { rows } = await running.store.pool.query("select smartlog.event_hex(id) as id from smartlog.events");
  expect(rows).toHaveLength(10);
  for (const path of [
    `/events/${rows[0].id}`,
    "/api/dashboards/smartlog-explore/panels/2?from=now-1h&to=now",
  ]) {
    const answer = await fetch(running.url + path);
    const text = await answer.text();
    expect([path, answer.status]).toEqual([path, 200]);
    expect(text.length).toBeLessThan(500_000);
  }
});

test("what the store can't take is listed with its place and the reason", async () => {
  await running.store.pool.query(`
    create function refuse() returns trigger language plpgsql as $$
    begin raise exception using errcode = 'data_exception', message = 'it is not wanted'; end $$;
    create trigger refuse before insert on smartlog.events for each row
      when (new.record ->> 'log' = 'refuse me') execute function refuse();`);
  const records = [...Array(1_500).fill('{"log":"a"}'), '{"log":"refuse me"}', '{"log":"b"}'];
  const answer = await post("/v1/ingest", `[${records.join(",")}]`, { "content-type": "application/json" });
  await running.store.pool.query("drop trigger refuse on smartlog.events");
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    200,
    { stored: 1_501, duplicates: 0, rejected: 1, reasons: [{ index: 1_500, reason: "it is not wanted" }] },
  ]);
});

describe("a body is read in place:", () => {
  const read = async (body: string, type: string) => {
    const bytes = Buffer.from(body);
    const records = await recordsOf(bytes, type, new TimeSlices());
    return Array.from({ length: records.count }, (_, i) => records.at(i).toString());
  };

  test("an array is cut where its elements end", async () => {
    expect(await read(' [ 1 , "a,]\\"" , [1,2] , {"a":[{}]} ] ', "application/json")).toEqual([
      "1",
      '"a,]\\""',
      "[1,2]",
      '{"a":[{}]}',
    ]);
    expect(await read("\ufeff[]", "application/json")).toEqual([]);
  });

  test("any array of JSON is its elements, as they are written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json()), fc.constantFrom("", " ", "\n\t"), async (elements, blank) => {
        const body = `[${elements.map((each) => blank + each.trim() + blank).join(",")}]`;
        expect(await read(body, "application/json")).toEqual(elements.map((each) => each.trim()));
      }),
    );
  });

  test("any objects one after the other, written in one line or many", async () => {
    const pretty = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value, null, 2));
    const between = fc.constantFrom("", "\n", " ");
    await fc.assert(
      fc.asyncProperty(fc.array(pretty, { minLength: 1 }), between, async (objects, blank) => {
        for (const type of ["application/json", "application/vnd.x+json"])
          expect(await read(objects.join(blank), type)).toEqual(objects);
      }),
    );
  });
});

describe("no request is answered 200 unless all in it is stored, known or listed as rejected:", () => {
  let marks = 0;
  /** Found again in whatever becomes of it. */
  const mark = () => `mark-${++marks}-end`;
  const TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/vnd.log+json",
    "application/x-ndjson",
    "application/jsonl",
    "text/plain",
    "text/csv",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=mark",
    "image/png",
    "",
  ];
  const piece = fc.oneof(
    fc
      .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 })
      .map((value) => JSON.stringify({ ...value, log: mark() })),
    fc.constantFrom("", "GET /", "[x] ", "{", '"', "\\", "a=b&c=%41 ").map((head) => head + mark()),
    fc.jsonValue().map((value) => JSON.stringify([value, mark()])),
    fc.constantFrom("", "{}", "null", "\u0000", "[", "]", "}").map((text) => text),
    fc
      .constant("")
      .map(() => `{"log":"${mark()}","n":1e-20000,"d":${"[".repeat(2_000)}${"]".repeat(2_000)}}`),
  );
  const shape = fc.constantFrom<(pieces: string[]) => string>(
    (pieces) => pieces.join("\n"),
    (pieces) => pieces.join("\r\n"),
    (pieces) => pieces.join(""),
    (pieces) => `[${pieces.join(",")}]`,
    (pieces) => `[\n${pieces.join(",\n")}\n]\n`,
  );
  const cut = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true }));
  const encoding = fc.constantFrom("", "", "", "gzip", "GZIP", "identity", "br", "half gzip", "no gzip");

  test("by content types, encodings, shapes, empty and broken bodies", { timeout: 120_000 }, async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TYPES),
        fc.array(piece, { maxLength: 6 }),
        shape,
        cut,
        encoding,
        async (type, pieces, join, part, packing) => {
          const whole = join(pieces);
          const body = Buffer.from(whole).subarray(0, Math.ceil(part * Buffer.byteLength(whole)));
          const wanted = body.toString().match(/mark-\d+-end/g) ?? [];
          const packed = gzipSync(body);
          const isGzip = /gzip/i.test(packing);
          const sent =
            !isGzip || packing === "no gzip"
              ? body
              : packing === "half gzip"
                ? packed.subarray(0, -9)
                : packed;
          const headers: Record<string, string> = {
            ...(type ? { "content-type": type } : {}),
            ...(packing ? { "content-encoding": isGzip ? (packing.split(" ").at(-1) ?? "") : packing } : {}),
          };
          const scored = await post("/v1/score", sent, headers);
          const answer = await post("/v1/ingest", sent, headers);
          const { rows } = await running.store.pool.query(
            "select coalesce(string_agg(record::text, ' '), '') as text from smartlog.events where record::text ~ $1",
            [wanted.length > 0 ? wanted.join("|") : "nothing at all"],
          );
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
          const stored = wanted.filter((each) => rows[0].text.includes(each));
          expect([200, 400, 415]).toContain(answer.status);
          expect(scored.status).toBe(answer.status);
          if (answer.status !== 200) {
            expect(stored).toEqual([]);
            expect(JSON.parse(answer.text).detail).toMatch(/./);
            return;
          }
          const result = JSON.parse(answer.text);
          const rejected = result.reasons?.length ?? 0;
          expect(rejected).toBe(result.rejected);
          expect(new Set(wanted).size - new Set(stored).size).toBeLessThanOrEqual(rejected);
          for (const each of wanted) expect(scored.text).toContain(each);
          if (result.stored + result.duplicates + result.rejected === 0)
            expect(body.toString().trim().replaceAll(/\s/g, "")).toMatch(/^\[,*\]$/);
        },
      ),
      { numRuns: 120 },
    );
    // Each answer has come; else the test would say nothing of it.
    expect([...seen.keys()].sort()).toEqual([200, 400, 415]);
  });
});
