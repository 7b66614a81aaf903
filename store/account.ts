import { execFileSync, type SpawnOptions, spawnSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";

/**
 * How to start a program as the account that Postgres runs under.
 *
 * Postgres refuses to run as root. An ordinary user runs it himself; root runs it as the owner of the data, at first
 * `postgres`, or `nobody` where there is no such account: SmartLog creates no accounts.
 */
export interface Account {
  /** The command and its arguments to put before a program. */
  prefix: string[];
  /** Options for `spawn`. */
  spawn: Pick<SpawnOptions, "uid" | "gid">;
  /** Owner for what Postgres must own; absent where the current user is right. */
  owner?: { uid: number; gid: number };
}

/**
 * @param data the data folder, existing or not yet
 * @param mustReach files and folders, existing, that the server has to get at
 */
export function serverAccount(data: string, mustReach: string[]): Account {
  if (process.getuid?.() !== 0) return { prefix: [], spawn: {} };
  const owner = ownerOf(data) ?? account("postgres") ?? account("nobody");
  if (!owner) return { prefix: [], spawn: {} };
  // A folder need only let through, not be read.
  const reachable = mustReach.every(
    (path) => spawnSync("test", ["-r", path, "-o", "-x", path], owner).status === 0,
  );
  if (reachable) return { prefix: [], spawn: owner, owner };
  // A checkout under /root or in a private temporary folder is closed to every other account. Root may pass, so the
  // server keeps that one right of root's; it still doesn't run as root. (no_setuid_fixup: without it access(2), by
  // which Postgres looks for its own programs, leaves that right out of account.)
  const keepOneRight = [
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=+dac_override",
  ];
  const setpriv = [
    "setpriv",
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    ...keepOneRight,
  ];
  return { prefix: setpriv, spawn: {}, owner };
}

/** Gives a file or folder to the account. */
export function give(account: Account, path: string): void {
  if (account.owner) chownSync(path, account.owner.uid, account.owner.gid);
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

function account(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: "-u" | "-g") =>
    Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }).toString());
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}
