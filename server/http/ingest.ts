/** POST /v1/ingest: records in, scored, stored, and only then 200. POST /v1/score: the same without storing. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { now } from "../../host/filter.ts";
import { type IngestResult, ingest } from "../../store/ingest.ts";
import type { Scorer } from "../scorer.ts";
import { HttpError } from "./error.ts";
import type { Metrics } from "./metrics.ts";
import { recordsOf } from "./records.ts";

const BATCH_ROWS = 5_000;
const BATCH_CHARACTERS = 16 * 1024 * 1024;
/** Requests that are stored at once; more are told to come again, which shippers do. */
const MOST_AT_ONCE = 16;
const RETRY_SECONDS = "1";
const DEFAULT_TAG = "http";

export interface IngestParts {
  pool: Pool;
  scorer: Scorer;
  metrics: Metrics;
}

export function addIngest(app: FastifyInstance, { pool, scorer, metrics }: IngestParts): void {
  let atOnce = 0;

  app.post("/v1/ingest", async (request, reply) => {
    if (atOnce >= MOST_AT_ONCE) {
      reply.header("retry-after", RETRY_SECONDS);
      throw new HttpError(503, "too many requests are being stored", "Send it again in a second.");
    }
    atOnce++;
    const started = performance.now();
    try {
      const records = await recordsOf(request);
      const result = await store(pool, tagOf(request), records, scorer);
      metrics.ingested(result, (performance.now() - started) / 1000);
      return result;
    } catch (error) {
      metrics.failed();
      if (error instanceof HttpError) throw error;
      request.log.error(error);
      reply.header("retry-after", RETRY_SECONDS);
      throw new HttpError(
        503,
        "the batch could not be stored; nothing of it is lost if it is sent again",
        "",
        error,
      );
    } finally {
      atOnce--;
    }
  });

  app.post("/v1/score", async (request, reply) => {
    const time = now();
    const tag = tagOf(request);
    const scored = (await recordsOf(request)).map((record) => scorer.scored(record, time, tag));
    return reply.type("application/x-ndjson").send(scored.map((line) => `${line}\n`).join(""));
  });
}

async function store(pool: Pool, tag: string, records: string[], scorer: Scorer): Promise<IngestResult> {
  const time = now();
  const arrival = time.seconds + time.nanoseconds / 1e9;
  const total: IngestResult = { stored: 0, duplicates: 0, rejected: 0 };
  let rows: { time: number; data: string }[] = [];
  let characters = 0;
  const flush = async () => {
    const result = await ingest(pool, tag, rows);
    total.stored += result.stored;
    total.duplicates += result.duplicates;
    total.rejected += result.rejected;
    rows = [];
    characters = 0;
  };
  for (const record of records) {
    const data = scorer.stored(record, time, tag);
    rows.push({ time: arrival, data });
    characters += data.length;
    if (rows.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await flush();
  }
  await flush();
  return total;
}

/** What the shipper calls the stream: `?tag=` or the header `x-smartlog-tag`. */
function tagOf(request: FastifyRequest): string {
  const { tag } = request.query as { tag?: unknown };
  const header = request.headers["x-smartlog-tag"];
  const given = typeof tag === "string" ? tag : typeof header === "string" ? header : "";
  return given.slice(0, 255) || DEFAULT_TAG;
}
