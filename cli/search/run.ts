/** `smartlog search`: pages of events until there are enough, or the range ends. */
import type { Pool } from "pg";
import { wordsIndexState } from "../../store/partitions/words-index.ts";
import { DEFAULT_SHOWN, type ShownName } from "../../store/search/columns.ts";
import type { Order } from "../../store/search/cursor.ts";
import { exportEvents } from "../../store/search/export.ts";
import { findEvents, MOST_EVENTS_A_PAGE } from "../../store/search/find.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { wantedTexts } from "../../store/search/marks.ts";
import { rangeFrom } from "../../store/search/range.ts";
import type { Range } from "../../store/search/walk.ts";
import { UsageError } from "../lib/errors.ts";
import { LineOutput, minute, say } from "../lib/output.ts";
import { eventLine, type ShownEvent, TABLE_FIELDS } from "./show.ts";

export interface SearchRun {
  query: Query;
  since: number | undefined;
  until: number | undefined;
  order: Order;
  /** Events at most; undefined for all. */
  limit: number | undefined;
  format: "table" | "json" | "ndjson" | "csv";
  fields: readonly ShownName[] | undefined;
  /** Whether somebody watches the messages. */
  isWatched: boolean;
}

/** Says how far a search has come no more often. */
const SAY_EVERY_MS = 5_000;

/** @returns how many events were found */
export async function runSearch(pool: Pool, run: SearchRun): Promise<number> {
  const range = await rangeFrom(pool, run.since, run.until);
  return run.format === "csv" ? csv(pool, run, range) : pages(pool, run, range);
}

async function csv(pool: Pool, { query, order, limit, fields = DEFAULT_SHOWN }: SearchRun, range: Range) {
  if (order === "score")
    throw new UsageError("CSV is in the order of time: take --order newest or oldest, or --format ndjson");
  const output = new LineOutput(process.stdout);
  let lines = 0;
  const asked = { range, order, fields, format: "csv" as const, limit };
  for await (const piece of exportEvents(query, asked, (work) => work(pool))) {
    lines += piece.split("\r\n").length - 1;
    await output.write(piece.slice(0, -1));
  }
  await output.flush();
  return lines - 1;
}

async function pages(pool: Pool, run: SearchRun, range: Range): Promise<number> {
  const { query, order, limit = Number.POSITIVE_INFINITY, format } = run;
  const fields = run.fields ?? (format === "table" ? TABLE_FIELDS : DEFAULT_SHOWN);
  const wanted = wantedTexts(query);
  const output = new LineOutput(process.stdout);
  let found = 0;
  let cursor: string | undefined;
  let saidAt = performance.now();
  if (format === "json") await output.write("[");
  do {
    const most = Math.min(limit - found, MOST_EVENTS_A_PAGE);
    const page = await findEvents(pool, query, { range, order, fields, limit: most, cursor });
    for (const event of page.events) {
      const text = format === "table" ? eventLine(JSON.parse(event) as ShownEvent, fields, wanted) : event;
      await output.write(format === "json" && found > 0 ? `,${text}` : text);
      found++;
    }
    await output.flush();
    cursor = page.next ?? undefined;
    if (cursor !== undefined && found < limit && run.isWatched && performance.now() - saidAt > SAY_EVERY_MS) {
      saidAt = performance.now();
      const reached =
        order === "oldest"
          ? `up to ${minute(new Date(page.searched.to))}`
          : `back to ${minute(new Date(page.searched.from))}`;
      say(`searched ${reached} UTC, ${found} found; going on${await whySlow(pool, run)}`);
    }
  } while (cursor !== undefined && found < limit);
  if (format === "json") await output.write("]");
  await output.flush();
  if (cursor !== undefined) say(`the first ${found} by ${order}; there may be more: --limit, or --all`);
  return found;
}

/** Where a search for words takes long for want of an index. */
async function whySlow(pool: Pool, { query }: SearchRun): Promise<string> {
  if (wantedTexts(query).length === 0) return "";
  const { available } = await wordsIndexState(pool);
  return available ? "" : " (slow, because this server has no pg_trgm: `smartlog db status`)";
}
