/** `smartlog doctor --try` touches nothing of the user's, whatever happens meanwhile. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../store/embedded/port.ts";
import { FluentBit } from "../../contract/fluent-bit.ts";
import { newFolder, temporaryFolder } from "../../folder.ts";
import { result, smartlog, spawnCli, until } from "../command.ts";
import {
  accessLines,
  fluentBit,
  nothingIsLeft,
  OURS,
  pipeline,
  trying,
  tryingOne,
  writeLog,
} from "./trying.ts";

const folder = temporaryFolder();
const state = join(folder, "state");
const log = join(folder, "access.log");
const LINES = 30;

/** Each file below a folder with its bytes' hash and its time. */
function fingerprints(path: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(path, name)).isFile())
      .sort()
      .map((name) => [
        name,
        `${createHash("sha256")
          .update(readFileSync(join(path, name)))
          .digest("hex")} ${statSync(join(path, name)).mtimeMs}`,
      ]),
  );
}

function userConfiguration(httpPort: number, syslogPort: number): string {
  return `service:
  flush: 0.2
  http_server: on
  http_listen: 127.0.0.1
  http_port: ${httpPort}
  hot_reload: on
  log_file: ${state}/fluent-bit.log
  storage.path: ${state}/buffer
  storage.checksum: off
pipeline:
  inputs:
    - name: tail
      path: ${log}
      tag: web
      path_key: file
      offset_key: offset
      read_from_head: on
      db: ${state}/tail.db
      storage.type: filesystem
    - {name: tcp, listen: 127.0.0.1, port: ${syslogPort}, storage.type: filesystem}
  filters:${OURS}    - {name: rewrite_tag, match: tcp.*, rule: $log ^never$ y true, emitter_storage.type: filesystem}
  outputs:
    - {name: file, match: "*", path: ${state}, file: events.json}
    - {name: es, match: "*", host: 127.0.0.1, port: 1, retry_limit: no_limits}
`;
}

