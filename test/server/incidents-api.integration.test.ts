import { afterAll, beforeAll, expect, test } from "vitest";
import { type NewIncident, storeIncident } from "../store/incident.ts";
import { type TestServer, testServer } from "./test-server.ts";

const HOSTILE = `37 names tried on web1 by "><script>alert(1)</script>\u001b[2J '; drop table smartlog.incidents; --`;
const AT = (minute: number) => new Date(Date.UTC(2026, 10, 21, 6, minute));

let running: TestServer;
const ids: Record<string, string> = {};
beforeAll(async () => {
  running = await testServer(0);
  const store = async (name: string, given: NewIncident) => {
    ids[name] = await storeIncident(running.store.pool, given);
  };
  await store("scan", { source: "203.0.113.7", site: "shop", first: AT(0), last: AT(10), severity: "low" });
  await store("brute", {
    class: "brute-force",
    severity: "high",
    title: HOSTILE,
    source: "198.51.100.9",
    site: "web1",
    users: ["root", "<b>"],
    first: AT(5),
    last: AT(20),
    owner: "Ann",
    sources: { "198.51.100.9": 40 },
    samples: [{ line: HOSTILE, hit: "root", why: ["login:many-failures"], event: "00000000000000ff" }],
  });
  await store("closed", {
    class: "spraying",
    severity: "critical",
    state: "closed",
    first: AT(0),
    last: AT(1),
  });
  await store("part", { parent: ids.brute as string, source: "2001:db8::1", first: AT(6), last: AT(7) });
});
afterAll(() => running?.close());

interface Answer {
  status: number;
  body: { incidents: { id: string }[]; next: string | null; detail?: string };
}

async function ask(query = ""): Promise<Answer> {
  const response = await fetch(`${running.url}/v1/incidents${query}`);
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

const found = async (query: string) => {
  const { status, body } = await ask(query);
  expect(body.detail).toBe(undefined);
  expect(status).toBe(200);
  const names = Object.entries(ids);
  return body.incidents.map(({ id }) => names.find(([, each]) => each === id)?.[0]);
};

test.each([
  ["", ["brute", "scan", "closed"]],
  ["?order=urgent", ["brute", "scan", "closed"]],
  ["?state=open", ["brute", "scan"]],
  ["?state=open&state=closed&severity=high", ["brute", "closed"]],
  ["?class=scan&class=spraying", ["scan", "closed"]],
  ["?source=203.0.113.0/24", ["scan"]],
  ["?source=198.51.100.9", ["brute"]],
  ["?site=web1", ["brute"]],
  ["?owner=Ann", ["brute"]],
  ["?text=DROP%20TABLE", ["brute"]],
  ["?since=2026-11-21T06:15:00Z", ["brute"]],
  ["?until=2026-11-21T06:03:00%2B00:00", ["scan", "closed"]],
  ["?parts=true&class=scan", ["scan", "part"]],
  ["?source=192.0.2.1", []],
])("%s finds %j", async (query, names) => {
  expect(await found(query)).toEqual(names);
});

test("pages follow one another, and have each incident once", async () => {
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await ask(`?limit=1&parts=true${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.incidents.map(({ id }) => id));
    cursor = body.next ?? "";
  } while (cursor !== "");
  expect(seen).toEqual([ids.brute, ids.scan, ids.part, ids.closed]);
});

test("one incident has who took part, its lines, what became of it, and what is part of it", async () => {
  const response = await fetch(`${running.url}/v1/incidents/${ids.brute}`);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await response.json()).toMatchObject({
    id: ids.brute,
    class: "brute-force",
    title: HOSTILE,
    severity: "high",
    state: "open",
    first: AT(5).toISOString(),
    users: ["root", "<b>"],
    sources: [{ ip: "198.51.100.9", events: 40 }],
    samples: [{ event: "00000000000000ff", line: HOSTILE, hit: "root", why: ["login:many-failures"] }],
    history: [{ what: "opened", who: null }],
    parts: [{ id: ids.part }],
  });
});

test.each(["0", "999999", "x", "1'--", "9223372036854775808", "1.5", "%00"])(
  "there is no incident %s",
  async (id) => {
    expect((await fetch(`${running.url}/v1/incidents/${id}`)).status).toBe(404);
  },
);

test.each([
  "?state=gone",
  "?severity=none",
  "?severity=low&severity=high",
  "?class=Scan%27",
  "?source=x",
  "?site=%00",
  `?text=${"x".repeat(201)}`,
  "?since=yesterday",
  "?since=2026-11-21T06:15:00",
  "?until=2026-13-40",
  "?parts=1",
  "?order=best",
  "?limit=0",
  "?limit=501",
  "?cursor=x",
  "?cursor=4.1.1%27",
  "?sevrity=high",
  "?constructor=x",
])("%s is refused, with what it has to be", async (query) => {
  const { status, body } = await ask(query);
  expect(status).toBe(400);
  expect(body.detail).toMatch(/ is | may be | parameter| the form /);
});

test("without the token nothing is told, and a page of another site may not ask", async () => {
  const closed = await testServer(0, "secret-token-of-the-test");
  try {
    for (const path of ["/v1/incidents", `/v1/incidents/${ids.brute}`])
      expect((await fetch(`${closed.url}${path}`)).status, path).toBe(401);
  } finally {
    await closed.close();
  }
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
  expect((await fetch(`${running.url}/v1/incidents`, { headers })).status).toBe(403);
});
