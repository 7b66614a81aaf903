/** `smartlog doctor --try` with each kind of input, in a real Fluent Bit. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulate } from "../../../simulate/index.ts";
import { temporaryFolder } from "../../folder.ts";
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
const LINES = 12;
const EXAMPLES = 20;
const SYSLOG_PARSERS = `
parsers:
  - name: rfc5424
    format: regex
    regex: '^\\<(?<pri>[0-9]+)\\>1 (?<time>[^ ]+) (?<host>[^ ]+) (?<ident>[^ ]+) (?<pid>[-0-9]+) (?<msgid>[^ ]+) (?<extradata>-) (?<message>.+)$'
  - name: rfc3164
    format: regex
    regex: '^\\<(?<pri>[0-9]+)\\>(?<time>[^ ]* {1,2}[^ ]* [^ ]*) (?<host>[^ ]*) (?<ident>[a-zA-Z0-9_\\/\\.\\-]*)(?:\\[(?<pid>[0-9]+)\\])?(?:[^\\:]*\\:)? *(?<message>.*)$'
`;
const input = (settings: string) => `\n    - {${settings}}\n`;
const read = (lines: number, kind: string) => ({ scored: lines, read: lines, kinds: { [kind]: lines } });

describe.skipIf(fluentBit === "")("smartlog doctor --try, of an input", () => {
  const sample = join(folder, "sample.log");
  beforeAll(() => writeLog(sample, accessLines(LINES)));
  afterAll(nothingIsLeft);

  test.each([
    ["http", "name: http, tag: in"],
    ["http without a tag", "name: http"],
    ["splunk", "name: splunk, splunk_token: secret"],
    ["elasticsearch", "name: elasticsearch"],
    ["opentelemetry", "name: opentelemetry"],
    ["forward", "name: forward, threaded: on, shared_key: secret, self_hostname: here"],
    ["tcp", "name: tcp"],
    ["tcp with plain lines", "name: tcp, format: none"],
    ["udp", "name: udp"],
    ["mqtt", "name: mqtt"],
  ])("%s: runs as it is, on another port, with lines from here", async (_, settings) => {
    const taken = "port: 1, listen: 0.0.0.0";
    const tried = await tryingOne(pipeline({ inputs: input(`${settings}, ${taken}`) }));
    expect(tried).toMatchObject({ source: "example", linesIn: EXAMPLES, recordsIn: EXAMPLES, dropped: [] });
    expect(tried).toMatchObject({ recordsOut: EXAMPLES, scored: EXAMPLES, said: [] });
  });

  test.each([
    ["tcp", "rfc5424", ""],
    ["udp", "rfc5424", ""],
    ["udp", "rfc3164", ""],
    ["unix_udp", "rfc3164", ", path: /run/nowhere/socket"],
    ["unix_tcp", "rfc5424", ", path: /run/nowhere/socket"],
  ])("syslog by %s in %s", async (mode, parser, more) => {
    const inputs = input(`name: syslog, mode: ${mode}, parser: ${parser}${more}`);
    const tried = await tryingOne(SYSLOG_PARSERS + pipeline({ inputs }));
    expect(tried).toMatchObject({ recordsIn: EXAMPLES, ...read(EXAMPLES, "auth"), said: [] });
  });

  test("a given sample goes in by the input's own protocol", async () => {
    const inputs = input("name: elasticsearch") + input("name: tcp, alias: raw, format: none").slice(1);
    const { inputs: tried } = await trying(pipeline({ inputs }), {
      samples: [`elasticsearch=${sample}`, `raw=${sample}`],
    });
    for (const each of tried)
      expect(each).toMatchObject({ source: "given sample", linesIn: LINES, ...read(LINES, "web") });
    expect(tried.map(({ lineKeys }) => lineKeys)).toEqual([{ message: LINES }, { log: LINES }]);
  });

  test.each([
    ["exec", `name: exec, command: "touch ${folder}/ran"`, "exec.0"],
    ["stdin", "name: stdin", "stdin"],
    ["an input that isn't here", "name: winevtlog, tag: windows", "windows"],
    ["tail", `name: tail, path: ${folder}/nothing/*.log, tag: web`, "web"],
  ])("%s: with the lines of --sample", async (_, settings, name) => {
    const tried = await tryingOne(pipeline({ inputs: input(settings) }), { samples: [`${name}=${sample}`] });
    expect(tried).toMatchObject({ source: "given sample", linesIn: LINES, recordsIn: LINES, scored: LINES });
  });

  test("a container's files with their parser, and what the kubernetes filter makes of them", async () => {
    const name = (pod: string) => `${pod}_prod_app-${"a".repeat(64)}.log`;
    const header = "2026-11-30T09:00:00.000000000Z stdout F";
    const containers = join(folder, "containers");
    writeLog(
      join(containers, name("web")),
      accessLines(LINES).map((line) => `${header} ${line}`),
    );
    const json = (i: number) => JSON.stringify({ level: "error", msg: `down ${i}`, service: "api" });
    writeLog(
      join(containers, name("api")),
      Array.from({ length: LINES }, (_, i) => `${header} ${json(i)}`),
    );
    const inputs = input(
      `name: tail, path: ${containers}/*.log, tag: kube.*, multiline.parser: "docker, cri"`,
    );
    const filters = `
    - {name: kubernetes, match: kube.*, merge_log: on, keep_log: off}${OURS}`;
    const tried = await tryingOne(pipeline({ inputs, filters }));
    expect(tried).toMatchObject({ linesIn: 2 * LINES, scored: 2 * LINES, kinds: { web: LINES, app: LINES } });
    const tag = (pod: string) => `kube.${containers.slice(1).replaceAll("/", ".")}.${name(pod)}`;
    expect(tried.tags).toEqual({ [tag("web")]: LINES, [tag("api")]: LINES });
  });

  test("joined lines: that the last event may be missing is said", async () => {
    const trace = ['Exception in thread "main" java.lang.Error: x', "    at com.example.A.b(A.java:1)"];
    writeLog(join(folder, "java.log"), Array.from({ length: 5 }, () => trace).flat());
    const inputs = input(`name: tail, path: ${folder}/java.log, tag: java, multiline.parser: java`);
    const tried = await tryingOne(pipeline({ inputs }));
    expect(tried.linesIn).toBe(10);
    expect([4, 5]).toContain(tried.recordsIn);
    expect(tried.notes).toContainEqual(expect.stringMatching(/^lines are joined: the last event/));
  });

  test("dummy makes its own records", async () => {
    const inputs = input(`name: dummy, dummy: '{"log":"GET /"}', samples: 3`);
    expect(await tryingOne(pipeline({ inputs }))).toMatchObject({ linesIn: 3, recordsIn: 3, scored: 3 });
  });

  test.each([
    ["cpu", /brings no logs/],
    ["exec", /its command is not run/],
    ["stdin", /--sample/],
    ["docker_events", /--sample/],
  ])("%s without a sample is not tried, which is said", async (name, why) => {
    const tried = await tryingOne(pipeline({ inputs: input(`name: ${name}`) }));
    expect(tried).toMatchObject({ notTried: expect.stringMatching(why), recordsIn: 0 });
  });

  test("a sample for no input, or no file, is wrong use", async () => {
    const text = pipeline({ inputs: input("name: http, alias: web") });
    await expect(trying(text, { samples: [`other=${sample}`] })).rejects.toThrow(
      /no input other; there are web/,
    );
    await expect(trying(text, { samples: ["web"] })).rejects.toThrow(/say INPUT=FILE/);
    await expect(trying(text, { samples: [`web=${folder}/none`] })).rejects.toThrow(/none/);
  });

  describe("systemd", () => {
    const bin = join(folder, "bin");
    const logins = Array.from(simulate({ kind: "auth", lines: 40, seed: 5 }), ({ line }) => line).flatMap(
      (line) => {
        const [, host, program, pid, message] =
          /^\S+ +\d+ [\d:]+ (\S+) ([^:[]+)\[(\d+)\]: (.*)$/.exec(line) ?? [];
        return program === "sshd" ? [{ host, program, pid, message }] : [];
      },
    );
    const entries = logins.map(({ host, program, pid, message }, i) => ({
      ...{ __CURSOR: `s=${i}`, __REALTIME_TIMESTAMP: `${1_796_000_000_000_000 + i}`, _TRANSPORT: "syslog" },
      ...{
        SYSLOG_IDENTIFIER: program,
        _HOSTNAME: host,
        _PID: pid,
        _SYSTEMD_UNIT: "ssh.service",
        MESSAGE: message,
      },
    }));
    const path = process.env.PATH;
    beforeAll(() => {
      mkdirSync(bin);
      writeFileSync(
        join(folder, "entries.json"),
        entries.map((each) => `${JSON.stringify(each)}\n`).join(""),
      );
      writeFileSync(
        join(bin, "journalctl"),
        `#!/bin/sh\nprintf '%s ' "$@" > ${folder}/asked\ncat ${folder}/entries.json\n`,
      );
      chmodSync(join(bin, "journalctl"), 0o755);
      process.env.PATH = `${bin}${delimiter}${path}`;
    });
    afterAll(() => {
      process.env.PATH = path;
    });

    test.each([
      ["", "MESSAGE"],
      [", lowercase: on", "message"],
      [", strip_underscores: on", "MESSAGE"],
      [", lowercase: on, strip_underscores: on", "message"],
    ])("entries come as the input gives them%s", async (settings) => {
      const inputs = input(`name: systemd, tag: host.*${settings}`);
      const keys = {
        "": "^_HOSTNAME$",
        ", lowercase: on": "^_hostname$",
        ", strip_underscores: on": "^HOSTNAME$",
        ", lowercase: on, strip_underscores: on": "^hostname$",
      }[settings];
      const key = keys?.slice(1, -1);
      const filters = `\n    - {name: grep, match: "*", regex: "${key} ."}${OURS}`;
      const tried = await tryingOne(pipeline({ inputs, filters }));
      expect(tried).toMatchObject({
        ...{
          source: "own lines",
          linesIn: entries.length,
          recordsIn: entries.length,
          scored: entries.length,
        },
        ...{ tags: { "host.ssh.service": entries.length }, dropped: [] },
      });
    });

    test("what the input selects is what is asked for", async () => {
      const filters = [
        "systemd_filter: [_SYSTEMD_UNIT=ssh.service, _SYSTEMD_UNIT=cron.service]",
        "path: /var/log/journal",
      ];
      await tryingOne(pipeline({ inputs: input(`name: systemd, tag: j, ${filters.join(", ")}`) }), {
        lines: 9,
      });
      const { readFileSync } = await import("node:fs");
      expect(readFileSync(join(folder, "asked"), "utf8")).toBe(
        "--quiet --no-pager --all --output=json --lines=9 --directory=/var/log/journal _SYSTEMD_UNIT=ssh.service + _SYSTEMD_UNIT=cron.service ",
      );
    });
  });
});
