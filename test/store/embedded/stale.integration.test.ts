import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serverAccount } from "../../../store/embedded/account.ts";
import { alive, namesCluster, runsOn } from "../../../store/embedded/process.ts";
import { storeFile } from "../../../store/files.ts";
import { openStore } from "../../../store/open.ts";
import { newFolder } from "../../folder.ts";

let folder: string;
let dataDir: string;
let cluster: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = newFolder();
  dataDir = join(folder, "data");
  cluster = join(dataDir, "postgres");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const pidOf = (path: string) => Number(readFileSync(join(path, "postmaster.pid"), "utf8").split("\n")[0]);

/** A program called postgres that runs as the server's account does, and is no server of this folder. */
function bystander(): ChildProcess & { pid: number } {
  const program = join(folder, "postgres");
  symlinkSync(execFileSync("sh", ["-c", "command -v sleep"]).toString().trim(), program);
  const child = spawn(program, ["60"], { ...serverAccount(join(folder, "none")), cwd: "/", stdio: "ignore" });
  children.push(child);
  return child as ChildProcess & { pid: number };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !isTrue(); i++) await sleep(20);
}

test("a Postgres of somebody's is left alone, whatever postmaster.pid says; the own one starts beside it", async () => {
  await (await openStore({ dataDir })).close();
  const other = await openStore({ dataDir: join(folder, "other") });
  const theirs = pidOf(join(folder, "other/postgres"));
  // As the file is after a crash, when the system has given its process id away.
  writeFileSync(
    join(cluster, "postmaster.pid"),
    `${theirs}\n${cluster}\n1\n40000\n\n127.0.0.1\n 1 2\nready   \n`,
  );
  const store = await openStore({ dataDir });
  expect((await store.pool.query("show data_directory")).rows).toEqual([{ data_directory: cluster }]);
  expect((await other.pool.query("show data_directory")).rows).toEqual([
    { data_directory: join(folder, "other/postgres") },
  ]);
  expect(pidOf(join(folder, "other/postgres"))).toBe(theirs);
  expect(readFileSync(join(folder, "other/postgres.log"), "utf8")).not.toContain("shutdown request");
  await store.close();
  await other.close();
});

test.each([
  ["the server of its folder", true],
  ["no process that got the server's id", false],
])("the supervisor's watcher, left alone, stops %s", async (_name, isServer) => {
  mkdirSync(cluster, { recursive: true });
  const script = readFileSync(storeFile("embedded/supervisor.sh"), "utf8");
  const ready = join(folder, "pid");
  const server = `
    process.on("SIGINT", () => process.exit());
    if (${isServer}) process.chdir(${JSON.stringify(cluster)});
    setTimeout(() => {}, 60_000);
    require("node:fs").writeFileSync(${JSON.stringify(ready)}, String(process.pid));`;
  const supervisor = spawn(
    "/bin/sh",
    ["-c", script, "supervisor.sh", cluster, process.execPath, "-e", server],
    {
      cwd: "/",
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  await until(() => existsSync(ready) && readFileSync(ready, "utf8") !== "");
  const pid = Number(readFileSync(ready, "utf8"));
  supervisor.kill("SIGKILL");
  await once(supervisor, "exit");
  supervisor.stdin.destroy(); // its last user leaves
  await sleep(isServer ? 0 : 1_500);
  if (isServer) await until(() => !alive(pid));
  expect(alive(pid)).toBe(!isServer);
  if (!isServer) process.kill(pid, "SIGKILL");
});

test("only the working folder makes a process the cluster's server", async () => {
  const store = await openStore({ dataDir });
  const account = serverAccount(cluster);
  const pid = pidOf(cluster);
  expect(runsOn(cluster, pid, account)).toBe(true);
  const named = bystander();
  for (const other of [named.pid, process.pid, 1, 2_147_483_646])
    expect(runsOn(cluster, other, account)).toBe(false);
  // What serves where there is no /proc.
  if (spawnSync("ps", ["-p", "1"]).status === 0) {
    expect(namesCluster(cluster, pid)).toBe(true);
    expect(namesCluster(join(folder, "other"), pid)).toBe(false);
    expect(namesCluster(cluster, named.pid)).toBe(false);
  }
  await store.close();
  expect(runsOn(cluster, pid, account)).toBe(false);
});

test("a process of the server's own account that has its id is no server, and lives on", async () => {
  await (await openStore({ dataDir })).close();
  const sleeper = bystander();
  writeFileSync(
    join(cluster, "postmaster.pid"),
    `${sleeper.pid}\n${cluster}\n1\n40000\n\n127.0.0.1\n 999999 1\nready   \n`,
  );
  const store = await openStore({ dataDir });
  expect(pidOf(cluster)).not.toBe(sleeper.pid);
  await store.close();
  expect(sleeper.exitCode ?? sleeper.signalCode).toBe(null);
});
