/** POST /v1/score: as /v1/ingest, without storing; the answer goes out while it is made, no faster than it is read. */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { now } from "../../host/time.ts";
import type { Body } from "../http/bodies.ts";
import { Lanes } from "../http/semaphore.ts";
import { type IngestParts, tagOf } from "./ingest.ts";
import { type Records, recordsOf } from "./records.ts";

const CHUNK_CHARACTERS = 64 * 1024;
/** Answers that are being made and read. */
const MOST_AT_ONCE = 4;
const MOST_WAITING = 32;
const WAIT_MS = 20_000;

type ScoreParts = Omit<IngestParts, "database">;

export function addScore(app: FastifyInstance, parts: ScoreParts): void {
  const { bodies, turns, metrics } = parts;
  const lanes = new Lanes(MOST_AT_ONCE, MOST_WAITING, WAIT_MS, () => bodies.giveWay());

  app.post("/v1/score", async (request, reply) => {
    const started = performance.now();
    const body = await bodies.read(request.raw);
    try {
      const records = await recordsOf(body.bytes, request.headers["content-type"], turns);
      const leave = await lanes.enter(request.raw.socket);
      const lines = Readable.from(score(records, tagOf(request), body, parts), { objectMode: false });
      lines.once("end", () => metrics.scored((performance.now() - started) / 1000));
      // Whatever ends it: all is sent, nobody reads on, or nobody ever began to.
      lines.once("close", () => {
        body.release();
        leave();
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
  { scorer, turns }: ScoreParts,
): AsyncGenerator<string> {
  const time = now();
  let chunk = "";
  for (let index = 0; index < records.count; index++) {
    if (turns.isOver) await turns.next();
    if (body.isReleased) throw new Error("the reader stood still while others waited");
    chunk += `${scorer.scored(records.at(index), time, tag)}\n`;
    if (chunk.length < CHUNK_CHARACTERS && index + 1 < records.count) continue;
    body.waits();
    yield chunk;
    body.goesOn();
    chunk = "";
  }
}
