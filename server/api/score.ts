/** POST /v1/score: scores records without storing them. The answer is a stream, made no faster than it is read. */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { now } from "../../host/time.ts";
import type { Body } from "../http/body.ts";
import { Semaphore } from "../http/semaphore.ts";
import { recordsOf } from "./find-records.ts";
import { type IngestParts, tagOf } from "./ingest.ts";
import type { Records } from "./records.ts";
import { RECORDS, TAG_PARAMETER } from "./schema/event.ts";
import { operation } from "./schema/schema.ts";

const CHUNK_CHARACTERS = 64 * 1024;
/** Answers that are being made or read. */
const MAX_AT_ONCE = 4;
const MAX_WAITING = 32;
const WAIT_MS = 20_000;

const SCHEMA = operation({
  id: "score",
  tag: "records",
  summary: "Scores records without storing them",
  description: "The same bodies as /v1/ingest takes. The answer comes no faster than it is read.",
  query: TAG_PARAMETER,
  body: RECORDS,
  answers: {
    200: {
      description:
        "The records in their order, one a line, each with its event as its last member, `smartlog`.",
      content: {
        "application/x-ndjson": {
          type: "object",
          properties: { smartlog: { type: "object", required: ["v", "id", "ts", "kind", "label", "score"] } },
          required: ["smartlog"],
        },
      },
    },
  },
});

type ScoreParts = Omit<IngestParts, "database">;

export function addScore(app: FastifyInstance, parts: ScoreParts): void {
  const { bodies, slices, metrics } = parts;
  const semaphore = new Semaphore(MAX_AT_ONCE, MAX_WAITING, WAIT_MS, () => bodies.evictStalled());

  app.post("/v1/score", { config: { needs: ["ingest", "read"] }, schema: SCHEMA }, async (request, reply) => {
    const started = performance.now();
    const body = await bodies.read(request.raw);
    try {
      const records = await recordsOf(body.bytes, request.headers["content-type"], slices);
      const release = await semaphore.acquire(request.raw.socket);
      const lines = Readable.from(score(records, tagOf(request), body, parts), { objectMode: false });
      lines.once("end", () => metrics.scored((performance.now() - started) / 1000));
      // In every case: all was sent, or the client stopped reading, or never began to.
      lines.once("close", () => {
        body.release();
        release();
      });
      return reply.type("application/x-ndjson").send(lines);
    } catch (error) {
      body.release();
      throw error;
    }
  });
}

async function* score(
  records: Records,
  tag: string,
  body: Body,
  { scorer, slices }: ScoreParts,
): AsyncGenerator<string> {
  const time = now();
  let chunk = "";
  for (let index = 0; index < records.count; index++) {
    if (slices.isOver) await slices.next();
    if (body.isReleased) throw new Error("the client stopped reading while others waited");
    chunk += `${scorer.score(records.at(index), time, tag)}\n`;
    if (chunk.length < CHUNK_CHARACTERS && index + 1 < records.count) continue;
    body.startWaiting();
    yield chunk;
    body.stopWaiting();
    chunk = "";
  }
}
