/**
 * Searches, in the grammar of docs/search.md: GET /v1/events, a page or, with `format`, all of them as a stream;
 * /v1/events/histogram, /v1/events/facets, and /v1/events/complete for whoever is typing.
 */
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { StoreError } from "../../store/error.ts";
import { complete } from "../../store/search/complete.ts";
import { countFacets, countOverTime, MOST_BARS } from "../../store/search/counts.ts";
import { type ExportFormat, exportEvents } from "../../store/search/export.ts";
import { findEvents, MOST_EVENTS_A_PAGE } from "../../store/search/find.ts";
import { SearchError } from "../../store/search/grammar/error.ts";
import { MOST_CHARACTERS } from "../../store/search/grammar/parse.ts";
import type { Searched } from "../../store/search/walk.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { Semaphore } from "../http/semaphore.ts";
import {
  fieldsOf,
  numberOf,
  orderOf,
  type Parameters,
  queryOf,
  rangeOf,
  refuseOthers,
} from "./search-parameters.ts";

const DEFAULT_EVENTS = 100;
const DEFAULT_BARS = 60;
const MOST_TOP = 50;
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
  const { format } = query as Parameters;
  return format === "ndjson" || format === "csv" ? "events.exported" : undefined;
}

export function addEvents(app: FastifyInstance, database: Database): void {
  const exports = new Semaphore(MOST_EXPORTS, EXPORTS_WAITING, EXPORT_WAIT_MS);

  app.register(async (routes) => {
    const inherited = routes.errorHandler;
    routes.setErrorHandler((error: Error, request, reply) => {
      if (error instanceof SearchError) {
        const { message, nextStep, position, length } = error;
        return reply.code(400).send({ error: message, next: nextStep, position, length });
      }
      if (error instanceof StoreError && error.code === "BAD_ARGUMENT")
        return reply.code(400).send({ error: error.message, next: error.nextStep });
      return inherited.call(routes, error as never, request, reply);
    });

    routes.get("/v1/events", { config: { needs: "read", audit: exportName } }, async (request, reply) => {
      const parameters = request.query as Parameters;
      refuseOthers(parameters, ["q", "from", "to", "order", "limit", "cursor", "fields", "format"]);
      const { format = "json" } = parameters;
      if (format === "ndjson" || format === "csv") return exported(request, reply, format);
      if (format !== "json") throw new HttpError(400, "format is one of json, ndjson, csv");
      const query = queryOf(parameters);
      const options = {
        order: orderOf(parameters),
        limit: numberOf(parameters, "limit", MOST_EVENTS_A_PAGE, DEFAULT_EVENTS),
        cursor: (parameters.cursor as string | undefined) || undefined,
        fields: fieldsOf(parameters),
      };
      const page = await viewing(request, async (db) =>
        findEvents(db, query, { ...options, range: await rangeOf(parameters, db) }),
      );
      // Events go out as Postgres wrote them: numbers of records may be ones that no double holds.
      const rest = JSON.stringify({ next: page.next, searched: searchedJson(page.searched) });
      return reply.type("application/json").send(`{"events":[${page.events.join(",")}],${rest.slice(1)}`);
    });

    routes.get("/v1/events/histogram", { config: { needs: "read" } }, async (request) => {
      const parameters = request.query as Parameters;
      refuseOthers(parameters, ["q", "from", "to", "bars"]);
      const query = queryOf(parameters);
      const bars = numberOf(parameters, "bars", MOST_BARS, DEFAULT_BARS);
      return viewing(request, async (db) => {
        const range = await rangeOf(parameters, db);
        const histogram = await countOverTime(db, query, { range, bars });
        return {
          ...histogram,
          bars: histogram.bars.map(({ at, events }) => ({ at: new Date(at).toISOString(), events })),
          searched: searchedJson(histogram.searched),
        };
      });
    });

    routes.get("/v1/events/facets", { config: { needs: "read" } }, async (request) => {
      const parameters = request.query as Parameters;
      refuseOthers(parameters, ["q", "from", "to", "top"]);
      const query = queryOf(parameters);
      const top = numberOf(parameters, "top", MOST_TOP, 10);
      return viewing(request, async (db) => {
        const range = await rangeOf(parameters, db);
        const { facets, searched } = await countFacets(db, query, { range, top });
        return { facets, searched: searchedJson(searched) };
      });
    });

    routes.get("/v1/events/complete", { config: { needs: "read" } }, async (request) => {
      const parameters = request.query as Parameters;
      refuseOthers(parameters, ["q", "at", "from", "to"]);
      const q = ((parameters.q as string | undefined) ?? "").replaceAll("\0", "");
      if (q.length > MOST_CHARACTERS) throw new HttpError(400, `q has ${MOST_CHARACTERS} characters at most`);
      const at = parameters.at === "0" ? 0 : numberOf(parameters, "at", MOST_CHARACTERS, q.length);
      return viewing(request, async (db) => complete(db, q, at, await rangeOf(parameters, db)));
    });
  });

  const viewing = <T>(request: FastifyRequest, work: (db: Pool) => Promise<T>) =>
    database.forViewer(request.raw.socket, work);

  async function exported(request: FastifyRequest, reply: FastifyReply, format: ExportFormat) {
    const parameters = request.query as Parameters;
    const query = queryOf(parameters);
    const order = orderOf(parameters);
    if (order === "score" || parameters.cursor)
      throw new HttpError(
        400,
        "an export is of all events that fit, by time",
        "Leave out `cursor`, and `order` or take newest or oldest.",
      );
    const limit = parameters.limit === undefined ? undefined : numberOf(parameters, "limit", 999_999_999, 0);
    const fields = fieldsOf(parameters);
    const range = await viewing(request, (db) => rangeOf(parameters, db));
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
