/** An event's page teaches at once, and /taught undoes it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../../server/index.ts";
import { serveUrl } from "../../store/roles.ts";
import { activeTaught, findTaught } from "../../store/taught/entries.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
/** How often the pages have said that entries changed. */
let changes = 0;
let id: string;
beforeAll(async () => {
  running = await testServer(0);
  await running.server.close();
  const server = await startServer({
    databaseUrl: await serveUrl(running.store),
    port: 0,
    taught: { when: () => "within a minute", changed: () => void changes++ },
  });
  running = { ...running, server, url: server.url };
});
afterAll(async () => {
  await running?.server.close();
  await running?.store.close();
});
beforeEach(async () => {
  const { store } = running;
  await store.empty();
  await store.pool.query("truncate smartlog.taught, smartlog.feedback restart identity");
  const lines = [2, 1, 0].map((n) =>
    accessLine("203.0.113.7", `GET /.env"'><script>alert(${n})</script>`, 404, 60 + n, "<b>agent</b>"),
  );
  id = (await storeLines(store.pool, lines)).at(-1)?.id as string;
  changes = 0;
});

const page = async (path: string) => {
  const response = await fetch(running.url + path);
  return { status: response.status, text: await response.text() };
};
const keyOf = (text: string) => /name="key" value="(\w+)"/.exec(text)?.[1] ?? "";
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(running.url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    headers,
  });

/** Corrects the event, and returns the page that then comes. */
async function corrected(label = "normal"): Promise<string> {
  const key = keyOf((await page(`/events/${id}`)).text);
  const answer = await post(`/events/${id}/feedback`, { key, label, who: "<i>Ann</i>" });
  expect(answer.status).toBe(303);
  return (await page(answer.headers.get("location") as string)).text;
}
const teachBy = (text: string, fields: Record<string, string> = {}) =>
  post(`/events/${id}/teach`, {
    key: keyOf(text),
    label: "normal",
    who: "<i>Ann</i>",
    scope: "client",
    ...fields,
  });

test("a correction is saved, then what it would have changed is shown, and one click lets it act", async () => {
  expect((await page(`/events/${id}`)).text).not.toContain("Shall it act at once?");
  const offer = await corrected();
  expect(offer).toContain("Shall it act at once?");
  expect(offer).toMatch(/events of the last 7 days are alike; \d would have become normal/);
  expect(offer).toMatch(/value="client" checked/);
  expect(offer).toContain('value="template"');
  // By its agent alone no attack becomes normal.
  expect(offer).not.toContain('value="agent"');
  expect(await activeTaught(running.store.pool)).toEqual([]);

  const answer = await teachBy(offer);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `/events/${id}?saved`]);
  expect(changes).toBe(1);
  const [entry] = await activeTaught(running.store.pool);
  expect(entry).toMatchObject({
    scope: "client",
    label: "normal",
    was: "attack",
    who: "<i>Ann</i>",
    event: id,
  });
  const after = (await page(`/events/${id}`)).text;
  expect(after).toContain("Acts within a minute");
  expect(after).not.toContain("Shall it act at once?");
});

test("who agrees with the filter is asked, too, where an entry says otherwise", async () => {
  await teachBy(await corrected());
  const offer = await corrected("attack");
  expect(offer).toContain("Shall it act at once?");
  expect((await teachBy(offer, { label: "attack" })).status).toBe(303);
  expect(await activeTaught(running.store.pool)).toMatchObject([{ id: 2, label: "attack" }]);
  expect(await findTaught(running.store.pool, 1)).toMatchObject({ endedBy: "replaced" });
});

test("/taught lists entries, and undoes one", async () => {
  await teachBy(await corrected());
  const list = await page("/taught");
  expect(list.text).toContain("203.0.113.7 at GET");
  const answer = await post("/taught/undo", { key: keyOf(list.text), id: "1", who: "Bob" });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/taught?undone"]);
  expect(changes).toBe(2);
  expect(await findTaught(running.store.pool, 1)).toMatchObject({ endedBy: "undone", endedWho: "Bob" });
  const after = (await page("/taught?undone")).text;
  expect(after).toContain("Undone; it ends within a minute.");
  expect(after).toContain("Nothing acts now");
  expect(after).toMatch(/undone by Bob/);
});

test("what a line or a name says is shown and never run", async () => {
  const offer = await corrected();
  await teachBy(offer);
  const pages = [offer, (await page(`/events/${id}?saved`)).text, (await page("/taught")).text];
  for (const text of pages) {
    expect(text).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>|<i>/);
    expect(text).toContain("&lt;i&gt;Ann");
  }
  expect(offer).toContain("&lt;script&gt;");
});

describe("nothing is taught", () => {
  test("by a form of another's making, another scope or label, or from another site", async () => {
    const offer = await corrected();
    const wrong: Record<string, string>[] = [
      { key: "" },
      { key: "0".repeat(64) },
      { key: keyOf((await page("/taught")).text) },
      { scope: "everything" },
      { scope: "" },
      { label: "friend" },
    ];
    for (const fields of wrong)
      expect((await teachBy(offer, fields)).status, JSON.stringify(fields)).toBeGreaterThanOrEqual(400);
    const fields = { key: keyOf(offer), label: "normal", who: "x", scope: "client" };
    const foreign = await post(`/events/${id}/teach`, fields, { origin: "http://evil.example" });
    expect(foreign.status).toBe(403);
    expect([await activeTaught(running.store.pool), changes]).toEqual([[], 0]);
  });

  test("that is called so already, or that can only be trained", async () => {
    expect(await corrected("attack")).toContain("It is called attack already");
    const offer = await corrected("bot");
    expect(offer).toContain("becomes bot only by training");
    expect((await teachBy(offer, { label: "bot" })).status).toBe(409);
    expect(await activeTaught(running.store.pool)).toEqual([]);
  });

  test("of an event that is not there, and the key of one event is no other's", async () => {
    const key = keyOf(await corrected());
    expect((await post("/events/1234/teach", { key, label: "normal", scope: "client" })).status).toBe(403);
    expect((await page("/events/1234")).status).toBe(404);
  });
});

test("nothing is undone by a form of another's making, and what is not there is 404", async () => {
  await teachBy(await corrected());
  const key = keyOf((await page("/taught")).text);
  expect((await post("/taught/undo", { key: "", id: "1" })).status).toBe(403);
  expect((await post("/taught/undo", { key, id: "1 or 1=1" })).status).toBe(400);
  expect((await post("/taught/undo", { key, id: "99" })).status).toBe(404);
  expect(await activeTaught(running.store.pool)).toHaveLength(1);
});

test("above the bound it is said what to do", async () => {
  const offer = await corrected();
  await running.store.pool.query(
    `insert into smartlog.taught (key, scope, label, threat, bot, anomaly, event_time, event_id, tag, was, describes, who)
     select lpad(to_hex(n), 16, '0'), 'client', 'normal', 1, 1, 1, now(), n, '', 'attack', '', 'x' || n / 60
     from generate_series(1, 256) n`,
  );
  const answer = await teachBy(offer);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toMatch(/256 taught entries/);
});
