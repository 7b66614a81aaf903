/** The list of incidents, one of them, and what people do about them there. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readIncident } from "../../store/incidents/find.ts";
import { historyOf } from "../../store/incidents/parts.ts";
import { storeIncident } from "../store/incident.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestServer, testServer } from "./test-server.ts";

const HOUR = 3_600_000;
const EVIL = `"'><script>alert(1)</script><b>\u202egnp`;

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());
beforeEach(async () => {
  await running.store.empty();
  await running.store.pool.query("truncate smartlog.incidents restart identity cascade");
});

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(running.url + path, { headers });
  return { status: response.status, text: await response.text() };
};
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(running.url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    headers,
  });
const keyOf = (text: string) => /name="key" value="(\w+)"/.exec(text)?.[1] as string;
const add = (given: Parameters<typeof storeIncident>[1] = {}) => storeIncident(running.store.pool, given);
const state = async (id: string) => (await readIncident(running.store.pool, id))?.state;
const formKey = async () => keyOf((await page(`/incidents/${await add({ state: "closed" })}`)).text);
/** Titles in the order of the list. */
const titles = (text: string) =>
  [...text.matchAll(/class="what"><a [^>]*>([^<]*)</g)].map(([, title]) => title);

describe("who was told", () => {
  const tell = (incident: string, channel: string, state: string, kind = "told") =>
    running.store.pool.query(
      `with told as (
         insert into smartlog.told (incident, owner, severity, reopened, since, last_at)
         values ($1, '', 'high', 0, now(), now()) on conflict do nothing),
       message as (
         insert into smartlog.messages (owner, kind, severity, content)
         values ('', $4, 'high', jsonb_build_object('items', jsonb_build_array(jsonb_build_object('incident', $1::text)))) returning id)
       insert into smartlog.deliveries (message, channel, state, sent_at, attempts, error)
       select id, $2, $3, case when $3 = 'sent' then now() end, 3, case when $3 = 'failed' then $5 end from message`,
      [incident, channel, state, kind, EVIL],
    );

  test("is said by channel, with what went wrong; of others' messages nothing", async () => {
    const [mine, other] = [await add(), await add()];
    await tell(mine, "ops-mail", "sent");
    await tell(mine, "pager", "failed", "escalated");
    await tell(other, "elsewhere", "sent");
    const { text } = await page(`/incidents/${mine}`);
    expect(text.replaceAll(/<[^>]+>/g, "")).toMatch(
      /ops-mail: told; sent[\s\S]*pager: told of it again[^;]*; given up after 3 tries/,
    );
    expect(text).not.toMatch(/elsewhere|<b>/);
    expect((await page(`/incidents/${await add()}`)).text).toContain("Nobody");
  });
});

