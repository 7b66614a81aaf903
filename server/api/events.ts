/**
 * Searches, in the grammar of docs/search.md: GET /v1/events, a page or, with `format`, all of them as a stream;
 * /v1/events/histogram, /v1/events/facets, and /v1/events/complete for whoever is typing.
 */
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { StoreError } from "../../store/error.ts";
import { DEFAULT_SHOWN } from "../../store/search/columns.ts";
import { complete } from "../../store/search/complete.ts";
import { countFacets, countOverTime } from "../../store/search/counts.ts";
import { type ExportFormat, exportEvents } from "../../store/search/export.ts";
import { findEvents, MOST_EVENTS_A_PAGE } from "../../store/search/find.ts";
import type { Searched } from "../../store/search/walk.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { Semaphore } from "../http/semaphore.ts";
import { COMPLETE, FACETS, FIND, HISTOGRAM } from "./search-operations.ts";
import {
  COMPLETE_PARAMETERS,
  FACET_PARAMETERS,
  FIND_PARAMETERS,
  HISTOGRAM_PARAMETERS,
  rangeOf,
  readSearch,
} from "./search-parameters.ts";

const DEFAULT_EVENTS = 100;
const DEFAULT_BARS = 60;
const DEFAULT_TOP = 10;
/** Exports that are being read; each needs one query at a time, and a page of events of memory. */
const MOST_EXPORTS = 4;
const EXPORTS_WAITING = 8;
const EXPORT_WAIT_MS = 10_000;
const TYPES: Record<ExportFormat, string> = {
  ndjson: "application/x-ndjson",
  csv: "text/csv; charset=utf-8; header=present",
};

/** What the audit log calls it: an export takes lines out of the store, a page shows some. */
function exportName({ query }: FastifyRequest): string | undefined {
  const { format } = query as { format?: unknown };
  return format === "ndjson" || format === "csv" ? "events.exported" : undefined;
}

export function addEvents(app: FastifyInstance, database: Database): void {
  const exports = new Semaphore(MOST_EXPORTS, EXPORTS_WAITING, EXPORT_WAIT_MS);

  app.get(
    "/v1/events",
    { config: { needs: "read", audit: exportName }, schema: FIND },
    async (request, reply) => {
      const asked = readSearch(FIND_PARAMETERS, request.query);
      const { query, format, limit = DEFAULT_EVENTS } = asked;
      if (format === "ndjson" || format === "csv") return exported(request, reply, asked, format);
      if (limit > MOST_EVENTS_A_PAGE)
        throw new HttpError(
          400,
          `limit is a number from 1 to ${MOST_EVENTS_A_PAGE}`,
          "`next` leads on; format=ndjson gives all.",
        );
      const page = await viewing(request, async (db) =>
        findEvents(db, query, { ...asked, limit, range: await rangeOf(asked, db) }),
      );
      // Events go out as Postgres wrote them: numbers of records may be ones that no double holds.
      const rest = JSON.stringify({ next: page.next, searched: searchedJson(page.searched) });
      return reply.type("application/json").send(`{"events":[${page.events.join(",")}],${rest.slice(1)}`);
    },
  );

  app.get("/v1/events/histogram", { config: { needs: "read" }, schema: HISTOGRAM }, async (request) => {
    const asked = readSearch(HISTOGRAM_PARAMETERS, request.query);
    return viewing(request, async (db) => {
      const options = { range: await rangeOf(asked, db), bars: asked.bars ?? DEFAULT_BARS };
      const histogram = await countOverTime(db, asked.query, options);
      return {
        ...histogram,
        bars: histogram.bars.map(({ at, events }) => ({ at: new Date(at).toISOString(), events })),
        searched: searchedJson(histogram.searched),
      };
    });
  });

  app.get("/v1/events/facets", { config: { needs: "read" }, schema: FACETS }, async (request) => {
    const asked = readSearch(FACET_PARAMETERS, request.query);
    return viewing(request, async (db) => {
      const options = { range: await rangeOf(asked, db), top: asked.top ?? DEFAULT_TOP };
      const { facets, searched } = await countFacets(db, asked.query, options);
      return { facets, searched: searchedJson(searched) };
    });
  });

  app.get("/v1/events/complete", { config: { needs: "read" }, schema: COMPLETE }, async (request) => {
    const asked = readSearch(COMPLETE_PARAMETERS, request.query);
    const { typed = "" } = asked;
    const { at = typed.length } = asked;
    return viewing(request, async (db) => complete(db, typed, at, await rangeOf(asked, db)));
  });

  async function viewing<T>(request: FastifyRequest, work: (db: Pool) => Promise<T>): Promise<T> {
    try {
      return await database.forViewer(request.raw.socket, work);
    } catch (error) {
      if (error instanceof StoreError && error.code === "BAD_ARGUMENT")
        throw new HttpError(400, error.message, error.nextStep, error);
      throw error;
    }
  }

  async function exported(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: ReturnType<typeof readSearch>,
    format: ExportFormat,
  ) {
    const { query, order = "newest", cursor, limit, fields = DEFAULT_SHOWN } = asked;
    if (order === "score" || cursor)
      throw new HttpError(
        400,
        "an export is of all events that fit, by time",
        "Leave out `cursor`, and `order` or take newest or oldest.",
      );
    const range = await viewing(request, (db) => rangeOf(asked, db));
    const release = await exports.acquire(request.raw.socket);
    const pieces = exportEvents(query, { range, order, fields, format, limit }, (work) =>
      viewing(request, work),
    );
    try {
      // What fails at once still gets a status; later, the answer breaks off without its end.
      const first = await pieces.next();
      const stream = Readable.from(joined(first, pieces), { objectMode: false });
      stream.once("close", release);
      return reply
        .type(TYPES[format])
        .header("content-disposition", `attachment; filename="smartlog-events.${format}"`)
        .send(stream);
    } catch (error) {
      release();
      throw error;
    }
  }
}

async function* joined(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (!first.done) yield first.value;
  yield* rest;
}

function searchedJson({ from, to, complete: isComplete }: Searched) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), complete: isComplete };
}
