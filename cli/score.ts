import { Command } from "commander";
import { Filter } from "../host/filter.ts";
import { MAX_LINE_BYTES } from "../host/limits.ts";
import { writeRecord } from "../host/record.ts";
import { fileError, openInput } from "./input.ts";
import { LeftOut, leftOutText } from "./left-out.ts";
import { type Line, LineSplitter } from "./lines.ts";
import { LineOutput } from "./output.ts";

const EXAMPLES = `
Examples:
  smartlog score /var/log/nginx/access.log
  tail -F access.log | smartlog score | jq -c 'select(.smartlog.label != "normal") | .smartlog'
  zcat access.log.2.gz | smartlog score - > scored.ndjson

Each line of output belongs to the line of input at the same place, empty ones too. Of a line longer than
${MAX_LINE_BYTES / 2 ** 20} MiB the rest is left out, and "cut" says how many bytes that were. Nothing is stored: \`smartlog start FILE\` does that.
`;

/** `smartlog score`. */
export function scoreCommand(): Command {
  return new Command("score")
    .summary("score log lines: raw lines in, one JSON object per line out")
    .description(
      'Reads raw log lines and writes, in order, one JSON object for each: {"log": "<line>", "smartlog": {…}}.',
    )
    .argument("[file]", "the log; - or nothing for standard input", "-")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: { module?: string }) => {
      const filter = Filter.load(options.module);
      await scoreStream(openInput(file), filter, new LineOutput(process.stdout), file);
    });
}

async function scoreStream(
  input: AsyncIterable<Buffer>,
  filter: Filter,
  output: LineOutput,
  name: string,
): Promise<void> {
  const leftOut = new LeftOut();
  const splitter = new LineSplitter(leftOut);
  const score = (line: Line) => {
    const { bytes, cut } = writeRecord(line.bytes, undefined, line.cut);
    leftOut.addLine(cut);
    return output.write(filter.score(bytes));
  };
  try {
    for await (const chunk of input) {
      for (const line of splitter.push(chunk)) await score(line);
      // What a live pipe brought goes out now, not when a block is full.
      if (name === "-") await output.flush();
    }
    const last = splitter.end();
    if (last) await score(last);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === "read") throw fileError(name, error);
    throw error;
  } finally {
    await output.flush();
    if (leftOut.isAny)
      process.stderr.write(`smartlog: ${leftOutText(name === "-" ? "standard input" : name, leftOut)}\n`);
  }
}