describe("the list", () => {
  test("says first what needs somebody, then shows the gravest first", async () => {
    expect((await page("/incidents")).text).toMatch(
      /Nothing needs anybody now\.[\s\S]*There is none that isn't closed/,
    );
    await add({ title: "low", severity: "low" });
    await add({ title: "older high", severity: "high", last: new Date(Date.now() - HOUR) });
    await add({ title: "newer high", severity: "high" });
    await add({ title: "grave", severity: "critical", sites: ["web1", "web2", "web3", "web4"] });
    await add({
      title: "known",
      severity: "critical",
      state: "acknowledged",
      acknowledgedBy: "Ann",
      acknowledgedAt: new Date(),
    });
    await add({ title: "over", state: "closed", severity: "critical" });
    const { text } = await page("/incidents");
    expect(text.replaceAll(/<[^>]+>|\s+/g, " ").replaceAll(/ +/g, " ")).toMatch(
      /3 incidents need somebody: 1 critical , 2 high \. Besides 1 open that nobody has to look at , 1 acknowledged \./,
    );
    expect(titles(text)).toEqual(["grave", "newer high", "older high", "low", "known"]);
    expect(text).toMatch(/<code>web3<\/code> and 1 more/);
    expect(text).toMatch(/acknowledged by Ann/);
  });

  test.each([
    ["state=closed", ["over"]],
    ["state=all&least=high", ["over", "scan"]],
    ["class=crawl", ["crawl"]],
    ["source=203.0.113.0/24", ["scan"]],
    ["site=shop", ["crawl"]],
    ["q=SCA", ["scan"]],
    ["last=1h", ["scan"]],
    ["last=7d", ["scan", "crawl"]],
    ["state=nonsense&least=x&last=%00", ["scan", "crawl"]],
    ["q=s%00can", ["scan"]],
    ["site=%00&source=%00&class=%00", []],
    ["source=nonsense", []],
    ["state=__proto__", ["scan", "crawl"]],
  ])("%s shows what fits", async (query, expected) => {
    await add({ title: "scan", severity: "high", source: "203.0.113.7" });
    await add({
      title: "crawl",
      class: "crawl",
      severity: "low",
      sites: ["shop"],
      last: new Date(Date.now() - 48 * HOUR),
    });
    await add({ title: "over", state: "closed", severity: "critical" });
    const { status, text } = await page(`/incidents?${query}`);
    expect([status, titles(text)]).toEqual([200, expected]);
    if (expected.length === 0) expect(text).toContain("No incident fits.");
  });

  test("goes on where a page ends", async () => {
    for (let n = 0; n < 60; n++) await add({ title: `no ${n}`, last: new Date(Date.now() - n * 1000) });
    const first = (await page("/incidents?q=no")).text;
    const next = (/href="([^"]+)" rel="next"/.exec(first)?.[1] ?? "").replaceAll("&amp;", "&");
    const second = (await page(next)).text;
    expect([...titles(first), ...titles(second)]).toEqual(Array.from({ length: 60 }, (_, n) => `no ${n}`));
    expect((await page("/incidents?cursor=nonsense")).status).toBe(400);
  });

  test("several are acknowledged at once; which were left, and why, is said", async () => {
    const [a, b] = [await add(), await add()];
    const closed = await add({ state: "closed" });
    const key = keyOf((await page("/incidents")).text);
    const answer = await post("/incidents", {
      key,
      do: "acknowledge",
      who: "Ann",
      back: "/incidents?state=all",
      ...Object.fromEntries([a, b, closed, "999"].map((id) => [`incident-${id}`, "on"])),
    });
    const to = answer.headers.get("location") ?? "";
    expect([answer.status, to]).toEqual([
      303,
      expect.stringMatching(/^\/incidents\?state=all&done=acknowledged&n=2&left=/),
    ]);
    expect([await state(a), await state(b), await state(closed)]).toEqual([
      "acknowledged",
      "acknowledged",
      "closed",
    ]);
    expect((await page(to)).text).toContain(
      "2 acknowledged. Left as it is: 1 that is closed, 1 that there is no more.",
    );
  });
});

