/** Rules on a page: read in words, switched off, changed, made by a form, tried on what is stored. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadRules } from "../../rules/lib/load.ts";
import { withOwn } from "../../rules/lib/own.ts";
import { startServer } from "../../server/index.ts";
import { findIncidents } from "../../store/incidents/find.ts";
import { readOwnRules } from "../../store/incidents/own-rules.ts";
import { serveUrl } from "../../store/roles.ts";
import { judgeIncidents } from "../../watch/judge/index.ts";
import { temporaryFolder } from "../folder.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestServer, testServer } from "./test-server.ts";

const EVIL = `x"'><script>alert(1)</script><b>`;
const PROBES = Array.from({ length: 30 }, (_, n) =>
  accessLine("203.0.113.7", `GET /.env${n}.bak`, 404, 120 + n),
);

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());
beforeEach(async () => {
  await running.store.empty();
  await running.store.pool.query(
    "truncate smartlog.own_rules; truncate smartlog.incidents, smartlog.incident_counts, smartlog.incident_minutes cascade",
  );
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
const key = async () => /name="key" value="(\w+)"/.exec((await page("/rules")).text)?.[1] as string;
const own = () => readOwnRules(running.store.pool);
/** The text of the page's text area, as a browser reads it. */
const textOf = (text: string) =>
  (/<textarea[^>]*>\n([\s\S]*)<\/textarea>/.exec(text)?.[1] ?? "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
const judged = async () => {
  const { rules } = withOwn(loadRules(), await own());
  await judgeIncidents(running.store.pool, rules);
  return (await findIncidents(running.store.pool)).incidents.map((each) => each.class);
};

test("all rules stand there in words, with their thresholds and what to do", async () => {
  const { status, text } = await page("/rules");
  expect(status).toBe(200);
  for (const rule of loadRules()) expect(text).toContain(`<section id="${rule.class}"`);
  expect(text).toMatch(
    /Opens at \d+ requests and \d+ % of all requests.* of one site within \d+ minutes, as \w+;/,
  );
  expect(text).toMatch(/What to do:<\/strong> Ask whose account it is/);
});

test("a rule that is switched off finds nothing more; switched on again it does", async () => {
  await storeLines(running.store.pool, PROBES);
  const answer = await post("/rules", { key: await key(), off: "scan", who: "Ann" });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/rules?done=off#scan"]);
  const { text } = await page("/rules?done=off");
  expect(text).toMatch(/Switched off\. What is open of it stays/);
  expect(text).toMatch(/<code>scan<\/code> <span class="faint">switched off by <bdi>Ann<\/bdi>/);
  expect(text).toMatch(/name="on" value="scan"/);
  expect(await judged()).not.toContain("scan");
  await post("/rules", { key: await key(), on: "scan", who: "Ann" });
  expect(await own()).toEqual([]);
  await storeLines(
    running.store.pool,
    PROBES.map((line) => line.replace(".bak", ".old")),
  );
  expect(await judged()).toContain("scan");
});

test("a rule is made by a form: this analysis, this threshold, every so many seconds, for me, by this channel; tried, saved, and it finds", async () => {
  await storeLines(running.store.pool, PROBES);
  expect((await page("/rules/new")).text).toMatch(/<form method="get" action="\/rules\/edit"/);
  const form = {
    name: "probes-of-mine",
    title: "Probes of ours",
    analysis: "attack",
    path: "/.env*",
    per: "source",
    number: "25",
    count: "events",
    within: "300",
    unit: "s",
    severity: "high",
    owner: "ann",
    channels: "phone, mail",
    do: "",
  };
  const shown = (await page(`/rules/edit?${new URLSearchParams(form)}`)).text;
  expect(shown).toContain(
    "Counts events: label is attack, path is /.env*.<br />Opens at 25 events of one source within 5 minutes, as high;",
  );
  const text = textOf(shown);
  expect(text).toMatch(/^title: Probes of ours\nmatch:\n {2}label: attack\n {2}path: \/\.env\*\n/);
  const send = async (action: string, more: Record<string, string> = {}) =>
    post("/rules/edit", { key: await key(), name: form.name, text, who: "Ann", do: action, ...more });

  const tried = await (await send("try")).text();
  expect(tried).toMatch(/It would have found 1 incident in the last 24 hours\./);
  expect(tried).toMatch(/severity high">high<\/span> [\d :UTC-]+ <bdi>Probes of ours: 30 events/);
  expect(await own()).toEqual([]);
  expect((await findIncidents(running.store.pool)).incidents).toEqual([]);
  const kept = await running.store.pool.query("select count(*)::int as n from smartlog.incident_counts");
  expect(kept.rows).toEqual([{ n: 0 }]);

  const saved = await send("save");
  expect([saved.status, saved.headers.get("location")]).toEqual([303, "/rules?done=saved#probes-of-mine"]);
  expect(await judged()).toContain("probes-of-mine");
  const { text: list } = await page("/rules");
  expect(list).toMatch(/Tells <bdi>ann<\/bdi> by <bdi>phone, mail<\/bdi>/);
  const [incident] = (await findIncidents(running.store.pool, { classes: ["probes-of-mine"] })).incidents;
  expect(incident).toMatchObject({ owner: "ann", severity: "high", source: "203.0.113.7" });
  const one = (await page(`/incidents/${incident?.id}`)).text;
  expect(one).toMatch(/What to do:<\/strong> Look at its lines\./);
  expect(one).toMatch(/Events over time: [\d :UTC-]+ to [\d :UTC-]+, at most \d+ events a minute/);
  expect(one).toMatch(/GET <mark>\/\.env\d+\.bak<\/mark> HTTP/);

  await post("/rules", { key: await key(), remove: "probes-of-mine", who: "Ann" });
  expect(await own()).toEqual([]);
});

test("one of SmartLog's is changed, and taken back", async () => {
  const text = textOf((await page("/rules/edit?name=scan")).text).replace(/^title: .*/, "title: Ours");
  await post("/rules/edit", {
    key: await key(),
    name: "scan",
    text: text.replaceAll("\n", "\r\n"),
    who: "Ann",
    do: "save",
  });
  expect((await own())[0]).toMatchObject({ name: "scan", text, who: "Ann" });
  const { text: list } = await page("/rules");
  expect(list).toMatch(/<h2 id="rule-scan">Ours<\/h2>[\s\S]*changed by <bdi>Ann/);
  expect(textOf((await page("/rules/edit?name=scan")).text)).toBe(text);
  await post("/rules", { key: await key(), remove: "scan", who: "Ann" });
  expect((await page("/rules")).text).not.toContain(">Ours<");
});

describe("what is wrong is said beside the text, and nothing is saved:", () => {
  test.each([
    [{ text: "title: [" }, /It can&#39;t be used: line 1/],
    [{ text: "title: x\nmatch: { kind: web }\n" }, /do has to be text/],
    [{ text: "title: x\ndo: y\nmatch: { colour: red }\n" }, /names colour, which events do not have/],
    [{ text: "title: x\ndo: y\nmatch: {}\nleast: { events: -1 }\n" }, /whole number/],
    [{ name: "../../etc/passwd" }, /is no name of a rule/],
    [{ name: EVIL }, /is no name of a rule/],
    [{ text: EVIL }, /the rule has to be a map/],
    [{ text: `title: ${"x".repeat(20_000)}` }, /has over 16384 characters/],
    [{ text: "a: &a [x]\nb: *a\n" }, /can&#39;t be used/],
  ])("%j", async (fields, message) => {
    const text = "title: x\ndo: y\nmatch: { kind: web }\n";
    for (const action of ["check", "save", "try"]) {
      const answer = await post("/rules/edit", {
        key: await key(),
        name: "mine",
        text,
        who: "x",
        do: action,
        ...fields,
      });
      const shown = await answer.text();
      expect([answer.status, shown]).toEqual([400, expect.stringMatching(message)]);
      expect(shown).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>/);
    }
    expect(await own()).toEqual([]);
  });
});

test("one in the store that can't be used is named, and SmartLog's own stands for it", async () => {
  await running.store.pool.query(
    "insert into smartlog.own_rules (name, rule, who) values ('scan', 'title: [', $1), ('broken', $1, 'x')",
    [EVIL],
  );
  const { text } = await page("/rules");
  expect(text).toMatch(/Not usable, and left out: <a href="#broken">broken<\/a>, <a href="#scan">scan/);
  expect(text).toMatch(/One source probes or attacks a web site/);
  expect(text).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>/);
  for (const name of ["scan", "broken"]) {
    const edit = (await page(`/rules/edit?name=${name}`)).text;
    expect(edit).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>/);
  }
});

test("a file that is no rule is not shown", async () => {
  for (const name of ["../README.md", "../../package.json%00", "lib/rule", "", "%ff", "nothing"])
    expect((await page(`/rules/edit?name=${name}`)).status, name).toBe(404);
  const odd = await page(
    `/rules/edit?analysis=__proto__&name=x&count=constructor&title=${encodeURIComponent(EVIL)}`,
  );
  expect(odd.status).toBe(200);
  expect(odd.text).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>/);
});

