/** GET /metrics in Prometheus' text format, and GET /healthz. */
import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import type { IngestAnswer } from "./ingest.ts";
import { StoreMetrics } from "./store-metrics.ts";

export class Metrics {
  #records = { stored: 0, duplicate: 0, rejected: 0 };
  #requests = { ok: 0, failed: 0 };
  #seconds = 0;
  #cut = 0;

  ingested({ stored, duplicates, rejected, cut = 0 }: IngestAnswer, seconds: number): void {
    this.#cut += cut;
    this.#records.stored += stored;
    this.#records.duplicate += duplicates;
    this.#records.rejected += rejected;
    this.#requests.ok++;
    this.#seconds += seconds;
  }

  failed(): void {
    this.#requests.failed++;
  }

  text(): string {
    return [
      ...counter("smartlog_ingest_records_total", "Records by what became of them.", "result", this.#records),
      ...counter("smartlog_ingest_requests_total", "Requests to /v1/ingest.", "result", this.#requests),
      "# HELP smartlog_ingest_cut_records_total Records that were longer than one may be, and are stored up to there.",
      "# TYPE smartlog_ingest_cut_records_total counter",
      `smartlog_ingest_cut_records_total ${this.#cut}`,
      "# HELP smartlog_ingest_seconds_total Time spent on requests that were stored.",
      "# TYPE smartlog_ingest_seconds_total counter",
      `smartlog_ingest_seconds_total ${this.#seconds}`,
      "# HELP process_resident_memory_bytes Memory of this process.",
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      "",
    ].join("\n");
  }
}

function counter(
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<string, number>>,
): string[] {
  const lines = Object.entries(values).map(([value, count]) => `${name}{${label}="${value}"} ${count}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...lines];
}

export function addMetrics(app: FastifyInstance, database: Database, metrics: Metrics): void {
  const store = new StoreMetrics(database);
  app.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(metrics.text() + (await store.text())),
  );
  app.get("/healthz", async () => {
    if (!(await database.isUp())) throw new HttpError(503, "the database does not answer");
    return { ok: true };
  });
}
