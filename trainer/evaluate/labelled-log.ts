/** Labelled logs: NDJSON sets as `npm run evaluate` reads them, or raw logs with labels by line number beside them. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { HEADS } from "../model/model.ts";
import type { Labels } from "../window/labels.ts";
import { readLabelled } from "./labelled.ts";

/** A line, and what is true of it as far as somebody said so. */
export interface LogLine {
  line: string;
  truth: Labels;
  /** Time of the shipper, seconds since the epoch, where the set has it. */
  epoch?: number;
}

/**
 * Lines of a set in file order. A file whose name doesn't end in `.ndjson` is a raw log: its labels are in
 * `NAME.labels.ndjson` beside `NAME.log`, rows with a `line` number from 1 on and any of `threat`, `bot`, `anomaly` as
 * true or false (or 1 or 0); anything else there, and a line without a row, is unknown.
 */
export async function* readLog(path: string): AsyncGenerator<LogLine> {
  if (path.endsWith(".ndjson")) {
    for await (const { line, labels, epoch } of readLabelled(path))
      yield { line, truth: labels, ...(epoch === undefined ? {} : { epoch }) };
    return;
  }
  const truths = truthsOf(path);
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  }))
    yield { line, truth: truths.get(++number) ?? {} };
}

function truthsOf(path: string): Map<number, Labels> {
  const labels = `${path.replace(/\.log$/, "")}.labels.ndjson`;
  const truths = new Map<number, Labels>();
  if (!existsSync(labels)) return truths;
  for (const row of readFileSync(labels, "utf8").split("\n")) {
    if (row.trim() === "") continue;
    const members = JSON.parse(row) as Record<string, unknown>;
    const truth: Labels = {};
    for (const head of HEADS) {
      const value = members[head];
      if (value === true || value === 1) truth[head] = 1;
      if (value === false || value === 0) truth[head] = 0;
    }
    truths.set(Number(members.line), truth);
  }
  return truths;
}
