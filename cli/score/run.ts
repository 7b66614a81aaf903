/** `smartlog score`: the lines of logs in, a result for each out. */
import type { Label } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { lineOf } from "../../host/line.ts";
import { LeftOut, leftOutText } from "../../host/log/left-out.ts";
import { LineScorer, type Row } from "../../host/log/line-scorer.ts";
import { type Line, LineSplitter } from "../../host/log/lines.ts";
import { writeRecord } from "../../host/record.ts";
import { now } from "../../host/time.ts";
import { verdict } from "../lib/colour.ts";
import { type Input, openInput } from "../lib/input.ts";
import { logsNamed } from "../lib/logs-named.ts";
import { LineOutput, printable, say } from "../lib/output.ts";
import { fileError } from "../lib/readable.ts";
import { csv, type RowChoice } from "../lib/rows.ts";
import { checkRange, sayRange, type TimeRange } from "../lib/time.ts";

export interface ScoreOptions extends TimeRange {
  format: NonNullable<RowChoice["format"]>;
  rotated?: boolean;
  only?: Label[];
  module?: string;
}

const SCORE_CHARACTERS = 13;
const MOST_LINE_CHARACTERS = 400;

/** @throws UsageError where a name or an option can't be used; CommandError where a file is damaged */
export async function score(names: readonly string[], options: ScoreOptions): Promise<void> {
  checkRange(options);
  const module = Filter.compile(options.module);
  const output = new LineOutput(process.stdout);
  const result = resultsOf(options);
  const logs = logsNamed(names, options);
  sayRange(options);
  if (options.format === "csv") await output.write(csv([], COLUMNS));
  for (const { parts } of logs) {
    const filter = Filter.load(module);
    for (const path of parts) await scorePart(path, filter, result, output);
  }
}

/** A line's result; undefined where it is not asked for. */
type Result = (row: Row) => string | undefined;

async function scorePart(path: string, filter: Filter, result: Result, output: LineOutput): Promise<void> {
  const name = path === "-" ? "standard input" : path;
  const leftOut = new LeftOut();
  const input = openInput(path);
  const scoreLine = input.origin
    ? ofFile(filter, leftOut, input.origin)
    : result === dataOf
      ? ofPipe(filter, leftOut)
      : ofReadPipe(filter, leftOut);
  const splitter = new LineSplitter(leftOut);
  const take = async (line: Line) => {
    const text = result(scoreLine(line));
    if (text !== undefined) await output.write(text);
  };
  try {
    for await (const chunk of input.chunks) {
      for (const line of splitter.push(chunk)) await take(line);
      // What a live pipe brought goes out now, not when a block is full.
      if (path === "-") await output.flush();
    }
    const last = splitter.end();
    if (last) await take(last);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === "read") throw fileError(name, error);
    throw error;
  } finally {
    await output.flush();
    if (leftOut.isAny) say(leftOutText(name, leftOut));
  }
}

/** Where only the filter's answer is asked for, its event need not be read. */
function ofPipe(filter: Filter, leftOut: LeftOut): (line: Line) => Row {
  return (line) => {
    const { bytes, cut } = writeRecord(line.bytes, undefined, line.cut);
    leftOut.addLine(cut);
    return { time: 0, data: filter.score(bytes), event: undefined };
  };
}

/** Dated as `smartlog start` does it, but with neither file nor place. */
function ofReadPipe(filter: Filter, leftOut: LeftOut): (line: Line) => Row {
  const scorer = new LineScorer(filter, undefined, leftOut);
  return (line) => scorer.score(line, now());
}

/** As `smartlog start` does it, so that what is said of a line by its id is said of what that stores. */
function ofFile(filter: Filter, leftOut: LeftOut, { file, written }: NonNullable<Input["origin"]>) {
  const scorer = new LineScorer(filter, file, leftOut);
  return (line: Line) => scorer.score(line, written);
}

function resultsOf({ format, only, since, until }: ScoreOptions): Result {
  const [from, to] = [
    since?.getTime() ?? Number.NEGATIVE_INFINITY,
    until?.getTime() ?? Number.POSITIVE_INFINITY,
  ];
  const write = { json: dataOf, csv: csvLine, table: textLine }[format];
  if (!only && !since && !until) return write;
  return (row) => {
    const label = row.event?.label;
    const time = (row.event?.ts ?? row.time) * 1000;
    const isWanted = (!only || (label !== undefined && only.includes(label))) && time >= from && time < to;
    return isWanted ? write(row) : undefined;
  };
}

function dataOf({ data }: Row): string {
  return data;
}

const COLUMNS = ["time", "label", "score", "severity", "kind", "ip", "why", "line"] as const;

function csvLine({ event, time, data }: Row): string {
  const row = {
    time: new Date((event?.ts ?? time) * 1000),
    label: event?.label,
    score: event?.score,
    severity: event?.severity,
    kind: event?.kind,
    ip: event?.ip,
    why: event?.why,
    line: lineOf(data),
  };
  return csv([row], COLUMNS, false);
}

function textLine({ event, data }: Row): string {
  const label = event?.label ?? "unscored";
  const shown = `${label} ${event?.score?.toFixed(2) ?? ""}`.padEnd(SCORE_CHARACTERS);
  const why = event?.why?.length ? `  [${event.why.map((reason) => printable(reason)).join(", ")}]` : "";
  return `${verdict(label, shown)} ${printable(lineOf(data), MOST_LINE_CHARACTERS)}${why}`;
}
