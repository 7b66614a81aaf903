import { spawn } from "node:child_process";
import { closeSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "../error.ts";
import { storeFile } from "../files.ts";
import type { Account } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import type { Layout } from "./layout.ts";
import { openLog } from "./log.ts";
import { readOwn, writeOwn } from "./own-file.ts";
import { type Postmaster, runningServer } from "./postmaster.ts";
import { make } from "./reference-fifo.ts";
import { diskFull, isNoSpace } from "./reserve.ts";

const START_MS = 60_000;
const SETTINGS_MODE = 0o644;

/** What the server runs with, whichever account it is: readable by it, and not its own to change. */
export function writeSettings({ settings }: Layout): void {
  const text = `${readFileSync(storeFile("postgresql.conf"), "utf8")}
# The embedded server's own, written at each start.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_compression = pglz                # this build has no lz4
default_toast_compression = pglz
max_notify_queue_pages = 1024         # 8 MB: NOTIFY, which nothing here uses, is everybody's
`;
  // Unchanged on a disk that is full or read-only.
  if (readOwn(settings, SETTINGS_MODE) !== text)
    writeOwn(settings, text, { mode: SETTINGS_MODE, replace: true });
}

/**
 * Starts the supervisor, and with it the server, and waits until it takes connections.
 *
 * @returns the descriptor to hold while using it, and what it is
 * @throws StoreError
 */
export async function launch(
  layout: Layout,
  { postgres }: PostgresBinaries,
  account: Account,
  port: number,
): Promise<{ hold: number; server: Postmaster }> {
  const { log, from } = openLog(layout);
  const { read, hold } = make(layout.users);
  const server = [
    postgres,
    ...["-D", layout.cluster],
    ...["-c", `config_file=${layout.settings}`],
    ...["-p", String(port)],
  ];
  // As text: the checkout may be closed to the account.
  const script = readFileSync(storeFile("embedded/supervisor.sh"), "utf8");
  const supervisor = spawn("/bin/sh", ["-c", script, "supervisor.sh", layout.cluster, ...server], {
    ...account,
    cwd: "/",
    // A session of its own: Ctrl-C in the terminal is for the command, which lets the server go when it is done.
    detached: true,
    stdio: [read, log, log],
    env: { TZ: "UTC", PATH: process.env.PATH },
  });
  let ended = false;
  supervisor.on("error", () => {
    ended = true;
  });
  supervisor.on("exit", () => {
    ended = true;
  });
  supervisor.unref();
  closeSync(read);
  closeSync(log);

  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && !ended) {
    const running = runningServer(layout.cluster, account);
    if (running?.ready) return { hold, server: running };
    await sleep(20);
  }
  closeSync(hold);
  throw failure(layout, port, readFileSync(layout.log, "utf8").slice(from).trim());
}

function failure({ folder, log }: Layout, port: number, said: string): StoreError {
  if (said.includes("Address already in use"))
    return new StoreError(
      "PORT_TAKEN",
      `port ${port} is taken`,
      "Ask for another port, or for none in particular.",
    );
  if (isNoSpace(said)) return diskFull(folder);
  return new StoreError(
    "SERVER_FAILED",
    `Postgres did not start: ${said.split("\n").slice(-5).join("\n") || "it said nothing"}`,
    `See ${log}.`,
  );
}
