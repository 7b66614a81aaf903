/** `smartlog search`: what it finds and writes, and its exit codes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { temporaryFolder } from "../folder.ts";
import { record, row } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { json, smartlog } from "./command.ts";

const NOW = Math.floor(Date.now() / 1000);
const EVIL = "GET /x \u001b[2J\u202eevil";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
  await ingest(
    store.pool,
    "t",
    Array.from({ length: 120 }, (_, n) =>
      row(n, {
        kind: "web",
        ts: NOW - n * 3_600,
        ip: "203.0.113.7",
        path: `/page/${n}`,
        status: n % 3 ? 200 : 404,
      }),
    ),
  );
  const attack = { kind: "auth", ts: NOW - 60, user: "root", label: "attack", severity: "high", score: 0.93 };
  const data = JSON.stringify({ ...JSON.parse(record(1_000, attack)), log: EVIL });
  await ingest(store.pool, "t", [{ time: NOW, data }]);
});
afterAll(() => store?.close());

const run = (...args: string[]) => smartlog(["search", ...args], { env: { DATABASE_URL: store.url } });

test("a table has a line for each event, the newest first, and nothing that moves the cursor", async () => {
  const { code, stdout } = await run("status:404 OR label:attack", "--since", "10h");
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(5);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z {2}attack {3}high {6}0\.93/);
  expect(lines[1]).toContain("\\x1b[2J\\u202eevil");
});

test("JSON is one array, NDJSON an object a line, CSV has the names first", async () => {
  const array = JSON.parse(
    (await run("kind:web", "--limit", "7", "--format", "json", "--fields", "id,path")).stdout,
  );
  expect(array.map(({ path }: { path: string }) => path)).toEqual(
    Array.from({ length: 7 }, (_, n) => `/page/${n}`),
  );
  const ndjson = (await run("kind:web", "--all", "--format", "ndjson", "--order", "oldest")).stdout
    .trimEnd()
    .split("\n");
  expect(ndjson).toHaveLength(120);
  expect(JSON.parse(ndjson[0] as string)).toMatchObject({
    path: "/page/119",
    kind: "web",
    ip: "203.0.113.7",
  });
  const csv = (await run("kind:web", "--all", "--format", "csv", "--fields", "path,status")).stdout;
  expect(csv.split("\r\n").slice(0, 2)).toEqual(["path,status", "/page/0,404"]);
  expect(csv.trimEnd().split("\r\n")).toHaveLength(121);
});

test("where the limit ends it, that is said; by score the highest is first", async () => {
  const { stdout, stderr } = await run("--limit", "2", "--order", "score", "--format", "ndjson");
  expect(stdout.trimEnd().split("\n")).toHaveLength(2);
  expect(JSON.parse(stdout.split("\n")[0] as string)).toMatchObject({ score: 0.93 });
  expect(stderr).toContain("--all");
});

test("options are as in other commands: times of this machine's zone, --json, --color, smartlog.yaml", async () => {
  const zoned = await smartlog(
    ["search", "label:attack", "--since", "today", "--until", "2100-01-01", "--json"],
    {
      env: { DATABASE_URL: store.url, TZ: "Europe/Berlin" },
    },
  );
  expect(zoned.stderr).toMatch(
    /only from .* 00:00:00\+0[12]:00 until 2100-01-01 00:00:00\+01:00 \(Europe\/Berlin\)/,
  );
  expect(JSON.parse(zoned.stdout).length).toBeLessThanOrEqual(1); // it may have been before midnight
  const coloured = await run("evil label:attack", "--color", "always");
  expect(coloured.stdout).toContain("\u001b[31mattack ");
  expect(coloured.stdout).toContain(styleText(["red", "bold"], "evil", { validateStream: false }));
  const folder = temporaryFolder();
  writeFileSync(join(folder, "smartlog.yaml"), "search: { format: ndjson, limit: 3, fields: path }\n");
  const set = await smartlog(["search", "kind:web"], {
    env: { DATABASE_URL: store.url, SMARTLOG_CONFIG: join(folder, "smartlog.yaml") },
  });
  expect(json(set.stdout)).toEqual([{ path: "/page/0" }, { path: "/page/1" }, { path: "/page/2" }]);
});

test("exit code 1 where nothing fits, as grep has it", async () => {
  expect(await run("nothing of the kind")).toMatchObject({ code: 1, stdout: "" });
  expect(await run("kind:web", "--until", "2020-01-01")).toMatchObject({ code: 1 });
  expect(await run("kind:dns", "--format", "json")).toMatchObject({ code: 1, stdout: "[\n]\n" });
});

test.each([
  [["statsu:500"], /Did you mean status:/],
  [["kind:web (a"], /kind:web \(a\n {2} {9}\^\nsmartlog: this parenthesis is not closed/],
  [["--since", "soon"], /It has to be a time, as 2h/],
  [["--since", "1h", "--until", "2h"], /--since has to be before --until/],
  [["--limit", "0"], /number/],
  [["--all", "--limit", "3"], /cannot be used/],
  [["--fields", "id,x"], /There is no field x/],
  [["--format", "csv", "--order", "score"], /order of time/],
])("%j is wrong use, and it says why", async (args, message) => {
  const { code, stderr } = await run(...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
