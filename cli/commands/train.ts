import { Command, Option } from "commander";
import { UsageError } from "../lib/errors.ts";
import { addPublishingOptions, CONFIRM_HELP } from "../lib/publishing.ts";
import { addStoreOptions } from "../lib/store.ts";
import { pointInTime, sayRange, TIMES } from "../lib/time.ts";
import { positive, wholeNumber } from "../lib/whole-number.ts";
import type { TrainCommandOptions } from "../train/run.ts";

const EXAMPLES = `
Examples:
  smartlog train                                     learn from the last week; publish if nothing gets worse
  smartlog train --dry-run --days 30                 only the report
  smartlog train --quiet --report /var/lib/smartlog/reports     from cron or a systemd timer (deploy/systemd/)
  smartlog train --no-reload --serve-pid /run/smartlog/serve.pid    where only \`smartlog serve\` runs the filter
${CONFIRM_HELP}
Exit codes: 0 a new model serves, or none was better (its line says which); 1 it failed, and the old one serves;
2 it was called wrongly. Only one can run at a time. One that is killed leaves nothing half done: the next ends it.
`;

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;

/** `smartlog train`. */
export function trainCommand(): Command {
  const command = new Command("train")
    .summary("learn from your own events and corrections; publish if nothing gets worse")
    .description(
      "Makes a model from the events of a window, the corrections of people and the model in service, judges both on the same events, and puts the new one in service if it is no worse anywhere that matters.",
    )
    .addOption(
      new Option("--days <number>", "learn from the events of so many days back")
        .argParser(positive)
        .default(DEFAULT_DAYS)
        .conflicts("since"),
    )
    .option("--since <time>", `learn from events from then on: ${TIMES}`, pointInTime)
    .option("--until <time>", "learn from events before that (default: now)", pointInTime)
    .option("--max-events <number>", "of a larger window only the newest", wholeNumber(0, 999_999_999))
    .option("--seed <number>", "for the same candidate from the same events", wholeNumber(0, 999_999_999))
    .option(
      "--report <dir>",
      "where the report goes, in a folder of the model's name (default: reports, in the data folder)",
    )
    .option("--dry-run", "learn, judge and report; change nothing")
    .option("--quiet", "say only what came of it, in one line, and what people should be asked");
  return addStoreOptions(addPublishingOptions(command))
    .addHelpText("after", EXAMPLES)
    .action(async (options: TrainCommandOptions) => {
      const { from, to } = windowOf(options);
      if (from >= to) throw new UsageError("--since has to be before --until");
      sayRange(options);
      // Loaded here: what other commands don't need.
      const { runTraining } = await import("../train/run.ts");
      await runTraining(options, from, to);
    });
}

function windowOf({ days, since, until = new Date() }: TrainCommandOptions): { from: Date; to: Date } {
  return { from: since ?? new Date(until.getTime() - days * DAY_MS), to: until };
}
