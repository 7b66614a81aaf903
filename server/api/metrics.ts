/** Figures of this process for Prometheus: requests since its start. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { IngestResult } from "../../store/ingest.ts";

/** Upper bounds, seconds: from one small batch to the time-out of a request. */
const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export class Metrics {
  readonly #registry = new Registry();
  readonly #records = new Counter({
    name: "smartlog_ingest_records_total",
    help: "Records that came by HTTP, by what became of them.",
    labelNames: ["result"],
    registers: [this.#registry],
  });
  readonly #requests = new Counter({
    name: "smartlog_ingest_requests_total",
    help: "Requests to /v1/ingest.",
    labelNames: ["result"],
    registers: [this.#registry],
  });
  readonly #cut = new Counter({
    name: "smartlog_ingest_cut_records_total",
    help: "Records that were longer than one may be, and are stored up to there.",
    registers: [this.#registry],
  });
  readonly #seconds = new Counter({
    name: "smartlog_ingest_seconds_total",
    help: "Time spent on requests that were stored.",
    registers: [this.#registry],
  });
  readonly #ingestSeconds = new Histogram({
    name: "smartlog_ingest_duration_seconds",
    help: "Time of each request to /v1/ingest that was stored, from its header to the commit.",
    buckets: SECONDS_BUCKETS,
    registers: [this.#registry],
  });
  readonly #scoreSeconds = new Histogram({
    name: "smartlog_score_duration_seconds",
    help: "Time of each request to /v1/score that was answered, from its header until the client has read the last event.",
    buckets: SECONDS_BUCKETS,
    registers: [this.#registry],
  });

  constructor() {
    // A counter that is absent until it first counts has no rate at its first increase.
    for (const result of ["stored", "duplicate", "rejected"]) this.#records.inc({ result }, 0);
    for (const result of ["ok", "failed"]) this.#requests.inc({ result }, 0);
    new Gauge({
      name: "process_resident_memory_bytes",
      help: "Memory of this process.",
      registers: [this.#registry],
      collect() {
        this.set(process.memoryUsage.rss());
      },
    });
  }

  /** Counts a request to /v1/ingest that was stored. */
  ingested(
    { stored, duplicates, rejected, cut = 0 }: IngestResult & { cut?: number },
    seconds: number,
  ): void {
    this.#records.inc({ result: "stored" }, stored);
    this.#records.inc({ result: "duplicate" }, duplicates);
    this.#records.inc({ result: "rejected" }, rejected);
    this.#cut.inc(cut);
    this.#requests.inc({ result: "ok" });
    this.#seconds.inc(seconds);
    this.#ingestSeconds.observe(seconds);
  }

  /** Counts a request to /v1/ingest that was not stored. */
  ingestFailed(): void {
    this.#requests.inc({ result: "failed" });
  }

  /** Counts a request to /v1/score whose answer was read to the end. */
  scored(seconds: number): void {
    this.#scoreSeconds.observe(seconds);
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
