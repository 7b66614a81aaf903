import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withLock } from "../../../store/embedded/lock.ts";
import { newFolder } from "../../folder.ts";

const BUILT = new URL("../../../build/store/embedded/lock.js", import.meta.url).href;
const PROCESSES = 6;
const ROUNDS = 40;

let folder: string;
let lock: string;
beforeEach(() => {
  folder = newFolder();
  lock = join(folder, "lock");
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const started: ChildProcess[] = [];

/** A process that runs a script with `withLock` and `lock`. */
function locker(script: string) {
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { withLock } from "${BUILT}"; const lock = ${JSON.stringify(lock)}; ${script}`,
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  started.push(child);
  return child;
}

test("of many processes at a lock that a killed one left, one at a time holds it", async () => {
  const children = Array.from({ length: PROCESSES }, () =>
    locker(`
      import { closeSync, openSync, rmSync } from "node:fs";
      import { once } from "node:events";
      process.stdout.write("ready");
      for (let round = 0; round < ${ROUNDS}; round++) {
        const [at] = await once(process.stdin, "data");
        while (Date.now() < Number(at)); // all in the same moment
        let said = "alone";
        await withLock(lock, async () => {
          try {
            closeSync(openSync(lock + ".held", "wx"));
            await new Promise((resolve) => setTimeout(resolve, 4));
            rmSync(lock + ".held", { force: true });
          } catch {
            said = "overlap";
          }
        });
        process.stdout.write(said);
      }
      process.stdin.destroy();`),
  );
  const said = () => Promise.all(children.map(async ({ stdout }) => String(await once(stdout, "data"))));
  await said();
  for (let round = 0; round < ROUNDS; round++) {
    writeFileSync(lock, "999999999");
    const done = said();
    const at = String(Date.now() + 5);
    for (const child of children) child.stdin.write(at);
    expect(await done).toEqual(Array(PROCESSES).fill("alone"));
  }
});

test("a lock file that names a living process, this one too, holds up nobody", async () => {
  for (const pid of [process.pid, process.ppid, 1]) {
    writeFileSync(lock, String(pid));
    expect(await withLock(lock, async () => "mine")).toBe("mine");
  }
});

test("waiting is said, with who is waited for; it ends when that one is killed", async () => {
  const holder = locker(
    `await withLock(lock, () => { process.stdout.write("held"); return new Promise(() => setInterval(() => {}, 1000)); });`,
  );
  await once(holder.stdout, "data");
  let said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
  let isMine = false;
  const waiting = withLock(lock, async () => {
    isMine = true;
  });
  await vi.waitUntil(() => said !== "", { timeout: 10_000 });
  expect(said).toMatch(new RegExp(`waiting for process ${holder.pid}, .*kill ${holder.pid}`));
  expect(isMine).toBe(false);
  holder.kill("SIGKILL");
  await waiting;
  await sleep(0);
  expect(isMine).toBe(true);
});
