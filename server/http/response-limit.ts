import type { FastifyInstance } from "fastify";
import { HttpError } from "./error.ts";

/** Of answers that are made and not taken yet by those who asked. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** A bound on what is held for clients that ask much and read slowly. */
export function addAnswers(app: FastifyInstance): void {
  let held = 0;

  app.addHook("onSend", async (_request, reply, payload) => {
    if (typeof payload !== "string") return; // assets, which are there once; streams, which wait for their reader
    if (held + payload.length > MOST_CHARACTERS && reply.statusCode < 400)
      throw new HttpError(503, "too many answers wait to be read", "Ask again in a second.");
    held += payload.length;
    reply.raw.once("close", () => {
      held -= payload.length;
    });
  });
}
