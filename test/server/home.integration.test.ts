/** The home page: what it says of each state of the store, its links, and forms that work without scripts. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../../server/index.ts";
import { MAX_LOG_BYTES, MAX_SENT_BYTES } from "../../server/pages/dropped/limits.ts";
import { ingest } from "../../store/ingest.ts";
import { serveUrl } from "../../store/roles.ts";
import { storeIncident } from "../store/incident.ts";
import { lostServer, type TestServer, testServer } from "./test-server.ts";

const HOSTILE = `<script>alert(1)</script>"'&{{7*7}}`;
const ZSTD_LINE = Buffer.from(
  // zstd -c of ATTACK and its newline.
  "KLUv/QRYjQIAokUTGYDHOQBHnBYYfSi+gyqVb7ttyyQ2XTroWHQEqlw6KBgcGg/aUOv0ZNxcBbTW+EB4qW4Lgxb8f+Gf/SydHehI3VN0H/DxMZL/5qpcyQYAsmNrsg==",
  "base64",
);
const ATTACK = '198.51.100.7 - - [01/Dec/2026:04:00:00 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5"';
const PERSON =
  '203.0.113.5 - - [01/Dec/2026:04:00:01 +0000] "GET /index.html HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"';

let running: TestServer;
let url: string;
beforeAll(async () => {
  running = await testServer(0);
  url = running.url;
}, 120_000);
afterAll(() => running?.close());

async function home(path = "/", at = url): Promise<string> {
  const response = await fetch(at + path, { headers: { accept: "text/html" } });
  expect(response.status).toBe(200);
  return response.text();
}

const keyOf = (page: string, action: string) =>
  new RegExp(`action="${action}"[^>]*>\\s*<input type="hidden" name="key" value="([0-9a-f]{64})"`).exec(
    page,
  )?.[1] ?? "";

async function send(content: string | Buffer, name = "access.log", fields: Record<string, string> = {}) {
  const form = new FormData();
  form.set("key", keyOf(await home(), "/analyze"));
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set("file", new Blob([content as never]), name);
  const response = await fetch(`${url}/analyze`, {
    method: "POST",
    body: form,
    headers: { accept: "text/html" },
  });
  return { status: response.status, text: await response.text() };
}

async function say(fields: Record<string, string>, key?: string) {
  const body = new URLSearchParams({ key: key ?? keyOf(await home(), "/visitor-feedback"), ...fields });
  return fetch(`${url}/visitor-feedback`, { method: "POST", body, redirect: "manual" });
}

const eventsStored = async () =>
  (await running.store.pool.query("select count(*)::int as n from smartlog.events")).rows[0].n as number;

describe("of an empty store", () => {
  test("says what SmartLog is and how to begin, not that all is well", async () => {
    const page = await home();
    expect(page).toMatch(/What SmartLog does/);
    expect(page).toMatch(/No events yet/);
    expect(page).not.toMatch(/Nothing needs you/);
    expect(page).toMatch(/href="\/d\/smartlog-web"/);
    // Nothing that only a script could show.
    expect(page).not.toMatch(/<script(?! type="module" src="\/public\/)/);
  });

  test("its curl line works as it is copied, and the page then shows its line", async () => {
    const line = /<pre id="curl-line"[^>]*>([^<]*)<\/pre>/.exec(await home())?.[1] ?? "";
    const command = line.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    const { stdout } = await promisify(execFile)("sh", [
      "-c",
      command.replace("curl ", "curl --noproxy '*' -s "),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ stored: 1 });
    const page = await home();
    expect(page).toMatch(/>1 line<\/a>/);
    expect(page).toMatch(/Nothing needs you/);
    await running.store.pool.query("truncate smartlog.events, smartlog.rollups");
  });
});

describe("a dropped log", () => {
  test("is reported on with the lines that aren't ordinary, and not stored", async () => {
    const before = await eventsStored();
    const { status, text } = await send(`${PERSON}\n${ATTACK}\n`);
    expect(status).toBe(200);
    expect(text).toMatch(/2 lines of access\.log/);
    expect(text).toMatch(/Attacks: 1/);
    expect(text).toMatch(/<mark>\/?\.env<\/mark>/);
    expect(await eventsStored()).toBe(before);
  });

  test.each([
    ["gzip", () => gzipSync(`${ATTACK}\n`), "access.log.1.gz"],
    ["zstd", () => ZSTD_LINE, "access.log.zst"],
  ])("is unpacked: %s", async (_packing, content, name) => {
    const { status, text } = await send(content(), name);
    expect(status, text).toBe(200);
    expect(text).toMatch(/Attacks: 1/);
  });

  test("is stored under its tag where the form says so, once however often it is sent", async () => {
    const first = await send(`${PERSON}\n${ATTACK}\n`, "shop.log", { do: "store", tag: "my shop" });
    expect(first.text).toMatch(/2 lines were stored under the tag <code>my-shop<\/code>/);
    const { rows } = await running.store.pool.query(
      "select label from smartlog.events where tag = 'my-shop' order by time",
    );
    expect(rows.map(({ label }) => label)).toEqual(["attack", "normal"]);
    const again = await send(`${PERSON}\n${ATTACK}\n`, "shop.log", { do: "store", tag: "my shop" });
    expect(again.text).toMatch(/0 lines were stored .*2 known already/);
  });

  test("whose texts are hostile is escaped", async () => {
    const { status, text } = await send(
      `${ATTACK.replace("/.env", `/?q=${HOSTILE}`)}\n${HOSTILE} \u0000\u001b[31m \u202e\n${"<b>".repeat(400_000)}\n`,
      `${HOSTILE}.log`,
    );
    expect(status).toBe(200);
    for (const raw of ["<script>", "<b>", "\u001b", "\u202e"]) expect(text).not.toContain(raw);
  });

  test.each([
    ["empty", "", 400, /file is empty/],
    [
      "a picture",
      Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex"),
      400,
      /a picture \(PNG\)/,
    ],
    ["cut off", gzipSync(`${ATTACK}\n`.repeat(1_000)).subarray(0, 100), 400, /damaged or cut off/],
    [
      "too large unpacked",
      gzipSync(Buffer.alloc(MAX_LOG_BYTES + 1, `${"x".repeat(100_000)}\n`)),
      413,
      /more than 128 MiB.*smartlog analyze/s,
    ],
    [
      "too large",
      Buffer.alloc(MAX_SENT_BYTES + 1, `${"x".repeat(100_000)}\n`),
      413,
      /more than 32 MiB.*smartlog analyze/s,
    ],
    ["too large by its header", Buffer.alloc(MAX_SENT_BYTES + 100_000), 413, /more than 32 MiB/],
  ])("that is %s is refused with what to do", { timeout: 60_000 }, async (_what, content, status, said) => {
    const answer = await send(content);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(said);
  });

  test("is refused without the form's key, without a file, and as no form", async () => {
    const form = new FormData();
    form.set("file", new Blob([ATTACK]), "a.log");
    const post = (body: FormData | string, headers = {}) =>
      fetch(`${url}/analyze`, { method: "POST", body, headers });
    expect((await post(form)).status).toBe(403);
    const none = new FormData();
    none.set("key", keyOf(await home(), "/analyze"));
    expect((await post(none)).status).toBe(400);
    expect((await post("x", { "content-type": "multipart/form-data" })).status).toBe(400);
    expect((await post("--a\r\nno", { "content-type": "multipart/form-data; boundary=a" })).status).toBe(400);
    expect(
      (await post("a=b", { "content-type": "application/x-www-form-urlencoded" })).status,
    ).toBeGreaterThanOrEqual(400);
    // And the next is read: none of these holds the only place.
    expect((await send(`${ATTACK}\n`)).status).toBe(200);
  });

  test("waits for no other of the same client: one at a time", async () => {
    const line = `${PERSON}\n`.repeat(20_000);
    const all = await Promise.all([send(line), send(line), send(line)]);
    const codes = all.map(({ status }) => status).sort();
    expect(codes[0]).toBe(200);
    expect(codes.at(-1)).toBe(429);
  });
});

describe("visitors' feedback", () => {
  test("is kept as it was said, shown escaped to who runs the server, and counted on a panel", async () => {
    const response = await say({
      name: HOSTILE,
      network: "school",
      device: "phone",
      message: `${HOSTILE}\r\nsecond`,
    });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/?said=thanks#feedback");
    const { rows } = await running.store.pool.query(
      "select name, network, device, message from smartlog.visitor_feedback",
    );
    expect(rows).toEqual([
      { name: HOSTILE, network: "school", device: "phone", message: `${HOSTILE}\nsecond` },
    ]);
    const page = await home("/visitor-feedback");
    expect(page).toMatch(/&lt;script&gt;alert/);
    expect(page).not.toMatch(/<script>/);
  });

  test("is refused where it is too long, empty, unknown or of another form", async () => {
    expect((await say({ message: " \n " })).status).toBe(400);
    expect((await say({ message: "x".repeat(4_001) })).status).toBe(400);
    expect((await say({ message: "x", name: "n".repeat(81) })).status).toBe(400);
    expect((await say({ message: "x", network: "moon" })).status).toBe(400);
    expect((await say({ message: "x" }, "0".repeat(64))).status).toBe(403);
  });

  test("is limited by address, and in all by day; the oldest goes", async () => {
    const { pool } = running.store;
    const codes: number[] = [];
    for (let i = 0; i < 6; i++) codes.push((await say({ message: "\0again" })).status);
    expect(codes.filter((code) => code === 429).length).toBeGreaterThan(0);
    await pool.query(
      `insert into smartlog.visitor_feedback (at, message) select now() - interval '401 days', 'old' from generate_series(1, 3)`,
    );
    const taken = "select smartlog.take_visitor_feedback('', '', '', 'x') as taken";
    expect((await pool.query(taken)).rows[0].taken).toBe(true);
    expect((await pool.query("select from smartlog.visitor_feedback where message = 'old'")).rowCount).toBe(
      0,
    );
    await pool.query(
      "insert into smartlog.visitor_feedback (message) select 'many' from generate_series(1, 500)",
    );
    expect((await pool.query(taken)).rows[0].taken).toBe(false);
    // The list goes on.
    const page = await home("/visitor-feedback");
    const older = /href="(\/visitor-feedback\?before=\d+)"/.exec(page)?.[1] ?? "";
    expect(await home(older)).toMatch(/many/);
  });

  test("may be read and given by the server's role, and not changed or taken away", async () => {
    for (const sql of [
      "delete from smartlog.visitor_feedback",
      "insert into smartlog.visitor_feedback (message) values ('x')",
    ])
      await expect(
        running.store.pool
          .query(`begin; set local role smartlog_serve; ${sql}`)
          .finally(() => running.store.pool.query("rollback")),
      ).rejects.toThrow(/permission denied/);
  });
});

describe("of old data", () => {
  const DAY = Date.UTC(2025, 4, 20);
  beforeAll(async () => {
    await running.store.pool.query("truncate smartlog.events, smartlog.rollups, smartlog.templates");
    const event = (i: number, label: string) =>
      JSON.stringify({
        log: `line ${i}`,
        smartlog: {
          v: 1,
          id: (i + 1).toString(16).padStart(16, "0"),
          ts: DAY / 1000 + i * 60,
          kind: "web",
          label,
          severity: label === "attack" ? "high" : "none",
          score: 0.9,
          bot: 0,
          threat: 0,
          anomaly: 0,
          why: [],
          tpl: "0000000a",
          model: "m",
          ip: "203.0.113.9",
          ua: "GPTBot/1.2 (+https://openai.com/gptbot)",
          method: "GET",
          path: "/",
          status: 200,
          bytes: 1000,
          host: HOSTILE,
        },
      });
    const rows = Array.from({ length: 600 }, (_, i) => ({
      time: DAY / 1000 + i * 60,
      data: event(i, i % 10 === 0 ? "attack" : i % 3 === 0 ? "bot" : "normal"),
    }));
    await ingest(running.store.pool, "old", rows);
    await storeIncident(running.store.pool, { title: `scan by ${HOSTILE}`, severity: "high" });
  });

  test("opens with what needs somebody, then counts of the data's own time, each a link to its lines", async () => {
    const page = await home();
    expect(page).toMatch(/1 thing needs you\./);
    expect(page).toMatch(/scan by &lt;script&gt;/);
    expect(page).not.toMatch(/<script>alert/);
    expect(page).toMatch(/600 lines<\/a>/);
    expect(page).toMatch(/One robot<\/a> took 100 % of the web traffic/);
    expect(page).toMatch(/GPTBot/);
    const bars = [...page.matchAll(/<a href="(\/explore\?from=\d+&amp;to=\d+)" tabindex="-1">/g)];
    expect(bars.length).toBeGreaterThan(10);
    // What stands at a number is what Explore finds behind it.
    const attacks =
      /href="(\/explore\?q=label%3Aattack[^"]*)">60 attacks/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const found = await (await fetch(`${url}/v1/events${attacks.slice("/explore".length)}&limit=100`)).json();
    expect(found.events).toHaveLength(60);
  });

  test("an empty window says so and leads to where there is some", async () => {
    const page = await home("/?from=now-1h&to=now");
    expect(page).toMatch(/No line came in this time/);
    expect(page).toMatch(/Show the 600 events/);
    expect((await fetch(`${url}/?from=x`)).status).toBe(400);
  });
});

test("leads to Grafana where it is said where that is, says of a sample that it is one, and asks for its token in the curl line", async () => {
  const databaseUrl = await serveUrl(running.store);
  const start = (grafanaUrl: string) =>
    startServer({ databaseUrl, port: 0, token: "secret", grafanaUrl, isSample: true });
  const other = await start("https://grafana.example/sub/");
  try {
    const page = await (
      await fetch(other.url, { headers: { accept: "text/html", authorization: "Bearer secret", host: "x" } })
    ).text();
    expect(page).toMatch(/href="https:\/\/grafana\.example\/sub\/d\/smartlog-web"/);
    expect(page).toMatch(/This is the sample/);
    expect(page).toMatch(/Bearer \$SMARTLOG_TOKEN/);
    expect((await fetch(`${other.url}/analyze`, { method: "POST", body: new FormData() })).status).toBe(401);
    expect((await fetch(`${other.url}/visitor-feedback`, { redirect: "manual" })).status).toBe(401);
  } finally {
    await other.close();
  }
  await expect(start("javascript:alert(1)")).rejects.toThrow(/SMARTLOG_GRAFANA_URL/);
});

test("without its store the page says so, and still reads a log", async () => {
  const away: RunningServer = await lostServer(running.store);
  const before = url;
  try {
    url = away.url;
    expect(await home()).toMatch(/The database does not answer/);
    expect((await send(`${ATTACK}\n`)).text).toMatch(/Attacks: 1/);
    const refused = await send(`${ATTACK}\n`, "a.log", { do: "store", tag: "a" });
    expect(refused.status).toBe(503);
    expect((await say({ message: "x" })).status).toBe(503);
  } finally {
    url = before;
    await away.close();
  }
});
