/** POST /v1/ingest: scores and stores records, and answers 200 after the commit. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { now } from "../../host/time.ts";
import { type IngestResult, ingest, type Rejection } from "../../store/ingest.ts";
import { type Database, INGEST_CONNECTIONS } from "../database/database.ts";
import { orUnavailable } from "../database/or-unavailable.ts";
import type { BodyPool } from "../http/body-pool.ts";
import { HttpError } from "../http/error.ts";
import { Semaphore } from "../http/semaphore.ts";
import type { TimeSlices } from "../http/time-slices.ts";
import { recordsOf } from "./find-records.ts";
import type { Metrics } from "./metrics.ts";
import type { Records } from "./records.ts";
import { INGESTED, RECORDS, TAG_PARAMETER } from "./schema/event.ts";
import { operation } from "./schema/schema.ts";
import type { Scorer } from "./scorer.ts";

const BATCH_ROWS = 1_000;
/** Of scored records; a batch takes several times that on its way to Postgres. */
const BATCH_CHARACTERS = 1024 * 1024;
/** Requests that wait while others are stored; more are answered 503, and sent again by their shippers. */
const MAX_WAITING = 32;
const WAIT_MS = 20_000;
const MAX_REASONS = 100;
const DEFAULT_TAG = "http";

const SCHEMA = operation({
  id: "ingest",
  tag: "records",
  summary: "Scores and stores records; answers after the commit",
  description:
    "Packed by gzip, zstd or deflate where content-encoding says so. Without a content type the body is read as what it is. 503: send the batch again, nothing is stored twice that has a file and an offset.",
  query: TAG_PARAMETER,
  body: RECORDS,
  answers: { 200: { description: "What became of them.", content: { "application/json": INGESTED } } },
});

export interface IngestParts {
  database: Database;
  scorer: Scorer;
  bodies: BodyPool;
  slices: TimeSlices;
  metrics: Metrics;
}

/** What became of a request's records. */
export interface IngestAnswer extends IngestResult {
  /** Records that were longer than one may be, and are stored up to there; left out where there is none. */
  cut?: number;
}

export function addIngest(app: FastifyInstance, parts: IngestParts): void {
  const { database, bodies, slices, metrics } = parts;
  const semaphore = new Semaphore(INGEST_CONNECTIONS, MAX_WAITING, WAIT_MS);

  app.post("/v1/ingest", { config: { needs: "ingest" }, schema: SCHEMA }, async (request) => {
    const started = performance.now();
    try {
      const body = await bodies.read(request.raw);
      try {
        const records = await recordsOf(body.bytes, request.headers["content-type"], slices);
        const release = await semaphore.acquire(request.raw.socket);
        try {
          const result = await store(database.ingest, tagOf(request), records, parts);
          metrics.ingested(result, (performance.now() - started) / 1000);
          return result;
        } finally {
          release();
        }
      } finally {
        body.release();
      }
    } catch (error) {
      metrics.ingestFailed();
      if (error instanceof HttpError) throw error;
      throw new HttpError(
        503,
        "the batch could not be stored; nothing of it is lost if it is sent again",
        "",
        error,
      );
    }
  });
}

async function store(
  pool: Pool,
  tag: string,
  records: Records,
  { scorer, slices }: IngestParts,
): Promise<IngestAnswer> {
  const time = now();
  const arrival = time.seconds + time.nanoseconds / 1e9;
  const total = { stored: 0, duplicates: 0, rejected: 0 };
  const reasons: Rejection[] = [];
  let rows: { time: number; data: string }[] = [];
  let characters = 0;
  let first = 0;
  const flush = async () => {
    const result = await orUnavailable(ingest(pool, tag, rows));
    total.stored += result.stored;
    total.duplicates += result.duplicates;
    total.rejected += result.rejected;
    for (const { index, reason } of result.reasons ?? [])
      if (reasons.length < MAX_REASONS) reasons.push({ index: first + index, reason });
    first += rows.length;
    rows = [];
    characters = 0;
  };
  for (let index = 0; index < records.count; index++) {
    if (slices.isOver) await slices.next();
    const data = scorer.scoreToStore(records.at(index), time, tag);
    rows.push({ time: arrival, data });
    characters += data.length;
    if (rows.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await flush();
  }
  if (rows.length > 0) await flush();
  return {
    ...total,
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(records.cut > 0 ? { cut: records.cut } : {}),
  };
}

/** What the shipper calls the stream: `?tag=` or the header `x-smartlog-tag`. */
export function tagOf(request: FastifyRequest): string {
  const { tag } = request.query as { tag?: unknown };
  const header = request.headers["x-smartlog-tag"];
  const given = typeof tag === "string" ? tag : typeof header === "string" ? header : "";
  return given.slice(0, 255) || DEFAULT_TAG;
}
