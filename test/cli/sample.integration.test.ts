/** The sample is beside one's own logs, never among them, and can be taken out again. */
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { temporaryFolder } from "../folder.ts";
import { result, smartlog, spawnCli, until } from "./command.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder();
const data = join(folder, "data");
const sample = join(data, "sample");
const own = join(folder, "own.log");
writeFileSync(own, '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"\n');
const children: ReturnType<typeof spawnCli>[] = [];
afterAll(() => children.forEach((child) => void child.kill("SIGKILL")));

const run = (...args: string[]) => smartlog([...args, "--data", data]);
const events = async (...args: string[]) => {
  const { code, stdout, stderr } = await run("db", "status", "--json", ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).eventsCounted;
};

test("there is no sample where none was made, and looking for it makes nothing", async () => {
  for (const args of [
    ["db", "status", "--sample"],
    ["review", "--list", "--sample"],
    ["sample", "remove"],
  ]) {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^smartlog: there (is|are) no (sample|events) in .*sample/),
    ]);
  }
  expect(existsSync(data)).toBe(false);
});

test("it has a store of its own, whatever DATABASE_URL says, and one's own logs have theirs", async () => {
  const env = { SMARTLOG_DATA_DIR: data, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
  const first = await smartlog(["start", "--once"], { env });
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toMatch(
    /the sample goes into a Postgres of its own; nothing is put into the one that DATABASE_URL/,
  );
  expect(first.stdout).toContain("smartlog serve --sample\n");
  expect(first.stdout).toContain("smartlog sample remove\n");
  const { code, stderr } = await run("db", "status");
  expect([code, stderr]).toEqual([1, expect.stringContaining(`there are no events in ${data} yet`)]);
  expect(readdirSync(data).sort()).toEqual([".smartlog-data", "sample"]);

  const stored = await run("start", "--once", own);
  expect(stored.stdout).toMatch(/^1 lines of 1 file/m);
  expect(stored.stdout).not.toContain("--sample");
  expect(await events()).toBe(1);
  expect(await events("--sample")).toBe(20_000);
  expect((await run("start", "--once", "--json")).stdout).toMatch(/"stored":0,"duplicates":20000/);
  expect(await events()).toBe(1);
});

test("the dashboards are those of the store that was asked for", async () => {
  for (const [args, expected] of [
    [["--sample"], 20_000],
    [[], 1],
  ] as const) {
    const child = spawnCli(["serve", "--port", "0", "--data", data, ...args]);
    children.push(child);
    const ended = result(child);
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    await until("it listens", () => /open http/.test(said));
    const text = await (await fetch(`${/open (http\S+)/.exec(said)?.[1]}/metrics`)).text();
    const counts = [...text.matchAll(/^smartlog_events_total\{.*\} (\d+)$/gm)].map(([, count]) =>
      Number(count),
    );
    expect(counts.reduce((a, b) => a + b, 0)).toBe(expected);
    child.kill("SIGTERM");
    await ended;
  }
});

test("--sample and another database are two stores", async () => {
  const { code, stderr } = await run("db", "status", "--sample", "--database-url", "postgres://127.0.0.1/x");
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/'--sample' cannot be used with option '--database-url/),
  ]);
});

test("it isn't removed while it is used, nor is anything that SmartLog did not make", async () => {
  const child = spawnCli(["start", "--data", data]);
  children.push(child);
  const ended = result(child);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  await until("it is used", () => said.includes("Postgres runs"));
  const used = await run("sample", "remove");
  expect([used.code, used.stderr]).toEqual([1, expect.stringMatching(/a command uses the data in .*sample/)]);
  child.kill("SIGINT");
  await ended;

  const before = readdirSync(sample).sort();
  const strangers = [join(sample, "notes.txt"), join(sample, "logs", "mine.log")];
  for (const stranger of strangers) {
    writeFileSync(stranger, "mine\n");
    const { code, stderr } = await run("sample", "remove");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/holds other things than SmartLog's .*nothing was removed/),
    ]);
    expect(existsSync(stranger)).toBe(true);
    rmSync(stranger);
  }
  expect(readdirSync(sample).sort()).toEqual(before);
  expect(await events("--sample")).toBe(20_000);
});

test("one command takes it out, and leaves one's own", async () => {
  // What else SmartLog may have there: an older log, a report, what killed commands left.
  for (const name of ["postgres.log.1", "password.0123456789ab"]) writeFileSync(join(sample, name), "");
  for (const name of ["reports", "unfinished-AbC123", "logs.AbC123"]) mkdirSync(join(sample, name));
  writeFileSync(join(sample, "logs.AbC123", "auth.log"), "");
  const { code, stdout } = await run("sample", "remove");
  expect([code, stdout]).toEqual([0, `The sample is gone: ${sample}.\n`]);
  expect(existsSync(sample)).toBe(false);
  expect(await events()).toBe(1);
  expect((await run("sample", "remove")).stderr).toMatch(/there is no sample in/);
});

test("a folder of that name that is somebody else's is neither used nor removed", async () => {
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, "auth.log"), "mine\n");
  for (const make of [() => mkdirSync(sample), () => symlinkSync(elsewhere, sample)]) {
    make();
    writeFileSync(join(sample, "kept.txt"), "mine\n");
    for (const args of [
      ["start", "--once"],
      ["sample", "remove"],
    ]) {
      const { code, stderr } = await run(...args);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/holds other things than SmartLog's data; nothing/),
      ]);
    }
    expect(readdirSync(sample)).toContain("kept.txt");
    rmSync(sample, { recursive: true });
  }
  expect(readdirSync(elsewhere).sort()).toEqual(["auth.log", "kept.txt"]);
});

test("logs that an earlier version made there become the sample's", async () => {
  mkdirSync(sample);
  writeFileSync(join(sample, "auth.log"), "a line\n");
  expect((await run("start", "--once", "--json")).stdout).toMatch(/"lines":1,"stored":1/);
  expect(readdirSync(data).filter((name) => name.startsWith("sample"))).toEqual(["sample"]);
  expect((await run("sample", "remove")).code).toBe(0);
});
