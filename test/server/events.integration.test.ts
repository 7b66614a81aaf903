import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { writeOwnEvent } from "../../store/own-events.ts";
import { partitions } from "../../store/partitions/partitions.ts";
import { NOON, row } from "../store/record.ts";
import { type TestServer, testServer } from "./test-server.ts";

const ID = "00000000000000ff";
let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
  const hostile = {
    why: ["<img src=x onerror=alert(1)>"],
    label: "attack",
    path: "/<script>alert(1)</script>",
    user: "'\"><b>",
  };
  await ingest(running.store.pool, "t", [row(255, hostile)]);
});
afterAll(() => running?.close());

const page = async (id = ID) => {
  const response = await fetch(`${running.url}/events/${id}`);
  return { status: response.status, text: await response.text() };
};
const feedback = async () =>
  (await running.store.pool.query("select label, who, note, was, record from smartlog.feedback order by id"))
    .rows;

async function say(fields: Record<string, string>): Promise<Response> {
  const key = /name="key" value="(\w+)"/.exec((await page()).text)?.[1] ?? "";
  return fetch(`${running.url}/events/${ID}/feedback`, {
    method: "POST",
    body: new URLSearchParams({ key, ...fields }),
    redirect: "manual",
  });
}

test("the page shows the line and the fields, and runs nothing of them", async () => {
  const { status, text } = await page();
  expect(status).toBe(200);
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text).not.toMatch(/<script(?! type="module" src="\/public\/)|<img|<b>/);
  for (const label of ["normal", "bot", "attack", "anomaly"]) expect(text).toContain(`value="${label}"`);
});

test("the page says whether a client is the crawler that it claims to be, once somebody has looked", async () => {
  const claiming = { ua: "Mozilla/5.0 (compatible; Googlebot/2.1)", ip: "203.0.113.9", label: "bot" };
  await ingest(running.store.pool, "t", [row(77, claiming)]);
  const shown = async () => (await page("000000000000004d")).text;
  expect(await shown()).not.toMatch(/Verified|Claimed|Impostor/);
  await running.store.pool.query(
    "insert into smartlog.crawlers (ip, crawler, status, method, host) values ('203.0.113.9', 'Googlebot', 'impostor', 'reverse-dns', '')",
  );
  expect(await shown()).toContain("<strong>Impostor</strong>");
  for (const status of ["verified", "claimed"]) {
    await running.store.pool.query("update smartlog.crawlers set status = $1", [status]);
    expect((await shown()).toLowerCase()).toContain(`<strong>${status}</strong>`);
  }
  // Another client of that address claims nothing.
  expect((await page()).text).not.toContain("<strong>Claimed</strong>");
});

test("a correction is stored with what it corrects, and shown", async () => {
  const answer = await say({ label: "normal", who: "Ann", note: "our own <scanner>" });
  expect(answer.status).toBe(303);
  expect(await feedback()).toEqual([
    {
      label: "normal",
      who: "Ann",
      note: "our own <scanner>",
      was: "attack",
      record: { log: expect.any(String) },
    },
  ]);
  expect((await page()).text).toContain("our own &lt;scanner&gt;");
});

test("a form of another's making, or with another label, stores nothing", async () => {
  const before = await feedback();
  for (const fields of [
    { label: "normal", key: "" },
    { label: "normal", key: "0".repeat(64) },
    { label: "friend" },
    {},
  ])
    expect((await say({ who: "x", ...fields } as Record<string, string>)).status).toBeGreaterThanOrEqual(400);
  expect(await feedback()).toEqual(before);
});

test("a link that names the time finds the event in its partition alone; any other finds it too", async () => {
  const at = (NOON + 255) * 1000;
  const besideLocks = async (path: string) => {
    const blocker = await running.store.pool.connect();
    // Whoever asks one of the other partitions waits.
    await blocker.query("begin");
    for (const { name, to } of await partitions(running.store.pool))
      if (to <= NOON * 1000) await blocker.query(`lock table smartlog.${name} in access exclusive mode`);
    const answer = await Promise.race([
      fetch(running.url + path).then(({ status }) => status),
      new Promise((resolve) => setTimeout(resolve, 1_500, "waits")),
    ]);
    await blocker.query("rollback");
    blocker.release();
    return answer;
  };
  await ingest(running.store.pool, "t", [row(400, { ts: NOON - 3 * 86_400 }), row(401, { ts: 1 })]);
  expect(await besideLocks(`/events/${ID}?at=${at}`)).toBe(200);
  expect(await besideLocks(`/events/${ID}?at=${at + 0.75}`)).toBe(200);
  for (const wrong of ["", "0", "-1", "x", "9".repeat(15), "1e999", String(at + 1)])
    expect((await fetch(`${running.url}/events/${ID}?at=${wrong}`)).status, wrong).toBe(200);
  for (const old of [400, 401])
    expect((await page(old.toString(16).padStart(16, "0"))).status, String(old)).toBe(200);
});

test("a correction by a page that knows the time leads back there", async () => {
  const { text } = await page();
  expect(text).toContain(`name="at" value="${(NOON + 255) * 1000}"`);
  const answer = await say({ label: "bot", who: "Ann", at: String((NOON + 255) * 1000) });
  expect(answer.headers.get("location")).toBe(`/events/${ID}?at=${(NOON + 255) * 1000}&saved`);
  await running.store.pool.query("delete from smartlog.feedback where label = 'bot'");
});

test("an event that isn't there is 404", async () => {
  for (const id of ["1234", "zz", "0".repeat(17), "1' or '1'='1"])
    expect((await page(encodeURIComponent(id))).status, id).toBe(404);
});

test("new events come down the tail, none that were there before", async () => {
  const now = Date.now() / 1000;
  await ingest(running.store.pool, "t", [row(300, { ts: now - 5 })]);
  const controller = new AbortController();
  const response = await fetch(`${running.url}/v1/live`, { signal: controller.signal });
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let text = "";
  while (!text.includes("still here")) text += (await reader.read()).value ?? "";
  await ingest(running.store.pool, "t", [row(301, { ts: now, path: "/live" })]);
  while (!text.includes("data: ")) text += (await reader.read()).value ?? "";
  controller.abort();
  const event = JSON.parse(/data: (.*)/.exec(text)?.[1] ?? "{}");
  expect(event).toMatchObject({ id: (301).toString(16).padStart(16, "0"), label: "normal" });
}, 20_000);

test("an event that SmartLog wrote itself is shown with no label to correct", async () => {
  const event = {
    kind: "rate",
    key: "site shop surge",
    time: new Date(),
    severity: "high",
    score: 0.9,
    why: ["rate:surge"],
    site: "shop",
    message: "three times as many lines as usual",
    details: {},
  } as const;
  const stored = BigInt.asUintN(64, BigInt((await writeOwnEvent(running.store.pool, event)) ?? 0));
  const id = stored.toString(16).padStart(16, "0");
  const { status, text } = await page(id);
  expect(status).toBe(200);
  expect(text).toContain("three times as many lines as usual");
  expect(text).toContain("SmartLog wrote this event itself");
  expect(text).not.toContain("/feedback");
  expect(text).not.toContain(`<button name="label"`);
});
