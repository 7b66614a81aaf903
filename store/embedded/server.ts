import { closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { StoreError } from "../error.ts";
import { type Account, serverAccount } from "./account.ts";
import { type PostgresBinaries, postgresBinaries } from "./binaries.ts";
import { checkVersion, createCluster, hasCluster, passwordOf } from "./cluster.ts";
import { explain } from "./explain.ts";
import { dataFolder, noData } from "./folder.ts";
import { launch, writeSettings } from "./launch.ts";
import type { Layout } from "./layout.ts";
import { withLock } from "./lock.ts";
import { watchLog } from "./log.ts";
import { freePort } from "./port.ts";
import { ended, killSessionsLeft, type Postmaster, runningServer, settleStale } from "./postmaster.ts";
import { checkReach, reachableBinaries } from "./reach.ts";
import { join } from "./reference-fifo.ts";
import { diskFull, isFull, keepReserve, spendReserve } from "./reserve.ts";
import { watchEnd } from "./watch.ts";

export interface EmbeddedOptions {
  /** Port on 127.0.0.1; any free one when left out. */
  port?: number | undefined;
  /** Whether data may be made where there are none. */
  create: boolean;
  /** The work makes room on the disk: where that is full, it gets what was kept for it. */
  makesRoom: boolean;
}

export interface EmbeddedServer {
  url: string;
  /** Settles when the server has ended although it is still in use here: it was killed. Pending for ever otherwise. */
  gone: Promise<void>;
  /** Lets the server go. It stops when its last user has; resolves then, or at once when others remain. */
  release(): Promise<void>;
}

const DATABASE = "smartlog";
const START_ATTEMPTS = 20;
/** Every attempt takes some 0.3 s: sessions of a server that was killed have that long to end by themselves. */
const ATTEMPTS_WITHOUT_FORCE = 10;
const STOP_MS = 30_000;

/**
 * Joins the Postgres server that runs on this data folder, or starts one; creates the data if there is none.
 *
 * It listens on 127.0.0.1 only and ends with its last user, however that one ends.
 *
 * @throws StoreError
 */
export async function embeddedServer(path: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  let folder = path;
  try {
    const layout = dataFolder(path, options.create);
    folder = layout.folder;
    // What only reads leaves a folder without a database as it is.
    if (!options.create && !hasCluster(layout)) throw noData(folder);
    if (options.makesRoom) spendReserve(layout);
    const opened = await withLock(layout.lock, async () => {
      if (hasCluster(layout)) passwordOf(layout); // what can't be used is found before anything is started
      const account = serverAccount(layout.cluster);
      const hold = join(layout.users);
      const server = hold === null ? null : runningServer(layout.cluster, account);
      if (hold !== null && server) return use(layout, hold, server, options);
      // Its server was killed, and others who used it are still there.
      if (hold !== null) closeSync(hold);
      return await start(layout, account, options);
    });
    keepReserve(layout);
    return opened;
  } catch (cause) {
    throw explain(folder, cause);
  }
}

function use(
  layout: Layout,
  hold: number,
  server: Postmaster,
  { port, makesRoom }: EmbeddedOptions,
): EmbeddedServer {
  if (port !== undefined && port !== server.port) {
    closeSync(hold);
    throw new StoreError(
      "DATA_IN_USE",
      `another command's server runs on this data folder, on port ${server.port}`,
      `Leave the port out, or ask for ${server.port}, to share it.`,
    );
  }
  const watch = watchEnd(server.pid);
  const log = watchLog(layout);
  return {
    url: url(layout, server.port),
    gone: watch.gone,
    async release() {
      watch.stop();
      log.stop();
      closeSync(hold);
      if (await lastUserLeft(layout.users)) await ended(server.pid, STOP_MS);
      if (makesRoom) keepReserve(layout);
    },
  };
}

/** Creates what is missing, and starts. */
async function start(layout: Layout, account: Account, options: EmbeddedOptions): Promise<EmbeddedServer> {
  checkReach(account, layout.folder);
  const binaries = reachableBinaries(account, await postgresBinaries());
  if (hasCluster(layout)) checkVersion(layout, binaries);
  else if (options.create) createCluster(layout, binaries, account);
  else throw noData(layout.folder);
  await settleStale(layout.cluster, account);
  writeSettings(layout);
  const { hold, server } = await launchOnPort(layout, binaries, account, options.port);
  try {
    await ensureDatabase(layout, server.port);
  } catch (cause) {
    closeSync(hold);
    throw isFull(layout.folder) ? diskFull(layout.folder, cause) : cause;
  }
  return use(layout, hold, server, options);
}

async function launchOnPort(
  layout: Layout,
  binaries: PostgresBinaries,
  account: Account,
  wanted: number | undefined,
): Promise<{ hold: number; server: Postmaster }> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    try {
      return await launch(layout, binaries, account, port);
    } catch (error) {
      // Another process took the free port before the server did.
      const unlucky = error instanceof StoreError && error.code === "PORT_TAKEN" && wanted === undefined;
      // The sessions of a server that was killed end by themselves, but not at once.
      const lingering = error instanceof StoreError && error.message.includes("shared memory block");
      if (!(unlucky || lingering) || attempt === START_ATTEMPTS) throw error;
      if (!lingering) continue;
      if (attempt >= ATTEMPTS_WITHOUT_FORCE) killSessionsLeft(layout.cluster);
      await sleep(200);
    }
  }
}

async function ensureDatabase(layout: Layout, port: number): Promise<void> {
  const client = new pg.Client(url(layout, port, "postgres"));
  client.on("error", () => {});
  await client.connect();
  try {
    const found = await client.query("select from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function url(layout: Layout, port: number, database = DATABASE): string {
  return `postgres://smartlog:${passwordOf(layout)}@127.0.0.1:${port}/${database}`;
}

/** After the last hold is closed the supervisor needs a moment to see it. */
async function lastUserLeft(fifo: string): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const joined = join(fifo);
    if (joined === null) return true;
    closeSync(joined);
    await sleep(10);
  }
  return false;
}
