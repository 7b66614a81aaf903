/**
 * `npm run anomalies:measure -- FILE… [--module PATH] [--by-log]`: which share of the ordinary lines of logs reaches which score of
 * `anomaly`, beside what is stated (docs/event.md). Ordinary is what is called no attack, no robot and no known fault, and
 * no anomaly by hand.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong use.
 */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { type MeasuredAnomalies, measureAnomalies } from "./evaluate/anomalies.ts";
import { ANOMALY_SCALE } from "./model/anomaly-scale.ts";

const PER = 100_000;

const program = new Command("measure-anomalies")
  .description("Measures which share of ordinary lines reaches which score of the anomaly head")
  .argument("<file...>", "NDJSON sets, or NAME.log with NAME.labels.ndjson beside it")
  .option("--module <path>", "the module that scores (default: the one that the build made)")
  .option("--by-log", "a row for each log that has lines at or above the first score, too")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.parse();
const options = program.opts<{ module?: string; byLog?: true }>();

const missing = program.args.find((file) => !existsSync(file));
if (missing !== undefined) {
  console.error(`measure-anomalies: there is no file ${missing}`);
  process.exit(2);
}

const logs: (MeasuredAnomalies & { name: string })[] = [];
try {
  for (const file of program.args)
    logs.push({ name: basename(file), ...(await measureAnomalies(file, options.module)) });
} catch (error) {
  console.error(`measure-anomalies: ${(error as Error).message}`);
  process.exit(1);
}

const scores = ANOMALY_SCALE.map(({ score }) => score);
console.log(`| of ${PER} ordinary lines at or above | lines | known faults | ${scores.join(" | ")} |`);
console.log(`|---|---|---|${scores.map(() => "---").join("|")}|`);
const row = (name: string, lines: string | number, faults: string | number, values: readonly number[]) =>
  console.log(`| ${name} | ${lines} | ${faults} | ${values.map(rounded).join(" | ")} |`);
row(
  "stated",
  "",
  "",
  ANOMALY_SCALE.map(({ share }) => share * PER),
);
const ordinary = logs.reduce((sum, log) => sum + log.ordinary, 0);
const faults = logs.reduce((sum, log) => sum + log.faults, 0);
const reached = (i: number) => logs.reduce((sum, { atLeast }) => sum + (atLeast[i] as number), 0);
row(
  "all",
  ordinary,
  faults,
  scores.map((_, i) => (reached(i) / ordinary) * PER),
);
const shares = (i: number) =>
  logs.map(({ atLeast, ordinary }) => ((atLeast[i] as number) / Math.max(1, ordinary)) * PER);
row(
  "median of logs",
  "",
  "",
  scores.map((_, i) => shares(i).sort((a, b) => a - b)[logs.length >> 1] as number),
);
row(
  "worst log",
  "",
  "",
  scores.map((_, i) => Math.max(...shares(i))),
);
const beyond = (i: number) =>
  logs.filter(
    ({ atLeast, ordinary }) =>
      (atLeast[i] as number) > Math.max(1, ordinary * (ANOMALY_SCALE[i]?.share as number)),
  ).length;
row(
  `logs beyond what is stated, of ${logs.length}`,
  "",
  "",
  scores.map((_, i) => beyond(i)),
);
if (options.byLog)
  for (const { name, ordinary, faults, atLeast } of logs)
    if ((atLeast[0] as number) > 0 || faults > 0)
      row(
        name,
        ordinary,
        faults,
        atLeast.map((lines) => (lines / ordinary) * PER),
      );

function rounded(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
