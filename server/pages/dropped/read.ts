/** Reads a log through the filter, line by line, in slices of time: others are answered meanwhile. */
import type { Filter } from "../../../host/filter.ts";
import { LeftOut } from "../../../host/log/left-out.ts";
import { LineScorer, type Row } from "../../../host/log/line-scorer.ts";
import { type Line, LineSplitter } from "../../../host/log/lines.ts";
import { printable } from "../../../host/printable.ts";
import { now } from "../../../host/time.ts";
import { Analysis } from "../../../report/analyze/analysis.ts";
import { type Figures, figuresOf } from "../../../report/analyze/figures/figures.ts";
import { HttpError } from "../../http/error.ts";
import type { TimeSlices } from "../../http/time-slices.ts";
import { type FlaggedLine, FlaggedLines } from "./flagged.ts";
import { MAX_READ_MS } from "./limits.ts";
import { tooLarge } from "./upload.ts";

const TOP = 15;

export interface ReadLog {
  figures: Figures;
  flagged: readonly FlaggedLine[];
}

export interface Reading {
  filter: Filter;
  /** What the log is called: with a line's place it makes the line's id. */
  name: string;
  slices: TimeSlices;
  /** By performance.now(): then it takes too long. */
  deadline: number;
  /** Whether nobody waits for it any more. */
  isGone: () => boolean;
}

/** @throws HttpError 413 where it takes too long, 400 where nobody waits for it */
export async function* scoredLines(
  bytes: AsyncIterable<Buffer>,
  leftOut: LeftOut,
  { filter, name, slices, deadline, isGone }: Reading,
): AsyncGenerator<{ row: Row; line: Line }, void> {
  const scorer = new LineScorer(filter, name, leftOut);
  const splitter = new LineSplitter(leftOut);
  for await (const chunk of bytes) {
    for (const line of splitter.push(chunk)) {
      if (slices.isOver) {
        await slices.next();
        if (performance.now() > deadline)
          throw tooLarge(`reading the log takes longer than ${MAX_READ_MS / 1000} s`);
        if (isGone()) throw new HttpError(400, "its sender has gone");
      }
      yield { row: scorer.score(line, now()), line };
    }
  }
  const last = splitter.end();
  if (last) yield { row: scorer.score(last, now()), line: last };
}

/** What a log says, and the lines that aren't ordinary. Memory is bounded whatever is in it. */
export async function analyzed(bytes: AsyncIterable<Buffer>, reading: Reading): Promise<ReadLog> {
  const analysis = new Analysis();
  const flagged = new FlaggedLines();
  const leftOut = new LeftOut();
  const began = performance.now();
  let lines = 0;
  let unread = 0;
  for await (const { row, line } of scoredLines(bytes, leftOut, reading)) {
    lines++;
    const { event } = row;
    if (event === undefined || event.kind === "unknown") unread++;
    if (event === undefined) continue;
    const scored = { event, text: textOf(line) };
    analysis.add(scored);
    flagged.add(scored);
  }
  const figures = figuresOf(
    analysis,
    {
      files: [{ name: reading.name, lines, unread }],
      seconds: Number(((performance.now() - began) / 1000).toFixed(3)),
      cut_lines: leftOut.cutLines,
      hole_bytes: leftOut.holeBytes,
    },
    TOP,
  );
  return { figures, flagged: flagged.worst };
}

/** The line's bytes are written over by the next. */
function textOf({ bytes }: Line): (most: number) => string {
  return (most) => printable(bytes.subarray(0, most).toString());
}
