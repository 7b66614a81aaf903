/** GET /healthz: the process is alive; GET /readyz: it can do its work; GET /metrics in Prometheus' text format. */
import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.ts";
import type { Metrics } from "./metrics.ts";
import { type Check, Readiness } from "./readiness.ts";
import { count, example, object, operation, text } from "./schema/schema.ts";
import type { Scorer } from "./scorer.ts";
import { StoreMetrics } from "./store-metrics.ts";

const CHECK = object({ ok: { type: "boolean" }, detail: text("What is wrong, or what works.") });
const HEALTH = operation({
  id: "isAlive",
  tag: "operation",
  summary: "Whether the process answers",
  description:
    "Restart it where it doesn't. It asks nobody else: a database that is away is no reason to restart.",
  answers: {
    200: {
      description: "It answers.",
      content: { "application/json": object({ ok: { const: true }, seconds: count("Since its start.") }) },
    },
  },
});
const READY = operation({
  id: "isReady",
  tag: "operation",
  summary: "Whether records can be scored and stored",
  description: "Send nothing here while it is 503. Looked at once a second at most.",
  answers: Object.fromEntries(
    [200, 503].map((status) => [
      status,
      {
        description: status === 200 ? "Everything works." : "Something doesn't: its `ok` is false.",
        content: {
          "application/json": object({
            ok: { const: status === 200 },
            checks: object({ database: CHECK, filter: CHECK, disk: CHECK }, ["disk"]),
          }),
        },
      },
    ]),
  ),
});
const METRICS = operation({
  id: "readMetrics",
  tag: "operation",
  summary: "Figures for Prometheus, of this process and of the store",
  answers: {
    200: {
      description: "In Prometheus' text format.",
      content: { "text/plain": example(text("A figure a line."), "smartlog_store_up 1\n") },
    },
  },
});

interface HealthParts {
  database: Database;
  metrics: Metrics;
  scorer: Scorer;
  dataFolder: string | undefined;
}

export function addHealth(
  app: FastifyInstance,
  { database, metrics, scorer, dataFolder }: HealthParts,
): void {
  const store = new StoreMetrics(database);
  const readiness = new Readiness(database, scorer, dataFolder);

  app.get("/metrics", { config: { needs: "read" }, schema: METRICS }, async (_request, reply) =>
    reply
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send((await metrics.text()) + (await store.text())),
  );
  app.get("/healthz", { config: { needs: "open" }, schema: HEALTH }, async () => ({
    ok: true,
    seconds: Math.floor(process.uptime()),
  }));
  app.get("/readyz", { config: { needs: "open" }, schema: READY }, async (_request, reply) => {
    const checks: Record<string, Check> = await readiness.checks();
    const ok = Object.values(checks).every((check) => check.ok);
    if (!ok) reply.code(503).header("retry-after", 1);
    return reply.type("application/json").send({ ok, checks });
  });
}
