/** The response to a request that failed, and its line in the log. */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { HttpError } from "./error.ts";
import { PROBLEM_TYPE, type Problem, type ProblemPlace, problemOf } from "./problem.ts";

/** The same failure is logged once in so long, with how often it came meanwhile: shippers retry every second. */
const LOG_EVERY_MS = 10_000;

/** Answers with a page that tells people of a problem. */
export type ProblemPage = (reply: FastifyReply, problem: Problem) => FastifyReply;

const METHODS: readonly HTTPMethods[] = ["GET", "POST", "DELETE"];

/** Problem details for programs; a page for what asks for one, which is a browser. */
export function addErrorHandler(app: FastifyInstance, page: ProblemPage): void {
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
    const { message, nextStep, retrySeconds, place } =
      error instanceof HttpError
        ? error
        : new HttpError(
            status,
            status < 500 ? error.message : "the server failed; its log says why",
            nextStepOf(error),
          );
    if (retrySeconds !== undefined) reply.header("retry-after", retrySeconds);
    return sendProblem(page, request, reply, status, message, nextStep, place);
  });
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split("?")[0] ?? "";
    const allowed = METHODS.filter((method) => app.findRoute({ method, url }) !== null);
    if (allowed.length === 0) return sendProblem(page, request, reply, 404, "there is nothing here");
    reply.header("allow", allowed.join(", "));
    return sendProblem(
      page,
      request,
      reply,
      405,
      `${request.method} does nothing here`,
      `Use ${allowed.join(" or ")}.`,
    );
  });
}

/** @param next what helps; empty where the detail says it */
export function sendProblem(
  page: ProblemPage,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  detail: string,
  next = "",
  place?: ProblemPlace,
): FastifyReply {
  const problem = problemOf(status, detail, next, request.url, place);
  reply.code(status).header("vary", "accept");
  if ((request.headers.accept ?? "").includes("text/html")) return page(reply, problem);
  return reply.type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${causeOf(error.cause)}` : error.message;
}

function nextStepOf({ code }: { code?: string }): string {
  return code === "FST_ERR_CTP_INVALID_MEDIA_TYPE"
    ? "Send records as application/json or application/x-ndjson, or lines of a log as text/plain."
    : "";
}
