/** Events that fit a query, a page at a time: the newest first, the oldest, or those with the highest score. */
import type { Pool } from "pg";
import { readOnly } from "../read-only.ts";
import { DEFAULT_SHOWN, type ShownName, shownJson } from "./columns.ts";
import { condition, Values } from "./compile.ts";
import { type Cursor, cursorText, type Order, readCursor } from "./cursor.ts";
import type { Query } from "./grammar/ast.ts";
import { instant, type Range, type Searched, type Slice, walk } from "./walk.ts";

export const MOST_EVENTS_A_PAGE = 1_000;
export const BUDGET_MS = 4_000;
/** For the later pages of a stretch that the first page has gone through in its budget. */
const AGAIN_BUDGET_MS = 60_000;

export interface FindOptions {
  range: Range;
  order?: Order;
  /** At most {@link MOST_EVENTS_A_PAGE}. */
  limit?: number;
  /** `next` of the page before, of the same query, range and order. */
  cursor?: string | undefined;
  fields?: readonly ShownName[];
  budgetMs?: number;
}

export interface EventPage {
  /** Each as the text of a JSON object with the fields that were asked for; records may hold numbers that no double does. */
  events: string[];
  /** Where to go on: more events, or a part of the range that was not searched yet. Null at the end. */
  next: string | null;
  searched: Searched;
}

interface Found {
  json: string;
  micros: string;
  id: string;
  score: number;
}

const MICROS = "(extract(epoch from e.time) * 1000000)::bigint";
const SCORE = "coalesce(e.score, 0)";
const ORDER_BY: Readonly<Record<Order, string>> = {
  newest: "e.time desc, e.id desc",
  oldest: "e.time, e.id",
  score: `${SCORE} desc, e.time desc, e.id desc`,
};

/**
 * A page of events. It ends where it is full, at the end of the range, or when the time is over: then fewer events, or none,
 * come with a cursor, by which the search goes on from where it came to.
 *
 * By score, the page has the highest of what was searched: all of the range if the time was enough, else its newest part, and the cursor leads
 * through that part first.
 *
 * @throws StoreError BAD_ARGUMENT where the cursor is none; as {@link readOnly}
 */
export async function findEvents(db: Pool, query: Query, options: FindOptions): Promise<EventPage> {
  const { range, order = "newest", fields = DEFAULT_SHOWN, budgetMs = BUDGET_MS } = options;
  const limit = Math.max(1, Math.min(options.limit ?? 100, MOST_EVENTS_A_PAGE));
  const cursor = options.cursor === undefined ? undefined : readCursor(options.cursor, order, range);
  const ascending = order === "oldest";
  const rest = cursor ? { from: cursor.from, to: cursor.to } : range;
  const page: Found[] = [];
  const read = async (slice: Slice, most: number) => {
    page.push(...(await eventsOf(db, query, { slice, order, fields, after: cursor, most })));
  };

  if (order !== "score") {
    const walked = await walk(db, { range: rest, ascending, budgetMs }, async (slice) => {
      await read(slice, limit + 1 - page.length);
      return page.length > limit ? "enough" : "go on";
    });
    const last = page.length > limit ? page[limit - 1] : undefined;
    const { from, to } = walked;
    // The rest of the range: behind the last event, or behind what was searched.
    const left = ascending
      ? { from: last ? msOf(last) : to, to: range.to }
      : { from: range.from, to: last ? msOf(last) + 1 : from };
    const next = last
      ? cursorText(order, { ...left, key: last })
      : walked.complete
        ? null
        : cursorText(order, left);
    const searched = last
      ? ascending
        ? { from: range.from, to: msOf(last) }
        : { from: msOf(last), to: range.to }
      : { from: ascending ? range.from : from, to: ascending ? to : range.to };
    return {
      events: page.slice(0, limit).map(({ json }) => json),
      next,
      searched: { ...searched, complete: next === null },
    };
  }

  // A later page of a stretch that was searched: the same stretch again, to its end.
  const isAgain = cursor?.key !== undefined;
  const walked = await walk(
    db,
    { range: rest, budgetMs: isAgain ? AGAIN_BUDGET_MS : budgetMs },
    async (slice) => {
      await read(slice, limit + 1);
      page.sort(byScore).splice(limit + 1);
      return "go on";
    },
  );
  const last = page.length > limit ? page[limit - 1] : undefined;
  const next = last
    ? cursorText(order, { from: walked.from, to: walked.to, key: last })
    : walked.from > range.from
      ? cursorText(order, { from: range.from, to: walked.from })
      : null;
  return {
    events: page.slice(0, limit).map(({ json }) => json),
    next,
    searched: { from: walked.from, to: range.to, complete: walked.from <= range.from },
  };
}

function byScore(a: Found, b: Found): number {
  return (
    b.score - a.score || Number(BigInt(b.micros) - BigInt(a.micros)) || (BigInt(a.id) < BigInt(b.id) ? 1 : -1)
  );
}

function msOf({ micros }: Pick<Found, "micros">): number {
  return Number(BigInt(micros) / 1000n);
}

async function eventsOf(
  db: Pool,
  query: Query,
  {
    slice,
    order,
    fields,
    after,
    most,
  }: { slice: Slice; order: Order; fields: readonly ShownName[]; after: Cursor | undefined; most: number },
): Promise<Found[]> {
  const values = new Values();
  const wheres = [
    `e.time >= ${values.add(instant(slice.from), "timestamptz")} and e.time < ${values.add(instant(slice.to), "timestamptz")}`,
  ];
  if (after?.key) wheres.push(behind(order, after.key, values));
  wheres.push(condition(query, values));
  const { rows } = await readOnly(
    db,
    `select ${shownJson(fields)}, ${MICROS}, e.id, ${SCORE} from smartlog.events e
     where ${wheres.join(" and ")} order by ${ORDER_BY[order]} limit ${most}`,
    values.all,
    slice.timeoutMs,
  );
  return rows.map(([json, micros, id, score]) => ({
    json: json as string,
    micros: micros as string,
    id: id as string,
    score: Number(score),
  }));
}

function behind(order: Order, key: NonNullable<Cursor["key"]>, values: Values): string {
  const time = `(timestamptz 'epoch' + ${values.add(key.micros, "bigint")} * interval '1 microsecond')`;
  const id = values.add(key.id, "bigint");
  if (order === "oldest") return `(e.time, e.id) > (${time}, ${id})`;
  if (order === "newest") return `(e.time, e.id) < (${time}, ${id})`;
  return `(${SCORE}, e.time, e.id) < (${values.add(key.score, "real")}, ${time}, ${id})`;
}
