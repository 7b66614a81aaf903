import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StoreError } from "../error.ts";
import type { Account } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import type { Layout } from "./layout.ts";
import { notOwn, readForeign, readOwn, writeOwn } from "./own-file.ts";

/** A cluster is made in a folder of such a name. One that was killed meanwhile is left, and removed by the next. */
const UNFINISHED = /^unfinished-\w{6}$/;
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

/** Makes the cluster beside its place first, then renames it, so that a kill in the middle leaves nothing half made. */
export function createCluster(layout: Layout, { initdb }: PostgresBinaries, account: Account): void {
  for (const name of readdirSync(layout.folder)) {
    if (UNFINISHED.test(name)) removeCluster(join(layout.folder, name), account);
  }
  // Of a cluster that somebody removed, or one that was not finished: it does again.
  if (readOwn(layout.password) === undefined)
    writeOwn(layout.password, randomBytes(24).toString("base64url"));
  const fresh = mkdtempSync(join(layout.folder, "unfinished-"));
  give(fresh, account);
  const secret = secretFor(account, layout);
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
  rmSync(secret);
  if (status !== 0) {
    removeCluster(fresh, account);
    throw new StoreError(
      "SERVER_FAILED",
      `a new database can't be created: ${error?.message ?? stderr?.toString().trim()}`,
      "Name a folder on a local disk with room with --data, or set DATABASE_URL.",
    );
  }
  // Takes the place of an empty folder, and fails over any other.
  renameSync(fresh, layout.cluster);
}

/** A file with the password that only the account reads, for initdb. */
function secretFor(account: Account, layout: Layout): string {
  const path = `${layout.password}.${randomBytes(6).toString("hex")}`;
  writeFileSync(path, passwordOf(layout), { flag: "wx", mode: 0o600 });
  give(path, account);
  return path;
}

/** Gives a file or folder that was just made here to the account. */
function give(path: string, { uid, gid }: Account): void {
  if (uid === undefined) return;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    fchownSync(descriptor, uid, gid);
  } finally {
    closeSync(descriptor);
  }
}

/** As the account that owns it: who deletes as root in another's folder may be led elsewhere meanwhile. */
function removeCluster(path: string, account: Account): void {
  if (account.uid !== undefined) spawnSync("rm", ["-rf", "--", path], { ...account, cwd: "/" });
  else rmSync(path, { recursive: true, force: true });
  // The folder that held it is not the account's.
  if (existsSync(path)) rmdirSync(path);
}
