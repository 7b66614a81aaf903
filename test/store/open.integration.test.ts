import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { StoreError } from "../../store/error.ts";
import { openStore } from "../../store/open.ts";
import { newFolder } from "../folder.ts";

const BUILT = fileURLToPath(new URL("../../build/store/open.js", import.meta.url));

let dataDir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = join(newFolder(), "data");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (let i = 0; i < 500 && serverRuns(); i++) await sleep(20);
  expect(serverRuns(), "the server ends with its last user").toBe(false);
  rmSync(join(dataDir, ".."), { recursive: true, force: true });
});

const postmaster = () =>
  Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
function serverRuns(): boolean {
  try {
    process.kill(postmaster(), 0);
    return true;
  } catch {
    return false;
  }
}

/** Another command that uses the store and then waits; resolves with its connection string. */
async function command(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { openStore } from ${JSON.stringify(BUILT)};
     const store = await openStore({ dataDir: ${JSON.stringify(dataDir)} });
     console.log(store.url); setInterval(() => {}, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  const url = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (data) => resolve(String(data).trim())),
  );
  return { child, url };
}

test("commands share one server, which stays until the last has left", async () => {
  const [first, second] = await Promise.all([command(), command()]);
  expect(first.url).toBe(second.url);
  const third = await openStore({ dataDir });
  expect(third.url).toBe(first.url);
  first.child.kill("SIGINT");
  second.child.kill("SIGTERM");
  await sleep(300);
  expect((await third.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await third.close();
  expect(serverRuns()).toBe(false);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "the server stops with a command that ends by %s",
  async (signal) => {
    const { child } = await command();
    expect(serverRuns()).toBe(true);
    child.kill(signal);
    for (let i = 0; i < 250 && serverRuns(); i++) await sleep(20);
    expect(serverRuns()).toBe(false);
  },
);

test("data is there again the next time, on the port asked for, on the loopback only", async () => {
  const one = await openStore({ dataDir });
  await one.pool.query("create table kept as select 7 as n");
  await one.close();
  const port = await freePort();
  const two = await openStore({ dataDir, port });
  expect(new URL(two.url).port).toBe(String(port));
  expect((await two.pool.query("select n from kept")).rows).toEqual([{ n: 7 }]);
  const { rows } = await two.pool.query(
    "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by 1",
  );
  expect(rows.map(({ setting }) => setting)).toEqual(["127.0.0.1", ""]);
  await two.close();
});

test("a server that was killed is said to be gone, and started again", async () => {
  const store = await openStore({ dataDir });
  let gone = false;
  const settled = store.gone.then(() => {
    gone = true;
  });
  await sleep(1_200);
  expect(gone).toBe(false);
  process.kill(postmaster(), "SIGKILL");
  await settled;
  const again = await openStore({ dataDir });
  expect((await again.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await store.close();
  await again.close();
});

test("a session that is lost while it is in use fails its query, and not the program", async () => {
  const store = await openStore({ dataDir });
  const uncaught: Error[] = [];
  const onUncaught = (error: Error) => uncaught.push(error);
  process.on("uncaughtException", onUncaught);
  const client = await store.pool.connect();
  // Not by `once` of node:events, which listens for "error" too.
  const ended = new Promise<void>((resolve) => (client as unknown as pg.Client).on("end", resolve));
  await store.pool.query("select pg_terminate_backend(pid) from pg_stat_activity where pid = $1", [
    (await client.query("select pg_backend_pid() as pid")).rows[0].pid,
  ]);
  await ended;
  await expect(client.query("select 1")).rejects.toThrow();
  client.release(true);
  process.off("uncaughtException", onUncaught);
  expect(uncaught).toEqual([]);
  expect((await store.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await store.close();
});

test("a postmaster.pid whose process id is now another program's doesn't stop it", async () => {
  await (await openStore({ dataDir })).close();
  writeFileSync(
    join(dataDir, "postgres/postmaster.pid"),
    `${process.pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n1 1\nready   \n`,
  );
  const store = await openStore({ dataDir });
  expect(postmaster()).not.toBe(process.pid);
  await store.close();
});

test("a server whose supervisor was killed is taken over", async () => {
  const { child } = await command();
  const orphan = postmaster();
  const supervisor = Number(readFileSync(`/proc/${orphan}/stat`, "utf8").split(" ")[3]);
  process.kill(supervisor, "SIGKILL");
  child.kill("SIGKILL");
  const store = await openStore({ dataDir });
  expect((await store.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await store.close();
});

test("what goes wrong has a code and a next step", async () => {
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(StoreError);
    expect(error.nextStep).not.toBe("");
    return error.code;
  };
  const port = await freePort();
  expect(await failure(openStore({ databaseUrl: `postgres://x:y@127.0.0.1:${port}/z` }))).toBe(
    "DATABASE_UNREACHABLE",
  );

  const store = await openStore({ dataDir });
  expect(await failure(openStore({ dataDir, port }))).toBe("DATA_IN_USE");
  const taken = Number(new URL(store.url).port);
  expect(await failure(openStore({ dataDir: `${dataDir}-other`, port: taken }))).toBe("PORT_TAKEN");
  await store.close();

  writeFileSync(join(dataDir, "postgres/PG_VERSION"), "12\n");
  expect(await failure(openStore({ dataDir }))).toBe("DATA_OTHER_VERSION");
});
