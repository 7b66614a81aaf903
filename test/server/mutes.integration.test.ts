/** An event's page leads to a mute, which is previewed, set, listed and undone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../../server/index.ts";
import { ingest } from "../../store/ingest.ts";
import { activeMutes, findMute } from "../../store/mutes/mutes.ts";
import { serveUrl } from "../../store/roles.ts";
import { row } from "../store/record.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
/** How often the pages have said that something changed. */
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
  await store.pool.query("truncate smartlog.mutes restart identity");
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
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(running.url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    headers,
  });

/** Fields of the form of a page that goes to this address, as a browser would send them. */
function fieldsOf(text: string, action: string): Record<string, string> {
  const form =
    new RegExp(`<form method="\\w+" action="${action}"[^>]*>([\\s\\S]*?)</form>`).exec(text)?.[1] ?? "";
  const inputs = [...form.matchAll(/<input [^>]*?>/g)].map(([input]) => input);
  const of = (input: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
  return Object.fromEntries(
    inputs
      .filter((input) => !/type="checkbox"/.test(input) || / checked/.test(input))
      .map((input) => [of(input, "name"), of(input, "value")]),
  );
}
/** The page that previews what the event's page offers. */
async function previewed(query = `event=${id}&by=reason&by=source`): Promise<string> {
  return (await page(`/mutes/new?${query}`)).text;
}
const setBy = (text: string, others: Record<string, string> = {}) =>
  post("/mutes", { ...fieldsOf(text, "/mutes"), who: "<i>Ann</i>", note: "<u>ours</u>", ...others });

test("from an event to a preview, to a mute, to its end", async () => {
  const event = (await page(`/events/${id}`)).text;
  expect(event).toMatch(/name="by" value="reason" checked/);
  expect(event).toMatch(/name="by" value="template" {2}\/>/);
  expect(fieldsOf(event, "/mutes/new")).toMatchObject({ event: id });

  const offer = await previewed();
  expect(offer).toMatch(
    /It would have hidden \d events of the last 7 days \(\d attack\) on 1 day, from 1 address/,
  );
  expect(offer).toMatch(/value="attack" selected/);
  expect(await activeMutes(running.store.pool)).toEqual([]);

  const answer = await setBy(offer, { days: "7" });
  expect([answer.status, answer.headers.get("location"), changes]).toEqual([303, "/mutes?added", 1]);
  const [mute] = await activeMutes(running.store.pool);
  expect(mute).toMatchObject({
    source: "203.0.113.7/32",
    template: null,
    label: "attack",
    who: "<i>Ann</i>",
    event: id,
  });
  expect(((mute?.until.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(7, 1);

  const list = (await page("/mutes?added")).text;
  expect(list).toContain("Muted; it acts within a minute.");
  expect(list).toContain("from 203.0.113.7/32");
  const undo = await post("/mutes/undo", {
    key: fieldsOf(list, "/mutes/undo").key as string,
    id: "1",
    who: "Bob",
  });
  expect([undo.status, undo.headers.get("location"), changes]).toEqual([303, "/mutes?undone", 2]);
  expect(await findMute(running.store.pool, 1)).toMatchObject({ endedBy: "undone", endedWho: "Bob" });
  const after = (await page("/mutes?undone")).text;
  expect(after).toContain("Undone; it ends within a minute.");
  expect(after).toMatch(/undone by Bob/);
});

test("what was typed is previewed and set as it stands", async () => {
  const offer = await previewed("template=&reason=&source=203.0.113.0%2F24&site=&label=bot");
  expect(offer).toMatch(/hidden nothing in the last 7 days\. 3 that fit stay \(3 attack\)/);
  await setBy(offer);
  expect(await activeMutes(running.store.pool)).toMatchObject([
    { source: "203.0.113.0/24", label: "bot", event: null },
  ]);
});

test("an event that is muted says so, and one that is ordinary offers nothing", async () => {
  const now = Math.floor(Date.now() / 1000);
  await ingest(running.store.pool, "t", [
    row(1, { ts: now, label: "anomaly", severity: "low", why: ["template:new"], muted: true, mute: 7 }),
    row(2, { ts: now }),
  ]);
  const muted = (await page("/events/0000000000000001")).text;
  expect(muted).toContain("Muted by mute 7");
  expect(muted).not.toContain("No more alarms");
  expect((await page("/events/0000000000000002")).text).not.toContain("No more alarms");
});

test("a list tells how much each has hidden, with the way there", async () => {
  await setBy(await previewed());
  const now = Math.floor(Date.now() / 1000);
  await ingest(
    running.store.pool,
    "t",
    [1, 2, 3].map((n) => row(n, { ts: now - n, label: "attack", severity: "high", muted: true, mute: 1 })),
  );
  expect((await page("/mutes")).text).toMatch(
    /smartlog-explore\?var-muted=only&var-source=203\.0\.113\.7%2F32">3<\/a>/,
  );
});

describe("dashboards leave muted events out, show them, or these alone:", () => {
  interface Field {
    name: string;
    type: string;
    values: (number | null)[];
  }
  /** Events that a panel shows: its rows where each is one, else the sum of its numbers. */
  async function counted(uid: string, title: string, muted: string): Promise<number> {
    const dashboard = JSON.parse((await page(`/api/dashboards/${uid}`)).text);
    const { id: panel } = dashboard.panels.find((each: { title: string }) => each.title === title);
    const chosen = muted === "" ? "" : `&var-muted=${muted}`;
    const { text } = await page(`/api/dashboards/${uid}/panels/${panel}?from=now-1h&to=now${chosen}`);
    const fields = (JSON.parse(text).frames as { fields: Field[] }[]).flatMap((frame) => frame.fields);
    const ids = fields.find(({ name }) => name === "id");
    if (ids) return ids.values.length;
    const numbers = fields.filter(({ type }) => type === "number").flatMap(({ values }) => values);
    return numbers.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  }

  test.each([
    ["smartlog-overview", "Severity"],
    ["smartlog-anomalies", "Timeline by severity"],
    ["smartlog-anomalies", "Recent ones"],
    ["smartlog-anomalies", "Anomalies by kind"],
    ["smartlog-explore", "Events found"],
    ["smartlog-explore", "Events"],
  ])("%s, %s", async (uid, title) => {
    await running.store.empty();
    const now = Math.floor(Date.now() / 1000) - 60;
    const event = (n: number, more: object) =>
      row(n, { ts: now - n, label: "anomaly", severity: "low", why: ["template:new"], ...more });
    await ingest(running.store.pool, "t", [
      ...[1, 2, 3].map((n) => event(n, {})),
      ...[11, 12, 13, 14, 15].map((n) => event(n, { muted: true, mute: 1 })),
    ]);
    for (const [muted, expected] of [
      ["", 3],
      ["hide", 3],
      ["show", 8],
      ["only", 5],
    ] as const)
      expect(await counted(uid, title, muted), muted).toBe(expected);
  });
});

test("what a line or a name says is shown and never run", async () => {
  const offer = await previewed();
  await setBy(offer);
  for (const text of [offer, (await page("/mutes")).text, await previewed("source=%3Cscript%3E&reason=")])
    expect(text).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>|<i>|<u>/);
  expect(offer).toContain("&lt;script&gt;");
});

describe("nothing is muted", () => {
  test("by a form of another's making, or from another site", async () => {
    const offer = await previewed();
    for (const fields of [{ key: "" }, { key: "0".repeat(64) }] as Record<string, string>[])
      expect((await setBy(offer, fields)).status).toBe(403);
    const foreign = await post(
      "/mutes",
      { ...fieldsOf(offer, "/mutes"), who: "x" },
      { origin: "http://evil.example" },
    );
    expect(foreign.status).toBe(403);
    const key = fieldsOf(offer, "/mutes").key as string;
    expect((await post("/mutes/undo", { key: "", id: "1" })).status).toBe(403);
    expect((await post("/mutes/undo", { key, id: "1 or 1=1" })).status).toBe(400);
    expect((await post("/mutes/undo", { key, id: "99" })).status).toBe(404);
    expect([await activeMutes(running.store.pool), changes]).toEqual([[], 0]);
  });

  test.each([
    [{ source: "", reason: "" }, 400, /names a template, a reason or a source/],
    [{ source: "everybody" }, 400, /no address and no network/],
    [{ source: "0.0.0.0/0" }, 400, /too wide/],
    [{ days: "0" }, 400, /so many days/],
    [{ days: "999" }, 400, /366 days at most/],
  ])("that names %j", async (fields, status, message) => {
    const answer = await setBy(await previewed(), fields as Record<string, string>);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(message)]);
    expect(await activeMutes(running.store.pool)).toEqual([]);
  });

  test("where the form was filled in wrong, and what is wrong stands beside it", async () => {
    const text = await previewed("source=everybody&label=bot");
    expect(text).toMatch(/role="alert">everybody is no address and no network\. Write it as/);
    expect(text).toContain('value="everybody"');
    expect(text).not.toContain('action="/mutes"');
    expect(await previewed(`event=${id}&by=template`)).toMatch(
      /role="alert">a template alone hides no attack/,
    );
  });

  test("where nothing is named no preview is made", async () => {
    const text = await previewed("");
    expect(text).not.toContain("What it would have hidden");
    expect(text).toContain("What would it hide?");
  });

  test("above the bound, and it is said what to do", async () => {
    const offer = await previewed();
    await running.store.pool.query(
      `insert into smartlog.mutes (template, label, who, until)
       select lpad(to_hex(n), 8, '0'), 'anomaly', 'x', now() + interval '1 day' from generate_series(1, 64) n`,
    );
    const answer = await setBy(offer);
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringMatching(/64 mutes already/)]);
  });
});
