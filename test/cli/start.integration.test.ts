import { type ChildProcess, execFile } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { openStore, type Store } from "../../store/open.ts";
import { temporaryFolder } from "../folder.ts";
import { json, type Result, result, smartlog, spawnCli, until } from "./command.ts";

interface Summary {
  lines: number;
  stored: number;
  duplicates: number;
  rejected: number;
  by_kind: Record<string, number>;
  by_label: Record<string, number>;
  lines_per_s: number;
  rss_mb: number;
  files: number;
  database: string;
}

// Tens of thousands of lines each, on whatever machine this is.
vi.setConfig({ testTimeout: 180_000 });

const folder = temporaryFolder();
const data = join(folder, "data");

// Held until the last test, so that a command finds its Postgres running; each starts that of the sample anew.
let held: Store;
beforeAll(async () => {
  held = await openStore({ dataDir: data });
});
afterAll(() => held?.close());

const LINE = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"\n';

function summaryOf({ code, stdout, stderr }: Result): Summary {
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  // The last line, whatever stands before it.
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Summary;
}

async function load(...files: string[]): Promise<Summary> {
  return summaryOf(await smartlog(["start", "--once", "--json", "--data", data, ...files]));
}

/** Waits until that many of a file's lines are in the store. */
async function untilStored(file: string, lines: number): Promise<void> {
  const store = await openStore({ dataDir: data });
  try {
    const stored = async () =>
      (
        await store.pool.query("select count(*)::int as n from smartlog.events where tag = $1", [
          basename(file),
        ])
      ).rows[0].n;
    await vi.waitUntil(async () => (await stored()) >= lines, { timeout: 60_000, interval: 50 });
  } finally {
    await store.close();
  }
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);

