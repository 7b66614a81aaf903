/** Times as people and URLs write them, and the range of a search. */
import type { Pool } from "pg";
import { bounds, filledPartitions } from "../partitions/partitions.ts";
import type { Range } from "./walk.ts";

const SPAN_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const RELATIVE = /^(?:now)?(?:-(\d{1,6})([smhdw]))?$/;
const SPAN = /^(\d{1,6})([smhdw])$/;
/** Without a zone a time would be of the server's, which nobody knows. */
const ISO_8601 = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/;
/** Postgres and JavaScript both have these. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(9000, 0, 1);

export const TIME_FORMS = "2026-11-30, 2026-11-30T22:17:00Z, now-24h, or milliseconds since 1970";

/**
 * A time: a day (UTC) or time of ISO 8601 with its zone, `now`, `now-24h`, or milliseconds since the epoch.
 *
 * @param spans whether `24h` is a time so long ago, too
 * @returns milliseconds since the epoch; undefined where it is none
 */
export function timeOf(text: string, now = Date.now(), spans = false): number | undefined {
  const [all, amount, unit] = RELATIVE.exec(text) ?? (spans ? SPAN.exec(text) : null) ?? [];
  const time =
    all !== undefined && text !== ""
      ? now - Number(amount ?? 0) * (unit ? SPAN_MS[unit as keyof typeof SPAN_MS] : 0)
      : /^-?\d{9,15}$/.test(text)
        ? Number(text)
        : ISO_8601.test(text)
          ? Date.parse(text.replace(" ", "T"))
          : Number.NaN;
  return time >= FIRST_MS && time <= LAST_MS ? time : undefined;
}

/** A range of which an end may be left open: that is the end of all events then; of an empty store, of the last day. */
export async function rangeFrom(db: Pool, from: number | undefined, to: number | undefined): Promise<Range> {
  if (from !== undefined && to !== undefined) return { from, to };
  const first = from ?? (await endOf(db, 1)) ?? Date.now() - SPAN_MS.d;
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
