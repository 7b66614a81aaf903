/** Reads logs through the filter into an analysis. */
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { LeftOut, leftOutText } from "../../host/log/left-out.ts";
import { LineScorer } from "../../host/log/line-scorer.ts";
import { type Line, LineSplitter } from "../../host/log/lines.ts";
import { now } from "../../host/time.ts";
import type { Analysis } from "../../report/analyze/analysis.ts";
import type { FileJson } from "../../report/analyze/figures/figures.ts";
import { openInput } from "../lib/input.ts";
import type { Log } from "../lib/logs-named.ts";
import { nearestFormat } from "../lib/nearest-format.ts";
import { printable, say } from "../lib/output.ts";
import type { Progress } from "../lib/progress.ts";
import { fileError } from "../lib/readable.ts";
import { UnreadLines } from "../lib/unread-lines.ts";

/** Which lines count, by their time: seconds since the epoch. */
export interface Range {
  since: number;
  until: number;
}

export interface ReadOptions {
  module: WebAssembly.Module;
  range: Range;
  progress: Progress;
  signal: AbortSignal;
}

/** What reading came to. */
export interface ReadResult {
  files: FileJson[];
  leftOut: LeftOut;
}

/**
 * Reads logs one after the other, each through an own instance of the filter, which remembers what went by from one part
 * to the next.
 *
 * @throws CommandError where a file is damaged
 */
export async function readLogs(
  logs: readonly Log[],
  analysis: Analysis,
  options: ReadOptions,
): Promise<ReadResult> {
  const files: FileJson[] = [];
  const leftOut = new LeftOut();
  for (const { parts } of logs) {
    const filter = Filter.load(options.module);
    for (const path of parts) {
      if (options.signal.aborted) break;
      files.push(await readPart(path, filter, analysis, leftOut, options));
    }
  }
  return { files, leftOut };
}

async function readPart(
  path: string,
  filter: Filter,
  analysis: Analysis,
  total: LeftOut,
  { range, progress, signal }: ReadOptions,
): Promise<FileJson> {
  const name = path === "-" ? "standard input" : path;
  progress.begin(name);
  const leftOut = new LeftOut();
  const unread = new UnreadLines();
  const input = openInput(path, (bytes) => progress.add(bytes));
  const scorer = new LineScorer(filter, input.origin?.file ?? "-", leftOut);
  const splitter = new LineSplitter(leftOut);
  const written = input.origin?.written;
  const take = (line: Line) => {
    const row = scorer.score(line, written ?? now());
    unread.add(row);
    if (row.event) count(row.event, line, analysis, range);
  };
  try {
    for await (const chunk of input.chunks) {
      for (const line of splitter.push(chunk)) take(line);
      progress.lines(analysis.lines);
      if (signal.aborted) break;
    }
    const last = splitter.end();
    if (last) take(last);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === "read") throw fileError(name, error);
    throw error;
  }
  total.add(leftOut);
  if (leftOut.isAny) say(leftOutText(name, leftOut));
  const nearest = unread.samples.length > 0 ? nearestFormat(filter, unread.samples)?.format : undefined;
  return { name, lines: unread.lines, unread: unread.unread, ...(nearest ? { nearest } : {}) };
}

function count(event: SmartlogEvent, { bytes }: Line, analysis: Analysis, { since, until }: Range): void {
  if (event.ts < since || event.ts >= until) return;
  analysis.add({
    event,
    // The line's bytes are written over by the next.
    text: (most) => printable(bytes.subarray(0, most).toString()),
  });
}
