import { Command, Option } from "commander";
import type { AnalyzeOptions } from "../analyze/run.ts";
import { UsageError } from "../lib/errors.ts";
import { FILES } from "../lib/logs-named.ts";
import { addTimeOptions } from "../lib/time.ts";
import { wholeNumber } from "../lib/whole-number.ts";

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
Days and hours are those of the machine's time zone; TZ=UTC before the command makes them UTC.
`;

/** `smartlog analyze`. */
export function analyzeCommand(): Command {
  const command = new Command("analyze")
    .summary("what logs say, without a database: visitors, robots, attacks, logins, faults")
    .description(
      "Reads logs of any known format, scores each line, and tells what is in them: visitors and robots apart, pages, referrers, bandwidth, response times; attacks and what they got, failed logins, sources worth blocking, faults, patterns.",
    )
    .argument("<files...>", FILES)
    .addOption(
      new Option("--format <format>", "(default: table, or by the ending of --output)").choices([
        "table",
        "markdown",
        "json",
        "html",
      ]),
    )
    .addOption(new Option("--json", "short for --format json").implies({ format: "json" }))
    .option("--output <file>", "where to write it (default: standard output)")
    .option("--open", "show it in a browser, with --output of a page")
    .option("--pdf <file>", "the HTML as PDF, too, by Chromium where there is one")
    .option("--rotated", "read the older parts of each log that lie beside it, too")
    .option("--top <number>", "entries of each list", wholeNumber(1, 1000), 15)
    .option("--verify-bots", "ask the makers' name servers whether crawlers are who they say (DNS)")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)");
  return addTimeOptions(command, "events")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], options: AnalyzeOptions) => {
      if (options.open && options.output === undefined)
        throw new UsageError("--open shows a file: name one with --output, as report.html");
      const { analyze } = await import("../analyze/run.ts");
      await analyze(files, options);
    });
}