test("rules of the site's folders stand there, too, and take the place of SmartLog's of their name", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "scan.yaml"), "title: Ours\ndo: Look.\nmatch: { label: attack }\n");
  writeFileSync(join(folder, "site.yaml"), "title: The site's\ndo: Look.\nmatch: { kind: web }\noff: true\n");
  const server = await startServer({
    databaseUrl: await serveUrl(running.store),
    port: 0,
    ruleFoldersOf: () => [folder],
  });
  try {
    const text = await (await fetch(`${server.url}/rules`)).text();
    expect(text).toContain('<h2 id="rule-scan">Ours</h2>');
    expect(text).toMatch(/<code>site<\/code> <span class="faint">switched off/);
    expect(textOf(await (await fetch(`${server.url}/rules/edit?name=scan`)).text())).toMatch(/^title: Ours/);
  } finally {
    await server.close();
  }
});

test("nothing changes by a form of another's making, from another site, or for a rule that there isn't", async () => {
  const right = await key();
  for (const path of ["/rules", "/rules/edit"]) {
    const form = { off: "scan", who: "x", name: "mine", text: "title: x\ndo: y\nmatch: {}\n", do: "save" };
    expect((await post(path, { ...form, key: "" })).status).toBe(403);
    expect((await post(path, { ...form, key: right }, { origin: "http://evil.example" })).status).toBe(403);
  }
  expect((await post("/rules", { key: right, off: "no-such", who: "x" })).status).toBe(404);
  expect((await post("/rules", { key: right, who: "x" })).status).toBe(404);
  expect(
    (await post("/rules/edit", { key: right, name: "mine", text: "title: x\ndo: y\nmatch: {}\n" })).status,
  ).toBe(400);
  expect(await own()).toEqual([]);
});
