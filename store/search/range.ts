/** The range of a search. */
import type { Pool } from "pg";
import { bounds, filledPartitions } from "../partitions/partitions.ts";
import type { Range } from "./walk.ts";

const DAY_MS = 86_400_000;

/** A range of which an end may be left open: that is the end of all events then; of an empty store, of the last day. */
export async function rangeFrom(db: Pool, from: number | undefined, to: number | undefined): Promise<Range> {
  if (from !== undefined && to !== undefined) return { from, to };
  const first = from ?? (await endOf(db, 1)) ?? Date.now() - DAY_MS;
  const behind = to ?? ((await endOf(db, -1)) ?? Date.now()) + 1;
  // An end that lies beyond all events leaves none.
  return to === undefined
    ? { from: first, to: Math.max(first + 1, behind) }
    : { from: Math.min(first, behind - 1), to: behind };
}

/** Time of the first event, or of the last one. */
async function endOf(db: Pool, direction: 1 | -1): Promise<number | undefined> {
  for await (const partition of filledPartitions(db, direction)) {
    const { rows } = await db.query<{ ms: number }>(
      `select floor(extract(epoch from time) * 1000)::float8 as ms from smartlog.events where time >= $1 and time < $2
       order by time ${direction === 1 ? "asc" : "desc"} limit 1`,
      bounds(partition),
    );
    return rows[0]?.ms;
  }
  return undefined;
}
