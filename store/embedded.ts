import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join as path } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Account, give, serverAccount } from "./account.ts";
import { type PostgresBinaries, postgresBinaries } from "./binaries.ts";
import { StoreError } from "./error.ts";
import { storeFile } from "./files.ts";
import { withLock } from "./lock.ts";
import { join, make } from "./pipe.ts";
import { freePort } from "./port.ts";
import { readPostmaster, settleStale } from "./postmaster.ts";
import { alive } from "./process.ts";

/**
 * What is in the data folder:
 *
 *     postgres/      the cluster, owned by the account that runs it
 *     postgres.log   what the server says
 *     password       of the role `smartlog`, readable by its owner only
 *     users          pipe that keeps the server running (keeper.sh)
 *     lock           held while creating, starting, joining
 */
interface Layout {
  cluster: string;
  log: string;
  password: string;
  users: string;
  lock: string;
}

export interface EmbeddedServer {
  url: string;
  /** Settles when the server has ended although it is still in use here: it was killed. Pending for ever otherwise. */
  gone: Promise<void>;
  /** Lets the server go. It stops when its last user has; resolves then, or at once when others remain. */
  release(): Promise<void>;
}

const DATABASE = "smartlog";
const START_MS = 60_000;
const START_ATTEMPTS = 20;
const STOP_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
const LOG_MAX_BYTES = 5_000_000;

/**
 * Joins the Postgres server that runs on this data folder, or starts one; creates the data if there is none.
 *
 * It listens on 127.0.0.1 only and ends with its last user, however that one ends.
 *
 * @throws StoreError
 */
