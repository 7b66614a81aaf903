/** GET /metrics in Prometheus' text format, and GET /healthz. */
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { IngestResult } from "../../store/ingest.ts";
import { HttpError } from "./error.ts";

export class Metrics {
  #records = { stored: 0, duplicate: 0, rejected: 0 };
  #requests = { ok: 0, failed: 0 };
  #seconds = 0;

  ingested({ stored, duplicates, rejected }: IngestResult, seconds: number): void {
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

export function addMetrics(app: FastifyInstance, pool: Pool, metrics: Metrics): void {
  app.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(metrics.text()),
  );
  app.get("/healthz", async () => {
    try {
      await pool.query("select 1");
    } catch (cause) {
      throw new HttpError(503, "the database does not answer", "", cause);
    }
    return { ok: true };
  });
}
