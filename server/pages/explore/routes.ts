/** GET /explore, and its fragments: /explore/histogram, /explore/facets. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { countFacets, countOverTime } from "../../../store/search/counts.ts";
import { findEvents } from "../../../store/search/find.ts";
import type { Query } from "../../../store/search/grammar/ast.ts";
import { SearchError } from "../../../store/search/grammar/error.ts";
import { parse } from "../../../store/search/grammar/parse.ts";
import { wantedTexts } from "../../../store/search/marks.ts";
import type { Database } from "../../database/database.ts";
import { type ShownRange, shownRange } from "../../frame/range.ts";
import { HttpError } from "../../http/error.ts";
import { ROW_FIELDS, rowOf } from "../../rows/found.ts";
import type { FormKeys } from "../form-keys.ts";
import { facetList, histogram } from "./counts.ts";
import { explorePage } from "./page.ts";
import { type Asked, askedOf } from "./query.ts";
import { addExploreViews, viewsMenu, viewsOf } from "./views.ts";

const A_PAGE = 100;
const BARS = 80;
export function addExplore(app: FastifyInstance, database: Database, formKeys: FormKeys): void {
  addExploreViews(app, database, formKeys);

  app.get("/explore", { config: { needs: "read" } }, async (request, reply) => {
    const asked = askedOf(request.query as Record<string, unknown>);
    const range = await shownRange(request, database);
    const query = parsed(asked.q);
    const views = viewsMenu(asked, await database.forViewer(request.raw.socket, viewsOf), formKeys);
    if (query instanceof SearchError)
      return reply
        .code(400)
        .page(explorePage({ asked, range, wanted: [], found: undefined, wrong: query, views }));
    const found = await database.forViewer(request.raw.socket, (pool) =>
      badCursor(() =>
        findEvents(pool, query, {
          range: inMs(range),
          order: asked.order,
          limit: A_PAGE,
          cursor: asked.cursor || undefined,
          fields: [...ROW_FIELDS, ...asked.columns.filter((name) => !ROW_FIELDS.includes(name))],
        }),
      ),
    );
    const events = found.events.map(rowOf);
    return reply.page(
      explorePage({
        asked,
        range,
        wanted: wantedTexts(query),
        found: { ...found, events },
        wrong: undefined,
        views,
      }),
    );
  });

  app.get("/explore/histogram", { config: { needs: "read" } }, async (request, reply) => {
    const { asked, query, range } = await counted(request);
    const counts = await database.forViewer(request.raw.socket, (pool) =>
      countOverTime(pool, query, { range, bars: BARS }),
    );
    return reply.type("text/html; charset=utf-8").send(histogram(asked, counts, range).text);
  });

  app.get("/explore/facets", { config: { needs: "read" } }, async (request, reply) => {
    const { asked, query, range } = await counted(request);
    const facets = await database.forViewer(request.raw.socket, (pool) =>
      countFacets(pool, query, { range }),
    );
    return reply.type("text/html; charset=utf-8").send(facetList(asked, facets).text);
  });

  async function counted(
    request: FastifyRequest,
  ): Promise<{ asked: Asked; query: Query; range: { from: number; to: number } }> {
    const asked = askedOf(request.query as Record<string, unknown>);
    const query = parsed(asked.q);
    if (query instanceof SearchError) throw new HttpError(400, query.message, query.nextStep);
    return { asked, query, range: inMs(await shownRange(request, database)) };
  }
}

function parsed(q: string): Query | SearchError {
  try {
    return parse(q);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
}

async function badCursor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    if (code === "BAD_ARGUMENT") throw new HttpError(400, message, nextStep, error);
    throw error;
  }
}

function inMs({ from, to }: ShownRange): { from: number; to: number } {
  return { from: from.getTime(), to: to.getTime() };
}