describe.skipIf(fluentBit === "")("smartlog doctor --try is safe", () => {
  beforeAll(() => {
    mkdirSync(state);
    writeLog(log, accessLines(LINES));
  });
  afterAll(nothingIsLeft);

  test("where nothing was yet, nothing is made: no offsets, no buffer, no log, no output", async () => {
    const text = userConfiguration(await freePort(), await freePort());
    const { inputs } = await trying(text);
    expect(inputs.map(({ scored }) => scored)).toEqual([LINES, 20]);
    expect(readdirSync(state)).toEqual([]);
  });

  test("beside a Fluent Bit that runs with the same configuration", async () => {
    const text = userConfiguration(await freePort(), await freePort());
    const file = join(folder, "running.yaml");
    writeFileSync(file, text);
    const running = new FluentBit(fluentBit, ["-c", file]);
    try {
      const events = join(state, "events.json");
      await until(
        "the events",
        () => existsSync(events) && readFileSync(events, "utf8").split("\n").length > LINES,
      );
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const before = fingerprints(state);
      expect(Object.keys(before)).toEqual(
        expect.arrayContaining(["tail.db", "events.json", "fluent-bit.log"]),
      );
      const { inputs } = await trying(text);
      expect(inputs.map(({ scored }) => scored)).toEqual([LINES, 20]);
      const after = fingerprints(state);
      // It goes on trying to reach its output, and says so.
      for (const each of [before, after]) delete each["fluent-bit.log"];
      expect(after).toEqual(before);
      expect(running.isRunning).toBe(true);
    } finally {
      await running.stop();
    }
  });

  test("no output is reached, and no API server: no connection is made", async () => {
    const connections: string[] = [];
    const server: Server = createServer((socket) => {
      connections.push(String(socket.remotePort));
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const inputs = `\n    - {name: tail, path: ${log}, tag: kube.var.log.containers.pod-1_ns_app-${"0".repeat(64)}.log}\n`;
    const filters = `
    - {name: kubernetes, match: "kube.*", kube_url: "http://127.0.0.1:${port}", merge_log: on}
    - {name: nightfall, match: "*", nightfall_api_key: x, policy_id: y}
    - {name: aws, match: "*"}
    - {name: throttle, match: "*", rate: 1, window: 1}${OURS}`;
    const outputs = ["es", "http", "forward", "loki", "tcp", "pgsql"]
      .map((name) => `\n    - {name: ${name}, match: "*", host: 127.0.0.1, port: ${port}}`)
      .filter((line) => !line.includes("pgsql"))
      .join("");
    const report = await trying(pipeline({ inputs, filters, outputs }));
    server.close();
    expect(report.inputs[0]).toMatchObject({ scored: LINES, dropped: [] });
    expect(report.changed.map(({ where, why }) => `${where}: ${why}`)).toEqual([
      expect.stringMatching(/^kubernetes filter: asks no API server/),
      expect.stringMatching(/^nightfall filter: left out: it sends/),
      expect.stringMatching(/^aws filter: left out: it asks/),
      expect.stringMatching(/^throttle filter: left out: the sample comes all at once/),
    ]);
    expect(connections).toEqual([]);
  });

  test("a Lua script runs, so long as it keeps to its record", async () => {
    const lua = (code: string) => {
      writeFileSync(join(folder, "script.lua"), code);
      return `${OURS}    - {name: lua, match: "*", script: script.lua, call: f}`;
    };
    const inputs = `\n    - {name: tail, path: ${log}, tag: web}\n`;
    const removing = lua("function f(tag, time, record) record.smartlog = nil return 1, time, record end");
    expect(await tryingOne(pipeline({ inputs, filters: removing }), { folder })).toMatchObject({
      removed: LINES,
    });
    const touched = join(folder, "touched");
    const writing = lua(
      `function f(tag, time, record) io.open("${touched}", "w"):close() return 0, time, record end`,
    );
    const report = await trying(pipeline({ inputs, filters: writing }), { folder });
    expect(report.changed).toMatchObject([
      { where: "lua filter", why: expect.stringMatching(/its script uses io\./) },
    ]);
    const hidden = lua(`local l = _G["i" .. "o"]
function f(tag, time, record) l.open("${touched}", "w"):close() return 0, time, record end`);
    await trying(pipeline({ inputs, filters: hidden }), { folder });
    expect(existsSync(touched)).toBe(false);
  });

  test("an interrupt takes the folder and Fluent Bit with it", async () => {
    const temporary = newFolder();
    const inputs = `\n    - {name: tail, path: ${log}, tag: web, multiline.parser: java}\n`;
    const file = join(folder, "slow.yaml");
    writeFileSync(file, pipeline({ inputs }));
    const child = spawnCli(["doctor", "--config", file, "--try"], {
      TMPDIR: temporary,
      SMARTLOG_FLUENT_BIT: fluentBit,
    });
    const ended = result(child);
    const running = () =>
      readdirSync("/proc").filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(temporary);
        } catch {
          return false;
        }
      });
    await until("Fluent Bit", () => running().length > 0);
    child.kill("SIGINT");
    await ended;
    expect(readdirSync(temporary)).toEqual([]);
    await until("its end", () => running().length === 0, 5_000);
  });

  test("a Fluent Bit that crashes is told of", async () => {
    const crashing = join(folder, "crashing");
    writeFileSync(crashing, "#!/bin/sh\nkill -SEGV $$\n", { mode: 0o755 });
    const inputs = `\n    - {name: tail, path: ${log}, tag: web}\n`;
    const tried = await tryingOne(pipeline({ inputs }), { program: crashing });
    expect(tried).toMatchObject({ ended: "SIGSEGV", recordsOut: 0 });
  });

  test("the command reports as text and as JSON", async () => {
    const file = join(folder, "command.yaml");
    writeFileSync(
      file,
      pipeline({ inputs: `\n    - {name: tail, path: ${log}, tag: web, path_key: file}\n` }),
    );
    const env = { SMARTLOG_FLUENT_BIT: fluentBit };
    const { stdout } = await smartlog(["doctor", "--config", file, "--try", "--lines", "5", "--json"], {
      env,
    });
    expect(JSON.parse(stdout).try.inputs).toMatchObject([{ name: "tail.0", linesIn: 5, scored: 5 }]);
    const text = await smartlog(["doctor", "--config", file, "--try"], { env });
    expect(text.stdout).toMatch(/ {2}tail\.0 +own lines +30 +30 +30 +30 +100 % +web 30/);
    const wrong = await smartlog(["doctor", "--try"], { env });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/--try needs a configuration/)]);
  });
});
