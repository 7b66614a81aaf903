import { Command, Option } from "commander";
import { LABELS } from "../../host/event.ts";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { FILES } from "../lib/logs-named.ts";
import { ROW_FORMATS } from "../lib/rows.ts";
import { addTimeOptions } from "../lib/time.ts";
import type { ScoreOptions } from "../score/run.ts";

const EXAMPLES = `
Examples:
  smartlog score /var/log/nginx/access.log
  smartlog score access.log --rotated --only attack --format table      to read
  tail -F access.log | smartlog score | jq -c 'select(.smartlog.label != "normal") | .smartlog'
  smartlog score /var/log/nginx 'old/*.gz' --since 7d --format csv > week.csv

As JSON each line of output belongs to the line of input at the same place, empty ones too, unless --only, --since or --until leave
some out. Of a line longer than ${MAX_LINE_BYTES / 2 ** 20} MiB the rest is left out, and "cut" says how many bytes that were. Nothing is stored:
\`smartlog start FILE\` does that, with the same ids. Lines of standard input have neither "file" nor "offset", and an id that no
other run gives them.
`;

/** `smartlog score`. */
export function scoreCommand(): Command {
  const command = new Command("score")
    .summary("score log lines: raw lines in, one JSON object per line out")
    .description(
      'Reads raw log lines and writes, in order, one JSON object for each: {"file": …, "offset": …, "log": "<line>", "smartlog": {…}}.',
    )
    .argument("[files...]", `${FILES} (default: standard input)`)
    .addOption(new Option("--format <format>", "of the results").choices([...ROW_FORMATS]).default("json"))
    .option("--json", "short for --format json, which is what comes anyway")
    .addOption(new Option("--only <label...>", "lines with one of these verdicts").choices(LABELS))
    .option("--rotated", "read the older parts of each log that lie beside it, too")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)");
  return addTimeOptions(command, "lines")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], options: ScoreOptions) => {
      const { score } = await import("../score/run.ts");
      await score(files.length > 0 ? files : ["-"], options);
    });
}
