import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { StoreError } from "../error.ts";
import type { Account } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import type { Layout } from "./layout.ts";
import { notOwn, readForeign, readOwn, writeOwn } from "./own-file.ts";
import { diskFull, isNoSpace } from "./reserve.ts";

/** A cluster is made in a folder of such a name. One that a killed command left is removed by the next. */
const UNFINISHED = /^unfinished-\w{6}$/;
const CLUSTER = "postgres";
const VERSION_MAX_BYTES = 16;
const PASSWORD = /^[\w-]{8,}$/;

/**
 * Whether there is a cluster; there is none where its folder is missing or empty.
 *
 * @throws StoreError where there is something else, or the rest of a cluster: it is never made anew over it
 */
export function hasCluster({ cluster, folder }: Layout): boolean {
  const found = lstatSync(cluster, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isDirectory()) throw notOwn(cluster);
  if (readdirSync(cluster).length === 0) return false;
  const missing = ["PG_VERSION", "global/pg_control"].find((name) => !existsSync(join(cluster, name)));
  if (missing === undefined) return true;
  throw new StoreError(
    "DATA_DAMAGED",
    `${cluster} is no complete database, ${missing} is missing; it was left as it is`,
    `Put it back from a backup of ${folder}, or move the folder away (mv ${cluster} ${cluster}.damaged) to begin anew.`,
  );
}

/** @throws StoreError where another version of Postgres made it */
export function checkVersion({ cluster }: Layout, { postgres }: PostgresBinaries): void {
  const data = /^\d+/.exec(readForeign(join(cluster, "PG_VERSION"), VERSION_MAX_BYTES) ?? "")?.[0];
  const server = /(\d+)\./.exec(spawnSync(postgres, ["--version"]).stdout?.toString() ?? "")?.[1];
  if (server === undefined) {
    throw new StoreError("BINARIES_UNUSABLE", "the installed Postgres doesn't run", "Run `npm ci` again.");
  }
  if (data === server) return;
  throw new StoreError(
    "DATA_OTHER_VERSION",
    `the data in ${cluster} was made by Postgres ${data ?? "of an unknown version"}, and Postgres ${server} is installed`,
    `Name a new folder with --data, or install the SmartLog release that brought Postgres ${data ?? "of that version"} and move the data with pg_dump.`,
  );
}

/** @throws StoreError where it is lost */
export function passwordOf({ password, cluster }: Layout): string {
  const text = readOwn(password)?.trim();
  if (text !== undefined && PASSWORD.test(text)) return text;
  throw new StoreError(
    "DATA_DAMAGED",
    `the password of the database is ${text === undefined ? "lost" : "damaged"}: ${password}`,
    `Put the file back from a backup; or write a new one of letters and digits into it and give it to the role, as the owner of ${cluster}: ` +
      `echo "alter role smartlog password 'NEW'" | postgres --single -D ${cluster} postgres`,
  );
}

/**
 * Makes the cluster in a folder beside its place, then moves it there, so that a kill in the middle leaves nothing half
 * made.
 */
export function createCluster(layout: Layout, { initdb }: PostgresBinaries, account: Account): void {
  for (const name of readdirSync(layout.folder)) {
    if (isUnfinished(name)) removeUnfinished(join(layout.folder, name), account);
  }
  // A password of a cluster that was removed, or never finished, is used again.
  if (readOwn(layout.password) === undefined)
    writeOwn(layout.password, randomBytes(24).toString("base64url"));
  const unfinished = mkdtempSync(join(layout.folder, "unfinished-"));
  chmodSync(unfinished, 0o711);
  const fresh = join(unfinished, CLUSTER);
  const secret = join(unfinished, "password");
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(secret, passwordOf(layout), { flag: "wx", mode: 0o600 });
  for (const path of [fresh, secret]) chown(path, account);
  try {
    initialise(initdb, fresh, secret, account);
    // Takes the place of an empty folder, and fails over any other.
    renameSync(fresh, layout.cluster);
  } finally {
    removeUnfinished(unfinished, account);
  }
}

function initialise(initdb: string, fresh: string, secret: string, account: Account): void {
  const flags = [
    "--encoding=UTF8",
    "--locale=C",
    "--auth=scram-sha-256",
    "--username=smartlog",
    "--no-instructions",
  ];
  const { status, stderr, error } = spawnSync(initdb, [...flags, `--pwfile=${secret}`, "-D", fresh], {
    ...account,
    cwd: "/",
    env: { TZ: "UTC" },
  });
  if (status === 0) return;
  const said = error?.message ?? stderr?.toString().trim() ?? "";
  if (isNoSpace(said)) throw diskFull(dirname(dirname(fresh)));
  throw new StoreError(
    "SERVER_FAILED",
    `a new database can't be created: ${said}`,
    "Name a folder on a local disk with room with --data, or set DATABASE_URL.",
  );
}

/** Makes the account the owner of a file or folder that was just made here. */
function chown(path: string, { uid, gid }: Account): void {
  if (uid === undefined) return;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    fchownSync(descriptor, uid, gid);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what it can; what stays does no harm. */
function removeUnfinished(path: string, account: Account): void {
  try {
    removeCluster(join(path, CLUSTER), account);
    rmSync(join(path, "password"), { force: true });
    rmdirSync(path);
  } catch {}
}

/** As the account that owns it: who deletes as root in another's folder may be led elsewhere meanwhile. */
function removeCluster(cluster: string, account: Account): void {
  if (account.uid === undefined) rmSync(cluster, { recursive: true, force: true });
  else spawnSync("rm", ["-rf", "--", cluster], { ...account, cwd: "/", stdio: "ignore" });
  if (existsSync(cluster)) rmdirSync(cluster);
}

/** Removes the database and what unfinished ones were left. */
export function removeClusters({ folder, cluster }: Layout, account: Account): void {
  removeCluster(cluster, account);
  for (const name of readdirSync(folder).filter(isUnfinished)) removeUnfinished(join(folder, name), account);
}

export function isUnfinished(name: string): boolean {
  return UNFINISHED.test(name);
}
