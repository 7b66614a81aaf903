/** SmartLog's server: ingest and scoring over HTTP, the viewer, pages of single events. */
import type { FastifyInstance } from "fastify";
import type { BlocklistOptions } from "../blocklist/lib/select.ts";
import type { Resolver } from "../crawlers/reverse.ts";
import { AuditLog, addAudit } from "./access/audit-log.ts";
import { Authenticator } from "./access/authenticator.ts";
import { addLogin } from "./access/login.ts";
import { Logins } from "./access/logins.ts";
import { addOidc, Oidc, type OidcOptions } from "./access/oidc.ts";
import { Passwords } from "./access/passwords.ts";
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
import { addViews } from "./api/views.ts";
import { Database } from "./database/database.ts";
import { DEFAULT_PORT } from "./default-port.ts";
import { addFrame } from "./frame/index.ts";
import type { ApiDocument } from "./http/api-document.ts";
import { makeApp } from "./http/app.ts";
import { BodyPool } from "./http/body-pool.ts";
import { isLoopback } from "./http/loopback.ts";
import type { DeclaredRoute } from "./http/needs.ts";
import { TimeSlices } from "./http/time-slices.ts";
import { addApiPage } from "./pages/api.ts";
import { addDropped } from "./pages/dropped/routes.ts";
import { addEntityPages } from "./pages/entities/routes.ts";
import { addEventPage } from "./pages/event.ts";
import { addExplore } from "./pages/explore/routes.ts";
import { FormKeys } from "./pages/form-keys.ts";
import { addGo } from "./pages/go.ts";
import { checkedGrafanaUrl } from "./pages/home/grafana.ts";
import { addHome } from "./pages/home/routes.ts";
import { addIncidentLink } from "./pages/incident-link.ts";
import { addIncidentPages } from "./pages/incidents/routes.ts";
import { KeyFilter } from "./pages/key-filter.ts";
import { addLivePage } from "./pages/live.ts";
import { addMuteForm } from "./pages/mute-form.ts";
import { addMutesPage } from "./pages/mutes.ts";
import { problemPage } from "./pages/problem.ts";
import { addReviewPage } from "./pages/review.ts";
import { RuleBook } from "./pages/rule-book.ts";
import { addRulePages } from "./pages/rules/routes.ts";
import { addTaughtPage, type TaughtSync } from "./pages/taught.ts";
import { addVisitorPages } from "./pages/visitors/routes.ts";
import { addAccountPage } from "./settings/account.ts";
import { addAuditPage } from "./settings/audit.ts";
import { addTokensPage } from "./settings/tokens.ts";
import { addUsersPage } from "./settings/users.ts";
import { StartError } from "./start-error.ts";
import { addAssets } from "./viewer/assets.ts";
import { addExtent } from "./viewer/extent.ts";
import { addPatterns } from "./viewer/patterns.ts";
import { publicUids } from "./viewer/public-part.ts";
import { addViewer } from "./viewer/routes.ts";

export interface ServerOptions {
  /** Connects as smartlog_serve (store/roles.ts), which may become smartlog_read, insert into `ingest`, write what people say. */
  databaseUrl: string;
  /** Default 127.0.0.1; an address that other machines can reach needs a token or a user. */
  host?: string;
  /** Default {@link DEFAULT_PORT}; 0 for any free one. */
  port?: number;
  /** SMARTLOG_TOKEN: everything may be done by it. */
  token?: string;
  /** Whether requests of this machine's own are asked for no login, also where there are users. */
  openLoopback?: boolean;
  /** Names of dashboards that everybody may see, as `overview`. */
  publicDashboards?: readonly string[];
  /** The OpenID provider that people may log in by. */
  oidc?: OidcOptions;
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
  /** Where Grafana shows the same dashboards (http or https): the home page leads there, too. */
  grafanaUrl?: string | undefined;
  /** Whether the store has the sample of `smartlog start`, and no log of anybody's: the home page says so. */
  isSample?: boolean | undefined;
}

