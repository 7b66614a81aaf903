import type { ChildProcess } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { temporaryFolder } from "../folder.ts";
import { testStore } from "../store/test-store.ts";
import { result, smartlog, spawnCli, until } from "./command.ts";

const folder = temporaryFolder();
let child: ChildProcess | undefined;
let said = "";
/** Sessions that a test halted. */
const halted: number[] = [];
afterEach(async () => {
  for (const pid of halted.splice(0)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // The command killed it.
    }
  }
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const ended = result(child);
  child.kill("SIGTERM");
  await ended;
});

function run(args: string[], env: Record<string, string> = {}): ChildProcess {
  said = "";
  const started = spawnCli(args, env);
  for (const stream of [started.stdout, started.stderr])
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  child = started;
  return started;
}

async function open(): Promise<string> {
  await until("the server listens", () => /open (http\S+)/.test(said));
  return /open (http\S+)/.exec(said)?.[1] ?? "";
}

async function store(url: string, log: string): Promise<number> {
  const body = JSON.stringify({ file: "/a", offset: 0, log });
  const headers = { "content-type": "application/json" };
  return (await fetch(`${url}/v1/ingest`, { method: "POST", body, headers })).status;
}

const postmaster = (data: string) =>
  Number(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

/** Processes of this server's sessions. */
function sessionsOf(data: string): number[] {
  const pids = readFileSync(`/proc/${postmaster(data)}/task/${postmaster(data)}/children`, "utf8").split(" ");
  return pids
    .filter((pid) => pid && /127\.0\.0\.1/.test(readFileSync(`/proc/${pid}/cmdline`, "latin1")))
    .map(Number);
}

/** Halts all sessions: each is as one that waits for a lock that nobody gives back any more. */
async function haltSessions(data: string): Promise<void> {
  await until("several sessions are open", () => sessionsOf(data).length > 1);
  for (const pid of sessionsOf(data)) {
    process.kill(pid, "SIGSTOP");
    halted.push(pid);
  }
}

test("serve starts its own Postgres again when that was killed, and goes on where it was", async () => {
  const data = join(folder, "killed");
  run(["serve", "--port", "0", "--data", data]);
  const url = await open();
  expect(await store(url, "before")).toBe(200);
  for (let round = 1; round <= 2; round++) {
    process.kill(postmaster(data), "SIGKILL");
    await until("it is started again", () => said.split("its Postgres runs again").length > round);
    expect(await store(url, `after ${round}`)).toBe(200);
    expect((await fetch(`${url}/d/smartlog-overview`)).status).toBe(200);
  }
  const event = await fetch(`${url}/api/dashboards/smartlog-explore/panels/2?from=now-1h&to=now`);
  expect(await event.text()).toMatch(/before[\s\S]*after|after[\s\S]*before/);
});

test.skipIf(process.platform !== "linux")(
  "sessions that don't end with their server hold nobody up",
  async () => {
    const data = join(folder, "halted");
    const ended = result(run(["serve", "--port", "0", "--data", data]));
    const url = await open();
    await haltSessions(data);
    process.kill(postmaster(data), "SIGKILL");
    await until("it is started again", () => said.includes("its Postgres runs again"));
    expect(await store(url, "after")).toBe(200);
    await haltSessions(data);
    const pid = postmaster(data);
    writeFileSync(join(data, "postgres", "postgresql.auto.conf"), "shared_buffers = 'nonsense'\n");
    process.kill(pid, "SIGKILL");
    expect((await ended).code).toBe(1);
  },
  120_000,
);

test("serve ends with a failure where its Postgres can't be started again", async () => {
  const data = join(folder, "broken");
  const ended = result(run(["serve", "--port", "0", "--data", data]));
  await open();
  const pid = postmaster(data);
  // A configuration that nobody can start with, as a full disk or a damaged file would be.
  writeFileSync(join(data, "postgres", "postgresql.auto.conf"), "shared_buffers = 'nonsense'\n");
  process.kill(pid, "SIGKILL");
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /its Postgres ended, and can't be started again: Postgres did not start: .*nonsense/s,
  );
});

test("start ends with a failure, and says how to go on", async () => {
  const data = join(folder, "start");
  const log = join(folder, "access.log");
  writeFileSync(log, "a line\n");
  const ended = result(run(["start", "--data", data, log]));
  await until("it follows the file", () => said.includes("following the file"));
  process.kill(postmaster(data), "SIGKILL");
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/its Postgres ended, see .*postgres\.log\. Run the same command again/);
  appendFileSync(log, "another\n");
  const again = await smartlog(["start", "--once", "--json", "--data", data, log]);
  expect([again.code, JSON.parse(again.stdout)]).toEqual([0, expect.objectContaining({ stored: 1 })]);
});

test("serve waits for a Postgres that isn't up yet, and says so", async () => {
  const real = await testStore();
  const port = await freePort();
  const url = new URL(real.url);
  url.port = String(port);
  run(["serve", "--port", "0"], { DATABASE_URL: url.href });
  await until("it says what it waits for", () => /can't be reached: .*; waiting for it/.test(said));
  // Comes up now: what is sent to its port goes on to the one that runs.
  const relay = createServer((socket) => {
    const there = connect(Number(new URL(real.url).port), "127.0.0.1");
    for (const each of [socket, there]) each.on("error", () => {});
    socket.pipe(there).pipe(socket);
  }).listen(port, "127.0.0.1");
  try {
    expect(await store(await open(), "a line")).toBe(200);
  } finally {
    const ended = result(child as ChildProcess);
    child?.kill("SIGTERM");
    await ended;
    relay.close();
    await real.close();
  }
});

test("what no waiting helps ends it at once", async () => {
  const real = await testStore();
  const wrong = new URL(real.url);
  wrong.password = "wrong";
  const started = Date.now();
  const { code, stderr } = await smartlog(["serve", "--port", "0"], { env: { DATABASE_URL: wrong.href } });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/password authentication failed/)]);
  expect(Date.now() - started).toBeLessThan(20_000);
  await real.close();
});
