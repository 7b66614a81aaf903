import { Command } from "commander";
import { Filter } from "../../host/filter.ts";
import { LeftOut, leftOutText } from "../../host/log/left-out.ts";
import { type Line, LineSplitter } from "../../host/log/lines.ts";
import { writeRecord } from "../../host/record.ts";
import { markOf, tagOf } from "../../trainer/model/session-set.ts";
import { CommandError } from "../lib/errors.ts";
import { type Explanation, report } from "../lib/explain-report.ts";
import { openInput } from "../lib/input.ts";
import { LineOutput, printable, say } from "../lib/output.ts";

const EXAMPLES = `
Examples:
  smartlog explain '203.0.113.7 - - [21/Nov/2026:06:41:05 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"'
  tail -1 access.log | smartlog explain -
  smartlog explain --json 'LINE' | jq '.heads'

With - every line of standard input is explained in turn, by one filter, which remembers what went by.
`;

/** `smartlog explain`. */
export function explainCommand(): Command {
  return new Command("explain")
    .summary("say why a line is scored as it is")
    .description(
      "Shows everything the filter sees in a line: kind, fields, verdict, and what each feature adds to each score.",
    )
    .argument("<line>", "the log line; - for standard input")
    .option("--json", "what the filter itself says, as JSON")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)")
    .addHelpText("after", EXAMPLES)
    .action(async (line: string, options: { json?: boolean; module?: string }) => {
      const filter = Filter.load(options.module);
      const output = new LineOutput(process.stdout);
      const steps = new Map<number, string>();
      let isFirst = true;
      const leftOut = new LeftOut();
      const whole = { bytes: Buffer.from(line), offset: 0, cut: 0 };
      for await (const each of line === "-" ? standardInput(leftOut) : [whole]) {
        if (!isFirst && !options.json) await output.write("");
        isFirst = false;
        await output.write(explain(filter, each, leftOut, options.json ?? false, steps));
      }
      await output.flush();
      if (leftOut.isAny) say(leftOutText("the input", leftOut));
    });
}

async function* standardInput(leftOut: LeftOut): AsyncGenerator<Line> {
  const splitter = new LineSplitter(leftOut);
  for await (const chunk of openInput("-").chunks) yield* splitter.push(chunk);
  const last = splitter.end();
  if (last) yield last;
}

/** @param steps templates that were explained, by the tag of their step; this one is added */
function explain(
  filter: Filter,
  line: Line,
  leftOut: LeftOut,
  asJson: boolean,
  steps: Map<number, string>,
): string {
  const { bytes, cut } = writeRecord(line.bytes, undefined, line.cut);
  leftOut.addLine(cut);
  const json = filter.explain(bytes);
  if (asJson) return json;
  const explanation = JSON.parse(json) as Explanation;
  if (!explanation.heads)
    throw new CommandError(
      `the filter scores nothing: ${printable(explanation.smartlog.error ?? "it gave no reason")}`,
    );
  const { smartlog, template = "" } = explanation;
  steps.set(tagOf(markOf(Number.parseInt(smartlog.tpl, 16))), template);
  return report(line.bytes.toString(), explanation, steps);
}