describe("smartlog start --once", () => {
  test("stores every line of the sample, and nothing at the second run", async () => {
    const first = await load();
    expect(first.lines).toBeGreaterThan(12_000);
    expect(first).toMatchObject({ stored: first.lines, duplicates: 0, rejected: 0 });
    expect([sum(first.by_kind), sum(first.by_label)]).toEqual([first.lines, first.lines]);
    expect(Math.min(first.lines_per_s, first.rss_mb)).toBeGreaterThan(0);
    expect(first.database).toMatch(/^postgres:\/\/smartlog@127\.0\.0\.1:\d+\/smartlog$/);

    // So that the dashboards' response times have something to show.
    const store = await openStore({ dataDir: join(data, "sample") });
    const { rows } = await store.pool.query(
      "select count(*)::int as timed from smartlog.events where kind = 'web' and ms is not null",
    );
    await store.close();
    expect(rows[0].timed).toBeGreaterThan(500);

    const second = await load();
    expect(second).toMatchObject({ lines: first.lines, stored: 0, duplicates: first.lines });
    expect([second.by_kind, second.by_label]).toEqual([first.by_kind, first.by_label]);
  });

  test("stores lines of any content, timed or not, last one without newline, and knows each again", async () => {
    const file = join(folder, "odd.log");
    const untimed = Array.from({ length: 50 }, (_, i) => `\tat Frame.of(${i})\r\n`).join("");
    const odd = [
      "\n",
      "\n",
      "a\0b\n",
      "\u2028\n",
      '"\\u0000"\n',
      `${"x".repeat(1_000_000)}\n`,
      LINE,
      untimed,
      "end",
    ];
    writeFileSync(file, Buffer.concat([...odd.map((text) => Buffer.from(text)), Buffer.from([0xff, 0xfe])]));
    const lines = 5 + 1 + 1 + 50 + 1;
    expect(await load(file)).toMatchObject({ lines, stored: lines, duplicates: 0, rejected: 0 });
    expect(await load(file, file)).toMatchObject({ lines, stored: 0, duplicates: lines, files: 1 });
  });

  test("cuts what is too long, skips holes, says both once a file, and knows those lines again", async () => {
    const file = join(folder, "cut.log");
    const long = "y".repeat(2 ** 20);
    writeFileSync(file, `${long}${long}\n${long}more\n`);
    truncateSync(file, 50 * 2 ** 20);
    appendFileSync(file, LINE);
    const args = ["start", "--once", "--json", "--data", data, file];
    const ended = await smartlog(args);
    const cut = { cut_lines: 2, cut_bytes: 2 ** 20 + 4, hole_bytes: 47 * 2 ** 20 - 6 };
    expect(summaryOf(ended)).toMatchObject({ lines: 3, stored: 3, ...cut });
    expect(
      ended.stderr.match(/cut\.log: 2 lines are longer than 1 MiB as a record; .* NULs in holes/g),
    ).toHaveLength(1);
    expect(summaryOf(await smartlog(args))).toMatchObject({ lines: 3, stored: 0, duplicates: 3, ...cut });
    const store = await openStore({ dataDir: data });
    const { rows } = await store.pool.query(
      "select length(record ->> 'log') as log, record -> 'cut' as cut, (record -> 'offset')::int as offset from smartlog.events where tag = 'cut.log' order by 3",
    );
    await store.close();
    expect(rows).toEqual([
      { log: 2 ** 20, cut: 2 ** 20, offset: 0 },
      { log: 2 ** 20, cut: 4, offset: 2 ** 21 + 1 },
      { log: LINE.length - 1, cut: null, offset: 50 * 2 ** 20 },
    ]);
    const { stdout } = await smartlog(args.filter((arg) => arg !== "--json"));
    expect(stdout).toMatch(
      /^ {2}cut +2 +longer than 1 MiB; stored without the rest\n {2}holes +49,283,066 /m,
    );
  });

  test("an empty file is no failure", async () => {
    writeFileSync(join(folder, "empty.log"), "");
    expect(await load(join(folder, "empty.log"))).toMatchObject({ lines: 0, stored: 0, duplicates: 0 });
  });

  test("says in words when there is nothing new", async () => {
    writeFileSync(join(folder, "words.log"), LINE);
    const args = ["start", "--once", "--data", data, join(folder, "words.log")];
    expect((await smartlog(args)).stdout).toMatch(/^ {2}stored +1$/m);
    expect((await smartlog(args)).stdout).toMatch(
      /^ {2}stored +0 +nothing new\n {2}known already +1 +not stored twice/m,
    );
  });

  test("a file that gzip packed is read as what is in it: the lines have the ids of the unpacked one", async () => {
    const file = join(folder, "old.log.1");
    const text = `${LINE}untimed\n${LINE}last`;
    writeFileSync(`${file}.gz`, gzipSync(text));
    expect(await load(`${file}.gz`)).toMatchObject({ lines: 4, stored: 4 });
    writeFileSync(file, text);
    utimesSync(file, 0, statSync(`${file}.gz`).mtimeMs / 1000);
    expect(await load(file)).toMatchObject({ lines: 4, stored: 0, duplicates: 4 });
  });

  test("what score says of a file can be corrected by its ids, for start gives the same", async () => {
    const file = join(folder, "ids.log");
    writeFileSync(file, `a line without a time\n${LINE}\tat Frame.of(1)\n${"x".repeat(2 ** 20)}y\n`);
    const { stdout } = await smartlog(["score", file]);
    await load(file);
    const store = await openStore({ dataDir: data });
    const { rows } = await store.pool.query(
      "select record::text as record from smartlog.events where tag = 'ids.log' order by (record ->> 'offset')::int",
    );
    await store.close();
    const scored = json<EnrichedRecord>(stdout);
    expect(scored).toHaveLength(4);
    const { smartlog: event, ...record } = scored[1] as EnrichedRecord;
    expect(rows.map((row) => JSON.parse(row.record))).toEqual(
      scored.map(({ smartlog: _event, ...rest }) => rest),
    );
    expect(record).toMatchObject({ file, offset: 22 });
    for (const { smartlog: each } of scored) {
      const args = ["--id", each.id, "--label", "normal", "--at-once", "no"];
      const said = await smartlog(["feedback", "--data", data, ...args]);
      expect([said.code, said.stderr]).toEqual([0, ""]);
    }
    expect(event.id).toMatch(/^[0-9a-f]{16}$/);
  });

  test("says how to look at what it stored, over the range that it has", async () => {
    const file = join(folder, "long-ago.log");
    writeFileSync(file, LINE.replace("2026", "2025") + LINE.replace("21/Nov/2026", "23/Nov/2025"));
    const args = ["start", "--once", "--data", data, file];
    const { stdout } = await smartlog(args);
    const [from, to] = [Date.UTC(2025, 10, 21, 6), Date.UTC(2025, 10, 23, 7)];
    expect(stdout).toContain(
      `(http://127.0.0.1:8470/d/smartlog-overview?from=${from}&to=${to}):\n    smartlog serve --data ${data}\n`,
    );
    expect((await smartlog([...args, "--json"])).stderr).toContain(`\`smartlog serve --data ${data}\` shows`);
    writeFileSync(file, `${new Date().toISOString()} INFO web - now\n`);
    expect((await smartlog(args)).stdout).toMatch(/\(http:\/\/127\.0\.0\.1:8470\):\n/);
  });

  test("a database that can't be reached is one line and exit code 1", async () => {
    const env = { DATABASE_URL: "postgres://nobody:x@127.0.0.1:1/none" };
    writeFileSync(join(folder, "away.log"), LINE);
    const { code, stdout, stderr } = await smartlog(["start", "--once", join(folder, "away.log")], { env });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^smartlog: Postgres can't be reached: .*ECONNREFUSED.*DATABASE_URL.*\n$/);
  });

  test("interrupted in the middle, it says so, and the next run stores exactly the rest", async () => {
    const file = join(folder, "long.log");
    const lines = 30_000;
    writeFileSync(file, Array.from({ length: lines }, (_, i) => LINE.replace("/a", `/${i}`)).join(""));
    const child = spawnCli(["start", "--once", "--json", "--data", data, file]);
    const ended = result(child);
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    await until("Postgres runs", () => said.includes("Postgres runs"));
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([1, ""]);
    const stored = Number(/stopped: (\d+) new events are stored/.exec(stderr)?.[1]);
    expect(await load(file)).toMatchObject({ lines, stored: lines - stored, duplicates: stored });
  });
});

