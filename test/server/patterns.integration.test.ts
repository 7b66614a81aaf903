import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import type { Pattern } from "../../store/patterns.ts";
import { NOON, row } from "../store/record.ts";
import { type TestServer, testServer } from "./test-server.ts";

const HOSTILE = "GET /<script>alert(1)</script> 2xx browser";
let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
  await ingest(running.store.pool, "t", [
    row(1, { pattern: HOSTILE }),
    row(2),
    row(3, { tpl: "0000000b", kind: "auth", pattern: "sshd:Accepted password for *" }),
  ]);
});
afterAll(() => running?.close());

const RANGE = `from=${(NOON - 3600) * 1000}&to=${(NOON + 3600) * 1000}`;

async function ask(query: string): Promise<{ status: number; body: Pattern[] }> {
  const response = await fetch(`${running.url}/api/patterns?${query}`);
  return { status: response.status, body: (await response.json()) as Pattern[] };
}

test("patterns of a range come with their counts in it", async () => {
  for (const sort of ["frequent", "new", "rare"])
    expect((await ask(`${RANGE}&sort=${sort}`)).body.map(({ tpl }) => tpl).sort(), sort).toEqual([
      "0000000b",
      "5f0c2a11",
    ]);
  expect((await ask(RANGE)).body[0]).toMatchObject({
    tpl: "5f0c2a11",
    kind: "web",
    pattern: HOSTILE,
    events: 2,
  });
  expect((await ask(`${RANGE}&kind=auth&kind=dns`)).body.map(({ tpl }) => tpl)).toEqual(["0000000b"]);
  expect((await ask(`${RANGE}&limit=1`)).body).toHaveLength(1);
  expect((await ask("from=now-1m&to=now")).body).toEqual([]);
});

test.each([
  "sort=best",
  "kind=web' or true --",
  "kind=*",
  "limit=0",
  "limit=501",
  "limit=x",
  "from=x",
  "from=now&to=now-1h",
])("%s is refused", async (query) => {
  expect((await ask(query)).status).toBe(400);
});

test("an event's page has its pattern, which leads to the others of it, and runs nothing of it", async () => {
  const text = await (await fetch(`${running.url}/events/0000000000000002`)).text();
  expect(text).toContain(
    '<a href="/templates/5f0c2a11">GET /&lt;script&gt;alert(1)&lt;/script&gt; 2xx browser</a>',
  );
});