describe("one incident", () => {
  test("shows its lines with the hit marked, who took part, what is like it, and what became of it", async () => {
    const earlier = await add({
      key: "k",
      title: "earlier",
      state: "closed",
      last: new Date(Date.now() - 50 * HOUR),
    });
    const id = await add({
      key: "k",
      title: "37 names tried",
      severity: "high",
      source: "203.0.113.7",
      sources: { "203.0.113.7": 212 },
      users: ["root", "ann"],
      targets: ["/.env"],
      sites: ["web1"],
      samples: [
        { line: "GET /a?x=1' OR 1=1 HTTP/1.1", hit: "query:1' or 1=1", why: ["attack:sql-injection"] },
      ],
    });
    await add({ parent: id, title: "its part" });
    const { status, text } = await page(`/incidents/${id}`);
    expect(status).toBe(200);
    expect(text).toContain("GET /a?x=<mark>1&#39; OR 1=1</mark> HTTP/1.1");
    expect(text).toMatch(/203\.0\.113\.7<\/a><\/td>[\s\S]*212/);
    expect(text).toMatch(/<code>root<\/code>, <code>ann<\/code>/);
    expect(text).toMatch(new RegExp(`Others like it[\\s\\S]*/incidents/${earlier}">earlier`));
    expect(text).toMatch(/Its parts[\s\S]*its part/);
    expect(text).toMatch(/\/explore\?q=ip%3A203\.0\.113\.7/);
    expect(text).toMatch(/<strong>opened<\/strong>/);
    expect(text).toContain("It goes on.");
    for (const none of ["999", "0", "x", "9".repeat(30), "%00"])
      expect((await page(`/incidents/${none}`)).status, none).toBe(404);
  });

  test("is acknowledged, noted, closed, and says so", async () => {
    const id = await add();
    const key = keyOf((await page(`/incidents/${id}`)).text);
    const act = async (action: string, more: Record<string, string> = {}) => {
      const answer = await post("/incidents", {
        key,
        do: action,
        who: "Ann",
        back: `/incidents/${id}`,
        [`incident-${id}`]: "on",
        ...more,
      });
      return answer.headers.get("location") ?? answer.status;
    };
    expect(await act("acknowledge", { note: "on it" })).toBe(`/incidents/${id}?done=acknowledged&n=1`);
    expect(await act("note", { note: "it was us" })).toBe(`/incidents/${id}?done=noted&n=0`);
    expect(await act("note", { note: " " })).toBe(400);
    expect(await act("close")).toBe(`/incidents/${id}?done=closed&n=1`);
    expect(await act("launch")).toBe(400);
    const { text } = await page(`/incidents/${id}?done=closed&n=1`);
    expect(text).toContain(">1 closed.</p>");
    expect(text).toMatch(/acknowledged<\/strong> by <bdi>Ann<\/bdi>: <bdi>on it<\/bdi>/);
    expect(text).toMatch(/noted<\/strong> by <bdi>Ann<\/bdi>: <bdi>it was us<\/bdi>/);
    expect(text).toMatch(/closed, by Ann/);
  });
});

describe("a mute", () => {
  test("shows first what it would have hidden, and the mute of its events beside it", async () => {
    const lines = [2, 1, 0].map((n) => accessLine("203.0.113.7", `GET /.env?n=${n}`, 404, 60 + n));
    await storeLines(running.store.pool, lines);
    await add({ key: "k", state: "closed", severity: "high", events: 500 });
    const id = await add({ key: "k", source: "203.0.113.7", events: 4 });
    const asked = await post("/incidents", {
      key: keyOf((await page("/incidents")).text),
      do: "mute",
      back: "/incidents?state=open",
      [`incident-${id}`]: "on",
    });
    const offer = (await page(asked.headers.get("location") ?? "")).text;
    expect(offer).toContain(
      "It would have hidden 2 incidents of the last 30 days (1 high, 1 medium) with 504 events.",
    );
    expect(offer).toMatch(/all from 203\.0\.113\.7\/32 raise no alarm[\s\S]*It would have hidden 3 events/);
    expect(offer).toContain('href="/mutes/new?source=203.0.113.7%2F32&amp;label=attack"');
    expect(await state(id)).toBe("open");

    const form = {
      key: keyOf(offer),
      who: "Ann",
      note: "ours",
      back: "/incidents?state=open",
      [`incident-${id}`]: "on",
    };
    expect((await post("/incidents/mute", { ...form, days: "999" })).status).toBe(400);
    expect((await post("/incidents/mute", { ...form, days: "0" })).status).toBe(400);
    const answer = await post("/incidents/mute", { ...form, days: "7" });
    expect(answer.headers.get("location")).toBe("/incidents?state=open&done=muted&n=1");
    const muted = await readIncident(running.store.pool, id);
    expect(muted).toMatchObject({ state: "muted", mutedBy: "Ann" });
    expect(((muted?.mutedUntil?.getTime() ?? 0) - Date.now()) / (24 * HOUR)).toBeCloseTo(7, 1);
    const shown = (await page(`/incidents/${id}`)).text;
    expect(shown).toMatch(/muted until \d{4}-[\d :-]+ UTC by Ann/);
    expect(shown).toMatch(/value="unmute"/);
    await post("/incidents", { key: form.key, do: "unmute", who: "Bob", [`incident-${id}`]: "on" });
    expect(await state(id)).toBe("open");
    expect((await historyOf(running.store.pool, id)).map(({ what, who }) => [what, who])).toEqual([
      ["opened", null],
      ["muted", "Ann"],
      ["unmuted", "Bob"],
    ]);
  });

  test("of several at once offers no mute of events; of none says so", async () => {
    const [a, b] = [await add({ source: "203.0.113.7" }), await add({ class: "crowd" })];
    const both = (await page(`/incidents/mute?incident-${a}=on&incident-${b}=on`)).text;
    expect(both).toContain("It would have hidden 2 incidents");
    expect(both).toContain("Mute these 2");
    expect(both).not.toContain("Or mute its events");
    expect((await page(`/incidents/mute?incident-${b}=on`)).text).not.toContain("Or mute its events");
    expect((await page("/incidents/mute?incident-99=on&incident-x=on")).text).toContain("None is chosen");
  });
});

