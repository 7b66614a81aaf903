import { closeSync, constants, openSync, rmSync, writeSync } from "node:fs";
import { defaultModulePath } from "../../host/module.ts";
import { startServer } from "../../server/index.ts";
import { NOBODY } from "../../server/pages/taught.ts";
import { dataDir } from "../../store/data-dir.ts";
import { importGeo } from "../../store/geo.ts";
import { migrate } from "../../store/migrate.ts";
import type { Store } from "../../store/open.ts";
import { isAdministrator, serveUrl } from "../../store/roles.ts";
import { keepUp, type Upkeep } from "../../store/upkeep.ts";
import { assertMigrated } from "../../store/version.ts";
import { keepWatching, type Watching } from "../../watch/keep.ts";
import { openInBrowser } from "../lib/browser.ts";
import { CommandError, messageOf } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { runnersOf } from "../lib/publishing.ts";
import { isSampleFolder } from "../lib/sample.ts";
import { currentConfigOf, watchFile, watchParts } from "../lib/watch.ts";
import { namedModule } from "../teach/module.ts";
import { rangesOf } from "../verify-bots/run.ts";
import { blocklistFor } from "./decisions.ts";
import { type Judging, keepJudging } from "./judging.ts";
import { oidcOf } from "./oidc.ts";
import { CLOSE_MS, inTime, openAgain, openInTime } from "./store.ts";
import { keepTeaching, type Teaching } from "./teach.ts";
import { type Checks, keepVerifying } from "./verify-bots.ts";

export interface ServeOptions {
  data?: string;
  databaseUrl?: string;
  open?: boolean;
  host: string;
  port: number;
  /** Empty where none is asked for. */
  token: string;
  openLoopback?: boolean;
  /** Names of dashboards that everybody may see. */
  publicDashboards?: string[];
  module?: string;
  pidFile?: string;
  /** Hours between two checks of clients that claim to be a crawler; none where left out. */
  verifyBots?: number;
  /** What crawlers' makers publish, as `NAME=FILE`. */
  ranges: string[];
  /** Whether taught entries may be put into the module. */
  teach: boolean;
  /** What CrowdSec's bouncers send; decisions are off without. */
  bouncerKey?: string;
  /** Where Grafana shows the same dashboards; empty for nowhere. */
  grafanaUrl?: string;
  /** File with what is on the list for them. */
  policy?: string;
  /** Whether names of addresses may be looked up by DNS when somebody asks for one. */
  reverseDns: boolean;
  /** watch.yaml: who is told of incidents, and how; nobody where left out. */
  watch?: string;
  /** Fluent Bit's HTTP server, which then loads the module; false for none. */
  reload?: string | boolean;
}

/** SIGHUP reloads, as with other daemons; in a terminal it says that the terminal was closed, and ends the command. */
const RELOADS: NodeJS.Signals[] = process.stdin.isTTY ? ["SIGUSR2"] : ["SIGUSR2", "SIGHUP"];
const ENDS: NodeJS.Signals[] = process.stdin.isTTY ? ["SIGINT", "SIGTERM", "SIGHUP"] : ["SIGINT", "SIGTERM"];

/**
 * Runs the server until Ctrl-C.
 *
 * @throws CommandError where its own Postgres ended and can't be started again
 */
