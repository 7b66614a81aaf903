/** GET /healthz, and GET /metrics in Prometheus' text format. */
import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import type { Metrics } from "./metrics.ts";
import { StoreMetrics } from "./store-metrics.ts";

export function addHealth(app: FastifyInstance, database: Database, metrics: Metrics): void {
  const store = new StoreMetrics(database);
  app.get("/metrics", { config: { needs: "read" } }, async (_request, reply) =>
    reply
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send((await metrics.text()) + (await store.text())),
  );
  app.get("/healthz", { config: { needs: "open" } }, async () => {
    if (!(await database.isUp())) throw new HttpError(503, "the database does not answer");
    return { ok: true };
  });
}