test("what a line, a source or a person says is shown and never run", async () => {
  const id = await add({
    class: "scan",
    key: EVIL,
    title: EVIL,
    agent: EVIL,
    username: EVIL,
    users: [EVIL],
    site: EVIL,
    sites: [EVIL],
    service: EVIL,
    targets: [EVIL],
    tpl: EVIL,
    owner: EVIL,
    sources: { "203.0.113.7": 1 },
    samples: [{ line: `GET /${EVIL}`, hit: `path:${EVIL}`, why: [EVIL] }],
  });
  const key = keyOf((await page("/incidents")).text);
  const form = {
    key,
    do: "acknowledge",
    who: EVIL,
    note: EVIL,
    [`incident-${id}`]: "on",
    back: `/incidents?q=${EVIL}`,
  };
  const answer = await post("/incidents", form);
  expect(answer.headers.get("location")).not.toMatch(/[<>"']/);
  await add({ key: `${EVIL}2`, title: EVIL, parent: id });
  const query = encodeURIComponent(EVIL);
  for (const path of [
    "/incidents",
    `/incidents/${id}`,
    `/incidents/mute?incident-${id}=on&back=${query}`,
    `/incidents?q=${query}&source=${query}&site=${query}&class=${query}&done=${query}&n=${query}&left=${query}`,
    `/incidents?done=muted&n=1&left=${query}`,
  ]) {
    const { text } = await page(path);
    expect(text, path).not.toMatch(/<script(?! type="module" src="\/public\/)|<b>|<i>/);
  }
});

test.each([
  ["https://evil.example/incidents", "/incidents"],
  ["//evil.example/incidents/1", "/incidents"],
  ["/\\evil.example", "/incidents"],
  ["/mutes", "/incidents"],
  ["javascript:alert(1)", "/incidents"],
  ["", "/incidents"],
  ["/incidents/7", "/incidents/7"],
  ["/incidents?q=%0d%0aset-cookie:x", "/incidents?q=%0D%0Aset-cookie%3Ax"],
])("after an action nobody is sent elsewhere: %s", async (back, to) => {
  const key = await formKey();
  const id = await add();
  const answer = await post("/incidents", { key, do: "close", who: "x", back, [`incident-${id}`]: "on" });
  const location = answer.headers.get("location") ?? "";
  expect([answer.status, location.replace(/[?&]done=closed&n=1$/, "")]).toEqual([303, to]);
});

test("nothing is done by a form of another's making, from another site, or without one being chosen", async () => {
  const id = await add();
  const key = await formKey();
  const form = { do: "close", who: "x", days: "7", [`incident-${id}`]: "on" };
  for (const path of ["/incidents", "/incidents/mute"]) {
    for (const wrong of ["", "0".repeat(64)])
      expect((await post(path, { ...form, key: wrong })).status).toBe(403);
    expect((await post(path, { ...form, key }, { origin: "http://evil.example" })).status).toBe(403);
    expect((await post(path, { ...form, key }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  }
  expect((await post("/incidents", { key, do: "close", who: "x" })).status).toBe(400);
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`incident-${n + 1}`, "on"]));
  expect((await post("/incidents", { key, do: "close", who: "x", ...many })).status).toBe(400);
  expect(await state(id)).toBe("open");
});

test("where the server has a token, the pages need it", async () => {
  const closed = await testServer(0, "a token");
  try {
    for (const path of ["/incidents", "/incidents/1", "/incidents/mute"])
      expect((await fetch(closed.url + path)).status, path).toBe(401);
  } finally {
    await closed.close();
  }
});
