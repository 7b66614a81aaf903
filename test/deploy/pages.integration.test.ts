/** The commands of deploy/'s pages, run as they stand on a clean machine with a real Postgres and real shippers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { findFluentBit } from "../contract/fluent-bit.ts";
import { findBinary } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { Machine, missingForMachine, type Shell } from "./machine.ts";
import { type Block, matches, type Page, pages } from "./page.ts";

/** How long a reader looks again for what a page says; long, for machines with more to do than this. */
const SHOWN_WITHIN_MS = 90_000;

const missing = missingForMachine();
if (missing.length > 0)
  console.warn(`SKIPPED: the pages of deploy/ are NOT run: no ${missing.join(", no ")}`);

/** The shippers, and the folders of the pages that need them. */
const fluentBit = findFluentBit();
const vector = findBinary("vector", "SMARTLOG_VECTOR", "Vector");
const SHIPPERS = { "deploy/fluent-bit": fluentBit, "deploy/vector": vector };
const canRun = ({ path, after }: Page) =>
  [path, ...after].every((each) =>
    Object.entries(SHIPPERS).every(([below, binary]) => binary || !each.startsWith(below)),
  );

const folder = temporaryFolder();
let machine: Machine;
beforeAll(async () => {
  if (missing.length > 0) return;
  machine = new Machine(folder, { fluentBit, vector });
  await machine.booted();
});
afterAll(() => machine?.stop());

/** Runs a block; again, as a reader would, while it does not yet say what the page says. */
async function run(shell: Shell, { commands, output }: Block): Promise<void> {
  if (output === undefined) {
    await shell.run(commands);
    return;
  }
  const deadline = Date.now() + SHOWN_WITHIN_MS;
  for (;;) {
    const said = await shell.run(`(\n${commands}\n) || true`);
    if (matches(said, output)) return;
    if (Date.now() > deadline) expect(said, commands).toBe(output);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

describe.skipIf(missing.length > 0)(
  "a newcomer who types what the page says, comes to its end:",
  {
    timeout: 3 * SHOWN_WITHIN_MS,
  },
  () => {
    test.each(pages().filter(canRun))("$path", async ({ blocks }) => {
      const shell = machine.shell();
      for (const block of blocks) if (block.notRun === undefined) await run(shell, block);
      shell.close();
    });
  },
);

describe.skipIf(missing.length > 0 || !fluentBit)("after the pages", () => {
  let shell: Shell;
  beforeEach(() => {
    shell = machine.shell();
  });
  afterEach(() => shell.close());

  const sql = (text: string) => `runuser -u postgres -- psql -Atc "${text}" smartlog`;

  test("each line of the log is one event, scored, with what it says; a stack trace is one", async () => {
    const counts =
      "count(*), count(distinct id), count(ip), count(*) filter (where label in ('attack', 'bot')) > 0";
    const said = await shell.run(sql(`select tag, ${counts} from smartlog.events group by tag order by tag`));
    expect(said).toBe("application|2|2|0|f\nweb|300|300|300|t\n");
  });

  test("the doctor finds nothing wrong with the classic format either", async () => {
    const said = await shell.run(`(
      set -a; . /etc/fluent-bit/smartlog.env
      smartlog doctor --config deploy/fluent-bit/fluent-bit.conf
    )`);
    expect(said).toMatch(/^ +ok +pgsql output: table is ingest$/m);
    expect(said).not.toMatch(/^ +(PROBLEM|ERROR) /m);
  });

  test("README.md's filter scores, in both formats", async () => {
    const readme = readFileSync(join(PACKAGE_ROOT, "README.md"), "utf8");
    const [, yaml = ""] = /```yaml\n(pipeline:[\s\S]*?)```/.exec(readme) ?? [];
    const [, filter = ""] = /```ini\n(\[FILTER\][\s\S]*?)```/.exec(readme) ?? [];
    const input = "[INPUT]\n    name tail\n    path /var/log/nginx/access.log\n    read_from_head true\n";
    const files = {
      "own.yaml": yaml,
      "own.conf": `${input}${filter}[OUTPUT]\n    name stdout\n    match *\n`,
    };
    for (const [name, text] of Object.entries(files))
      await shell.run(`cat >/tmp/${name} <<'END'\n${text}END`);
    await shell.run(`
      for name in ${Object.keys(files).join(" ")}; do
        timeout 2 /opt/fluent-bit/bin/fluent-bit -c "/tmp/$name" >"/tmp/$name.out" 2>&1 &
      done
      sleep 0.7
      head -n 1 /var/log/nginx/access.log >>/var/log/nginx/access.log
      wait`);
    for (const name of Object.keys(files))
      expect(await shell.run(`cat /tmp/${name}.out`), name).toMatch(/"smartlog"=>\{"v"=>1/);
  });

  test("passwords are root's alone to read, or a service's", async () => {
    const files = "/etc/smartlog/*.env /etc/fluent-bit/smartlog.env";
    expect((await shell.run(`stat -c '%n %U:%G %a' ${files}`)).split("\n").filter(Boolean)).toEqual([
      "/etc/smartlog/grafana.env root:root 600",
      "/etc/smartlog/roles.env root:root 600",
      "/etc/smartlog/serve.env root:smartlog 640",
      "/etc/smartlog/train.env root:smartlog 640",
      "/etc/fluent-bit/smartlog.env root:root 600",
    ]);
    expect(await shell.run(`grep -l change-me ${files} || true`)).toBe("");
  });

  test("the server's token lets in whoever knows it, and nobody else", async () => {
    const status = "curl -s -o /dev/null -w '%{http_code} ' http://127.0.0.1:8470/metrics";
    const said = await shell.run(
      `. /etc/smartlog/serve.env; ${status}; ${status} -H "Authorization: Bearer $SMARTLOG_TOKEN"`,
    );
    expect(said).toBe("401 200 ");
  });

  test("the crontabs' commands run as their users, with the environment of cron", async () => {
    const said = await shell.run(`
      install -m 644 -t /etc/cron.d deploy/cron/smartlog-{train,teach,rates,sessions}
      for name in smartlog-retain smartlog-verify-bots smartlog-teach smartlog-rates smartlog-sessions smartlog-train; do
        (
          grep -E '^[A-Z_]+=' "/etc/cron.d/$name" >/tmp/names
          grep -E '^[0-9*]' "/etc/cron.d/$name" | while read -r _ _ _ _ _ user command; do
            mapfile -t names </tmp/names
            env -i HOME=/ LOGNAME="$user" "\${names[@]}" /usr/sbin/runuser -u "$user" -- /bin/sh -c "cd /; $command" || true
          done
        )
      done`);
    expect(said).toMatch(/^smartlog: no model was made: the window .* has \d+ events/);
    expect(said.trim().split("\n")).toHaveLength(1);
  });

  test("a Grafana that has its own provisioning keeps each file of it", async () => {
    expect(await shell.run("cat /etc/grafana/provisioning/*/own.yaml")).toBe("# own\n".repeat(3));
    expect(await shell.run("ls /etc/grafana/provisioning/*/*.yaml | wc -l")).toBe("8\n");
  });
});
