import { Command, InvalidArgumentError, Option } from "commander";
import { addStoreOptions } from "../lib/store.ts";
import { pointInTime } from "../lib/time.ts";
import type { ReportCommandOptions } from "../report/run.ts";

const CONFIG_DEFAULT = "/etc/smartlog/watch.yaml";

const EXAMPLES = `
Examples:
  smartlog report                                  ten lines on the last seven days
  smartlog report --last 4w --format html --output report.html
  smartlog report --until 2026-11-22               a week that is over
  smartlog report --mail                           by the mail channel of watch.yaml, once a week from cron
`;

/** `smartlog report`. */
export function reportCommand(): Command {
  return addStoreOptions(new Command("report"))
    .summary("the last days in ten lines: people, robots, attacks, logins, faults, disk, model")
    .description(
      "Says in ten lines whether all is well, and what the last whole days (UTC) brought. What a person should look at begins with `!`. All of it, with charts, is in the other formats.",
    )
    .option("--last <days>", "so many days or weeks, as 7d or 4w", days, 7)
    .option("--until <time>", "the last of them, as 2026-11-29 or yesterday, which it is by itself", day)
    .addOption(
      new Option("--format <format>", "what it is written in")
        .choices(["text", "markdown", "json", "html"])
        .default("text"),
    )
    .addOption(new Option("--json", "short for --format json").implies({ format: "json" }))
    .option("--output <file>", "write it to a file")
    .option("--open", "show it in a browser, with --output of a page")
    .option("--pdf <file>", "the page as a PDF, too, through Chromium")
    .option(
      "--mail [channel]",
      "mail it by the channels of type smtp in watch.yaml, or by one of them; with --format html or --pdf that is attached",
    )
    .addOption(
      new Option("--watch <file>", "watch.yaml: by which channels")
        .env("SMARTLOG_WATCH")
        .default(CONFIG_DEFAULT),
    )
    .option(
      "--disk <folder>",
      "its file system's free space counts (default: where the database lies, if it is here and says so)",
    )
    .addHelpText("after", EXAMPLES)
    .action(async (options: ReportCommandOptions) => (await import("../report/run.ts")).run(options));
}

const MOST_DAYS = 366;

function days(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,3})([dw])$/.exec(text) ?? [];
  const value = Number(number) * (unit === "w" ? 7 : 1);
  if (!number || value > MOST_DAYS)
    throw new InvalidArgumentError(`Write days or weeks, as 7d or 4w, ${MOST_DAYS} days at most.`);
  return value;
}

/** A day's beginning in UTC: reports are of days of UTC. */
function day(text: string): Date {
  const time = pointInTime(text);
  return new Date(Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()));
}
