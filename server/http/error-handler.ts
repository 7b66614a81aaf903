/** How a request that failed is answered, and what of it goes into the log. */
import type { FastifyInstance } from "fastify";
import { HttpError } from "./error.ts";

/** The same failure is told once in so long, with how often it came meanwhile: shippers try again every second. */
const TELL_EVERY_MS = 10_000;

export function addFailures(app: FastifyInstance): void {
  const told = new Map<string, { until: number; more: number }>();

  const tell = (text: string) => {
    const now = Date.now();
    const last = told.get(text);
    if (last && last.until > now) {
      last.more++;
      return;
    }
    for (const [each, { until }] of told) if (until <= now && each !== text) told.delete(each);
    told.set(text, { until: now + TELL_EVERY_MS, more: 0 });
    process.stderr.write(`smartlog: ${text}${last?.more ? ` (and ${last.more} times before)` : ""}\n`);
  };

  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    // By route: what a visitor writes is no part of the log.
    if (status >= 500) tell(`${request.method} ${request.routeOptions.url ?? "?"}: ${causeOf(error)}`);
    const { message, nextStep, retrySeconds } =
      error instanceof HttpError
        ? error
        : new HttpError(
            status,
            status < 500 ? error.message : "the server failed; its log says why",
            helpOf(error),
          );
    if (retrySeconds !== undefined) reply.header("retry-after", retrySeconds);
    return reply.code(status).send({ error: message, ...(nextStep ? { next: nextStep } : {}) });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "there is nothing here" }));
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${causeOf(error.cause)}` : error.message;
}

function helpOf({ code }: { code?: string }): string {
  return code === "FST_ERR_CTP_INVALID_MEDIA_TYPE"
    ? "Send records as application/json or application/x-ndjson, or lines of a log as text/plain."
    : "";
}
