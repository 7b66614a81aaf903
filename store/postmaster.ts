import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "./error.ts";
import { alive, isPostgres } from "./process.ts";

const STOP_MS = 30_000;

/** What a running server writes into `postmaster.pid`, one a line: pid, folder, start, port, socket, address, shm, state. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

export function readPostmaster(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/**
 * Settles what a server left that didn't end well. One that still runs though nobody keeps it (its keeper was killed)
 * is stopped. A `postmaster.pid` whose process id belongs to some other program by now is removed, since Postgres would
 * take that program for a server; one whose process is gone is Postgres's own to judge (its sessions may linger).
 */
export async function settleStale(cluster: string): Promise<void> {
  const left = readPostmaster(cluster);
  if (!left || !alive(left.pid)) return;
  if (!isPostgres(left.pid)) {
    // One that ended between the two looks was perhaps Postgres: its file is what keeps the next server from starting
    // while its sessions still write.
    if (!alive(left.pid)) return;
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return;
  }
  process.kill(left.pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (alive(left.pid)) {
    if (Date.now() > deadline) {
      throw new StoreError(
        "DATA_IN_USE",
        `Postgres (process ${left.pid}) runs on this data folder and doesn't stop`,
        `Stop it (kill -INT ${left.pid}), or name another folder with --data.`,
      );
    }
    await sleep(20);
  }
}
