/** GET /api/patterns: patterns of a range of time with their counts in it. */
import type { FastifyInstance } from "fastify";
import { KINDS } from "../../host/event.ts";
import { patternsOf, SORTS, type Sorted } from "../../store/patterns.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { loadDashboards } from "./query/dashboards.ts";
import { contextOf, type Parameters, RequestError } from "./query/request.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** `from` and `to` as in a dashboard's URL; `sort` is one of {@link SORTS}; `kind` may come several times; `limit`. */
export function addPatterns(app: FastifyInstance, database: Database): void {
  const dashboard = loadDashboards().get("smartlog-anomalies");
  if (!dashboard) throw new Error("there is no page of anomalies");
  app.get("/api/patterns", { config: { needs: "read" } }, async (request) => {
    const parameters = request.query as Parameters;
    try {
      const { range } = contextOf(parameters, dashboard);
      const asked = {
        ...range,
        kinds: kindsOf(parameters.kind),
        sorted: sortOf(parameters.sort),
        most: limitOf(parameters.limit),
      };
      return await database.forViewer(request.raw.socket, (pool) => patternsOf(pool, asked));
    } catch (error) {
      if (error instanceof RequestError) throw new HttpError(400, error.message, "", error);
      throw error;
    }
  });
}

type Parameter = Parameters[string];

function kindsOf(given: Parameter): string[] {
  const kinds = [given ?? []].flat();
  if (!kinds.every((kind) => (KINDS as readonly string[]).includes(kind)))
    throw new HttpError(400, `kind is one of ${KINDS.join(", ")}`);
  return kinds;
}

function sortOf(given: Parameter = "frequent"): Sorted {
  const sorted = SORTS.find((each) => each === given);
  if (!sorted) throw new HttpError(400, `sort is one of ${SORTS.join(", ")}`);
  return sorted;
}

function limitOf(given: Parameter): number {
  if (given === undefined) return DEFAULT_LIMIT;
  const limit = typeof given === "string" && /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new HttpError(400, `limit is a number from 1 to ${MAX_LIMIT}`);
  return limit;
}
