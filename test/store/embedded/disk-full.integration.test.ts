import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../../store/ingest.ts";
import { migrate } from "../../../store/migrate.ts";
import { openStore } from "../../../store/open.ts";
import { smartlog } from "../../cli/command.ts";
import { newFolder } from "../../folder.ts";
import { NOON, row } from "../record.ts";

const MEGABYTE = 1024 * 1024;
const DAY_SECONDS = 86_400;

const folder = newFolder();
const disk = join(folder, "disk");
const dataDir = join(disk, "data");
const filler = join(disk, "filler");
let isMounted = false;
beforeAll(() => {
  mkdirSync(disk);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", disk]);
  isMounted = status === 0;
});
afterAll(() => {
  // Lazily: a namespace that another test makes at this moment may have the mount, too.
  if (isMounted) spawnSync("umount", ["--lazy", disk]);
  rmSync(folder, { recursive: true, force: true });
});

/** Takes the last byte of the disk. */
function fill(): void {
  const file = openSync(filler, "a");
  const block = Buffer.alloc(MEGABYTE);
  try {
    for (;;) writeSync(file, block);
  } catch {
    closeSync(file);
  }
}

test("a full disk is said in a sentence, and db retain makes room on it", async ({ skip }) => {
  if (!isMounted) {
    process.stderr.write("SKIPPED: a small disk can't be mounted here, so none is full\n");
    skip();
  }
  const store = await openStore({ dataDir });
  await migrate(store.url);
  const days = Array.from({ length: 6_000 }, (_, n) =>
    row(n, { ts: NOON - (n % 12) * DAY_SECONDS, ua: "x".repeat(400) }),
  );
  for (let from = 0; from < days.length; from += 2_000)
    await ingest(store.pool, "t", days.slice(from, from + 2_000));
  const reserve = join(dataDir, "reserve");
  const { size, blocks } = statSync(reserve);
  expect(blocks * 512).toBeGreaterThanOrEqual(size);

  // A server that is killed on a full disk has to recover on it.
  fill();
  process.kill(
    Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]),
    "SIGKILL",
  );
  await store.gone;
  await store.close();
  fill();

  for (const args of [
    ["db", "status"],
    ["start", "--once"],
  ]) {
    const { code, stdout, stderr } = await smartlog([...args, "--data", dataDir]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^smartlog: the disk of \S+ is full\. `smartlog db retain .*\n$/);
  }
  expect(existsSync(reserve)).toBe(true);

  const retained = await smartlog(["db", "retain", "--days", "8", "--data", dataDir, "--json"]);
  expect([retained.code, retained.stderr]).toEqual([0, ""]);
  expect(JSON.parse(retained.stdout).dropped.length).toBeGreaterThan(3);
  expect(existsSync(reserve)).toBe(false);

  rmSync(filler);
  expect((await smartlog(["db", "status", "--data", dataDir])).code).toBe(0);
  expect(statSync(reserve).size).toBe(size);
});