export async function embeddedServer(dataDir: string, port?: number): Promise<EmbeddedServer> {
  const layout: Layout = {
    cluster: path(dataDir, "postgres"),
    log: path(dataDir, "postgres.log"),
    password: path(dataDir, "password"),
    users: path(dataDir, "users"),
    lock: path(dataDir, "lock"),
  };
  try {
    // Root's server runs under another account, which must get through this folder.
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return await withLock(layout.lock, async () => {
      const running = join(layout.users);
      if (running === null) return await start(layout, port);
      const server = readPostmaster(layout.cluster);
      if (server && alive(server.pid)) return use(layout, running, port);
      // It was killed, and others who used it are still there.
      closeSync(running);
      return await start(layout, port);
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") throw cause;
    throw new StoreError(
      "DATA_NOT_YOURS",
      `the data folder ${dataDir} can't be used by this user: ${message}`,
      "Run as the user who made it, or name another folder with --data or SMARTLOG_DATA_DIR.",
      cause,
    );
  }
}

function use(layout: Layout, hold: number, port: number | undefined): EmbeddedServer {
  const server = readPostmaster(layout.cluster);
  if (!server || (port !== undefined && port !== server.port)) {
    closeSync(hold);
    throw new StoreError(
      "DATA_IN_USE",
      `another command's server runs on this data folder, on port ${server?.port ?? "(starting)"}`,
      server ? `Leave the port out, or ask for ${server.port}, to share it.` : "Try again in a moment.",
    );
  }
  const watch = watchEnd(server.pid);
  return {
    url: url(layout, server.port),
    gone: watch.gone,
    async release() {
      watch.stop();
      closeSync(hold);
      if (await lastUserLeft(layout.users)) await ended(server.pid, STOP_MS);
    },
  };
}

async function start(layout: Layout, wanted: number | undefined): Promise<EmbeddedServer> {
  const binaries = await postgresBinaries();
  const account = serverAccount(layout.cluster, [
    path(layout.lock, ".."),
    binaries.postgres,
    storeFile("keeper.sh"),
  ]);
  if (existsSync(path(layout.cluster, "PG_VERSION"))) checkVersion(layout, binaries);
  else create(layout, binaries, account);
  await settleStale(layout.cluster);
  writeFileSync(
    path(layout.cluster, "postgresql.conf"),
    `${readFileSync(storeFile("postgresql.conf"), "utf8")}
# The embedded server's own, written at each start.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_compression = pglz                # this build has no lz4
default_toast_compression = pglz
`,
  );
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    try {
      const hold = await launch(layout, binaries, account, port);
      await ensureDatabase(layout, port);
      return use(layout, hold, port);
    } catch (error) {
      // Somebody else was given the free port between asking for it and using it.
      const unlucky = error instanceof StoreError && error.code === "PORT_TAKEN" && wanted === undefined;
      // The sessions of a server that was killed end by themselves, but not at once.
      const lingering = error instanceof StoreError && error.message.includes("shared memory block");
      if (!(unlucky || lingering) || attempt === START_ATTEMPTS) throw error;
      if (lingering) await sleep(200);
    }
  }
}

function checkVersion(layout: Layout, { postgres }: PostgresBinaries): void {
  const data = readFileSync(path(layout.cluster, "PG_VERSION"), "utf8").trim();
  const server = /(\d+)\./.exec(spawnSync(postgres, ["--version"]).stdout?.toString() ?? "")?.[1];
  if (server === undefined) {
    throw new StoreError("BINARIES_UNUSABLE", "the installed Postgres doesn't run", "Run `npm ci` again.");
  }
  if (data !== server) {
    throw new StoreError(
      "DATA_OTHER_VERSION",
      `the data in ${layout.cluster} was made by Postgres ${data}, and Postgres ${server} is installed`,
      `Name a new folder with --data, or install the SmartLog release that brought Postgres ${data} and move the data with pg_dump.`,
    );
  }
}

/** Beside its place first, then renamed, so that a kill in the middle leaves nothing half made. */
function create(layout: Layout, { initdb }: PostgresBinaries, account: Account): void {
  const fresh = `${layout.cluster}.new`;
  const secret = `${layout.password}.new`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(layout.cluster, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  give(account, fresh);
  const password = randomBytes(24).toString("base64url");
  writeFileSync(layout.password, password, { mode: 0o600 });
  writeFileSync(secret, password, { mode: 0o600 });
  give(account, secret);
  const flags = [
    "--encoding=UTF8",
    "--locale=C",
    "--auth=scram-sha-256",
    "--username=smartlog",
    "--no-instructions",
  ];
  const [command = "", ...args] = [...account.prefix, initdb, ...flags, `--pwfile=${secret}`, "-D", fresh];
  const { status, stderr, error } = spawnSync(command, args, {
    ...account.spawn,
    cwd: "/",
    env: { TZ: "UTC" },
  });
  rmSync(secret);
  if (status !== 0) {
    throw new StoreError(
      "SERVER_FAILED",
      `a new database can't be created: ${error?.message ?? stderr?.toString().trim()}`,
      "Name a folder on a local disk with room with --data, or set DATABASE_URL.",
    );
  }
  renameSync(fresh, layout.cluster);
}

async function launch(layout: Layout, { postgres }: PostgresBinaries, account: Account, port: number) {
  const { size = 0 } = statSync(layout.log, { throwIfNoEntry: false }) ?? {};
  const log = openSync(layout.log, size > LOG_MAX_BYTES ? "w" : "a", 0o600);
  const from = size > LOG_MAX_BYTES ? 0 : size;
  const { read, hold } = make(layout.users);
  const command = [...account.prefix, "/bin/sh", storeFile("keeper.sh"), postgres, "-D", layout.cluster];
  const [program = "", ...args] = [...command, "-p", String(port)];
  const keeper = spawn(program, args, {
    ...account.spawn,
    cwd: "/",
    // A session of its own: Ctrl-C in the terminal is for the command, which lets the server go when it is done.
    detached: true,
    stdio: [read, log, log],
    env: { TZ: "UTC", PATH: process.env.PATH },
  });
  let ended = false;
  keeper.on("error", () => {
    ended = true;
  });
  keeper.on("exit", () => {
    ended = true;
  });
  keeper.unref();
  closeSync(read);
  closeSync(log);

  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && !ended) {
    const server = readPostmaster(layout.cluster);
    if (server?.ready && alive(server.pid)) return hold;
    await sleep(20);
  }
  closeSync(hold);
  const said = readFileSync(layout.log, "utf8").slice(from).trim();
  if (said.includes("Address already in use")) {
    throw new StoreError(
      "PORT_TAKEN",
      `port ${port} is taken`,
      "Ask for another port, or for none in particular.",
    );
  }
  throw new StoreError(
    "SERVER_FAILED",
    `Postgres did not start: ${said.split("\n").slice(-5).join("\n") || "it said nothing"}`,
    `See ${layout.log}.`,
  );
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
  return `postgres://smartlog:${readFileSync(layout.password, "utf8").trim()}@127.0.0.1:${port}/${database}`;
}

/** After the last hold is closed the keeper needs a moment to see it. */
async function lastUserLeft(pipe: string): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const joined = join(pipe);
    if (joined === null) return true;
    closeSync(joined);
    await sleep(10);
  }
  return false;
}

/** Looks now and then whether the process is still there; keeps no program running. */
function watchEnd(pid: number): { gone: Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout;
  const gone = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (alive(pid)) return;
      clearInterval(timer);
      resolve();
    }, LOOK_EVERY_MS).unref();
  });
  return { gone, stop: () => clearInterval(timer) };
}

async function ended(pid: number, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (alive(pid) && Date.now() < deadline) await sleep(10);
}
