/** The response to a request that failed, and its line in the log. */
import type { FastifyInstance } from "fastify";
import { HttpError } from "./error.ts";

/** The same failure is logged once in so long, with how often it came meanwhile: shippers retry every second. */
const LOG_EVERY_MS = 10_000;

export function addErrorHandler(app: FastifyInstance): void {
  const logged = new Map<string, { until: number; repeats: number }>();

  const log = (text: string) => {
    const now = Date.now();
    const last = logged.get(text);
    if (last && last.until > now) {
      last.repeats++;
      return;
    }
    for (const [each, { until }] of logged) if (until <= now && each !== text) logged.delete(each);
    logged.set(text, { until: now + LOG_EVERY_MS, repeats: 0 });
    process.stderr.write(`smartlog: ${text}${last?.repeats ? ` (and ${last.repeats} times before)` : ""}\n`);
  };

  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    // The route, not the URL: text of a client's stays out of the log.
    if (status >= 500) log(`${request.method} ${request.routeOptions.url ?? "?"}: ${causeOf(error)}`);
    const { message, nextStep, retrySeconds } =
      error instanceof HttpError
        ? error
        : new HttpError(
            status,
            status < 500 ? error.message : "the server failed; its log says why",
            nextStepOf(error),
          );
    if (retrySeconds !== undefined) reply.header("retry-after", retrySeconds);
    return reply.code(status).send({ error: message, ...(nextStep ? { next: nextStep } : {}) });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "there is nothing here" }));
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${causeOf(error.cause)}` : error.message;
}

function nextStepOf({ code }: { code?: string }): string {
  return code === "FST_ERR_CTP_INVALID_MEDIA_TYPE"
    ? "Send records as application/json or application/x-ndjson, or lines of a log as text/plain."
    : "";
}
