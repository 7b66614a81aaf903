/** What `smartlog simulate --to` sends, a real Vector and a real Fluent Bit receive: every line, whole, from who wrote it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { DayLine } from "../../simulate/days/index.ts";
import { freePort } from "../../store/embedded/port.ts";
import { json, smartlog } from "../cli/command.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { Example } from "./inputs/example.ts";
import { type Site, site } from "./shipped.ts";
import { Shipper } from "./shipper.ts";
import { canRead, vector } from "./vector/pipeline.ts";

const fluentBit = findFluentBit() as string;
const MADE = ["simulate", "--days", "0.01", "--incidents", "none", "--start", "2026-11-02T09:00:00Z"];
const made = json<DayLine>((await smartlog([...MADE, "--labels"])).stdout);

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

/** Sends the lines, slowly enough for UDP. */
const send = async (scheme: string, port: number) => {
  const { code, stderr } = await smartlog([
    ...MADE,
    "--rate",
    "300",
    "--to",
    `${scheme}://127.0.0.1:${port}`,
  ]);
  expect([code, stderr]).toEqual([0, ""]);
};

describe.skipIf(!vector)("Vector", () => {
  // biome-ignore lint/suspicious/noExplicitAny: records, as Vector makes them
  async function received(scheme: string, source: object): Promise<any[]> {
    const port = await freePort();
    const out = join(at.folder, "out");
    const config = join(at.folder, "vector.yaml");
    writeFileSync(
      config,
      stringify({
        data_dir: at.folder,
        sources: { lines: { ...source, address: `127.0.0.1:${port}` } },
        sinks: { out: { type: "file", inputs: ["lines"], path: out, encoding: { codec: "json" } } },
      }),
    );
    const shipper = new Shipper("Vector", vector, ["--config", config]);
    try {
      await shipper.until(() => /Vector has started/.test(shipper.log));
      // A listener opens a moment after that.
      await new Promise((resolve) => setTimeout(resolve, 500));
      await send(scheme, port);
      const records = () => (existsSync(out) ? json(readFileSync(out, "utf8")) : []);
      await shipper.until(() => records().length >= made.length);
      return records();
    } finally {
      await shipper.stop();
    }
  }

  test.skipIf(!canRead("syslog")).each([
    ["syslog", "udp"],
    ["syslog+tcp", "tcp"],
  ])("%s", async (scheme, mode) => {
    const records = await received(scheme, { type: "syslog", mode });
    const expected = made.map(({ host, program, pid, message, time }) => [
      host,
      program,
      pid,
      message,
      Math.floor(time),
    ]);
    expect(
      records.map(({ hostname, appname, procid, message, timestamp }) => [
        hostname,
        appname,
        procid,
        message,
        Math.floor(Date.parse(timestamp) / 1000),
      ]),
    ).toEqual(expected);
  });

  test.skipIf(!canRead("socket")).each([
    ["gelf", { mode: "udp", framing: { method: "chunked_gelf" } }],
    [
      "gelf+tcp",
      { mode: "tcp", framing: { method: "character_delimited", character_delimited: { delimiter: "\0" } } },
    ],
  ])("%s", async (scheme, source) => {
    const records = await received(scheme, { type: "socket", ...source, decoding: { codec: "gelf" } });
    expect(records.map(({ host, message, _program, _file }) => [host, message, _program, _file])).toEqual(
      made.map(({ host, message, program, log }) => [host, message, program, log]),
    );
  });
});

describe.skipIf(!fluentBit)("Fluent Bit", () => {
  test.each(["syslog-udp", "syslog-tcp"])("%s, with the deployed input", async (name) => {
    const port = await freePort();
    const example = await Example.start(fluentBit, at, name, "yaml", { SMARTLOG_SYSLOG_PORT: `${port}` });
    try {
      await send(name === "syslog-udp" ? "syslog" : "syslog+tcp", port);
      const records = await example.received(made.length);
      expect(records).toHaveLength(made.length);
      // The filter sees the same in them as in the files; what a service says behind a header of syslog is syslog.
      const kinds = records.map(({ smartlog: event }) => event.kind.replace("syslog", "app"));
      const expected = made.map(({ kind }) => kind.replace("syslog", "app"));
      expect(kinds).toEqual(expected);
      expect(example.complaints).toEqual([]);
    } finally {
      await example.stop();
    }
  });
});
