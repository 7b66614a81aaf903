import { Command, InvalidArgumentError, Option } from "commander";
import { KINDS } from "../../host/event.ts";
import type { SimulateOptions } from "../../simulate/index.ts";
import { LineOutput } from "../lib/output.ts";

const EXAMPLES = `
Examples:
  smartlog simulate --kind web --lines 1000 | smartlog score
  smartlog simulate --kind mixed --lines 50000 --seed 7 > company.log
  smartlog simulate --kind web --lines 10 --labels | jq -c '[.label, .type, .line]'

The same kind, number, seed and start give the same bytes.
`;

interface Options {
  kind: SimulateOptions["kind"];
  lines: number;
  seed: number;
  start?: number;
  labels?: boolean;
}

/** `smartlog simulate`. */
export function simulateCommand(): Command {
  return new Command("simulate")
    .summary("make log lines of ordinary traffic, robots, attacks and faults, for tests and demos")
    .description(
      "Writes simulated log lines in time order: the traffic of small servers, with robots, attacks and faults in it.",
    )
    .addOption(
      new Option(
        "--kind <kind>",
        "kind of log; mixed is all that a small company's servers write, formats a line of each form that is read",
      )
        .choices([...KINDS.filter((kind) => kind !== "unknown"), "mixed", "formats"])
        .default("mixed"),
    )
    .option("--lines <number>", "how many", wholeNumber, 1000)
    .option("--seed <number>", "which ones", wholeNumber, 1)
    .option("--start <time>", "time of the first line at the earliest, ISO 8601 (default: fixed)", isoTime)
    .option("--labels", "JSON objects with what is true of each line, instead of bare lines")
    .addHelpText("after", EXAMPLES)
    .action(async ({ kind, lines, seed, start, labels }: Options) => {
      // Loaded here: its lists of user agents take longer than most commands.
      const { simulate } = await import("../../simulate/index.ts");
      const output = new LineOutput(process.stdout);
      for (const made of simulate({ kind, lines, seed, ...(start === undefined ? {} : { start }) }))
        await output.write(labels ? JSON.stringify(made) : made.line);
      await output.flush();
    });
}

/** @throws InvalidArgumentError where it is none, for commander to say which option it was. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError("It has to be a whole number, 0 or more.");
  return value;
}

function isoTime(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds))
    throw new InvalidArgumentError("It has to be a time such as 2026-03-01T08:00:00Z.");
  return milliseconds / 1000;
}
