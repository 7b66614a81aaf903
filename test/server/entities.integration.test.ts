/** Pages of sources, users, services, paths, patterns and user agents over HTTP. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { entityPath } from "../../server/frame/entity-path.ts";
import { startServer } from "../../server/index.ts";
import { NameLookup } from "../../server/pages/entities/resolve.ts";
import { ENTITY_KINDS, type EntityKind, queryOf } from "../../store/entities/entity.ts";
import { lookAt } from "../../store/entities/looked.ts";
import { importGeo } from "../../store/geo.ts";
import { ingest } from "../../store/ingest.ts";
import { addMute } from "../../store/mutes/mutes.ts";
import { serveUrl } from "../../store/roles.ts";
import { storeIncident } from "../store/incident.ts";
import { NOON, row } from "../store/record.ts";
import { type TestServer, testServer } from "./test-server.ts";

const BAD = "93.158.86.247";
const RANGE = { from: String((NOON - 3600) * 1000), to: String((NOON + 40_000) * 1000) };
const HOSTILE = [
  "<script>alert(1)</script>",
  "\"' onmouseover=alert(1) x='",
  "a/b//c",
  "..",
  ".",
  "%2F%00%",
  "a?b=c&d#e",
  "\u202eevil\u2066",
  "naïve 🚀 name",
  "label:attack OR *",
  "-x",
  'back\\slash"quote',
  "two\nlines",
  "javascript:alert(1)",
];

let running: TestServer;
let asked: string[] = [];
let answer: () => Promise<string[]>;
beforeAll(async () => {
  running = await testServer(0);
  const { store } = running;
  await importGeo(store.pool);
  const attack = {
    label: "attack",
    severity: "high",
    score: 0.97,
    why: ["attack:traversal", "no-such:reason"],
  };
  const rows = [
    // One source that attacks for an hour, three patterns, at a site that answers ordinary visitors meanwhile.
    ...Array.from({ length: 120 }, (_, n) =>
      row(n, {
        ...attack,
        ts: NOON + n * 30,
        ip: BAD,
        host: "shop",
        path: `/p${n % 12}?id=${n}`,
        status: 404,
        ua: "scanner/1.0",
        tpl: `aaaa000${n % 3}`,
      }),
    ),
    ...Array.from({ length: 200 }, (_, n) =>
      row(1_000 + n, {
        ts: NOON + n * 17,
        ip: `93.158.86.${n % 5}`,
        host: "shop",
        service: "nginx",
        path: "/",
        status: n % 50 === 0 ? 500 : 200,
        ms: n < 190 ? 20 : 900,
        tpl: "bbbb0001",
      }),
    ),
    ...Array.from({ length: 4 }, (_, n) =>
      row(2_000 + n, {
        ...attack,
        ts: NOON + n,
        kind: "auth",
        ip: "2001:db8::7",
        user: "Root",
        outcome: "failure",
        service: "sshd",
        host: "bastion",
        path: undefined,
        tpl: "cccc0001",
      }),
    ),
    ...HOSTILE.map((name, n) =>
      row(3_000 + n, {
        ts: NOON + n,
        ip: "198.51.100.9",
        user: name,
        host: name,
        path: `/${name}`,
        ua: name,
        tpl: "dddd0001",
      }),
    ),
  ];
  await ingest(store.pool, "web", rows);
  await storeIncident(store.pool, {
    title: "120 requests probed <b>shop</b>",
    source: BAD,
    sources: { [BAD]: 120 },
    sites: ["shop"],
    first: new Date(NOON * 1000),
    last: new Date(),
  });
  await storeIncident(store.pool, {
    class: "spraying",
    severity: "high",
    source: "198.51.100.77",
    sources: { "198.51.100.77": 9 },
  });
  await addMute(store.pool, {
    template: null,
    reason: "attack:traversal",
    source: `${BAD}/32`,
    site: null,
    label: "attack",
    until: new Date(Date.now() + 86_400_000),
    note: "",
    who: "Ann",
  });
  await store.pool.query(
    `insert into smartlog.crawlers (ip, crawler, status, method, host) values ($1, 'Googlebot', 'impostor', 'reverse-dns', 'evil.example')`,
    [BAD],
  );
  await running.server.close();
  const server = await startServer({
    databaseUrl: await serveUrl(store),
    port: 0,
    names: {
      resolvePtr: async (name) => {
        asked.push(name);
        return answer();
      },
      resolve4: async () => [BAD],
      resolve6: async () => [],
    },
  });
  running = { ...running, server, url: server.url };
}, 120_000);
afterAll(async () => {
  await running?.server.close();
  await running?.store.close();
});

async function get(path: string): Promise<{ status: number; html: string; text: string }> {
  const response = await fetch(running.url + path);
  const html = await response.text();
  const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  return {
    status: response.status,
    html: main,
    text: main.replace(/<title>.*?<\/title>|<[^>]*>/gs, "").replace(/\s+/g, " "),
  };
}
const page = (kind: EntityKind, name: string, more: Record<string, string> = {}) =>
  get(entityPath({ kind, name }, { ...RANGE, ...more }));

const unescaped = (text: string) =>
  text.replace(
    /&(amp|quot|#39|lt|gt);/g,
    (entity) => ({ "&amp;": "&", "&quot;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">" })[entity] as string,
  );

test("a source's page says who it is, what it asked for and why that was called an attack", async () => {
  const { status, html, text } = await page("source", BAD);
  expect(status).toBe(200);
  expect(text).toContain("An address in Sweden, of the network 93.158.86.0/24.");
  expect(text).toContain("120 events in this time: 120 attacks.");
  expect(text).toContain("It calls itself Googlebot, and it is not; its name by DNS is evil.example");
  expect(text).toContain("with no ordinary event ever");
  expect(text).toContain("It took part in 1 incident, 1 open.");
  expect(text).toMatch(/Why120 × steps up out of the folder \(\.\.\/\) attack:traversal120 × no-such:reason/);
  expect(html).toContain("/paths?path=%2Fp0");
  expect(html).toContain("120 requests probed &lt;b&gt;shop&lt;/b&gt;");
  expect(text).toContain("Mute 1: all because of attack:traversal from 93.158.86.247/32");
  expect(text).toContain("5 addresses of 93.158.86.0/24, none with events that are not ordinary");
  expect(html.match(/<li data-row/g)).toHaveLength(20);
  expect(html).toContain("/explore?q=ip%3A93.158.86.247&amp;from=");
});

test("each bar of its time line leads to its events", async () => {
  const { html } = await page("source", BAD);
  const bars = [
    ...html.matchAll(
      /<a href="\/explore\?q=ip%3A93\.158\.86\.247&amp;from=(\d+)&amp;to=(\d+)" aria-label="[^"]*: (\d+) attack">/g,
    ),
  ];
  expect(bars.length).toBeGreaterThan(10);
  expect(bars.reduce((sum, [, , , events]) => sum + Number(events), 0)).toBe(120);
  for (const [, from, to] of bars) expect(Number(to)).toBeGreaterThan(Number(from));
});

test("the block list's word is on it, with its evidence", async () => {
  const { text } = await page("source", BAD);
  expect(text).toMatch(
    /Kept off it: visitors come from its network\. Otherwise it would be on it: 93\.158\.86\.247 medium scan, 120 requests probed &lt;b&gt;shop/,
  );
  expect((await page("source", "198.51.100.77")).text).toMatch(
    /On it until .*: 198\.51\.100\.77 high spraying/,
  );
  expect((await page("source", "93.158.86.1")).text).toContain("Not on it");
});

test("a network's page tells its addresses, worst first", async () => {
  const { text, html } = await page("source", "93.158.86.0/24");
  expect(text).toContain("320 events in this time: 200 ordinary, 120 attacks.");
  expect(text).toMatch(/Its addresses 6 addresses of 93\.158\.86\.0\/24, 1 with events/);
  const addresses = html.slice(html.indexOf("Its addresses"));
  expect(addresses.indexOf(`/sources/${BAD}`)).toBeLessThan(addresses.indexOf("/sources/93.158.86.0?"));
});

test("a service's page has its rate, its errors, its times and who calls it", async () => {
  const { text, html } = await page("service", "shop");
  expect(text).toContain("320 events in this time: 200 ordinary, 120 attacks.");
  expect(text).toContain("answers 5xx1.3 % of 320");
  expect(text).toMatch(/half within 2\d ms, 95 % within 2\d ms, 99 % within \d+ ms/);
  expect(html).toContain(`/sources/${BAD}?`);
  expect((await page("service", "nginx")).text).toContain("200 events");
});

test("names are found in any case, IPv6 in any form, a zone and a mapped address as what they are", async () => {
  expect((await page("user", "rOOT")).text).toContain("4 events in this time: 4 attacks.");
  for (const path of ["2001:0DB8:0:0::0007", "2001%3Adb8%3A%3A7", "2001:db8::7%25eth0"])
    expect((await get(`/sources/${path}?${new URLSearchParams(RANGE)}`)).text, path).toContain(
      "Source 2001:db8::7 An address",
    );
  expect((await get(`/sources/::ffff:${BAD}?${new URLSearchParams(RANGE)}`)).text).toContain("120 attacks");
  expect((await get(`/sources/93.158.86.0%2F24?${new URLSearchParams(RANGE)}`)).text).toContain("320 events");
});

test.each(ENTITY_KINDS)(
  "the list of every %s is searched, and leads to pages that have its events",
  async (kind) => {
    const { path } = {
      source: { path: "/sources" },
      user: { path: "/users" },
      service: { path: "/services" },
      path: { path: "/paths" },
      template: { path: "/templates" },
      agent: { path: "/agents" },
    }[kind];
    const list = await get(`${path}?${new URLSearchParams({ ...RANGE, sort: "events" })}`);
    expect(list.status).toBe(200);
    const links = [...list.html.matchAll(/<td class="name"><a href="([^"]*)" data-key="o">/g)].map(
      ([, href]) => unescaped(href as string),
    );
    expect(links.length).toBeGreaterThan(0);
    for (const link of links.slice(0, 20))
      expect((await get(link)).text, link).toMatch(/\d events? in this time/);
    const none = await get(`${path}?${new URLSearchParams({ ...RANGE, q: "<i>none</i>" })}`);
    expect(none.html).toContain("None of this time has <bdi>&lt;i&gt;none&lt;/i&gt;</bdi>");
  },
);

test.each(HOSTILE)(
  "%j has a page as user, service, path and agent, and nothing of it is markup",
  async (name) => {
    for (const kind of ["user", "service", "path", "agent"] as const) {
      const named = kind === "path" ? (`/${name}`.split("?")[0] as string) : name;
      const { status, html, text } = await page(kind, named);
      expect(status, kind).toBe(200);
      expect(text, kind).toMatch(/\d+ events? in this time/);
      expect(html).not.toMatch(/<script|href="javascript:/i);
      expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]* onmouseover/i);
    }
  },
);

test("what has no events says what was searched, whatever it is called", async () => {
  for (const [kind, name] of [
    ["source", "192.0.2.200"],
    ["user", "nobody"],
    ["path", "x".repeat(8_000)],
    ["agent", "<".repeat(2_500)],
    ["template", "00000000"],
    ["service", "\u0000none"],
  ] as const) {
    const { status, text } = await page(kind, name);
    expect(status, kind).toBe(200);
    expect(text, kind).toMatch(/No event of this [a-z ]+ between .* and .*: all of that time was searched/);
  }
  const other = await get(`/sources/192.0.2.200?from=now-1m&to=now`);
  expect(other.text).toContain("Search all time that has events");
});

test("what no event can be named is said, without a search", async () => {
  for (const path of [
    "/sources/none%3Cb%3E",
    "/sources/300.1.2.3",
    "/templates/xyz",
    "/sources/203.0.113.0/99",
  ]) {
    const { status, text } = await get(path);
    expect(status, path).toBe(200);
    expect(text, path).toContain("No event can have this");
  }
  expect((await get("/users/%ff")).status).toBe(400);
});

test("no name is looked up before somebody asks, and the answer says whether it leads back", async () => {
  asked = [];
  answer = async () => ["one.example"];
  const { html } = await page("source", BAD);
  expect(asked).toEqual([]);
  expect(html).toContain("resolve=1");
  expect((await page("source", BAD, { resolve: "1" })).text).toContain(
    "Its name is one.example, and that name leads back to it.",
  );
  expect(asked).toEqual(["247.86.158.93.in-addr.arpa"]);
  answer = async () => ["<script>x</script>"];
  expect((await page("source", "93.158.86.1", { resolve: "1" })).html).toContain("&lt;script&gt;");
  expect((await page("source", "93.158.86.1", { resolve: "1" })).text).toContain("does not lead back to it");
  answer = () => Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" }));
  expect((await page("source", "93.158.86.2", { resolve: "1" })).text).toContain("It has no name.");
  // A page that is shown anew asks nobody again.
  expect(asked).toHaveLength(3);
});

test("a resolver that never answers is given up", async () => {
  const hanging = {
    resolvePtr: () => new Promise<string[]>(() => {}),
    resolve4: async () => [],
    resolve6: async () => [],
  };
  expect(await new NameLookup({ resolver: hanging, allMs: 20 }).textOf(BAD)).toContain("No answer came");
});

test("switched off, names are neither offered nor looked up", async () => {
  const server = await startServer({ databaseUrl: await serveUrl(running.store), port: 0, names: false });
  try {
    const html = await (await fetch(`${server.url}/sources/${BAD}?resolve=1`)).text();
    const main = html.slice(html.indexOf("<main"));
    expect(main).not.toContain("resolve=1");
    expect(main).not.toContain('role="status"');
  } finally {
    await server.close();
  }
});

test("a label for all says what it would change, labels a bounded choice of all patterns, and nothing twice", async () => {
  const { pool } = running.store;
  const asking = await page("source", BAD, { label: "bot" });
  expect(asking.text).toContain(
    "As bot: 50 events get the label, which are 50 attack now; of 3 patterns, 1 source. 120 of its events have another label",
  );
  const form = /<form method="post"[\s\S]*?<\/form>/.exec(asking.html)?.[0] ?? "";
  const fields = Object.fromEntries(
    [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );
  const post = (body: Record<string, string>) =>
    fetch(`${running.url}/entities/label`, {
      method: "POST",
      body: new URLSearchParams(body),
      redirect: "manual",
    });
  expect((await post({ ...fields, key: "0" })).status).toBe(403);
  expect((await post({ ...fields, label: "friend" })).status).toBe(400);
  expect((await post({ ...fields, kind: "thing" })).status).toBe(400);
  expect((await pool.query("select from smartlog.feedback")).rowCount).toBe(0);

  const done = await post({ ...fields, who: "<i>Ann</i>", note: "ours" });
  expect(done.status).toBe(303);
  expect(done.headers.get("location")).toBe(`/sources/${BAD}?labelled=50&as=bot#label`);
  const { rows } = await pool.query(
    "select who, label, was, tpl, count(*)::int as events, count(distinct event_id)::int as different from smartlog.feedback group by 1, 2, 3, 4 order by tpl",
  );
  expect(rows.map(({ tpl }) => tpl)).toEqual(["aaaa0000", "aaaa0001", "aaaa0002"]);
  expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(50);
  expect(
    rows.every(
      (each) =>
        each.who === "<i>Ann</i>" &&
        each.was === "attack" &&
        each.events >= 16 &&
        each.events === each.different,
    ),
  ).toBe(true);
  expect((await page("source", BAD, { labelled: "50", as: "bot" })).text).toContain(
    "Saved: 50 events as bot.",
  );
  expect((await page("source", BAD, { label: "bot" })).text).toContain("70 of its events have another label");
  expect((await page("source", BAD, { label: "attack" })).text).toContain(
    "Nothing: all of its events are attack already",
  );
});

test("where the time is over it says how far it came, and the counts go on", async () => {
  const range = { from: (NOON - 86_400) * 1000, to: (NOON + 40_000) * 1000 };
  const looked = await lookAt(running.store.pool, queryOf({ kind: "path", name: "/none" }), {
    range,
    budgetMs: 0,
  });
  expect(looked.searched.complete).toBe(false);
  expect(looked.searched.from).toBeGreaterThan(range.from);
  expect(looked.events).toBe(0);
});

test("the bar's search leads to the page of an address, a network, and of names that are known", async () => {
  const go = async (q: string) =>
    (await fetch(`${running.url}/go?q=${encodeURIComponent(q)}`, { redirect: "manual" })).headers.get(
      "location",
    );
  expect(await go(BAD)).toBe(`/sources/${BAD}`);
  expect(await go("93.158.86.0/24")).toBe("/sources/93.158.86.0/24");
  const offered = await (await fetch(`${running.url}/api/places?q=shop`)).json();
  expect(offered).toContainEqual(expect.objectContaining({ text: "shop", path: "/services/shop" }));
});
