import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { readConfig } from "../../../cli/doctor/config/shipper-config.ts";
import { examine } from "../../../cli/doctor/examine.ts";
import type { Finding } from "../../../cli/doctor/finding.ts";
import { tryFindings } from "../../../cli/doctor/try/findings.ts";
import { type InputTry, tryPipeline } from "../../../cli/doctor/try/index.ts";
import { Filter } from "../../../host/filter.ts";
import { PACKAGE_ROOT } from "../../../host/module.ts";
import { ingest } from "../../../store/ingest.ts";
import { findFluentBit } from "../../contract/fluent-bit.ts";
import { temporaryFolder } from "../../folder.ts";
import { type TestStore, testStore } from "../../store/test-store.ts";
import { type Case, install, readCases, type Site, samplesOf } from "./configurations/case.ts";
import { Table } from "./configurations/table.ts";

const fluentBit = findFluentBit();
const plugins = fluentBit ? spawnSync(fluentBit, ["--help"], { encoding: "utf8" }).stdout : "";
const folder = temporaryFolder();
const cases = readCases();
const table = new Table(cases);
/** 21 November 2026, seconds since the epoch. */
const SAMPLES_DAY = Date.UTC(2026, 10, 21, 12) / 1000;
let store: TestStore;

beforeAll(async () => {
  store = await testStore();
  // The days of the samples: a try that would have to make one waits for the others, and gives up soon.
  for (const time of [SAMPLES_DAY, Date.now() / 1000])
    await ingest(store.pool, "first", [
      { time, data: Filter.load().score('{"log":"first"}', { seconds: time, nanoseconds: 0 }) },
    ]);
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await store.close();
});

describe.skipIf(fluentBit === undefined)(
  "the doctor is right about configurations as people have them",
  () => {
    test.each(cases)("$name", async (given) => {
      const { findings: wanted, notes = [], never = [] } = given.expected;
      const site = install(given, join(folder, "doctor", given.name));
      for (const [name, value] of Object.entries(site.environment)) vi.stubEnv(name, value);
      const { findings } = await examine({ config: site.config });
      const told = findings.filter((finding) => finding.level !== "ok" && isAboutTheCase(finding, given));
      table.said(given, told);
      const codes = told.map(({ code }) => code);
      expect(faultsOf(told, given, site)).toEqual(faultsOf(wanted, given, site));
      expect(codes).toEqual(expect.arrayContaining(notes));
      expect(codes.filter((code) => never.includes(code))).toEqual([]);
    });
  },
);

describe.skipIf(fluentBit === undefined)("a try sees what a real Fluent Bit does", () => {
  const tried = cases.filter(({ expected }) => expected.try);

  test.concurrent.each(tried)("$name", async (given) => {
    const { config, environment } = install(given, join(folder, "try", given.name));
    const variables = { ...process.env, ...environment };
    const report = await tryPipeline(readConfig(config, variables), {
      program: fluentBit as string,
      environment: variables,
      lines: 200,
      samples: samplesOf(given),
      newFilter: () => Filter.load(),
      databaseUrl: store.url,
    });
    const { inputs, failed } = report;
    expect(failed).toBeUndefined();
    table.saw(given, inputs);
    const seen = Object.fromEntries(inputs.map((input) => [input.name, input]));
    expect(seen).toMatchObject(given.expected.try as Record<string, Partial<InputTry>>);
    const faults = tryFindings(report).filter(({ level }) => level === "error" || level === "warning");
    expect([...new Set(faults.map(({ code }) => code))].sort()).toEqual(given.expected.tried ?? []);
  });
});

test.skipIf(fluentBit === undefined)("docs/doctor-configurations.md says what was said and seen here", () => {
  const written = process.env.SMARTLOG_TABLE;
  if (written) writeFileSync(written, table.text());
  expect(readFileSync(join(PACKAGE_ROOT, "docs", "doctor-configurations.md"), "utf8")).toBe(table.text());
});

/** There is no database here, and perhaps not every plugin. */
function isAboutTheCase({ area, code }: Finding, { expected }: Case): boolean {
  const isComplete = (expected.plugins ?? []).every((plugin) => plugins.includes(`  ${plugin} `));
  return area !== "database" && (isComplete || code !== "config-refused");
}

/** Errors and warnings, each once, with their place where the case names it. */
function faultsOf(
  findings: readonly { code: string; level: string; at?: string }[],
  { expected }: Case,
  { config }: Site,
): string[] {
  const etc = config.slice(0, config.lastIndexOf("/") + 1);
  const faults = findings
    .filter(({ level }) => level !== "note")
    .map(({ code, level, at }) => {
      const isPlaced = expected.findings.some((each) => each.code === code && each.at !== undefined);
      return `${level} ${code}${isPlaced ? ` ${at?.replace(etc, "")}` : ""}`;
    });
  return [...new Set(faults)].sort();
}
