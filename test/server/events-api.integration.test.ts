/** Searches over HTTP: pages, counts, completion, exports; what is refused, and who may ask. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestServer, testServer } from "./test-server.ts";

const LINES = 1_500;

let running: TestServer;
beforeAll(async () => {
  running = await testServer(LINES);
});
afterAll(() => running?.close());

interface Answer {
  status: number;
  body: Record<string, unknown>;
}
interface Page {
  events: Record<string, unknown>[];
  next: string | null;
  searched: { from: string; to: string; complete: boolean };
}

async function ask(path: string, parameters: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${running.url}${path}?${new URLSearchParams(parameters)}`);
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

async function page(parameters: Record<string, string>): Promise<Page> {
  const { status, body } = await ask("/v1/events", parameters);
  expect(body.detail).toBe(undefined);
  expect(status).toBe(200);
  return body as unknown as Page;
}

const counted = async (where: string) =>
  (await running.store.pool.query(`select count(*)::int as n from smartlog.events where ${where}`)).rows[0]
    .n as number;

test("pages lead through all events that fit, each once, the newest first", async () => {
  const times: string[] = [];
  const ids = new Set<unknown>();
  let cursor = "";
  do {
    const { events, next, searched } = await page({
      q: "label:attack",
      limit: "100",
      ...(cursor && { cursor }),
    });
    for (const { id, time, label } of events) {
      expect(label).toBe("attack");
      ids.add(id);
      times.push(String(time));
    }
    expect(searched.complete).toBe(next === null);
    cursor = next ?? "";
  } while (cursor !== "");
  expect(ids.size).toBe(await counted("label = 'attack'"));
  expect(times).toEqual([...times].sort().reverse());
});

test("fields, order and range are as asked", async () => {
  const { events } = await page({
    q: "kind:auth user:root",
    fields: "user,record,time,pattern",
    limit: "3",
    order: "oldest",
  });
  expect(events).toHaveLength(3);
  expect(Object.keys(events[0] ?? {})).toEqual(["user", "record", "time", "pattern"]);
  expect(events[0]).toMatchObject({ user: "root", record: { log: expect.stringContaining("root") } });
  expect((await page({ q: "", to: "2020-01-01" })).events).toEqual([]);
  const { searched } = await page({ from: "now-2h", to: "now-1h", limit: "1000" });
  expect(Date.parse(searched.to) - Date.parse(searched.from)).toBe(3_600_000);
});

test("counts are those of the events, over time and by field", async () => {
  const histogram = (await ask("/v1/events/histogram", { q: "kind:auth" })).body as {
    total: number;
    bars: { at: string; events: Record<string, number> }[];
    searched: { complete: boolean };
  };
  expect(histogram.searched.complete).toBe(true);
  expect(histogram.total).toBe(await counted("kind = 'auth'"));
  expect(histogram.bars.length).toBeLessThanOrEqual(61);
  const { facets } = (await ask("/v1/events/facets", { q: "kind:auth", top: "3" })).body as {
    facets: Record<string, { values: { value: string; events: number }[]; events: number }>;
  };
  expect(facets.kind?.values).toEqual([{ value: "auth", events: histogram.total }]);
  expect(facets.ip?.values.length).toBeLessThanOrEqual(3);
  expect(Object.keys(facets)).toEqual([
    "kind",
    "label",
    "severity",
    "host",
    "service",
    "ip",
    "status",
    "template",
  ]);
});

test.each(["ndjson", "csv"])("an export as %s has all of them, as a file", async (format) => {
  const response = await fetch(`${running.url}/v1/events?format=${format}&q=kind:auth,dns&fields=id,line`);
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="smartlog-events.${format}"`,
  );
  expect(response.headers.get("content-type")).toMatch(
    format === "csv" ? /^text\/csv/ : /^application\/x-ndjson/,
  );
  const lines = (await response.text()).trimEnd().split("\n");
  expect(lines).toHaveLength((await counted("kind in ('auth', 'dns')")) + (format === "csv" ? 1 : 0));
});

test("an export that nobody reads on gives its place to others", async () => {
  const query = `${running.url}/v1/events?format=ndjson`;
  for (let n = 0; n < 10; n++) {
    const controller = new AbortController();
    const response = await fetch(query, { signal: controller.signal });
    expect(response.status).toBe(200);
    controller.abort();
  }
  expect((await fetch(query)).status).toBe(200);
});

test("whoever types is offered names, then values", async () => {
  const names = (await ask("/v1/events/complete", { q: "kind:web sta" })).body;
  expect(names).toMatchObject({ from: 9, to: 12, options: [{ text: "status:" }] });
  const values = (await ask("/v1/events/complete", { q: "user:ro status:404", at: "7" })).body;
  expect(values).toMatchObject({ from: 5, to: 7 });
  expect((values.options as object[])[0]).toEqual({ text: "root", about: "", events: expect.any(Number) });
  expect((await ask("/v1/events/complete")).body.options).not.toEqual([]);
});

test("what is wrong in a query is told with its place", async () => {
  expect(await ask("/v1/events", { q: "kind:web statsu:500" })).toEqual({
    status: 400,
    body: {
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      instance: "/v1/events",
      detail: "there is no field “statsu”",
      next: expect.stringContaining("Did you mean status:?"),
      position: 9,
      length: 6,
    },
  });
});

describe("refused, with what it has to be", () => {
  test.each([
    ["/v1/events", "order=best"],
    ["/v1/events", "limit=0"],
    ["/v1/events", "limit=1001"],
    ["/v1/events", "fields=id,nothing"],
    ["/v1/events", "format=xml"],
    ["/v1/events", "cursor=newest_1"],
    ["/v1/events", "cursor=1'--"],
    ["/v1/events", "from=yesterday"],
    ["/v1/events", "from=2026-11-21T06:00:00"],
    ["/v1/events", "from=2026-11-22&to=2026-11-21"],
    ["/v1/events", "q=a&q=b"],
    ["/v1/events", "qurey=a"],
    ["/v1/events", "constructor=a"],
    ["/v1/events", "q=%00"],
    ["/v1/events", "format=csv&order=score"],
    ["/v1/events", "format=ndjson&cursor=newest_1_2"],
    ["/v1/events/histogram", "bars=0"],
    ["/v1/events/histogram", "q=(("],
    ["/v1/events/facets", "top=1e9"],
    ["/v1/events/complete", "at=-1"],
    ["/v1/events/complete", `q=${"x".repeat(3_000)}`],
  ])("%s?%.60s", async (path, parameters) => {
    const response = await fetch(`${running.url}${path}?${parameters}`);
    const body = (await response.json()) as { detail: string };
    expect(response.status).toBe(400);
    expect(body.detail.length).toBeGreaterThan(10);
  });
});

test("without the token nothing is told, and a page of another site may not ask", async () => {
  const closed = await testServer(0, "secret-token-of-the-test");
  const paths = [
    "/v1/events",
    "/v1/events?format=csv",
    "/v1/events/histogram",
    "/v1/events/facets",
    "/v1/events/complete",
  ];
  try {
    for (const path of paths) expect((await fetch(`${closed.url}${path}`)).status, path).toBe(401);
  } finally {
    await closed.close();
  }
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
  for (const path of paths)
    expect((await fetch(`${running.url}${path}`, { headers })).status, path).toBe(403);
});
