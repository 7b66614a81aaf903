/** Labelled lines from NDJSON: what `npm run evaluate` reads. */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { SmartLogError } from "../../host/error.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { SessionRow } from "./sessions.ts";

/** One line of a labelled set. */
export interface LabelledRow {
  line: string;
  labels: Partial<Record<Head, 0 | 1>>;
  /** Part of the set; results are shown for each. */
  source: string;
  /** False of lines that are scored, for the behaviour of their source, and not judged. */
  isCore: boolean;
  /** Time of the shipper, seconds since the epoch; absent where only the line has a time. */
  epoch?: number;
  /** The line's template by hand. */
  template?: string;
  /** The session that the line belongs to; `anomaly` is then of the session, and of no line. */
  session?: SessionRow;
}

/** A file is no labelled NDJSON: the message names the file, and the row where it can. */
class LabelledSetError extends SmartLogError {
  override name = "LabelledSetError";
  readonly code = "LABELLED_SET_INVALID";
}

/**
 * Reads a set in file order.
 *
 * A row is an object with `line`, any of `threat`, `bot`, `anomaly` (0 or 1), and at will `source`, `core` (0: scored
 * but not judged), `session` (then `anomaly` is the session's, and `part` may be `train`), `event`, a name of the line's
 * template, and `epoch`. A file whose name ends in `.gz` is unpacked.
 *
 * @throws LabelledSetError with the number of the row that can't be read, or where the file can't be unpacked
 */
export async function* readLabelled(path: string): AsyncGenerator<LabelledRow> {
  let number = 0;
  const bytes = createReadStream(path);
  const input = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (text.trim() === "") continue;
      yield toRow(parse(text, path, number), path, number);
    }
  } catch (cause) {
    if (cause instanceof LabelledSetError) throw cause;
    throw new LabelledSetError(`${path}: ${(cause as Error).message}`, { cause });
  }
}

function parse(text: string, path: string, number: number): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new LabelledSetError(`${path}:${number}: not JSON (${(cause as Error).message})`, { cause });
  }
}

function toRow(row: Record<string, unknown>, path: string, number: number): LabelledRow {
  if (typeof row.line !== "string") throw new LabelledSetError(`${path}:${number}: a row needs a "line"`);
  const labels: LabelledRow["labels"] = {};
  for (const head of HEADS) if (row[head] === 0 || row[head] === 1) labels[head] = row[head];
  const out: LabelledRow = {
    line: row.line,
    labels,
    source: typeof row.source === "string" ? row.source : "-",
    isCore: row.core !== 0,
  };
  if (typeof row.epoch === "number") out.epoch = row.epoch;
  if (typeof row.event === "string") out.template = row.event;
  if (typeof row.session === "string") {
    out.session = { session: row.session, isAnomaly: labels.anomaly === 1, isTrain: row.part === "train" };
    delete labels.anomaly;
  }
  return out;
}
