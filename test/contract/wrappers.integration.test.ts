/** A real Fluent Bit and lines in wrappers, with and without its parsers for them: each line is what it is bare. */
import { createSocket } from "node:dgram";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { freePort } from "../../store/embedded/port.ts";
import { FluentBit, findFluentBit } from "./fluent-bit.ts";
import { type Site, site } from "./shipped.ts";

const fluentBit = findFluentBit();

/** Fluent Bit's own parsers, as its parsers.conf has them. */
const PARSERS = [
  { name: "docker", format: "json", time_key: "time", time_format: "%Y-%m-%dT%H:%M:%S.%L", time_keep: "on" },
  {
    name: "cri",
    format: "regex",
    regex: "^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[^ ]*) (?<message>.*)$",
    time_key: "time",
    time_format: "%Y-%m-%dT%H:%M:%S.%L%z",
    time_keep: "on",
  },
  {
    name: "syslog-rfc3164",
    format: "regex",
    regex:
      "/^\\<(?<pri>[0-9]+)\\>(?<time>[^ ]* {1,2}[^ ]* [^ ]*) (?<host>[^ ]*) (?<ident>[a-zA-Z0-9_\\/\\.\\-]*)(?:\\[(?<pid>[0-9]+)\\])?(?:[^\\:]*\\:)? *(?<message>.*)$/",
    time_key: "time",
    time_format: "%b %d %H:%M:%S",
    time_keep: "on",
  },
  { name: "whole", format: "regex", regex: "^(?<log>.*)$" },
];

const ACCESS =
  '203.0.113.7 - ada [21/Nov/2025:06:19:00 +0000] "GET /a?b=%27 HTTP/1.1" 404 612 "-" "curl/8 \\"x\\""';
const SAID = "bastion sshd[8]: Failed password for ada from 203.0.113.7 port 40022 ssh2";
const LINES = [
  ACCESS,
  `2025-11-21T06:19:00.123456+01:00 ${SAID}`,
  "2025-11-21 06:19:00,123 [ERROR] payments - refused | IP: 203.0.113.7 | User: ada",
  '{"time":"2025-11-21T06:19:00Z","level":"error","msg":"it \\"broke\\"","service":"cart"}',
  "2025/11/21 06:19:00 [notice] 1#1: start worker process 28",
];
const STAMP = "2025-11-21T06:25:00.123456789Z";

/** What the filter says besides what depends on the whole record and on those before, as the shipper hands it on. */
function fieldsOf({ smartlog }: EnrichedRecord): Record<string, unknown> {
  const { id, label, severity, score, bot, threat, anomaly, why, v, model, pattern, ...fields } =
    smartlog as unknown as Record<string, unknown>;
  return fields;
}

const filter = Filter.load();
const bare = (line: string) =>
  fieldsOf(JSON.parse(filter.score(recordOfLine(Buffer.from(line)))) as EnrichedRecord);

/** Runs the input until it has given as many records as asked for; what the filter made of them. */
async function through(
  at: Site,
  input: object,
  count: number,
  send?: () => void,
): Promise<Record<string, unknown>[]> {
  const config = join(at.folder, "fluent-bit.yaml");
  writeFileSync(
    config,
    JSON.stringify({
      service: { flush: 0.2, grace: 2 },
      parsers: PARSERS,
      pipeline: {
        inputs: [{ tag: "t", ...input }],
        filters: [
          {
            name: "wasm",
            match: "*",
            event_format: "json",
            wasm_path: at.module,
            function_name: "smartlog",
            accessible_paths: at.folder,
          },
        ],
        outputs: [{ name: "file", match: "*", path: at.folder, file: "out.txt", format: "plain" }],
      },
    }),
  );
  const records = () => {
    try {
      return readFileSync(join(at.folder, "out.txt"), "utf8").split("\n").filter(Boolean);
    } catch {
      return [];
    }
  };
  const shipper = new FluentBit(fluentBit as string, ["-c", config]);
  try {
    await shipper.until(() => {
      if (records().length < count) send?.();
      return records().length >= count;
    });
  } finally {
    await shipper.stop();
  }
  expect(shipper.complaints).toEqual([]);
  return records()
    .slice(0, count)
    .map((record) => fieldsOf(JSON.parse(record) as EnrichedRecord));
}

const docker = (line: string) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: STAMP });
const cri = (line: string) => `${STAMP} stdout F ${line}`;

describe.skipIf(!fluentBit)("through a real Fluent Bit:", { timeout: 60_000 }, () => {
  test.each([
    ["Docker's json-file without a parser", docker, {}],
    ["Docker's json-file with the parser docker", docker, { parser: "docker" }],
    ["Docker's json-file with the multi-line parser docker", docker, { "multiline.parser": "docker" }],
    ["CRI without a parser", cri, {}],
    ["CRI with the parser cri", cri, { parser: "cri" }],
    ["CRI with the multi-line parser cri", cri, { "multiline.parser": "cri" }],
  ])("%s", async (_what, wrap, input) => {
    const at = site();
    try {
      const path = join(at.logs, "wrapped.log");
      writeFileSync(path, LINES.map((line) => `${wrap(line)}\n`).join(""));
      const found = await through(at, { name: "tail", path, read_from_head: true, ...input }, LINES.length);
      expect(found).toEqual(LINES.map(bare));
    } finally {
      at.remove();
    }
  });

  test.each(["syslog-rfc3164", "whole"])("syslog's input with the parser %s", async (parser) => {
    const at = site();
    const socket = createSocket("udp4");
    try {
      const port = await freePort();
      const line = `Nov 21 06:19:00 ${SAID}`;
      const send = () => socket.send(`<38>${line}`, port, "127.0.0.1");
      const input = { name: "syslog", mode: "udp", listen: "127.0.0.1", port, parser };
      expect(await through(at, input, 1, send)).toEqual([bare(line)]);
    } finally {
      socket.close();
      at.remove();
    }
  });
});
