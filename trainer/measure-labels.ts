/**
 * `npm run labels:measure -- FILE… [--module PATH] [--by-log] [--mistakes]`: what the labelling functions and the consensus of
 * training say of logs, and how often they are wrong where a label by hand says so.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong use.
 */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { percent } from "./evaluate/figures.ts";
import { type MeasuredLog, measureLog, type Tally } from "./evaluate/weak-labels.ts";

/** Time of lines that have none, seconds since the epoch. */
const EPOCH = Date.UTC(2026, 0, 1) / 1000;
const COLUMNS = "events | share | no threat | no robot | judged | wrong | share wrong";
const RULE = COLUMNS.replace(/[^|]+/g, "---");

const program = new Command("measure-labels")
  .description("Measures labelling functions: labels given, and how many are wrong where the truth is known")
  .argument("<file...>", "NDJSON sets, or NAME.log with NAME.labels.ndjson beside it")
  .option("--module <path>", "the module whose features are read (default: the one that the build made)")
  .option("--by-log", "a row for each log too")
  .option("--mistakes", "lines that were labelled wrongly, the first ones of each log and function")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.parse();
const options = program.opts<{ module?: string; byLog?: true; mistakes?: true }>();

const missing = program.args.find((file) => !existsSync(file));
if (missing !== undefined) {
  console.error(`measure-labels: there is no file ${missing}`);
  process.exit(2);
}

const all: MeasuredLog = { events: 0, falseAlarms: 0, corrected: 0, functions: new Map(), mistakes: [] };
const logs = new Map<string, MeasuredLog>();
try {
  for (const file of program.args) {
    const log = await measureLog(file, EPOCH, options.module);
    logs.set(basename(file), log);
    all.events += log.events;
    all.falseAlarms += log.falseAlarms;
    all.corrected += log.corrected;
    for (const [name, tally] of log.functions)
      all.functions.set(name, sumOf([all.functions.get(name), tally]));
  }
} catch (error) {
  console.error(`measure-labels: ${(error as Error).message}`);
  process.exit(1);
}

console.log(`| labelling function | ${COLUMNS} |\n|---|${RULE}|`);
for (const [name, tally] of [...all.functions].sort((a, b) => b[1].events - a[1].events))
  console.log(row(name, tally, all.events));
console.log(row("all", sumOf(all.functions.values()), all.events));
console.log(`\nfalse alarms of the model: ${all.falseAlarms}, called ordinary here: ${all.corrected}`);
if (options.byLog) {
  console.log(`\n| log, events, false alarms, called ordinary here | ${COLUMNS} |\n|---|${RULE}|`);
  for (const [name, { functions, events, falseAlarms, corrected }] of logs)
    console.log(row(`${name}, ${events}, ${falseAlarms}, ${corrected}`, sumOf(functions.values()), events));
}
if (options.mistakes)
  for (const [name, { mistakes }] of logs)
    for (const { by, line } of mistakes) console.log(`${name}: ${by}: ${line}`);

function sumOf(tallies: Iterable<Tally | undefined>): Tally {
  const sum: Tally = { events: 0, ordinary: 0, people: 0, judged: 0, wrong: 0 };
  for (const tally of tallies)
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally?.[key] ?? 0;
  return sum;
}

function row(name: string, { events, ordinary, people, judged, wrong }: Tally, of: number): string {
  const share = (part: number, whole: number) => percent(part / whole);
  return `| ${name} | ${events} | ${share(events, of)} | ${ordinary} | ${people} | ${judged} | ${wrong} | ${share(wrong, judged)} |`;
}
