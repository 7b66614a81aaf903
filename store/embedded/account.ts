import { execFileSync, spawnSync } from "node:child_process";
import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { StoreError } from "../error.ts";

/** Who owns the cluster and runs the server: user and group, as `spawn` takes them; none is who runs the command. */
export type Account = { uid: number; gid: number } | Record<string, never>;

export const isRoot = () => process.getuid?.() === 0;

/**
 * The account of the server. Postgres refuses to run as root. An ordinary user runs it himself; root runs it as the
 * owner of the cluster, at first `postgres`, or `nobody` where there is no such account: SmartLog creates no accounts.
 *
 * @param cluster existing or not yet, in a folder that only root writes to
 */
export function serverAccount(cluster: string): Account {
  if (!isRoot()) return {};
  const { uid = 0, gid = 0 } = lstatSync(cluster, { throwIfNoEntry: false }) ?? {};
  const found = uid === 0 ? (named("postgres") ?? named("nobody")) : { uid, gid };
  if (found) return found;
  throw new StoreError(
    "SERVER_FAILED",
    "Postgres doesn't run as root, and there is no account `postgres` or `nobody`",
    "Make one (useradd --system postgres), run as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether the account gets into this folder, or may run this program. */
export function mayEnter(account: Account, path: string): boolean {
  return spawnSync("test", ["-x", path], { ...account, cwd: "/" }).status === 0;
}

/** The outermost folder of a path that the account doesn't get into. */
export function closedStep(account: Account, path: string): string {
  const parent = dirname(path);
  return parent !== path && !mayEnter(account, parent) ? closedStep(account, parent) : path;
}

/** The user's name, or the number of one that has none. */
export function userName(uid: number | undefined): string {
  try {
    return id("-nu", String(uid));
  } catch {
    return String(uid);
  }
}

function named(user: string): { uid: number; gid: number } | undefined {
  try {
    return { uid: Number(id("-u", user)), gid: Number(id("-g", user)) };
  } catch {
    return undefined;
  }
}

function id(flag: string, user: string): string {
  return execFileSync("id", [flag, "--", user], { stdio: ["ignore", "pipe", "ignore"] })
    .toString()
    .trim();
}
