/** Records of the journal, of containers' files without their parser, of exec, and with the line nested, through Fluent Bit. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { CASES } from "../filter/records/cases.ts";
import { LINES } from "../filter/records/record.ts";
import { FluentBit, findFluentBit } from "./fluent-bit.ts";
import { type Site, site } from "./shipped.ts";

const fluentBit = findFluentBit();
const DOCKER = JSON.stringify({
  log: `${LINES.web}\n`,
  stream: "stdout",
  time: "2026-11-21T06:19:00.575596037Z",
});
const CRI = `2026-11-21T06:19:00.123456789Z stdout F ${LINES.web}`;

/** One input for each case, its tag the case's number; inputs of a file of one line behind them. */
function configuration({ folder, module }: Site): object {
  const dummies = CASES.map(({ record }, i) => ({
    name: "dummy",
    tag: `case.${i}`,
    dummy: JSON.stringify(record),
    samples: 1,
  }));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), `${content}\n`);
    return join(folder, name);
  };
  const tail = (tag: string, content: string, more = {}) => ({
    name: "tail",
    tag,
    path: file(`${tag}.log`, content),
    read_from_head: true,
    ...more,
  });
  const lines = file("exec.txt", LINES.web);
  return {
    service: { flush: 0.2, grace: 2 },
    pipeline: {
      inputs: [
        ...dummies,
        tail("docker", DOCKER),
        tail("docker-key", DOCKER, { key: "container_line" }),
        tail("cri", CRI),
        tail("key", LINES.web, { key: "shop_output" }),
        tail("nest", LINES.web),
        { name: "exec", tag: "exec", command: `cat ${lines}`, oneshot: true },
      ],
      filters: [
        { name: "nest", match: "nest", operation: "nest", wildcard: "*", nest_under: "shop" },
        {
          name: "wasm",
          match: "*",
          wasm_path: module,
          function_name: "smartlog",
          event_format: "json",
        },
      ],
      outputs: [{ name: "file", match: "*", path: folder, format: "out_file" }],
    },
  };
}

describe.skipIf(!fluentBit)("a record that Fluent Bit hands over", () => {
  const at = fluentBit ? site() : undefined;
  const records = new Map<string, EnrichedRecord>();
  const tags = [...CASES.map((_, i) => `case.${i}`), "docker", "docker-key", "cri", "key", "nest", "exec"];

  beforeAll(async () => {
    if (!at) return;
    const config = join(at.folder, "keys.yaml");
    writeFileSync(config, JSON.stringify(configuration(at)));
    const shipper = new FluentBit(fluentBit as string, ["-c", config]);
    try {
      await shipper.until(() => tags.every(readRecord), 60);
    } finally {
      await shipper.stop();
    }
  }, 90_000);
  afterAll(() => at?.remove());

  function readRecord(tag: string): boolean {
    try {
      const line = readFileSync(join(at?.folder ?? "", tag), "utf8").split("\n", 1)[0] ?? "";
      records.set(
        tag,
        JSON.parse(line.slice(line.indexOf("{"), line.lastIndexOf("}") + 1)) as EnrichedRecord,
      );
      return true;
    } catch {
      return false;
    }
  }

  test.each(CASES.map(({ name, line }, i) => ({ name, line, i })))("is read: $name", ({ line, i }) => {
    const event = records.get(`case.${i}`)?.smartlog;
    expect(event?.kind).toBe(line);
    if (line !== "app") expect(event?.label).toBe("attack");
  });

  test.each(tags.slice(CASES.length))("is read: %s, without a parser", (tag) => {
    expect(records.get(tag)?.smartlog).toMatchObject({ kind: "web", label: "attack", ip: "203.0.113.7" });
  });

  test("says which key the line had, where that was guessed", () => {
    const keyOf = (tag: string) => records.get(tag)?.smartlog.line_key;
    expect(keyOf("key")).toBe("shop_output");
    expect(keyOf("docker-key")).toBe("container_line");
    for (const tag of ["docker", "cri", "nest", "exec"]) expect(keyOf(tag)).toBeUndefined();
  });
});
