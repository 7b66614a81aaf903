import type { FastifyInstance } from "fastify";
import { HttpError } from "./error.ts";

/** Of all responses that are made and not read yet. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Bounds the memory of responses that slow clients have not read yet. */
export function addResponseLimit(app: FastifyInstance): void {
  let held = 0;

  app.addHook("onSend", async (_request, reply, payload) => {
    // Not assets, which are in memory anyway, and not streams, which wait for their reader.
    if (typeof payload !== "string") return;
    if (held + payload.length > MAX_CHARACTERS && reply.statusCode < 400)
      throw new HttpError(503, "too many answers wait to be read", "Ask again in a second.");
    held += payload.length;
    reply.raw.once("close", () => {
      held -= payload.length;
    });
  });
}
