/** The range of time that a page shows: what its address says, else where the data lie. */
import type { FastifyRequest } from "fastify";
import { type Extent, extentOf } from "../../store/events/extent.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { one, parseRange, RequestError, type TimeRange } from "./time-range.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Data of more than a month are opened at their last week: a year in one picture shows nothing. */
const MOST_AT_ONCE_MS = 31 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;
/** What opens a log that goes on: the shortest of these that has all of it, else the longest. */
const RECENT_HOURS = [1, 6, 24] as const;

export interface ShownRange extends TimeRange {
  /** As the address has them, or would have: `now-24h`, `now`, or milliseconds since the epoch. */
  texts: { from: string; to: string };
  /** Whether the address names none, so that the data's own was chosen. */
  isChosen: boolean;
  /** Where the events lie; undefined where the store did not answer. */
  extent: Extent | undefined;
}

/**
 * @param request its `from` and `to`; one of them alone has the other's default beside it
 * @throws HttpError 400 where they are no range
 */
export async function shownRange(request: FastifyRequest, database: Database): Promise<ShownRange> {
  const query = request.query as Record<string, string | string[] | undefined>;
  const [from, to] = [one(query.from), one(query.to)];
  const asked = { from: from ?? "now-24h", to: to ?? "now" };
  try {
    const range = parseRange(asked.from, asked.to);
    const extent = await knownExtent(request, database, range);
    if (from !== undefined || to !== undefined) return { ...range, texts: asked, isChosen: false, extent };
    const texts = ownRange(extent);
    return {
      ...parseRange(texts.from, texts.to),
      texts,
      isChosen: true,
      extent: extent && { ...extent, inRange: extent.from !== null },
    };
  } catch (error) {
    if (error instanceof RequestError)
      throw new HttpError(
        400,
        error.message,
        "Times are now, now-24h, 2025-05-19T10:00Z or milliseconds.",
        error,
      );
    throw error;
  }
}

/** Pages that load their data themselves are shown while the store is away. */
async function knownExtent(
  request: FastifyRequest,
  database: Database,
  range: TimeRange,
): Promise<Extent | undefined> {
  try {
    return await database.forViewer(request.raw.socket, (pool) => extentOf(pool, range));
  } catch (error) {
    if (error instanceof HttpError && error.statusCode === 503) return undefined;
    throw error;
  }
}

/** The range that shows most: of a log that goes on what came lately, of one that has ended all of it, or its last week. */
export function ownRange(extent: Extent | undefined, now = Date.now()): { from: string; to: string } {
  const { from, to } = extent ?? { from: null, to: null };
  if (from === null || to === null) return { from: "now-24h", to: "now" };
  if (to > now - DAY_MS && from <= now) {
    const hours = RECENT_HOURS.find((each) => now - each * HOUR_MS <= from) ?? RECENT_HOURS.at(-1);
    return { from: `now-${hours}h`, to: "now" };
  }
  const first = to - from > MOST_AT_ONCE_MS ? to - WEEK_MS : from;
  return { from: String(first), to: String(Math.max(to, first + MINUTE_MS)) };
}
