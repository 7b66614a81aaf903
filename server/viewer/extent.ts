/** GET /api/extent: where the events lie in time, so that a range without any can say where there are some. */
import type { FastifyInstance } from "fastify";
import { extentOf } from "../../store/events/extent.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { loadDashboards } from "./query/dashboards.ts";
import { contextOf, type Parameters, RequestError } from "./query/request.ts";

/** The range is the one of a dashboard's URL. */
export function addExtent(app: FastifyInstance, database: Database): void {
  const dashboard = loadDashboards().get("smartlog-overview");
  if (!dashboard) throw new Error("there is no overview");
  app.get("/api/extent", { config: { needs: "read", public: true } }, async (request) => {
    try {
      const { range } = contextOf(request.query as Parameters, dashboard);
      return await database.forViewer(request.raw.socket, (pool) => extentOf(pool, range));
    } catch (error) {
      if (error instanceof RequestError) throw new HttpError(400, error.message, "", error);
      throw error;
    }
  });
}
