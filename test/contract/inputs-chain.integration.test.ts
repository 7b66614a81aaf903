/** The place of SmartLog's filter among Fluent Bit's other filters, as deploy/fluent-bit/inputs/README.md tells it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { FluentBit, findFluentBit } from "./fluent-bit.ts";
import { ACCESS, expectedOf, readFrom } from "./inputs/lines.ts";
import { type Site, site } from "./shipped.ts";

const fluentBit = findFluentBit() as string;

const OBJECT = JSON.stringify({ cluster: "one", nested: { log: ACCESS } });
const PARSERS = [
  { name: "object", format: "json" },
  { name: "word", format: "regex", regex: "^(?<word>[^ ]*)" },
];

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

/** Runs the lines through these filters; `{}` stands for SmartLog's. */
async function through(lines: readonly string[], filters: object[], count: number) {
  const [input, config, out] = ["lines.log", "fluent-bit.yaml", "out.txt"].map((name) =>
    join(at.folder, name),
  ) as [string, string, string];
  writeFileSync(input, lines.map((line) => `${line}\n`).join(""));
  const own = {
    name: "wasm",
    event_format: "json",
    wasm_path: at.module,
    function_name: "smartlog",
    accessible_paths: at.folder,
  };
  writeFileSync(
    config,
    JSON.stringify({
      service: { flush: 0.2, grace: 2 },
      parsers: PARSERS,
      pipeline: {
        inputs: [{ name: "tail", tag: "raw", path: input, read_from_head: true }],
        filters: filters.map((filter) => ({ match: "*", ...("name" in filter ? filter : own) })),
        outputs: [{ name: "file", match: "*", file: out, format: "plain" }],
      },
    }),
  );
  const records = (): (EnrichedRecord & Record<string, unknown>)[] => {
    try {
      return readFileSync(out, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  };
  const shipper = new FluentBit(fluentBit, ["-c", config]);
  try {
    await shipper.until(() => records().length >= count);
  } finally {
    await shipper.stop();
  }
  return records();
}

const PARSER = { name: "parser", key_name: "log", parser: "object" };
const LIFT = { name: "nest", operation: "lift", nested_under: "nested" };
const WORD = { name: "parser", key_name: "log", parser: "word" };
const REWRITE = { name: "rewrite_tag", match: "raw", rule: "$log ^. web false" };

const MULTILINE = { name: "multiline", "multiline.key_content": "log", "multiline.parser": "java" };

describe.skipIf(!fluentBit)("SmartLog's filter", () => {
  test.each([
    ["a parser and nest", OBJECT, [PARSER, LIFT]],
    ["modify", ACCESS, [{ name: "modify", rename: "log message" }]],
    ["record_modifier", ACCESS, [{ name: "record_modifier", record: "cluster one" }]],
    ["rewrite_tag", ACCESS, [REWRITE]],
  ])("after %s reads the line, once", async (_, line, before) => {
    const records = await through([line], [...before, {}], 1);
    expect(records.map(readFrom)).toEqual(expectedOf([ACCESS]));
    expect(records[0]).not.toHaveProperty("_smartlog");
  });

  test.each([
    ["a parser without reserve_data", [WORD]],
    ["record_modifier with a list of keys", [{ name: "record_modifier", allowlist_key: "log" }]],
    ["modify that removes by a wildcard", [{ name: "modify", remove_wildcard: "s" }]],
    ["nest of all keys", [{ name: "nest", operation: "nest", wildcard: "*", nest_under: "record" }]],
  ])("before %s: the event is gone", async (_, after) => {
    const [record] = await through([ACCESS], [{}, ...after], 1);
    expect(record).not.toHaveProperty("smartlog");
  });

  test.each([
    ["rewrite_tag", REWRITE],
    ["multiline with its buffer", MULTILINE],
  ])("before %s: the record is scored twice", async (_, after) => {
    const [record] = await through([ACCESS], [{}, after], 1);
    expect(record).toHaveProperty("_smartlog");
    expect(record).toHaveProperty("smartlog");
  });

  test("before a parser that reserves data: nothing is lost", async () => {
    const [record] = await through([ACCESS], [{}, { ...WORD, reserve_data: true, preserve_key: true }], 1);
    expect(record).toMatchObject({ log: ACCESS, word: "203.0.113.7", smartlog: { kind: "web" } });
  });
});
