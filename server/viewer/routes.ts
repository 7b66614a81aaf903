/** Dashboards and their data. A browser names a panel by its number, and sends no SQL. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { readOnly } from "../../store/read-only.ts";
import type { Database } from "../database/database.ts";
import { shownRange } from "../frame/range.ts";
import { HttpError } from "../http/error.ts";
import { exploreOf } from "./explore.ts";
import { dashboardPage } from "./pages.ts";
import {
  MOST_PUBLIC_RANGE_MS,
  publicParameters,
  publicPart,
  publicTurn,
  withoutAddresses,
} from "./public-part.ts";
import { type Dashboard, loadDashboards, type Panel, withoutSql } from "./query/dashboards.ts";
import { MacroError } from "./query/macros.ts";
import { contextOf, type Parameters, RequestError } from "./query/request.ts";
import { runTarget, statement, type Target } from "./query/run.ts";
import { VariableError } from "./query/variables.ts";

const EXPLORE = "smartlog-explore";
const MAX_OPTIONS = 1_000;
const QUERY_CANCELED = "57014";
/** Classes of SQLSTATE that a parameter's value can cause: data exceptions, limits exceeded. */
const PARAMETER_ERROR = /^(22|54)/;

/** @param publicDashboards uids of those that everybody may see */
export function addViewer(
  app: FastifyInstance,
  database: Database,
  publicDashboards: readonly string[],
): void {
  const dashboards = loadDashboards();
  const find = (request: FastifyRequest): Dashboard => {
    const found = dashboards.get((request.params as { uid: string }).uid);
    if (!found) throw new HttpError(404, "there is no such dashboard");
    return isPublic(request) ? publicPart(found) : found;
  };

  app.get("/d/:uid", { config: { needs: "read", public: true } }, async (request, reply) => {
    const { uid, title } = find(request);
    // Grafana's Explore is a table; here its links lead to the page that searches.
    if (uid === EXPLORE) return reply.redirect(exploreOf(request.query as Parameters), 302);
    return reply.page(dashboardPage(uid, title, await shownRange(request, database)));
  });
  app.get("/api/dashboards", { config: { needs: "read", public: true } }, async (request) =>
    [...dashboards.values()]
      .filter(({ uid }) => !isPublic(request) || publicDashboards.includes(uid))
      .map(({ uid, title }) => ({ uid, title })),
  );
  app.get("/api/dashboards/:uid", { config: { needs: "read", public: true } }, async (request) => {
    const dashboard = find(request);
    return withoutSql(isPublic(request) ? { ...dashboard, templating: { list: [] } } : dashboard);
  });

  app.get("/api/dashboards/:uid/variables/:name", { config: { needs: "read" } }, async (request) => {
    const { name } = request.params as { name: string };
    const variable = find(request).templating.list.find(
      (each) => each.name === name && each.type === "query",
    );
    if (!variable?.query) throw new HttpError(404, "there is no such variable");
    const { query } = variable;
    const { rows } = await database.forViewer(request.raw.socket, (pool) => readOnly(pool, query));
    return rows.slice(0, MAX_OPTIONS).map(([value]) => value);
  });

  app.get("/api/dashboards/:uid/panels/:id", { config: { needs: "read", public: true } }, async (request) => {
    const dashboard = find(request);
    const panel = panelOf(dashboard, request);
    return withStatus(async () => {
      const isForAll = isPublic(request);
      const query = request.query as Parameters;
      const context = contextOf(isForAll ? publicParameters(query) : query, dashboard);
      const { from, to } = context.range;
      if (isForAll && to.getTime() - from.getTime() > MOST_PUBLIC_RANGE_MS)
        throw new HttpError(400, "the public sees 31 days at once", "Choose a shorter range, or log in.");
      const release = isForAll ? await publicTurn.acquire(request.raw.socket) : () => {};
      try {
        const frames = await database.forViewer(request.raw.socket, (pool) =>
          Promise.all(panel.targets.map((target) => runTarget(pool, target, context))),
        );
        return {
          from: from.getTime(),
          to: to.getTime(),
          frames: isForAll ? frames.map(withoutAddresses) : frames,
        };
      } finally {
        release();
      }
    });
  });

  app.get(
    "/api/dashboards/:uid/annotations",
    { config: { needs: "read", public: true } },
    async (request) => {
      const dashboard = find(request);
      const annotations = dashboard.annotations.list.flatMap(({ enable, name, iconColor, target }) =>
        enable && target?.rawSql ? [{ name, iconColor, target }] : [],
      );
      return withStatus(async () => {
        const context = contextOf(request.query as Parameters, dashboard);
        return database.forViewer(request.raw.socket, (pool) =>
          Promise.all(
            annotations.map(async ({ name, iconColor, target }) => {
              const query: Target = { ...target, refId: "A", format: "table" };
              return { name, iconColor, frame: await runTarget(pool, query, context) };
            }),
          ),
        );
      });
    },
  );

  /** The statement that a panel's query becomes, to be run by hand. */
  app.get("/api/dashboards/:uid/panels/:id/sql", { config: { needs: "read" } }, async (request, reply) => {
    const dashboard = find(request);
    const panel = panelOf(dashboard, request);
    const text = await withStatus(async () => {
      const context = contextOf(request.query as Parameters, dashboard);
      return panel.targets.map(({ rawSql }) => `${statement(rawSql, context).sql};\n`).join("\n");
    });
    return reply.type("text/plain; charset=utf-8").send(text);
  });
}

function isPublic({ principal }: FastifyRequest): boolean {
  return principal.kind === "public";
}

function panelOf({ panels }: Dashboard, request: FastifyRequest): Panel {
  const found = panels.find(({ id }) => String(id) === (request.params as { id: string }).id);
  if (!found) throw new HttpError(404, "there is no such panel");
  return found;
}

/** Turns errors that the request caused into HTTP errors. */
async function withStatus<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RequestError || error instanceof VariableError || error instanceof MacroError)
      throw new HttpError(400, error.message, "", error);
    const { code } = error as { code?: string };
    if (code === QUERY_CANCELED)
      throw new HttpError(504, "the query took too long", "Choose a shorter range.", error);
    if (code && PARAMETER_ERROR.test(code)) throw new HttpError(400, (error as Error).message, "", error);
    throw error;
  }
}
