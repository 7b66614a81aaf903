import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../../blocklist/lib/policy.ts";
import { type RunningServer, startServer } from "../../server/index.ts";
import { serveUrl } from "../../store/roles.ts";
import { incident, NOWHERE } from "../blocklist/incidents.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

const KEY = "a-key-of-bouncers";
let store: TestStore;
let server: RunningServer;
let withToken: RunningServer;
let off: RunningServer;
beforeAll(async () => {
  store = await testStore();
  const databaseUrl = await serveUrl(store);
  const decisions = { key: KEY, policy: () => DEFAULT_POLICY, place: NOWHERE };
  server = await startServer({ databaseUrl, port: 0, decisions });
  withToken = await startServer({ databaseUrl, port: 0, token: "a-token", decisions });
  off = await startServer({ databaseUrl, port: 0 });
});
afterAll(async () => {
  for (const each of [server, withToken, off]) await each?.close();
  await store?.close();
});
beforeEach(() => store.pool.query("truncate smartlog.incidents cascade"));

const ask = (path: string, headers: Record<string, string> = { "x-api-key": KEY }, url = server.url) =>
  fetch(`${url}/v1/decisions${path}`, { headers });

describe("decisions", () => {
  test("are off without a key", async () => {
    for (const path of ["", "/stream"]) {
      const answer = await ask(path, { "x-api-key": KEY }, off.url);
      expect(answer.status).toBe(404);
      expect((await answer.json()).message).toMatch(/off.*SMARTLOG_BOUNCER_KEY/);
    }
  });

  test("need the key, and the key is all that they need", async () => {
    const without: Record<string, string>[] = [
      {},
      { "x-api-key": "" },
      { "x-api-key": "other" },
      { authorization: "Bearer a-token" },
    ];
    for (const headers of without) {
      const answer = await ask("/stream", headers, withToken.url);
      expect(answer.status).toBe(403);
      expect((await answer.json()).message).toMatch(/forbidden/);
    }
    expect((await ask("/stream", undefined, withToken.url)).status).toBe(200);
    const elsewhere = await fetch(`${withToken.url}/api/dashboards`, { headers: { "x-api-key": KEY } });
    expect(elsewhere.status).toBe(401);
  });

  test("are no other site's", async () => {
    const answer = await ask("/stream", { "x-api-key": KEY, origin: "https://evil.example" });
    expect(answer.status).toBe(403);
    expect((await answer.json()).message).toMatch(/another site/);
  });

  test("are read only", async () => {
    for (const method of ["POST", "DELETE", "PUT"])
      expect(
        (await fetch(`${server.url}/v1/decisions`, { method, headers: { "x-api-key": KEY } })).status,
      ).toBe(405);
  });

  test("come as CrowdSec's local API gives them", async () => {
    await incident(store.pool, ["203.0.113.1"], { class: "brute-force" });
    const own = await startServer({
      databaseUrl: await serveUrl(store),
      port: 0,
      decisions: { key: KEY, policy: () => DEFAULT_POLICY, place: NOWHERE },
    });
    try {
      const stream = await (await ask("/stream?startup=true", undefined, own.url)).json();
      expect(stream).toEqual({
        new: [
          {
            id: expect.any(Number),
            origin: "smartlog",
            type: "ban",
            scope: "Ip",
            value: "203.0.113.1",
            scenario: "smartlog/brute-force",
            duration: expect.stringMatching(/^23h(49|50)m\d{1,2}s$/),
          },
        ],
        deleted: [],
      });
      expect(await (await ask("?ip=203.0.113.1", undefined, own.url)).json()).toEqual(stream.new);
      expect(await (await ask("?ip=203.0.113.2", undefined, own.url)).text()).toBe("null");
      const bad = await ask("?ip=203.0.113", undefined, own.url);
      expect([bad.status, (await bad.json()).message]).toEqual([400, expect.stringMatching(/no address/)]);
      // A second bouncer is told all; the first, nothing more.
      const as = (agent: string) => ask("/stream", { "x-api-key": KEY, "user-agent": agent }, own.url);
      expect((await (await as("other/1")).json()).new).toHaveLength(1);
      expect((await (await as("other/1")).json()).new).toHaveLength(0);
      const head = await fetch(`${own.url}/v1/decisions/stream`, {
        method: "HEAD",
        headers: { "x-api-key": KEY },
      });
      expect([head.status, await head.text()]).toEqual([200, ""]);
    } finally {
      await own.close();
    }
  });

  test("are 503 with a message while the database is away, and wrong keys are counted", async () => {
    const away = await startServer({
      databaseUrl: "postgres://nobody@127.0.0.1:1/none",
      port: 0,
      decisions: { key: KEY, policy: () => DEFAULT_POLICY, place: NOWHERE },
    });
    try {
      const answer = await ask("/stream", undefined, away.url);
      expect([answer.status, (await answer.json()).message]).toEqual([
        503,
        expect.stringMatching(/database/),
      ]);
      for (let i = 0; i < 10; i++) await ask("", { "x-api-key": `guess ${i}` }, away.url);
      const refused = await ask("");
      expect(refused.status).not.toBe(429);
      const limited = await ask("", undefined, away.url);
      expect([limited.status, (await limited.json()).message]).toEqual([
        429,
        expect.stringMatching(/too many/),
      ]);
    } finally {
      await away.close();
    }
  });
});
