import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Account } from "../../store/embedded/account.ts";
import { postgresBinaries } from "../../store/embedded/binaries.ts";
import { freePort } from "../../store/embedded/port.ts";
import { reachableBinaries } from "../../store/embedded/reach.ts";

export interface ForeignServer {
  /** Connection string of its superuser `admin`, to a database of its own. */
  url: string;
  close(): Promise<void>;
}

const SYSTEM = "/usr/local/bin";

/**
 * A Postgres that SmartLog didn't make: the machine's where it has one, else the one that comes along, set up by others.
 *
 * @param packaged the one that comes along in any case
 */
export async function foreignServer(
  settings: readonly string[] = [],
  packaged = false,
): Promise<ForeignServer> {
  const account = accountOf();
  const isThere = !packaged && existsSync(join(SYSTEM, "initdb")) && existsSync(join(SYSTEM, "postgres"));
  const { initdb, postgres } = isThere
    ? { initdb: join(SYSTEM, "initdb"), postgres: join(SYSTEM, "postgres") }
    : reachableBinaries(account, await postgresBinaries());
  const folder = mkdtempSync(join(tmpdir(), "smartlog-foreign-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  for (const path of [folder, data]) if (account.uid !== undefined) chownSync(path, account.uid, account.gid);
  const run = { ...account, cwd: "/", env: { PATH: process.env.PATH } };
  execFileSync(initdb, ["-D", data, "-U", "admin", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"], {
    ...run,
    stdio: "ignore",
  });
  const port = await freePort();
  appendFileSync(
    join(data, "postgresql.conf"),
    [
      "",
      "listen_addresses = '127.0.0.1'",
      `port = ${port}`,
      "unix_socket_directories = ''",
      ...settings,
    ].join("\n"),
  );
  const server = spawn(postgres, ["-D", data], { ...run, stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const close = async () => {
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await createDatabase(`postgres://admin@127.0.0.1:${port}/postgres`);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `postgres://admin@127.0.0.1:${port}/logs`, close };
}

async function createDatabase(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client(url);
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("create database logs");
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** Postgres refuses to run as root. */
function accountOf(): Account {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "nobody"]).toString()));
  return { uid: uid as number, gid: gid as number };
}
