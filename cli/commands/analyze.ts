import { Command, InvalidArgumentError, Option } from "commander";
import type { AnalyzeOptions } from "../analyze/run.ts";

const EXAMPLES = `
Examples:
  smartlog analyze /var/log/nginx/access.log --rotated      that log with access.log.1, access.log.2.gz, … beside it
  smartlog analyze /var/log/nginx /var/log/auth.log --output report.html
  journalctl -o short-iso --since yesterday | smartlog analyze -
  smartlog analyze 'logs/*.gz' --format json | jq .web.robots.rows
  smartlog analyze access.log --since 7d --pdf week.pdf

Needs no database, and stores nothing. Files of several formats may come together; gzip and zstd are unpacked; the parts of a rotated
log are read from the oldest on. Memory stays below 150 MB whatever is in the logs (200 MB where charts are drawn): names beyond some
thousand of a kind are held by the Space-Saving algorithm, visitors beyond a quarter of a million are estimated (HyperLogLog). The report says
where that makes a difference.

What is said of sources comes from these counts, not from the rules of incidents (\`smartlog watch\`), which need the store.
Days and hours are those of the machine's time zone; TZ=UTC before the command makes them UTC. Colours are left out where the output is
no terminal, or NO_COLOR is set.
`;

const DAY_SECONDS = 86_400;
const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: DAY_SECONDS, w: 7 * DAY_SECONDS };

/** `smartlog analyze`. */
export function analyzeCommand(): Command {
  return new Command("analyze")
    .summary("what logs say, without a database: visitors, robots, attacks, logins, faults")
    .description(
      "Reads logs of any known format, scores each line, and tells what is in them: visitors and robots apart, pages, referrers, bandwidth, response times; attacks and what they got, failed logins, sources worth blocking, faults, patterns.",
    )
    .argument("<files...>", "logs, folders, patterns; - for standard input")
    .addOption(
      new Option("--format <format>", "(default: table, or by the ending of --output)").choices([
        "table",
        "markdown",
        "json",
        "html",
      ]),
    )
    .option("--output <file>", "where to write it (default: standard output)")
    .option("--pdf <file>", "the HTML as PDF, too, by Chromium where there is one")
    .option("--rotated", "read the older parts of each log that lie beside it, too")
    .option("--since <time>", "leave out what is older: ISO 8601, or 90m, 24h, 7d, 2w ago", pointInTime)
    .option("--until <time>", "leave out what is younger", pointInTime)
    .option("--top <number>", "entries of each list", entries, 15)
    .option("--verify-bots", "ask the makers' name servers whether crawlers are who they say (DNS)")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], options: AnalyzeOptions) => {
      const { analyze } = await import("../analyze/run.ts");
      await analyze(files, options);
    });
}

/** Seconds since the epoch. @throws InvalidArgumentError */
function pointInTime(text: string): number {
  const [, number, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (number !== undefined && unit !== undefined)
    return Date.now() / 1000 - Number(number) * (UNIT_SECONDS[unit] ?? 0);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError("It has to be a time as 2026-12-24T06:00, or a duration as 7d.");
  return time / 1000;
}

function entries(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1000)
    throw new InvalidArgumentError("It has to be a number from 1 to 1000.");
  return value;
}
