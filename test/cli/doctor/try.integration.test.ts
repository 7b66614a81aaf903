/** `smartlog doctor --try`: what each input's part of a configuration does with a sample, in a real Fluent Bit. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../../cli/doctor/config/shipper-config.ts";
import { tryFindings } from "../../../cli/doctor/try/findings.ts";
import { tryPipeline } from "../../../cli/doctor/try/index.ts";
import { Filter } from "../../../host/filter.ts";
import { defaultModulePath } from "../../../host/module.ts";
import { DEPLOYED_CONFIG, deployedEnvironment } from "../../contract/fluent-bit.ts";
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
const log = join(folder, "var/log/containers/web.log");
const tail = `
    - {name: tail, path: "${folder}/var/log/containers/*.log", tag: kube.*, path_key: file, offset_key: offset}
`;
const LINES = 40;

describe.skipIf(fluentBit === "")("smartlog doctor --try, with a real Fluent Bit", () => {
  beforeAll(() => {
    writeLog(log, accessLines(LINES));
  });
  afterAll(nothingIsLeft);

  test("tail: all lines are scored, with the tag of the real path, and reach the outputs", async () => {
    const input = await tryingOne(pipeline({ inputs: tail }));
    expect(input).toMatchObject({
      ...{ name: "tail.0", source: "own lines", linesIn: LINES, recordsIn: LINES, recordsOut: LINES },
      ...{ scored: LINES, read: LINES, kinds: { web: LINES }, lineKeys: { log: LINES } },
      ...{ dropped: [], unscored: 0, removed: 0, renamed: {}, scoredTwice: 0, unrouted: 0, said: [] },
      tags: { [`kube.${log.slice(1).replaceAll("/", ".")}`]: LINES },
      outputs: [{ name: "es.0", records: LINES, scored: LINES }],
    });
  });

  test("tail: only the last lines are taken", async () => {
    const input = await tryingOne(pipeline({ inputs: tail }), { lines: 7 });
    expect(input).toMatchObject({ linesIn: 7, recordsIn: 7, scored: 7 });
  });

  test("tail: the path that filters see is the file's own", async () => {
    const filters = `
    - {name: grep, match: "*", regex: "file ^${log}$"}${OURS}`;
    expect(await tryingOne(pipeline({ inputs: tail, filters }))).toMatchObject({
      scored: LINES,
      dropped: [],
    });
  });

  test("tail: a tag cut out of the path", async () => {
    const inputs = `
    - name: tail
      path: ${log}
      tag: pod.<name>
      tag_regex: '^/.*/(?<name>[a-z]+)\\.log$'
`;
    expect((await tryingOne(pipeline({ inputs }))).tags).toEqual({ "pod.web": LINES });
  });

  test("tail: names with characters of patterns; those with blanks are left out, which is said", async () => {
    const odd = join(folder, "odd");
    for (const name of ["a[1].log", "b*.log", "c d.log"]) writeLog(join(odd, name), accessLines(5));
    const inputs = `
    - {name: tail, path: "${odd}/*.log", tag: web, path_key: file}
`;
    const filters = `
    - {name: grep, match: "*", regex: 'file ^${odd}/(a\\[1\\]|b\\*)\\.log$'}${OURS}`;
    const input = await tryingOne(pipeline({ inputs, filters }));
    expect(input).toMatchObject({ linesIn: 10, scored: 10, dropped: [] });
    expect(input.notes).toEqual(["1 files with blanks or commas in their path were left out"]);
  });

  test("tail: lines behind one that is too long are lost", async () => {
    const long = join(folder, "long.log");
    writeLog(long, [...accessLines(3), "x".repeat(100_000), ...accessLines(3)]);
    const report = await trying(pipeline({ inputs: `\n    - {name: tail, path: ${long}, tag: web}\n` }));
    expect(report.inputs).toMatchObject([{ linesIn: 7, recordsIn: 3 }]);
    const told = tryFindings(report).map(({ level, code, message }) => `${level} ${code} ${message}`);
    expect(told).toEqual([
      expect.stringMatching(/^error lines-lost .*3 records of 7 lines: .*larger buffer/),
    ]);
  });

  test("the configuration that comes with SmartLog", async () => {
    const state = join(folder, "state");
    const env = deployedEnvironment({
      SMARTLOG_LOGS: log,
      SMARTLOG_STATE: state,
      SMARTLOG_MODULE: defaultModulePath(),
    });
    const config = readConfig(DEPLOYED_CONFIG, { ...process.env, ...env });
    const { inputs } = await tryPipeline(config, {
      ...{ program: fluentBit, environment: { ...process.env, ...env }, lines: 200 },
      newFilter: () => Filter.load(),
    });
    expect(inputs).toMatchObject([
      { linesIn: LINES, scored: LINES, read: LINES, lineKeys: { log: LINES }, said: [] },
    ]);
    expect(existsSync(state)).toBe(false);
  });

  test("forward: each record is lost, unless it is threaded", async () => {
    const lost = await tryingOne(pipeline({ inputs: `\n    - {name: forward}\n` }));
    expect(lost).toMatchObject({ source: "example", recordsIn: 20, recordsOut: 0, scored: 0 });
    expect(lost.dropped).toEqual([{ filter: "wasm.0", plugin: "wasm", isOurs: true, records: 20 }]);
    expect(lost.said.join()).toMatch(/native stack overflow/);
    const kept = await tryingOne(pipeline({ inputs: `\n    - {name: forward, threaded: true}\n` }));
    expect(kept).toMatchObject({ recordsOut: 20, scored: 20, dropped: [] });
  });

  test("an input without a sample is not tried, and says so", async () => {
    const { inputs } = await trying(
      pipeline({ inputs: `\n    - {name: exec, command: "touch ${folder}/ran"}\n` }),
    );
    expect(inputs).toMatchObject([{ name: "exec.0", notTried: expect.stringMatching(/--sample/) }]);
    expect(readdirSync(folder)).not.toContain("ran");
  });
});