export interface RunningServer {
  url: string;
  /** All that is answered, and what each needs. */
  routes: readonly DeclaredRoute[];
  /** Loads the filter as it is on disk now. @throws FilterError; the loaded one stays */
  reload(): void;
  /** Connects to the database at another address; requests that need it are answered 503 until then. */
  useDatabase(url: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws StartError without a token that is needed; Error where the address can't be used; FilterError */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { databaseUrl, host = "127.0.0.1", port = DEFAULT_PORT, token } = options;
  const scorer = new Scorer(options.module);
  const keys = new KeyFilter(options.module);
  const database = new Database(databaseUrl);
  const log = new AuditLog(database);
  const passwords = new Passwords();
  const authenticator = new Authenticator(database, log, {
    token: token || undefined,
    host,
    openLoopback: options.openLoopback ?? false,
    publicDashboards: publicUids(options.publicDashboards ?? []),
  });
  const app = makeApp(authenticator, (reply, problem) => reply.page(problemPage(problem)));
  const close = async () => {
    await app.close();
    await passwords.close();
    await database.close();
  };
  try {
    await checkReach(authenticator, host, token);
    const book = new RuleBook(options.ruleFoldersOf);
    const { taught, decisions, linkSecretOf = () => undefined, dataFolder } = options;
    const { blocklist = decisions, names = true } = options;
    const oidc = options.oidc && new Oidc(options.oidc);
    const access = { authenticator, log, passwords, oidc };
    await addOpenApi(app);
    const { module, isSample = false } = options;
    const grafanaUrl = options.grafanaUrl ? checkedGrafanaUrl(options.grafanaUrl) : undefined;
    addRoutes(app, {
      database,
      scorer,
      access,
      keys,
      book,
      taught,
      decisions,
      linkSecretOf,
      dataFolder,
      blocklist,
      names,
      module,
      grafanaUrl,
      isSample,
    });
    return {
      url: await app.listen({ host, port }),
      routes: app.declared,
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

/** @throws StartError where other machines reach a server that nobody could log in to; HttpError 503 */
async function checkReach(
  authenticator: Authenticator,
  host: string,
  token: string | undefined,
): Promise<void> {
  // Asked here too, so that the first request knows it.
  if (token || isLoopback(host)) await authenticator.hasAccounts().catch(() => {});
  else if (!(await authenticator.hasAccounts()))
    throw new StartError(
      `${host} can be reached from other machines, and there is neither a user nor a token`,
      {
        nextStep: "Make one with `smartlog user add NAME --role admin`, or set SMARTLOG_TOKEN.",
      },
    );
}

interface Parts {
  database: Database;
  scorer: Scorer;
  access: {
    authenticator: Authenticator;
    log: AuditLog;
    passwords: Passwords;
    oidc: Oidc | undefined;
  };
  keys: KeyFilter;
  book: RuleBook;
  taught: TaughtSync | undefined;
  decisions: DecisionsOptions | undefined;
  blocklist: BlocklistOptions | undefined;
  names: boolean | Resolver;
  linkSecretOf: () => string | undefined;
  dataFolder: string | undefined;
  module: string | undefined;
  grafanaUrl: string | undefined;
  isSample: boolean;
}

function addRoutes(app: FastifyInstance, parts: Parts): void {
  const { database, scorer, access, keys, book, taught, decisions, linkSecretOf, dataFolder } = parts;
  const { authenticator, log, passwords, oidc } = access;
  addAudit(app, log);
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
  addLive(app, database, authenticator);
  addFeedback(app, database, { log, changed: () => taught?.changed() });
  addApiPage(
    app,
    () => app.swagger() as unknown as ApiDocument,
    () => authenticator.asks,
  );
  const logins = new Logins(database, passwords, log);
  addLogin(app, database, { authenticator, logins, log, provider: oidc?.name });
  if (oidc) addOidc(app, database, { oidc, authenticator, logins, log });
  addViews(app, database);
  const formKeys = new FormKeys();
  addAccountPage(app, database, { formKeys, authenticator, logins, passwords });
  addUsersPage(app, database, { formKeys, authenticator, passwords });
  addTokensPage(app, database, { formKeys, authenticator });
  addAuditPage(app, database);
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
  addHome(app, database, { ...parts, formKeys, needsToken: () => authenticator.asks });
  addDropped(app, database, { ...parts, formKeys });
  addVisitorPages(app, database, formKeys);
  addExplore(app, database, formKeys);
  addLivePage(app, database);
  addViewer(app, database, authenticator.publicDashboards);
  addExtent(app, database);
  addPatterns(app, database);
  addAssets(app);
}
