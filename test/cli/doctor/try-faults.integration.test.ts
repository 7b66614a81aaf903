/** `smartlog doctor --try` proves faults that no reading of a configuration can be sure of. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tryFindings } from "../../../cli/doctor/try/findings.ts";
import type { InputTry } from "../../../cli/doctor/try/index.ts";
import { remarksOf } from "../../../cli/doctor/try/print.ts";
import { temporaryFolder } from "../../folder.ts";
import {
  accessLines,
  fluentBit,
  nothingIsLeft,
  OURS,
  OUTPUT,
  pipeline,
  tryingOne,
  writeLog,
} from "./trying.ts";

const folder = temporaryFolder();
const log = join(folder, "access.log");
const LINES = 20;
const tail = (settings = "") => `\n    - {name: tail, path: ${log}, tag: web${settings}}\n`;
const after = (filter: string) => `${OURS}    - ${filter}`;
const all = { recordsIn: LINES, filtered: LINES, recordsOut: LINES };

type Expected = Partial<InputTry>;

const FAULTS: [
  what: string,
  parts: Partial<Parameters<typeof pipeline>[0]>,
  expected: Expected,
  said: RegExp,
  found: string,
][] = [
  [
    "a filter that keeps other keys only",
    { filters: after('{name: record_modifier, match: "*", allowlist_key: log}') },
    { ...all, scored: 0, removed: LINES },
    /lost their event after the filter/,
    "warning event-removed",
  ],
  [
    "a filter that removes the event",
    { filters: after('{name: modify, match: "*", remove_wildcard: smart}') },
    { ...all, scored: 0, removed: LINES, unscored: 0 },
    /20 records lost their event/,
    "warning event-removed",
  ],
  [
    "a filter that renames it",
    { filters: after('{name: modify, match: "*", rename: smartlog verdict}') },
    { ...all, scored: 0, removed: 0, renamed: { verdict: LINES } },
    /the event is under verdict/,
    "warning event-removed",
  ],
  [
    "a filter that puts it under another key",
    { filters: after('{name: nest, match: "*", operation: nest, wildcard: "*", nest_under: data}') },
    { ...all, scored: 0, renamed: { "data.smartlog": LINES } },
    /under data\.smartlog/,
    "warning event-removed",
  ],
  [
    "a filter that drops records",
    { filters: after('{name: grep, match: "*", exclude: log .}') },
    { recordsOut: 0, dropped: [{ filter: "grep.1", plugin: "grep", isOurs: false, records: LINES }] },
    /grep\.1 dropped 20/,
    "note records-dropped",
  ],
  [
    "a filter for another tag",
    { filters: OURS.replace('match: "*"', "match: app.*") },
    { recordsIn: LINES, filtered: 0, recordsOut: LINES, scored: 0, unscored: LINES, removed: 0 },
    /20 records did not pass SmartLog's filter/,
    "note input-unscored",
  ],
  [
    "the filter before what rewrites tags",
    { filters: after("{name: rewrite_tag, match: web, rule: $log .* scored.web false}") },
    {
      filtered: 2 * LINES,
      recordsOut: LINES,
      scored: LINES,
      scoredTwice: LINES,
      tags: { "scored.web": LINES },
    },
    /20 records were scored twice/,
    "error scored-twice",
  ],
  [
    "the filter twice",
    { filters: OURS + OURS.slice(1) },
    { filtered: 2 * LINES, recordsOut: LINES, scoredTwice: LINES },
    /scored twice/,
    "error scored-twice",
  ],
  [
    "an output for other tags",
    { outputs: '\n    - {name: es, match_regex: "^app[0-9]+$"}' },
    { ...all, unrouted: LINES, outputs: [expect.objectContaining({ name: "es.0", records: 0 })] },
    /20 records reach no output/,
    "error input-unstored",
  ],
  [
    "an output whose processor takes the event away",
    {
      outputs: `
    - name: es
      match: "*"
      processors: {logs: [{name: content_modifier, action: delete, key: smartlog}]}`,
    },
    { ...all, scored: LINES, outputs: [expect.objectContaining({ records: LINES, scored: 0 })] },
    /es\.0 gets 20 records, 0 with an event/,
    "warning event-removed",
  ],
  [
    "another function of the module",
    { filters: OURS.replace("function_name: smartlog", "function_name: score") },
    { filtered: LINES, recordsOut: 0, dropped: [expect.objectContaining({ isOurs: true, records: LINES })] },
    /SmartLog's filter, dropped 20/,
    "error scoring-drops",
  ],
  [
    "the line under a key that nobody knows",
    { inputs: tail(", key: payload_of_the_day") },
    { ...all, scored: LINES, read: LINES, guessedKeys: { payload_of_the_day: LINES } },
    /the line was found in payload_of_the_day \(20\)/,
    "warning line-key-guessed",
  ],
  [
    "the line taken away before the filter",
    {
      inputs: tail(", offset_key: offset"),
      filters: `\n    - {name: modify, match: "*", remove: log}${OURS}`,
    },
    { ...all, scored: LINES, read: 0, kinds: { unknown: LINES } },
    /the line was found in no key/,
    "error line-key-unread",
  ],
  [
    "a module that is not there",
    { filters: OURS.replace(/wasm_path: .*/, "wasm_path: /nowhere/filter.wasm") },
    { recordsIn: 0, recordsOut: 0, ended: expect.stringMatching(/^exit/) },
    /Fluent Bit ended by itself/,
    "error shipper-ended",
  ],
];

describe.skipIf(fluentBit === "")("smartlog doctor --try proves", () => {
  beforeAll(() => writeLog(log, accessLines(LINES)));
  afterAll(nothingIsLeft);

  test.each(FAULTS)("%s", async (_, { inputs = tail(), ...parts }, expected, said, found) => {
    const input = await tryingOne(pipeline({ inputs, outputs: OUTPUT, ...parts }));
    expect(input).toMatchObject(expected);
    expect(remarksOf(input).join("\n")).toMatch(said);
    const findings = tryFindings({ program: fluentBit, seconds: 1, inputs: [input], changed: [] });
    const told = findings.filter(({ level }) => level !== "ok").map(({ level, code }) => `${level} ${code}`);
    expect(told).toEqual([found]);
  });
});
