import { Command, InvalidArgumentError } from "commander";
import { checkLog } from "../lib/input.ts";
import { DATA_DEFAULT } from "../lib/store.ts";
import type { StartOptions } from "../start/run.ts";

const EXAMPLES = `
Examples:
  smartlog start                                  a sample: the logs of a small company's last 24 hours
  smartlog start /var/log/nginx/access.log        a log of yours, followed as it grows, until Ctrl-C
  smartlog start --once --json *.log | tail -1    load files and end; the summary as JSON
  DATABASE_URL=postgres://user:password@host/db smartlog start access.log

A line that is stored already is not stored twice: start it again over the same files as often as you like.
Without DATABASE_URL, or with --data, a Postgres of its own runs while the command does, on 127.0.0.1 only.
The sample always has such a one of its own: other commands mean it by --sample, and \`smartlog sample remove\` takes it out.
A file that gzip or zstd packed is read as what is in it, and not followed. What holds no log (pictures, programs, random bytes, UTF-16) is
refused with what it is and what makes text of it; --force stores its bytes as lines.
`;

/** `smartlog start`. */
export function startCommand(): Command {
  return new Command("start")
    .summary("score logs and store them in Postgres; follow them as they grow")
    .description(
      "Starts a Postgres of its own (or uses DATABASE_URL), replays the files, or a sample, through the filter into it, shows what stands out, and follows the files as they grow until Ctrl-C.",
    )
    .argument(
      "[files...]",
      "the logs, or what gzip or zstd packed of them (default: a sample, made at the first run)",
    )
    .option("--data <dir>", `where Postgres and the sample are kept (${DATA_DEFAULT})`)
    .option("--port <number>", "port of the Postgres of its own (default: any free one)", portNumber)
    .option("--once", "end after the replay")
    .option("--json", "the summary as one JSON object, the last line of standard output")
    .option("--force", "store files that hold no log, too")
    .option(
      "--watch <file>",
      "watch.yaml: who is told of incidents, and how (default: SMARTLOG_WATCH; without one they are found and listed only)",
    )
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], options: StartOptions) => {
      for (const file of files) checkLog(file, true, options.force);
      // Loaded here: what other commands don't need.
      const { start } = await import("../start/run.ts");
      await start(files, options);
    });
}

function portNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 65_535)
    throw new InvalidArgumentError("It has to be a number from 1 to 65535.");
  return value;
}
