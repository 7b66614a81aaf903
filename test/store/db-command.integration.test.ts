import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { dbCommand } from "../../cli/commands/db.ts";
import { UsageError } from "../../cli/lib/errors.ts";
import { ingest } from "../../store/ingest.ts";
import { smartlog } from "../cli/command.ts";
import { temporaryFolder } from "../folder.ts";
import { NOON, row, rows } from "./record.ts";
import { type TestStore, testStore } from "./test-store.ts";

const temporaryData = temporaryFolder();
let store: TestStore;
beforeAll(async () => {
  store = await testStore();
  vi.stubEnv("DATABASE_URL", store.url);
  await ingest(store.pool, "t", rows(50));
});
afterAll(() => {
  vi.unstubAllEnvs();
  return store.close();
});
afterEach(() => {
  process.exitCode = 0;
});

/** What `smartlog db …` prints. */
async function db(...args: string[]): Promise<string> {
  let text = "";
  const out = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await dbCommand().exitOverride().parseAsync(args, { from: "user" });
  } finally {
    out.mockRestore();
  }
  return text;
}

test("migrate says what it did", async () => {
  expect(await db("migrate")).toBe("Up to date.\n");
  expect(JSON.parse(await db("migrate", "--json"))).toMatchObject({ applied: [] });
});

test("migrate says which database it is, and nothing of its password", async () => {
  const migrate = async (options: { args?: string[]; env?: Record<string, string> }) => {
    const { code, stdout, stderr } = await smartlog(["db", "migrate", ...(options.args ?? [])], options);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^(Applied: .*|Up to date)\.\n$/)]);
    return stderr;
  };
  const { host, pathname, password } = new URL(store.url);
  const named = await migrate({ env: { DATABASE_URL: store.url } });
  expect(named).toBe(`smartlog: the database is ${pathname.slice(1)} at ${host}\n`);
  expect(named).not.toContain(password);
  const folder = join(temporaryData, "own");
  for (const choice of [{ env: { SMARTLOG_DATA_DIR: folder } }, { args: ["--data", folder] }])
    expect(await migrate(choice)).toBe(
      `smartlog: the database is that of \`smartlog start\`, in ${folder}; a server of your own is named by DATABASE_URL\n`,
    );
});

test("status is for people, and as JSON for programs", async () => {
  expect(await db("status")).toMatch(/^events +50 counted$/m);
  expect(JSON.parse(await db("status", "--json"))).toMatchObject({ eventsCounted: 50, rejected: 0 });
});

test("retain drops, and refuses what says nothing", async () => {
  expect(JSON.parse(await db("retain", "--days", "400", "--size", "1.5GB", "--json"))).toMatchObject({
    dropped: [],
  });
  await expect(db("retain")).rejects.toThrow(UsageError);
});

test("rollup-rebuild proves the counts, and fails when they are wrong", async () => {
  expect(await db("rollup-rebuild", "--check")).toBe("0 differences.\n");
  await store.pool.query("update smartlog.rollup_day set events = events + 1");
  expect(await db("rollup-rebuild", "--check")).toMatch(/1 differences/);
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  expect(await db("rollup-rebuild")).toBe("1 days counted anew; 0 differences.\n");
});

test("status says what was promised of alarms, and how often there were more", async () => {
  expect(await db("status")).not.toMatch(/^alarms/m);
  const promise =
    "insert into smartlog.alarm_promises (since, alarms_a_day, threshold, model) values ($1, $2, 0.5, 'm')";
  await store.pool.query(promise, [new Date((NOON - 3 * 86_400) * 1000), 1]);
  const anomalies = ["aaaaaaaa", "bbbbbbbb"].map((tpl, i) =>
    row(1000 + i, { label: "anomaly", severity: "low", why: ["template:new"], tpl }),
  );
  await ingest(store.pool, "t", anomalies);
  expect(await db("status")).toMatch(
    /^alarms +at most 1 a day promised\n +0, 0, 0, 0, 0, 0, 2, 0 so far today, by day\n +more than held then on 1 of 4 days$/m,
  );
  expect(JSON.parse(await db("status", "--json")).alarms).toMatchObject({ alarmsADay: 1 });
});
