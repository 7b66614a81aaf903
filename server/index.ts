/** SmartLog's server: ingest and scoring over HTTP, the viewer, pages of single events. */
import type { FastifyInstance } from "fastify";
import type { BlocklistOptions } from "../blocklist/lib/select.ts";
import type { Resolver } from "../crawlers/reverse.ts";
import { addDecisions, type DecisionsOptions } from "./api/decisions.ts";
import { addEvents } from "./api/events.ts";
import { addFeedback } from "./api/feedback.ts";
import { addHealth } from "./api/health.ts";
import { addIncidentsApi } from "./api/incidents.ts";
import { addIngest } from "./api/ingest.ts";
import { addLive } from "./api/live.ts";
import { Metrics } from "./api/metrics.ts";
import { addOpenApi } from "./api/openapi.ts";
import { addScore } from "./api/score.ts";
import { Scorer } from "./api/scorer.ts";
import { Database } from "./database/database.ts";
import { DEFAULT_PORT } from "./default-port.ts";
import { addFrame } from "./frame/index.ts";
import type { ApiDocument } from "./http/api-document.ts";
import { makeApp } from "./http/app.ts";
import { BodyPool } from "./http/body-pool.ts";
import { isLoopback } from "./http/loopback.ts";
import { TimeSlices } from "./http/time-slices.ts";
import { TokenCheck } from "./http/token.ts";
import { addApiPage } from "./pages/api.ts";
import { addEntityPages } from "./pages/entities/routes.ts";
import { addEventPage } from "./pages/event.ts";
import { addExplore } from "./pages/explore/routes.ts";
import { FormKeys } from "./pages/form-keys.ts";
import { addGo } from "./pages/go.ts";
import { addIncidentLink } from "./pages/incident-link.ts";
import { addIncidentPages } from "./pages/incidents/routes.ts";
import { KeyFilter } from "./pages/key-filter.ts";
import { addLogin } from "./pages/login.ts";
import { addMuteForm } from "./pages/mute-form.ts";
import { addMutesPage } from "./pages/mutes.ts";
import { problemPage } from "./pages/problem.ts";
import { addReviewPage } from "./pages/review.ts";
import { RuleBook } from "./pages/rule-book.ts";
import { addRulePages } from "./pages/rules/routes.ts";
import { addTaughtPage, type TaughtSync } from "./pages/taught.ts";
import { StartError } from "./start-error.ts";
import { addAssets } from "./viewer/assets.ts";
import { addExtent } from "./viewer/extent.ts";
import { addPatterns } from "./viewer/patterns.ts";
import { addViewer } from "./viewer/routes.ts";

export interface ServerOptions {
  /** Connects as smartlog_serve (store/roles.ts), which may become smartlog_read, insert into `ingest`, write `feedback`. */
  databaseUrl: string;
  /** Default 127.0.0.1; an address that other machines can reach needs a token. */
  host?: string;
  /** Default {@link DEFAULT_PORT}; 0 for any free one. */
  port?: number;
  token?: string;
  /** Path of the filter; default: the build's. */
  module?: string;
  /** Who brings taught entries into the module in service; without, the pages say that nobody here does. */
  taught?: TaughtSync;
  /** Folders of the site's own rules of incidents, after SmartLog's, as they are now. */
  ruleFoldersOf?: () => readonly string[];
  /** Signs links in messages (watch/links.ts), as it is now; without, no such link does anything. */
  linkSecretOf?: () => string | undefined;
  /** What CrowdSec's bouncers are given; without, they are told that it is off. */
  decisions?: DecisionsOptions;
  /** By what a source's page says whether the block list has it; without, by the default policy. */
  blocklist?: BlocklistOptions;
  /** Whether an address' name may be looked up by DNS when somebody asks for it (default: true); a test brings its own resolver. */
  names?: boolean | Resolver;
  /** Where Postgres keeps its data, where that is on this machine: /readyz looks at its disk. */
  dataFolder?: string | undefined;
}

