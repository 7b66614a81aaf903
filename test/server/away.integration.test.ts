/** A database that is slow, stopped, or gone: requests are answered in time, and all goes on when it is back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnStore, ownStore } from "../store/test-store.ts";
import { lostServer, type TestServer, testServer } from "./test-server.ts";

let store: OwnStore;
let running: TestServer;
beforeAll(async () => {
  store = await ownStore();
  running = await testServer(0, "", store);
});
afterAll(() => running?.close());

const get = async (path: string, url = running.url) => {
  const started = performance.now();
  const answer = await fetch(url + path, { redirect: "manual", signal: AbortSignal.timeout(30_000) });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    retry: answer.headers.get("retry-after"),
    ms: performance.now() - started,
  };
};
const PANEL = "/api/dashboards/smartlog-overview/panels/1";

test("/readyz is answered from one look a second, whatever others ask of the database", async () => {
  // Four visitors' questions that take all connections of the viewer: they wait for a lock.
  const holder = await running.store.pool.connect();
  await holder.query(
    "begin; lock table smartlog.rollup_minute, smartlog.rollup_hour, smartlog.events in access exclusive mode",
  );
  const slow = Array.from({ length: 8 }, () => get(PANEL));
  await sleep(200);
  const times: number[] = [];
  for (let i = 0; i < 50; i++) {
    const answer = await get("/readyz");
    expect(answer.status).toBe(200);
    times.push(answer.ms);
  }
  await holder.query("rollback");
  holder.release();
  await Promise.all(slow);
  expect(times.sort((a, b) => a - b)[25]).toBeLessThan(100);
  const { rows } = await running.store.pool.query(
    "select count(*)::int as n from pg_stat_activity where application_name = 'smartlog server' and query = 'select 1'",
  );
  expect(rows[0].n).toBeLessThanOrEqual(1);
});

/** Resolves once an answer is 503; rejects where it is another. */
async function refused(answer: ReturnType<typeof get>): Promise<void> {
  const { status } = await answer;
  if (status !== 503) throw new Error(`answered ${status}`);
}

test("more questions than can wait are told to come again", async () => {
  const holder = await running.store.pool.connect();
  await holder.query(
    "begin; lock table smartlog.rollup_minute, smartlog.rollup_hour, smartlog.events in access exclusive mode",
  );
  const many = Array.from({ length: 300 }, () => get(PANEL));
  // Until one too many has come, however long a busy machine takes for it.
  await Promise.race([Promise.any(many.map(refused)), sleep(10_000)]);
  await holder.query("rollback");
  holder.release();
  const answers = await Promise.all(many);
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses].sort()).toEqual([200, 503]);
  for (const { status, retry } of answers) if (status === 503) expect(retry).toBe("1");
});

test("a Postgres that is stopped makes 503 in time, and is used again when it goes on", async () => {
  const pids = postgresOf(store.dataDir);
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  try {
    await sleep(4_000); // the check's own time-out, and its next look
    const health = await get("/readyz");
    expect([health.status, health.retry]).toEqual([503, "1"]);
    expect(health.ms).toBeLessThan(500);
  } finally {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  }
  for (let i = 0; i < 100 && (await get("/readyz")).status !== 200; i++) await sleep(100);
  expect((await get("/readyz")).status).toBe(200);
  expect((await get(PANEL)).status).toBe(200);
});

test("with the database away every page and question is 503, with when to come again", async () => {
  const lost = await lostServer(running.store);
  try {
    for (const path of [
      PANEL,
      "/api/dashboards/smartlog-overview/annotations",
      "/api/dashboards/smartlog-overview/variables/site",
      "/events/00000000000000aa",
      "/readyz",
    ]) {
      const { status, text, retry } = await get(path, lost.url);
      expect([path, status, retry]).toEqual([path, 503, "1"]);
      expect(text).toMatch(/the database does not answer/);
    }
    // Found again at another address.
    await lost.useDatabase(running.store.url);
    expect((await get(PANEL, lost.url)).status).toBe(200);
    expect((await get("/readyz", lost.url)).status).toBe(200);
  } finally {
    await lost.close();
  }
});

/** The processes of a data folder's server: the postmaster first, then its sessions. */
function postgresOf(dataDir: string): number[] {
  const postmaster = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8").trim();
  return [postmaster, ...children.split(" ").filter(Boolean).map(Number)];
}