test("connections that are lost in the middle cost no line and double none", async () => {
  const file = join(folder, "lost.log");
  const lines = 30_000;
  writeFileSync(file, Array.from({ length: lines }, (_, i) => LINE.replace("/a", `/lost/${i}`)).join(""));
  const child = spawnCli(["start", "--once", "--json", "--data", data, file]);
  const ended = result(child);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  await until("Postgres runs", () => said.includes("Postgres runs"));
  const other = await openStore({ dataDir: data });
  try {
    const busy = () =>
      other.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and query like 'insert%'",
      );
    for (let cut = 0; cut < 2; ) cut += (await busy()).rowCount ?? 0;
  } finally {
    await other.close();
  }
  expect(summaryOf(await ended)).toMatchObject({ lines, stored: lines, duplicates: 0 });
  expect(said).toContain("the store did not answer");
});

describe("smartlog start", () => {
  let child: ChildProcess | undefined;
  afterEach(() => void child?.kill("SIGKILL"));

  /** Follows a file until the replay is done. */
  async function follow(file: string, ...options: string[]) {
    child = spawnCli(["start", "--data", data, ...options, file]);
    const output = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk) => {
      output.stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output.stderr += chunk;
    });
    const ended = result(child);
    await until("the file is followed", () => output.stderr.includes("following"));
    const stop = async () => {
      child?.kill("SIGINT");
      const { code, stderr } = await ended;
      return { code, stored: Number(/stopped; (\d+) new events/.exec(stderr)?.[1]) };
    };
    return { output, stop };
  }

  test("picks up what is added, in pieces too, and ends with 0 at Ctrl-C", async () => {
    const file = join(folder, "grows.log");
    writeFileSync(file, `${LINE}unfin`);
    const { output, stop } = await follow(file, "--json");
    expect(json<Summary>(output.stdout)[0]).toMatchObject({ lines: 1, stored: 1 });
    appendFileSync(file, "ished\nsecond\nthi");
    await untilStored(file, 3);
    appendFileSync(file, "rd\n");
    await untilStored(file, 4);
    expect(await stop()).toEqual({ code: 0, stored: 4 });
    expect(output.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(await load(file)).toMatchObject({ lines: 4, stored: 0, duplicates: 4 });
  });

  test("shows the dashboards of what it stores, on this machine only, while it follows", async () => {
    const file = join(folder, "seen.log");
    writeFileSync(file, LINE);
    const { output, stop } = await follow(file);
    const url = /dashboards on (http:\/\/127\.0\.0\.1:\d+)/.exec(output.stderr)?.[1];
    // The log is older than what the overview shows at first: the link leads to where its events are.
    const [from, to] = [Date.UTC(2026, 10, 21, 6), Date.UTC(2026, 10, 21, 7)];
    expect(output.stdout).toContain(`${url}/d/smartlog-overview?from=${from}&to=${to}\n`);
    const page = await fetch(url as string);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Overview");
    expect((await stop()).code).toBe(0);
    await expect(fetch(url as string)).rejects.toThrow();
  });

  test("loses nothing over rotation by renaming and by copying", async () => {
    const file = join(folder, "rotates.log");
    const line = (text: string) => `${new Date().toISOString()} INFO web - ${text}\n`;
    writeFileSync(file, line("one"));
    const { stop } = await follow(file);
    appendFileSync(file, line("two"));
    renameSync(file, `${file}.1`);
    appendFileSync(`${file}.1`, line("three, by a writer that has not opened the new file yet"));
    await untilStored(file, 3);
    appendFileSync(`${file}.1`, line("four, so late"));
    writeFileSync(file, line("five, in the new file"));
    await untilStored(file, 5);
    copyFileSync(file, `${file}.2`);
    truncateSync(file);
    // It has to be seen cut off before it grows past its old length; no sign of that comes out.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    appendFileSync(file, line("six"));
    await untilStored(file, 6);
    expect(readFileSync(file, "utf8")).toContain("six");
    expect(await stop()).toEqual({ code: 0, stored: 6 });
  });

  test("two at once on one data folder share the server, which ends with the last of them", async () => {
    await held.close();
    const file = join(folder, "shared.log");
    writeFileSync(file, LINE);
    const { stop } = await follow(file);
    writeFileSync(join(folder, "other.log"), LINE);
    expect(await load(join(folder, "other.log"))).toMatchObject({ lines: 1, stored: 1 });
    expect(await stop()).toEqual({ code: 0, stored: 1 });
    const run = promisify(execFile);
    await expect(run("pgrep", ["-f", `${data}/postgres`])).rejects.toMatchObject({ code: 1 });
  });
});
