import type { ClientBase, Pool } from "pg";
import { textArray } from "./text-array.ts";

export interface IngestRow {
  /** Arrival, seconds since the epoch. */
  time: number;
  /** One JSON object: a record as it leaves the filter. */
  data: string;
}

export interface IngestResult {
  stored: number;
  /** Known already, from an earlier batch or from this one. */
  duplicates: number;
  /** Rows that can't be an event: in `smartlog.rejected`, each with the reason. */
  rejected: number;
  /** Reasons of the first {@link MOST_REASONS} of them; left out where none was rejected. */
  reasons?: Rejection[];
}

export interface Rejection {
  /** Its place in the batch. */
  index: number;
  reason: string;
}

const MOST_REASONS = 100;

/**
 * Stores a batch by one INSERT into the view that shippers write to, and says exactly what became of its rows, also while
 * others write. Returns after commit (unless the client is in a transaction). Nothing in `data` makes it fail; it
 * throws when Postgres can't be reached or can't write, and the same batch may then be given again.
 *
 * A batch is best between 500 and 10,000 rows, and at most 100 MB.
 */
export async function ingest(
  db: Pool | ClientBase,
  tag: string,
  rows: readonly IngestRow[],
): Promise<IngestResult> {
  if (rows.length === 0) return { stored: 0, duplicates: 0, rejected: 0 };
  const times = rows.map(({ time }) => (Number.isFinite(time) ? time : null));
  const data = rows.map((row) => row.data);
  try {
    return await insert(db, tag, times, data);
  } catch (error) {
    if (!NOT_JSON.has((error as { code?: string }).code ?? "")) throw error;
    // A text that isn't JSON goes in as a JSON string, and the store rejects it like all that can't be an event.
    return insert(db, tag, times, data.map(asJson));
  }
}

/** Invalid text for type json; bytes that are not text (NUL); a time out of range; too deeply nested. */
const NOT_JSON = new Set(["22P02", "22021", "22008", "54001"]);
const YEAR_10000 = 253_402_300_800;
const DEEPEST = 1_000;
const ARRIVAL = `to_timestamp(case when batch.time between 0 and ${YEAR_10000} then batch.time end)`;

async function insert(
  db: Pool | ClientBase,
  tag: string,
  times: (number | null)[],
  data: string[],
): Promise<IngestResult> {
  const values = [tag.replaceAll("\0", "\ufffd"), times, textArray(data)];
  const { rows } = await db.query(
    `insert into smartlog_ingest.ingest (tag, time, data)
     select $1, ${ARRIVAL}, data::json
     from unnest($2::float8[], $3::text[]) as batch (time, data)
     returning data`,
    values,
  );
  const result = rows[0].data as IngestResult;
  return result.rejected === 0 ? result : { ...result, reasons: await reasonsOf(db, values) };
}

/** Reads back why rows were rejected, by their key in the store. None for a role that may only insert. */
async function reasonsOf(db: Pool | ClientBase, values: unknown[]): Promise<Rejection[]> {
  const { rows } = await db.query(
    `select case when has_schema_privilege('smartlog', 'usage')
       then has_table_privilege('smartlog.rejected', 'select') else false end as may`,
  );
  if (!rows[0].may) return [];
  const reasons = await db.query(
    `select n::int - 1 as index, rejected.reason
     from unnest($2::float8[], $3::text[]) with ordinality as batch (time, data, n)
     join smartlog.rejected on rejected.time = coalesce(${ARRIVAL}, '-infinity')
       and rejected.id = hashtextextended($1 || batch.data, 0)
     order by n limit ${MOST_REASONS}`,
    values,
  );
  return reasons.rows;
}

function asJson(text: string): string {
  try {
    JSON.parse(text);
    if (depth(text) <= DEEPEST) return text;
  } catch {
    // falls through
  }
  return JSON.stringify(Buffer.from(text).toString().replaceAll("\0", "\ufffd"));
}

function depth(json: string): number {
  let now = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (token === "[" || token === "{") deepest = Math.max(deepest, ++now);
    else if (token === "]" || token === "}") now--;
  }
  return deepest;
}
