import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { journalPath } from "../../trainer/publish/journal.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT } from "../trainer/models.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const module = join(folder, "filter.wasm");
let store: TestStore;
let env: Record<string, string>;
beforeAll(async () => {
  store = await testStore();
  writeFileSync(module, BUILT);
  env = { DATABASE_URL: store.urlOf("train"), SMARTLOG_MODULE: module };
});
afterAll(() => store?.close());

describe("smartlog train", () => {
  test.each([
    ["days that are none", ["--days", "0"], /has to be a whole number from 1/],
    ["a time that is none", ["--since", "last week"], /has to be a time, as 2h/],
    [
      "a window that ends before it begins",
      ["--since", "2026-11-14", "--until", "2026-11-07"],
      /has to be before --until/,
    ],
    ["a shipper that is no URL", ["--reload", "127.0.0.1:2020"], /has to be a URL, as http:/],
    ["two windows", ["--days", "3", "--since", "2026-11-14"], /cannot be used with/],
  ])("%s is wrong use", async (_, args, message) => {
    const { code, stdout, stderr } = await smartlog(["train", ...args], { env });
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
  });

  test("without events no model is made: exit code 1, one line that says what to do, and nothing left", async () => {
    const { code, stdout, stderr } = await smartlog(["train", "--quiet", "--report", join(folder, "r")], {
      env,
    });
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/^smartlog: no model was made: [^\n]*\n$/),
    ]);
    const { rows } = await store.pool.query("select status from smartlog.models");
    expect(rows).toEqual([{ status: "serving" }]);
  });

  test("while another runs is exit code 1, and says so", async () => {
    await withTrainerLock(store.pool, async () => {
      const { code, stderr } = await smartlog(["train", "--quiet"], { env });
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^smartlog: another training .* is under way since/),
      ]);
    });
  });

  test("without a module says where it has to be", async () => {
    const { code, stderr } = await smartlog(["train", "--module", "/nowhere/filter.wasm"], { env });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/no module to be read at \/nowhere.*npm run build/),
    ]);
  });
});

test("doctor knows of a publication that was interrupted", async () => {
  writeFileSync(journalPath(module), "{}");
  const { stdout } = await smartlog(["doctor", "--module", module, "--database-url", store.url], { env });
  expect(stdout).toMatch(/put in place by a run that was interrupted.*\n.*\n.*smartlog train/);
});

describe("what deploy/ starts", () => {
  const read = (...path: string[]) => readFileSync(join(PACKAGE_ROOT, "deploy", ...path), "utf8");
  const service = read("systemd", "smartlog-train.service");
  const cron = read("cron", "smartlog-train");
  const commands = [
    /^ExecStart=\S+env node \S+cli\.js (.*)$/m.exec(service)?.[1],
    /cli\.js (.*)$/m.exec(cron)?.[1],
  ];

  test.each(commands)("is a command that works: %s", async (command = "") => {
    const args = command.split(" ").map((arg) => arg.replace("/var/lib/smartlog", folder));
    const nobody = { ...env, DATABASE_URL: "postgres://127.0.0.1:9/x" };
    const { code, stderr } = await smartlog(args, { env: nobody });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Postgres can't be reached/)]);
  });

  test("names in train.env what the command reads, and limits memory, not address space", () => {
    const names = [...read("systemd", "train.env").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names).toEqual(["DATABASE_URL", "SMARTLOG_MODULE", "SMARTLOG_HTTP_PORT"]);
    expect(service).toMatch(/^MemoryMax=300M$/m);
    expect(service).not.toMatch(/^LimitAS|^MemoryDenyWriteExecute/m);
  });

  const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
  if (!hasSystemd) console.warn("SKIPPED: no systemd-analyze: the units are not verified");
  test.skipIf(!hasSystemd)("are units that systemd takes without a word", () => {
    const units = join(folder, "units");
    mkdirSync(units);
    writeFileSync(join(units, "smartlog-train.service"), service);
    writeFileSync(join(units, "smartlog-train.timer"), read("systemd", "smartlog-train.timer"));
    const files = ["service", "timer"].map((kind) => join(units, `smartlog-train.${kind}`));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...files], {
      encoding: "utf8",
    });
    expect([status, stderr.split("\n").filter((line) => /smartlog/.test(line))]).toEqual([0, []]);
  });
});
