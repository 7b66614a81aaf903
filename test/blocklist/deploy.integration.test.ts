/** deploy/blocklist/: units that systemd takes, and what one of them hands to nginx. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FORMS } from "../../blocklist/forms/index.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { temporaryFolder } from "../folder.ts";
import { EMPTY, FULL } from "./lists.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy/blocklist");
const SERVICE = readFileSync(join(FOLDER, "smartlog-blocklist.service"), "utf8");
const folder = temporaryFolder();

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd) console.warn("SKIPPED: no systemd-analyze: the units of deploy/blocklist are not verified");

test.skipIf(!hasSystemd)("systemd takes the units", () => {
  const { stderr } = spawnSync("systemd-analyze", ["verify", join(FOLDER, "smartlog-blocklist.path")], {
    encoding: "utf8",
  });
  expect(stderr.split("\n").filter((line) => line.includes("smartlog"))).toEqual([]);
});

test("only lines that refuse an address become nginx's configuration", () => {
  const [list, taken] = [join(folder, "nginx-deny.conf"), join(folder, "smartlog-deny.conf")];
  const command = /^ExecStart=\/bin\/sh -c "(.*)"$/m.exec(SERVICE)?.[1] as string;
  const run = () =>
    execFileSync("sh", [
      "-c",
      command
        .replaceAll("/var/lib/smartlog/blocklist/nginx-deny.conf", list)
        .replaceAll("/etc/nginx/smartlog-deny.conf", taken),
    ]);
  for (const each of [FULL, EMPTY]) {
    writeFileSync(list, FORMS["nginx-deny"].write(each));
    run();
    expect(readFileSync(taken, "utf8")).toBe(readFileSync(list, "utf8"));
  }
  const hostile = [
    "load_module /tmp/x.so;",
    "deny 1.2.3.4; root /;",
    "deny 1.2.3.4",
    "allow all;",
    "include /tmp/*;",
  ];
  writeFileSync(list, [...hostile, "deny 203.0.113.7;", ""].join("\n"));
  run();
  expect(readFileSync(taken, "utf8")).toBe("deny 203.0.113.7;\n");
});
