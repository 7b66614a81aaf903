/** SmartLog's server: the way in over HTTP, the viewer, and the pages of single events. */
import type { FastifyInstance } from "fastify";
import { addHealth } from "./api/health.ts";
import { addIngest } from "./api/ingest.ts";
import { Metrics } from "./api/metrics.ts";
import { addScore } from "./api/score.ts";
import { Scorer } from "./api/scorer.ts";
import { addTail } from "./api/tail.ts";
import { Database } from "./database/database.ts";
import { makeApp } from "./http/app.ts";
import { Bodies } from "./http/bodies.ts";
import { isLoopback } from "./http/loopback.ts";
import { Turns } from "./http/time-slices.ts";
import { TokenCheck } from "./http/token.ts";
import { addEvents } from "./pages/event.ts";
import { addLogin } from "./pages/login.ts";
import { StartError } from "./start-error.ts";
import { addAssets } from "./viewer/assets.ts";
import { addExtent } from "./viewer/extent.ts";
import { addViewer } from "./viewer/routes.ts";

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
  /** Goes on with the database at another address; until then requests that need one are answered 503. */
  useDatabase(url: string): Promise<void>;
  close(): Promise<void>;
}

export const DEFAULT_PORT = 8470;

/** @throws StartError where a token is needed; Error where the address can't be used; FilterError where the filter can't */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { databaseUrl, host = "127.0.0.1", port = DEFAULT_PORT, token } = options;
  if (!token && !isLoopback(host))
    throw new StartError(`${host} can be reached from other machines, and there is no token`, {
      nextStep: "Give one with --token or SMARTLOG_TOKEN.",
    });
  const scorer = new Scorer(options.module);
  const database = new Database(databaseUrl);
  const tokens = new TokenCheck(token || undefined);
  const app = makeApp(tokens);
  addRoutes(app, { database, scorer, tokens });
  const close = async () => {
    await app.close();
    await database.close();
  };
  try {
    return {
      url: await app.listen({ host, port }),
      reload: () => scorer.reload(),
      useDatabase: (url) => database.use(url),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  database: Database;
  scorer: Scorer;
  tokens: TokenCheck;
}

function addRoutes(app: FastifyInstance, { database, scorer, tokens }: Parts): void {
  const metrics = new Metrics();
  addHealth(app, database, metrics);
  app.register(async (records) => {
    // They read their bodies themselves, of whatever type, and bounded.
    records.removeAllContentTypeParsers();
    records.addContentTypeParser("*", (_request, _body, done) => done(null));
    const parts = { scorer, metrics, bodies: new Bodies(), turns: new Turns() };
    addIngest(records, { ...parts, database });
    addScore(records, parts);
  });
  addTail(app, database);
  addLogin(app, tokens);
  addEvents(app, database);
  addViewer(app, database);
  addExtent(app, database);
  addAssets(app);
}
