import { Command, Option } from "commander";
import { DEFAULT_PORT } from "../../server/default-port.ts";
import { FILES, logsNamed } from "../lib/logs-named.ts";
import { DATA_DEFAULT, DATABASE_URL_HELP } from "../lib/store.ts";
import { addTimeOptions, checkRange, sayRange } from "../lib/time.ts";
import { MOST_PORT, wholeNumber } from "../lib/whole-number.ts";
import type { StartOptions } from "../start/run.ts";

const EXAMPLES = `
Examples:
  smartlog start                                  a sample: the logs of a small company's last 24 hours
  smartlog start /var/log/nginx/access.log        a log of yours, followed as it grows, until Ctrl-C
  smartlog start --once --format json *.log | tail -1    load files and end; the summary as JSON
  smartlog start /var/log/nginx --rotated --since 7d     a folder with what was rotated and packed in it
  ssh web cat /var/log/nginx/access.log.2.gz | smartlog start - --once
  smartlog start access.log --open                the dashboards in a browser, when all is in
  DATABASE_URL=postgres://user:password@host/db smartlog start access.log

A line that is stored already is not stored twice: start it again over the same files as often as you like. It is known by its
file's name and its place there, which lines of standard input don't have: what comes so twice is stored twice.
Without DATABASE_URL, or with --data, a Postgres of its own runs while the command does, on 127.0.0.1 only.
The sample always has such a one of its own: other commands mean it by --sample, and \`smartlog sample remove\` takes it out.
A file that gzip or zstd packed is read as what is in it, and not followed. What holds no log (pictures, programs, random bytes, UTF-16) is
refused with what it is and what makes text of it; --force stores its bytes as lines.
`;

/** `smartlog start`. */
export function startCommand(): Command {
  const command = new Command("start")
    .summary("score logs and store them in Postgres; follow them as they grow")
    .description(
      "Starts a Postgres of its own (or uses DATABASE_URL), replays the files, or a sample, through the filter into it, shows what stands out, and follows the files as they grow until Ctrl-C.",
    )
    .argument("[files...]", `${FILES} (default: a sample, made at the first run)`)
    .option("--data <dir>", `where Postgres and the sample are kept (${DATA_DEFAULT})`)
    .option("--database-url <url>", DATABASE_URL_HELP)
    .option(
      "--postgres-port <number>",
      "port of the Postgres of its own (default: any free one)",
      wholeNumber(1, MOST_PORT),
    )
    .option(
      "--port <number>",
      `port of the dashboards (default: ${DEFAULT_PORT}, or any free one)`,
      wholeNumber(1, MOST_PORT),
    )
    .option("--open", "show the dashboards in a browser, when the files are in")
    .option("--once", "end after the replay")
    .option("--rotated", "read the older parts of each log that lie beside it, too")
    .addOption(
      new Option("--format <format>", "of the summary; as JSON it is the last line of standard output")
        .choices(["table", "json"])
        .default("table"),
    )
    .addOption(new Option("--json", "short for --format json").implies({ format: "json" }))
    .option("--force", "store files that hold no log, too")
    .option(
      "--watch <file>",
      "watch.yaml: who is told of incidents, and how (default: SMARTLOG_WATCH; without one they are found and listed only)",
    )
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)");
  return addTimeOptions(command, "lines")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], options: StartOptions) => {
      checkRange(options);
      const logs = logsNamed(files, { rotated: options.rotated, isKept: true, force: options.force });
      sayRange(options);
      // Loaded here: what other commands don't need.
      const { start } = await import("../start/run.ts");
      await start(logs, options);
    });
}
