/** deploy/systemd/smartlog-serve.service: a unit that systemd takes, and a command that works. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { smartlog } from "../cli/command.ts";
import { temporaryFolder } from "../folder.ts";
import { testStore } from "../store/test-store.ts";

const folder = temporaryFolder();
const read = (name: string) => readFileSync(join(PACKAGE_ROOT, "deploy/systemd", name), "utf8");
const service = read("smartlog-serve.service");

test("its command ends with a failure where Postgres can't be used, so that it is started again", async () => {
  const store = await testStore();
  const url = new URL(store.url);
  url.password = "another";
  const [, command = ""] = /^ExecStart=\S+env node \S+cli\.js (.*)$/m.exec(service) ?? [];
  const args = command.split(" ").map((arg) => arg.replace("/run/smartlog", folder));
  const env = { DATABASE_URL: url.href, SMARTLOG_TOKEN: "t" };
  const { code, stderr } = await smartlog(args, { env });
  await store.close();
  expect([code, stderr]).toEqual([1, expect.stringMatching(/Postgres can't be reached/)]);
  expect(service).toMatch(/^Restart=always$/m);
  expect(service).toMatch(/^StartLimitIntervalSec=0$/m);
});

test("serve.env names what the command reads; memory is limited, not address space", () => {
  const names = [...read("serve.env").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(names).toEqual(["DATABASE_URL", "SMARTLOG_TOKEN", "SMARTLOG_MODULE"]);
  expect(service).toMatch(/^MemoryMax=200M$/m);
  expect(service).not.toMatch(/^LimitAS|^MemoryDenyWriteExecute/m);
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd) console.warn("SKIPPED: no systemd-analyze: the unit is not verified");

test.skipIf(!hasSystemd)("systemd takes it without a word, and finds little that it could harm", () => {
  const unit = join(folder, "smartlog-serve.service");
  writeFileSync(unit, service);
  const analyze = (...args: string[]) => spawnSync("systemd-analyze", [...args, unit], { encoding: "utf8" });
  const { status, stderr } = analyze("verify", "--man=no");
  expect([status, stderr.split("\n").filter((line) => /smartlog/.test(line))]).toEqual([0, []]);
  const { stdout } = analyze("security", "--offline=true", "--no-pager");
  const [, exposure = "10"] = /exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
  expect(Number(exposure)).toBeLessThan(2.5);
});