export async function serve({
  data,
  databaseUrl,
  open,
  host,
  port,
  token,
  openLoopback = false,
  publicDashboards = [],
  module,
  pidFile,
  verifyBots,
  ranges,
  teach,
  bouncerKey,
  grafanaUrl,
  policy,
  reverseDns,
  watch,
  reload: fluentBit,
}: ServeOptions): Promise<void> {
  const oidc = oidcOf(process.env);
  const published = rangesOf(ranges);
  const current = await currentConfigOf(watchFile(watch, false), say);
  const blocklist = blocklistFor(
    {
      ...(policy === undefined ? {} : { policy }),
      ...(module === undefined ? {} : { module }),
    },
    say,
  );
  let store = await openInTime({ dataDir: data, databaseUrl }, say);
  let checks: Checks | undefined;
  let judging: Judging | undefined;
  let watching: Watching | undefined;
  let upkeep: Upkeep | undefined;
  let teaching: Teaching | undefined;
  try {
    const administers = await setUp(store);
    const server = await startServer({
      databaseUrl: await serveUrl(store, say),
      host,
      port,
      token,
      openLoopback,
      publicDashboards,
      ...(oidc === undefined ? {} : { oidc }),
      ...(module === undefined ? {} : { module }),
      blocklist,
      ...(bouncerKey ? { decisions: { ...blocklist, key: bouncerKey } } : {}),
      names: reverseDns,
      dataFolder: store.embedded ? dataDir(data) : undefined,
      grafanaUrl: grafanaUrl || undefined,
      isSample: store.embedded && isSampleFolder(dataDir(data)),
      linkSecretOf: () => current?.config.secret,
      ruleFoldersOf: () => current?.config.rules ?? [],
      taught: { when: () => teaching?.when ?? NOBODY, changed: () => teaching?.changed() },
    }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EADDRINUSE") throw cause;
      throw new CommandError(`port ${port} is taken; name another with --port, or end what listens there`, {
        cause,
      });
    });
    say(`open ${server.url}`);
    if (open) await openInBrowser(server.url);
    if (administers) {
      upkeep = keepUp(store.pool, say);
      // Takes a few seconds at the first start; until then countries are unknown.
      importGeo(store.pool).then(
        ({ imported, ranges }) => imported && say(`countries are known by ${ranges} address ranges`),
        (error: Error) => say(`countries stay unknown: ${error.message}`),
      );
    }
    judging = keepJudging(() => store.pool, module ?? defaultModulePath(), say);
    // Rates are judged by the line above.
    watching = keepWatching(watchParts(() => store.pool, current, say, false));
    if (verifyBots !== undefined) checks = keepVerifying(() => store.pool, verifyBots, published, say);
    const reload = () => {
      try {
        server.reload();
        say("the filter was loaded anew");
      } catch (error) {
        say(`the filter stays as it was: ${(error as Error).message}`);
      }
    };
    for (const name of RELOADS) process.on(name, reload);
    teaching = keepTeaching(
      () => store.pool,
      {
        module: namedModule(module === undefined ? {} : { module }),
        runners: runnersOf(fluentBit === undefined ? {} : { reload: fluentBit }, true),
        writes: teach,
        reload: () => server.reload(),
      },
      say,
    );
    // Last: a program that waits for the file may send a signal at once.
    if (pidFile) writePid(pidFile);
    const isEnded = new Promise<true>((resolve) => {
      for (const name of ENDS) process.once(name, () => resolve(true));
    });
    try {
      const goOn = async () => {
        say("its Postgres ended; starting it again");
        await inTime(upkeep?.stop());
        store = await openAgain(store, data);
        await server.useDatabase(await serveUrl(store, say));
        upkeep = keepUp(store.pool, say);
        say("its Postgres runs again");
      };
      while (!(await Promise.race([isEnded, store.gone]))) await Promise.race([isEnded, goOn()]);
    } finally {
      if (pidFile) rmSync(pidFile, { force: true });
      await server.close();
    }
  } finally {
    checks?.stop();
    judging?.stop();
    await inTime(watching?.stop());
    teaching?.stop();
    await inTime(upkeep?.stop());
    await inTime(store.close());
    // A session that doesn't answer must not keep the command.
    setTimeout(() => process.exit(), CLOSE_MS).unref();
  }
}

/**
 * What needs more rights than requests do is done by the store's own connection, where it has them.
 *
 * @returns whether it has
 */
async function setUp(store: Store): Promise<boolean> {
  const administers = await isAdministrator(store.pool);
  if (administers) await migrate(store.url);
  else await assertMigrated(store.pool);
  return administers;
}

/** Never through a link: who may write to the folder must not choose what root overwrites. */
function writePid(path: string): void {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  try {
    const file = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644);
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
  } catch (cause) {
    throw new CommandError(`the process id can't be written to ${path}: ${messageOf(cause)}`, { cause });
  }
}
