import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { smartlogServer } from "../../trainer/publish/reload.ts";
import { temporaryFolder } from "../folder.ts";
import { type OwnStore, ownStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID, moduleNamed } from "../trainer/models.ts";
import { result, spawnCli, until } from "./command.ts";

const folder = temporaryFolder();
const module = join(folder, "filter.wasm");
const pidFile = join(folder, "serve.pid");
let store: OwnStore;
let child: ChildProcess;
let said = "";
let url = "";
beforeAll(async () => {
  // Passwords are the whole server's.
  store = await ownStore();
  writeFileSync(module, BUILT);
  const args = ["serve", "--port", "0", "--module", module, "--pid-file", pidFile];
  child = spawnCli(args, { DATABASE_URL: store.url, SMARTLOG_SERVE_PASSWORD: "the server's" });
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  await until("the server listens", () => existsSync(pidFile) && /open (http\S+)/.test(said));
  url = /open (http\S+)/.exec(said)?.[1] ?? "";
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await store?.close();
});

const place = (bytes: Buffer) => {
  writeFileSync(`${module}.new`, bytes);
  renameSync(`${module}.new`, module);
};

let sent = 0;
/** Sends a batch and says which models scored it, after it was stored. */
async function send(): Promise<string> {
  const body = Array.from({ length: 20 }, () =>
    JSON.stringify({ file: "/a", offset: sent++, log: `l ${sent}` }),
  );
  const answer = await fetch(`${url}/v1/ingest`, {
    method: "POST",
    body: body.join("\n"),
    headers: { "content-type": "application/x-ndjson" },
  });
  expect([answer.status, await answer.json()]).toEqual([200, { stored: 20, duplicates: 0, rejected: 0 }]);
  const scored = await fetch(`${url}/v1/score`, {
    method: "POST",
    body: '{"log":"x"}',
    headers: { "content-type": "application/x-ndjson" },
  });
  return ((await scored.json()) as EnrichedRecord).smartlog.model;
}

test("what requests do is done as smartlog_serve, never as the administrator", async () => {
  await send();
  await fetch(`${url}/healthz`);
  const { rows } = await store.pool.query(
    "select distinct usename from pg_stat_activity where application_name = 'smartlog server'",
  );
  expect(rows).toEqual([{ usename: "smartlog_serve" }]);
});

test("SIGHUP makes it take a new filter while records come in; none is refused or lost", async () => {
  const models: string[] = [];
  let isOn = true;
  const senders = [1, 2, 3].map(async () => {
    while (isOn) models.push(await send());
  });
  for (const id of ["m1", "m2"]) {
    place(moduleNamed(id));
    expect(await smartlogServer(pidFile).reload()).toMatch(/SIGHUP was sent to process \d+/);
  }
  isOn = false;
  await Promise.all(senders);
  expect([...new Set(models)].filter((id) => id !== "m1")).toEqual(
    expect.arrayContaining(models.includes(BUILT_ID) ? [BUILT_ID, "m2"] : ["m2"]),
  );
  expect(models.at(-1)).toBe("m2");
  const { rows } = await store.pool.query(
    "select count(*)::int as n, array_agg(distinct model order by model) as models from smartlog.events",
  );
  expect(rows[0].n).toBe(sent);
  expect(rows[0].models).toContain("m2");
});

test("a filter that can't be used leaves the one that works", async () => {
  place(Buffer.from("no module"));
  child.kill("SIGHUP");
  await until("it says so", () => /the filter stays as it was: cannot load/.test(said));
  expect(await send()).toBe("m2");
});

test("SIGTERM ends it, and its process id is gone", async () => {
  const ended = result(child);
  expect(Number(readFileSync(pidFile, "utf8"))).toBe(child.pid);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  expect(existsSync(pidFile)).toBe(false);
  await expect(smartlogServer(String(child.pid)).reload()).rejects.toThrow(/does not run/);
});
