import { Command } from "commander";
import { Filter } from "../../host/filter.ts";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { writeRecord } from "../../host/record.ts";
import { fileError, type Input, openInput } from "../lib/input.ts";
import { LeftOut, leftOutText } from "../lib/left-out.ts";
import { LineScorer } from "../lib/line-scorer.ts";
import { type Line, LineSplitter } from "../lib/lines.ts";
import { LineOutput, say } from "../lib/output.ts";

const EXAMPLES = `
Examples:
  smartlog score /var/log/nginx/access.log
  tail -F access.log | smartlog score | jq -c 'select(.smartlog.label != "normal") | .smartlog'
  smartlog score access.log.2.gz > scored.ndjson

Each line of output belongs to the line of input at the same place, empty ones too. Of a line longer than
${MAX_LINE_BYTES / 2 ** 20} MiB the rest is left out, and "cut" says how many bytes that were. Nothing is stored: \`smartlog start FILE\` does that,
with the same ids. Lines of standard input have neither "file" nor "offset", and an id that no other run gives them.
`;

/** `smartlog score`. */
export function scoreCommand(): Command {
  return new Command("score")
    .summary("score log lines: raw lines in, one JSON object per line out")
    .description(
      'Reads raw log lines and writes, in order, one JSON object for each: {"file": …, "offset": …, "log": "<line>", "smartlog": {…}}.',
    )
    .argument("[file]", "the log, or one that gzip or zstd packed; - or nothing for standard input", "-")
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: { module?: string }) => {
      const filter = Filter.load(options.module);
      const input = openInput(file);
      const leftOut = new LeftOut();
      const score = input.origin ? ofFile(filter, leftOut, input.origin) : ofPipe(filter, leftOut);
      await scoreStream(input.chunks, score, leftOut, file);
    });
}

/** A line's answer. */
type Score = (line: Line) => string;

function ofPipe(filter: Filter, leftOut: LeftOut): Score {
  return (line) => {
    const { bytes, cut } = writeRecord(line.bytes, undefined, line.cut);
    leftOut.addLine(cut);
    return filter.score(bytes);
  };
}

/** As `smartlog start` does it, so that what is said of a line by its id is said of what that stores. */
function ofFile(filter: Filter, leftOut: LeftOut, { file, written }: NonNullable<Input["origin"]>): Score {
  const scorer = new LineScorer(filter, file, leftOut);
  return (line) => scorer.score(line, written).data;
}

async function scoreStream(
  input: AsyncIterable<Buffer>,
  score: Score,
  leftOut: LeftOut,
  name: string,
): Promise<void> {
  const output = new LineOutput(process.stdout);
  const splitter = new LineSplitter(leftOut);
  try {
    for await (const chunk of input) {
      for (const line of splitter.push(chunk)) await output.write(score(line));
      // What a live pipe brought goes out now, not when a block is full.
      if (name === "-") await output.flush();
    }
    const last = splitter.end();
    if (last) await output.write(score(last));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === "read") throw fileError(name, error);
    throw error;
  } finally {
    await output.flush();
    if (leftOut.isAny) say(leftOutText(name === "-" ? "standard input" : name, leftOut));
  }
}