export interface RunningServer {
  url: string;
  /** Loads the filter as it is on disk now. @throws FilterError; the loaded one stays */
  reload(): void;
  /** Connects to the database at another address; requests that need it are answered 503 until then. */
  useDatabase(url: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws StartError without a token that is needed; Error where the address can't be used; FilterError */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { databaseUrl, host = "127.0.0.1", port = DEFAULT_PORT, token } = options;
  if (!token && !isLoopback(host))
    throw new StartError(`${host} can be reached from other machines, and there is no token`, {
      nextStep: "Give one with --token or SMARTLOG_TOKEN.",
    });
  const scorer = new Scorer(options.module);
  const keys = new KeyFilter(options.module);
  const database = new Database(databaseUrl);
  const tokens = new TokenCheck(token || undefined);
  const app = makeApp(tokens, (reply, problem) => reply.page(problemPage(problem)));
  const close = async () => {
    await app.close();
    await database.close();
  };
  try {
    const book = new RuleBook(options.ruleFoldersOf);
    const { taught, decisions, linkSecretOf = () => undefined, dataFolder } = options;
    const { blocklist = decisions, names = true } = options;
    await addOpenApi(app);
    addRoutes(app, {
      database,
      scorer,
      tokens,
      keys,
      book,
      taught,
      decisions,
      linkSecretOf,
      dataFolder,
      blocklist,
      names,
    });
    return {
      url: await app.listen({ host, port }),
      reload: () => {
        scorer.reload();
        keys.drop();
      },
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
  keys: KeyFilter;
  book: RuleBook;
  taught: TaughtSync | undefined;
  decisions: DecisionsOptions | undefined;
  blocklist: BlocklistOptions | undefined;
  names: boolean | Resolver;
  linkSecretOf: () => string | undefined;
  dataFolder: string | undefined;
}

function addRoutes(app: FastifyInstance, parts: Parts): void {
  const { database, scorer, tokens, keys, book, taught, decisions, linkSecretOf, dataFolder } = parts;
  const metrics = new Metrics();
  addFrame(app);
  addHealth(app, { database, metrics, scorer, dataFolder });
  app.register(async (records) => {
    // Bodies of any content type are read by the routes, within the pool's bounds.
    records.removeAllContentTypeParsers();
    records.addContentTypeParser("*", (_request, _body, done) => done(null));
    // Go sends an empty one where its user names none, and Fastify would refuse it.
    records.addHook("onRequest", async ({ headers }) => {
      if (headers["content-type"]?.trim() === "") delete headers["content-type"];
    });
    const slices = new TimeSlices();
    const shared = { scorer, metrics, bodies: new BodyPool(slices), slices };
    addIngest(records, { ...shared, database });
    addScore(records, shared);
  });
  addEvents(app, database);
  addIncidentsApi(app, database);
  addDecisions(app, database, decisions);
  addLive(app, database);
  addFeedback(app, database, () => taught?.changed());
  addApiPage(app, () => app.swagger() as unknown as ApiDocument, tokens.isRequired);
  addLogin(app, tokens);
  const formKeys = new FormKeys();
  addEventPage(app, database, { keys, formKeys, taught });
  addEntityPages(app, database, { formKeys, blocklist: parts.blocklist, names: parts.names });
  addReviewPage(app, database, formKeys);
  addTaughtPage(app, database, { formKeys, taught });
  addMutesPage(app, database, { formKeys, taught });
  addMuteForm(app, database, formKeys);
  addIncidentPages(app, database, { formKeys, book });
  addIncidentLink(app, database, linkSecretOf);
  addRulePages(app, database, { formKeys, book });
  addGo(app, database);
  addExplore(app, database);
  addViewer(app, database);
  addExtent(app, database);
  addPatterns(app, database);
  addAssets(app);
}
