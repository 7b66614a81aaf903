import type { Readable } from "node:stream";
import { Command } from "commander";
import { Filter } from "../host/filter.ts";
import { recordOfLine } from "../host/record.ts";
import { fileError, openInput } from "./input.ts";
import { type Line, LineSplitter, MAX_LINE_BYTES } from "./lines.ts";
import { LineOutput } from "./output.ts";

const EXAMPLES = `
Examples:
  smartlog score /var/log/nginx/access.log
  tail -F access.log | smartlog score | jq -c 'select(.smartlog.label != "normal") | .smartlog'
  zcat access.log.2.gz | smartlog score - > scored.ndjson

Each line of output belongs to the line of input at the same place, empty ones too. Of a line longer than
${MAX_LINE_BYTES / 2 ** 20} MiB, the rest is left out. Nothing is stored: \`smartlog start FILE\` does that.
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

async function scoreStream(input: Readable, filter: Filter, output: LineOutput, name: string): Promise<void> {
  const splitter = new LineSplitter();
  let number = 0;
  const score = (line: Line): Promise<void> | undefined => {
    number++;
    if (line.cut > 0)
      process.stderr.write(
        `smartlog: line ${number} is longer than ${MAX_LINE_BYTES / 2 ** 20} MiB; its last ${line.cut} bytes are left out\n`,
      );
    return output.write(filter.score(recordOfLine(line.bytes)));
  };
  try {
    for await (const chunk of input) {
      for (const line of splitter.push(chunk as Buffer)) await score(line);
      // What a live pipe brought goes out now, not when a block is full.
      if (name === "-") await output.flush();
    }
  } catch (error) {
    await output.flush();
    if ((error as NodeJS.ErrnoException).syscall === "read") throw fileError(name, error);
    throw error;
  }
  const last = splitter.end();
  if (last) await score(last);
  await output.flush();
}
