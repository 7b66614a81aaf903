/** Under the heap that the documentation promises to be enough; `bench/server/bombs.ts` does more of it, and longer. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attack } from "../../bench/server/attack.ts";
import { bombs } from "../../bench/server/attack-bodies.ts";
import {
  connections,
  pipelined,
  stuckReaders,
  stuckWatchers,
  unfinished,
} from "../../bench/server/attack-connections.ts";
import { healthDuring, SmallServer } from "../../bench/server/small-server.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

const MOST_MB = 220;
/** A machine that is busy answers late; a loop that is blocked, seconds later. */
const LATE_MS = 1_000;

let store: TestStore;
let server: SmallServer;
beforeAll(async () => {
  store = await testStore();
  server = await SmallServer.start(store.url);
});
afterAll(async () => {
  await server?.stop();
  await store?.close();
});

const ATTACKS: [name: string, attack: Attack][] = [
  ...bombs([12_000_000], 2),
  pipelined(50_000, 1, "/healthz", 500),
  pipelined(50_000, 4, "/api/dashboards/smartlog-overview/panels/1", 500),
  unfinished(60, 31_000_000, 2_500),
  stuckReaders(10, 2_500),
  stuckWatchers(50, 500, 4_000),
  connections(1_000, "/healthz", 0),
  connections(1_000, "/api/dashboards/smartlog-explore/panels/2", 0),
].map((attack) => [attack.name, attack]);

test.each(ATTACKS)("%s: it stays up and small, and answers others", async (_name, attack) => {
  attack.prepare?.();
  server.resetPeak();
  let seen = "";
  const health = await healthDuring(server.url, async () => {
    seen = await attack.run(server.url);
  });
  expect(server.isAlive, seen).toBe(true);
  expect(seen).not.toMatch(/no answer|× 500/);
  expect(server.peakMb, seen).toBeLessThan(MOST_MB);
  expect(health.failed).toBe(0);
  expect(health.slowest).toBeLessThan(LATE_MS);
});

test("whoever is honest is served after all that", async () => {
  const request = {
    method: "POST",
    body: '{"log":"an honest line"}',
    headers: { "content-type": "application/json" },
  };
  // As often as there are lanes: none of them is lost.
  for (let n = 0; n < 5; n++) {
    const stored = await fetch(`${server.url}/v1/ingest`, request);
    expect([stored.status, await stored.json()]).toEqual([200, { stored: 1, duplicates: 0, rejected: 0 }]);
    const scored = await fetch(`${server.url}/v1/score`, request);
    expect([scored.status, await scored.text()]).toEqual([200, expect.stringMatching(/an honest line/)]);
    const panel = await fetch(`${server.url}/api/dashboards/smartlog-overview/panels/1`);
    expect([panel.status, await panel.text()]).toEqual([200, expect.stringMatching(/frames/)]);
  }
});
