import type pg from "pg";
import { checkConnection } from "./connection.ts";
import { dataDir } from "./data-dir.ts";
import { type EmbeddedServer, embeddedServer } from "./embedded/server.ts";
import { StoreError } from "./error.ts";
import { makePool } from "./pool.ts";

export interface Store {
  /** Connection string of the administrator's role; contains its password. */
  url: string;
  pool: pg.Pool;
  /** Whether the server is SmartLog's own. */
  embedded: boolean;
  /** Settles when the embedded server has ended while this store was open; pending for ever for any other server. */
  gone: Promise<void>;
  /** Ends the pool and lets the embedded server go, which stops with its last user. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** A Postgres server that runs already; `DATABASE_URL` when left out. */
  databaseUrl?: string | undefined;
  /** Where the embedded server keeps its data; see data-dir.ts for when it is left out. */
  dataDir?: string | undefined;
  /** The embedded server's port on 127.0.0.1; any free one when left out. */
  port?: number | undefined;
  /** Whether the embedded server's data are made where there are none; they are when left out. */
  create?: boolean | undefined;
  /** Whether the work makes room on a disk that may be full (see embedded/reserve.ts). */
  makesRoom?: boolean | undefined;
}

const OLDEST_SERVER = 14;
const POOL_SIZE = 5;
const JOIN_ATTEMPTS = 5;

/**
 * Opens the store: the server that `databaseUrl` or `DATABASE_URL` names, else the embedded one, started if need be.
 * An explicit `dataDir` means the embedded one whatever the environment says. Doesn't migrate (see migrate.ts).
 *
 * @throws StoreError
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const given = options.databaseUrl ?? (options.dataDir === undefined ? process.env.DATABASE_URL : undefined);
  if (given) {
    checkConnection(given);
    return connect(given);
  }
  const { port, create = true, makesRoom = false } = options;
  const folder = dataDir(options.dataDir);
  for (let attempt = 1; ; attempt++) {
    const server = await embeddedServer(folder, { port, create, makesRoom });
    try {
      return await connect(server.url, server);
    } catch (error) {
      // Its last user was leaving just when it was joined: it stops, and is started anew.
      if (attempt === JOIN_ATTEMPTS) throw error;
    }
  }
}

async function connect(url: string, server?: EmbeddedServer): Promise<Store> {
  const pool = makePool({ connectionString: url, max: POOL_SIZE, application_name: "smartlog" });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= pool.end().then(() => server?.release());
    return closing;
  };
  try {
    await checkServer(pool);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, pool, embedded: server !== undefined, gone: server?.gone ?? new Promise(() => {}), close };
}

async function checkServer(pool: pg.Pool): Promise<void> {
  let version: number;
  try {
    const { rows } = await pool.query("select current_setting('server_version_num')::int / 10000 as version");
    version = rows[0].version;
  } catch (cause) {
    throw new StoreError(
      "DATABASE_UNREACHABLE",
      `Postgres can't be reached: ${reason(cause)}`,
      "Check DATABASE_URL (postgres://user:password@host:port/database) and that the server runs.",
      cause,
    );
  }
  if (version < OLDEST_SERVER) {
    throw new StoreError(
      "DATABASE_TOO_OLD",
      `the server is Postgres ${version}; SmartLog needs ${OLDEST_SERVER} or newer`,
      "Upgrade it, or leave DATABASE_URL unset to use the embedded server.",
    );
  }
}

/** The message, or the messages of all addresses tried. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((each) => String(each.message)).join("; ");
  return error instanceof Error ? error.message : String(error);
}
