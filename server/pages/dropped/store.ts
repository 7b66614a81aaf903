/** Stores the lines of a dropped log, in batches, as a shipper would bring them. */
import type { Pool } from "pg";
import { LeftOut } from "../../../host/log/left-out.ts";
import { type IngestResult, type IngestRow, ingest } from "../../../store/ingest.ts";
import { orUnavailable } from "../../database/or-unavailable.ts";
import { type Reading, scoredLines } from "./read.ts";
import type { StoredRange } from "./result.ts";

const BATCH_ROWS = 1_000;
const BATCH_CHARACTERS = 1024 * 1024;

/** A file that is sent twice under one name is stored once. @throws what {@link scoredLines} throws: what was read until then is stored */
export async function stored(
  pool: Pool,
  bytes: AsyncIterable<Buffer>,
  tag: string,
  reading: Reading,
): Promise<{ result: IngestResult; range: StoredRange }> {
  const result = { stored: 0, duplicates: 0, rejected: 0 };
  const range = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  let rows: IngestRow[] = [];
  let characters = 0;
  const flush = async () => {
    const { stored, duplicates, rejected } = await orUnavailable(ingest(pool, tag, rows));
    result.stored += stored;
    result.duplicates += duplicates;
    result.rejected += rejected;
    [rows, characters] = [[], 0];
  };
  for await (const { row } of scoredLines(bytes, new LeftOut(), reading)) {
    rows.push({ time: row.time, data: row.data });
    characters += row.data.length;
    if (row.event) {
      const ms = Math.floor(row.event.ts * 1000);
      range.first = Math.min(range.first, ms);
      range.last = Math.max(range.last, ms);
    }
    if (rows.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await flush();
  }
  if (rows.length > 0) await flush();
  return { result, range };
}
