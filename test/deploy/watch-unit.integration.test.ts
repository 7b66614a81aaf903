/** deploy/systemd/smartlog-watch.service, deploy/cron/smartlog-watch: what systemd takes, commands that work, and little memory. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { serveUrl } from "../../store/roles.ts";
import { smartlog, spawnCli, until } from "../cli/command.ts";
import { temporaryFolder } from "../folder.ts";
import { testStore } from "../store/test-store.ts";
import { putIncident } from "../watch/incident-rows.ts";
import { MailSink } from "../watch/sinks.ts";

const folder = temporaryFolder();
const read = (name: string) => readFileSync(join(PACKAGE_ROOT, "deploy", name), "utf8");
const service = read("systemd/smartlog-watch.service");
const config = join(folder, "watch.yaml");
/** Resident; some 68 as measured, and what a busy machine adds. */
const MOST_RESIDENT_MIB = 75;

const argsOf = (text: string) =>
  text.split(" ").map((arg) => arg.replace("/etc/smartlog/watch.yaml", config));

async function withMail(
  work: (mail: MailSink, env: { DATABASE_URL: string }) => Promise<void>,
): Promise<void> {
  const [store, mail] = [await testStore(), await new MailSink().start()];
  writeFileSync(
    config,
    `channels:\n  mail: { type: smtp, host: 127.0.0.1, port: ${mail.port}, tls: none, from: a@example.org, to: b@example.org }\n`,
  );
  await putIncident(store.pool);
  try {
    await work(mail, { DATABASE_URL: await serveUrl(store) });
  } finally {
    await mail.stop();
    await store.close();
  }
}

test("the unit's command tells of incidents as the server's role, in little memory, and ends when it is told to", async () => {
  const [, command = ""] = /^ExecStart=\S+env node \S+cli\.js (.*)$/m.exec(service) ?? [];
  const [, options = ""] = /^Environment="NODE_OPTIONS=(.*)"$/m.exec(service) ?? [];
  await withMail(async (mail, env) => {
    const child = spawnCli([...argsOf(command), "--every", "1"], {
      ...env,
      NODE_OPTIONS: options,
      MALLOC_ARENA_MAX: "2",
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await until("a mail", () => mail.mails.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const [, resident = "0"] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
    console.log(`watch: ${(Number(resident) / 1024).toFixed(1)} MiB resident`);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(mail.mails).toHaveLength(1);
    expect(Number(resident) / 1024).toBeLessThan(MOST_RESIDENT_MIB);
  });
});

test("the crontab's command tells once, and says a channel's fault once", async () => {
  const [, command = ""] = /serve\.env; smartlog (.*) >\/dev\/null$/m.exec(read("cron/smartlog-watch")) ?? [];
  await withMail(async (mail, env) => {
    await mail.stop();
    const first = await smartlog(argsOf(command), { env });
    expect([first.code, first.stderr]).toEqual([
      1,
      expect.stringMatching(/^smartlog: channel mail: .*ECONNREFUSED/),
    ]);
    expect(await smartlog(argsOf(command), { env })).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd) console.warn("SKIPPED: no systemd-analyze: the unit is not verified");

test.skipIf(!hasSystemd)("systemd takes the unit without a word, and finds little that it could harm", () => {
  const unit = join(folder, "smartlog-watch.service");
  writeFileSync(unit, service);
  const analyze = (...args: string[]) => spawnSync("systemd-analyze", [...args, unit], { encoding: "utf8" });
  const { status, stderr } = analyze("verify", "--man=no");
  expect([status, stderr.split("\n").filter((line) => /smartlog/.test(line))]).toEqual([0, []]);
  const { stdout } = analyze("security", "--offline=true", "--no-pager");
  const [, exposure = "10"] = /exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
  expect(Number(exposure)).toBeLessThan(2.5);
});
