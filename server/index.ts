/** SmartLog's server: the way in over HTTP, the viewer, and the pages of single events. */
import Fastify, { type FastifyInstance } from "fastify";
import type pg from "pg";
import { makePool } from "../store/pool.ts";
import { addAssets } from "./http/assets.ts";
import { HttpError } from "./http/error.ts";
import { addEvents } from "./http/events.ts";
import { addExtent } from "./http/extent.ts";
import { addGuard } from "./http/guard.ts";
import { addIngest } from "./http/ingest.ts";
import { isLoopback } from "./http/loopback.ts";
import { addMetrics, Metrics } from "./http/metrics.ts";
import { MAX_BODY_BYTES } from "./http/records.ts";
import { addTail } from "./http/tail.ts";
import { addViewer } from "./http/viewer.ts";
import { Scorer } from "./scorer.ts";

export interface ServerOptions {
  /** Of smartlog_serve (store/roles.ts): it may become smartlog_read, insert into the view `ingest`, write `feedback`. */
  databaseUrl: string;
  /** 127.0.0.1 when left out; any other than this machine's own needs a token. */
  host?: string;
  /** {@link DEFAULT_PORT} when left out; 0 for any free one. */
  port?: number;
  token?: string;
  /** The filter; the one that the build made when left out. */
  module?: string;
}

export interface RunningServer {
  url: string;
  /** Takes the filter as it is on disk now. */
  reload(): void;
  close(): Promise<void>;
}

export const DEFAULT_PORT = 8470;
const VIEW_CONNECTIONS = 4;
const INGEST_CONNECTIONS = 4;

/** @throws Error where the address can't be used; FilterError where the filter can't */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { databaseUrl, host = "127.0.0.1", port = DEFAULT_PORT, token } = options;
  if (!token && !isLoopback(host))
    throw new HttpError(
      400,
      `${host} can be reached from other machines, and there is no token`,
      "Give one with --token or SMARTLOG_TOKEN.",
    );
  const view = poolOf(databaseUrl, VIEW_CONNECTIONS);
  const ingest = poolOf(databaseUrl, INGEST_CONNECTIONS);
  const scorer = new Scorer(options.module);
  const app = makeApp({ view, ingest, scorer, token: token || undefined });
  const close = async () => {
    await app.close();
    await Promise.all([view.end(), ingest.end()]);
  };
  try {
    return { url: await app.listen({ host, port }), reload: () => scorer.reload(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  view: pg.Pool;
  ingest: pg.Pool;
  scorer: Scorer;
  token: string | undefined;
}

function makeApp({ view, ingest, scorer, token }: Parts): FastifyInstance {
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true, logger: false });
  const metrics = new Metrics();
  app.removeAllContentTypeParsers();
  for (const type of ["application/json", "application/x-ndjson", "application/ndjson"])
    app.addContentTypeParser(type, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: 65_536 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500)
      process.stderr.write(`smartlog: ${request.method} ${request.url.split("?")[0]}: ${causeOf(error)}\n`);
    const message =
      error instanceof HttpError || status < 500 ? error.message : "the server failed; its log says why";
    const nextStep = error instanceof HttpError && error.nextStep ? { next: error.nextStep } : {};
    return reply.code(status).send({ error: message, ...nextStep });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "there is nothing here" }));
  addGuard(app, token);
  addMetrics(app, view, metrics);
  addIngest(app, { pool: ingest, scorer, metrics });
  addViewer(app, view);
  addExtent(app, view);
  addEvents(app, view);
  addTail(app, view);
  addAssets(app);
  return app;
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function poolOf(connectionString: string, max: number): pg.Pool {
  return makePool({ connectionString, max, application_name: "smartlog server" });
}
