import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { StoreError } from "../error.ts";
import { type Account, closedStep, mayEnter, userName } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { trustedPath } from "./trust.ts";

/** Where root's server finds its programs when the checkout is closed to its account, as one in root's home is. */
const CACHE = "/var/cache/smartlog";

/** @throws StoreError where the server's account doesn't get into the data folder */
export function checkReach(account: Account, folder: string): void {
  if (account.uid === undefined || mayEnter(account, folder)) return;
  const closed = closedStep(account, folder);
  throw new StoreError(
    "DATA_NOT_REACHED",
    `Postgres runs as ${userName(account.uid)} here, who doesn't get into ${closed}`,
    `Name a folder with --data that it reaches, such as /var/lib/smartlog/${basename(folder)}, or let it through (chmod o+x ${closed}).`,
  );
}

/** The programs as the account can run them: where they are, else a copy of this version, made once. */
export function reachableBinaries(account: Account, binaries: PostgresBinaries): PostgresBinaries {
  if (account.uid === undefined || mayEnter(account, binaries.postgres)) return binaries;
  const { version } = JSON.parse(readFileSync(join(dirname(binaries.home), "package.json"), "utf8"));
  try {
    if (mkdirSync(CACHE, { recursive: true, mode: 0o755 })) chmodSync(CACHE, 0o755); // whatever the umask is
    const home = trustedPath(join(CACHE, `postgres-${version}-${process.arch}`));
    if (!existsSync(home)) copyPrograms(binaries.home, home);
    const postgres = trustedPath(join(home, "bin", "postgres"));
    if (mayEnter(account, postgres)) return { home, postgres, initdb: join(home, "bin", "initdb") };
    throw new Error(`${closedStep(account, postgres)} is closed to it`);
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw notReached(account, binaries, cause as Error);
  }
}

/** Beside its place first, then renamed: what is there is complete. */
function copyPrograms(home: string, copy: string): void {
  const unfinished = mkdtempSync(`${copy}.`);
  try {
    cpSync(home, unfinished, { recursive: true, verbatimSymlinks: true });
    const { status, stderr } = spawnSync("chmod", ["-R", "u=rwX,go=rX", unfinished]);
    if (status !== 0) throw new Error(stderr?.toString().trim() || "chmod failed");
    renameSync(unfinished, copy);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another command was quicker.
    if (!existsSync(copy)) throw cause;
  }
}

function notReached(account: Account, { postgres }: PostgresBinaries, cause: Error): StoreError {
  return new StoreError(
    "BINARIES_UNUSABLE",
    `Postgres runs as ${userName(account.uid)} here, who doesn't get at ${postgres}, and a copy in ${CACHE} can't be used: ${cause.message}`,
    `Let it through (chmod o+x ${closedStep(account, postgres)}), or run as an ordinary user.`,
    cause,
  );
}
