/** GET /api/extent: where the events lie in time, so that a range without any can say where there are some. */
import type { FastifyInstance } from "fastify";
import { answerOf, type Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { loadDashboards } from "./query/dashboards.ts";
import { contextOf, type Parameters, RequestError } from "./query/request.ts";
import { readOnly } from "./query/run.ts";

/** Of the roll-ups, which stay when events are dropped, and are read in milliseconds whatever the store holds. */
const EXTENT = (from: string, to: string) => `
  select json_build_object(
    'events', (select coalesce(sum(events), 0) from rollup_day),
    'from', (select floor(extract(epoch from min(at)) * 1000) from rollup_minute),
    'to', (select floor(extract(epoch from max(at) + interval '1 minute') * 1000) from rollup_minute),
    'inRange', exists (
      select from rollup_minute where at > timestamptz '${from}' - interval '1 minute' and at <= '${to}'
    ) or exists (
      select from rollup_day where at > timestamptz '${from}' - interval '1 day' and at <= '${to}'
        and at < (select min(at) from rollup_minute)
    ))`;

/** The range is the one of a dashboard's URL. */
export function addExtent(app: FastifyInstance, database: Database): void {
  const dashboard = loadDashboards().get("smartlog-overview");
  if (!dashboard) throw new Error("there is no overview");
  app.get("/api/extent", async (request) => {
    try {
      const { range } = contextOf(request.query as Parameters, dashboard);
      const text = EXTENT(range.from.toISOString(), range.to.toISOString());
      const { rows } = await answerOf(database.ask(request.raw.socket, (pool) => readOnly(pool, text)));
      return JSON.parse(rows[0]?.[0]);
    } catch (error) {
      if (error instanceof RequestError) throw new HttpError(400, error.message, "", error);
      throw error;
    }
  });
}
