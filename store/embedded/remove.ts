import { closeSync, lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, join as joinPath } from "node:path";
import { StoreError } from "../error.ts";
import { serverAccount } from "./account.ts";
import { isUnfinished, removeClusters } from "./cluster.ts";
import { explain } from "./explain.ts";
import { dataFolder } from "./folder.ts";
import type { Layout } from "./layout.ts";
import { withLock } from "./lock.ts";
import { runningServer } from "./postmaster.ts";
import { join } from "./reference-fifo.ts";

/** What a killed command left of a file that it was writing (own-file.ts). */
const BESIDE = /\.[0-9a-f]{12}$/;

/** What else SmartLog puts into a data folder: whether a name is its, and how it is taken out. */
export interface Extra {
  isOurs(name: string): boolean;
  remove(path: string): void;
}

/**
 * Removes a data folder with all that SmartLog put there. What was not made by it is never deleted: then nothing is.
 *
 * @returns the folder's real path
 * @throws StoreError NO_DATA where there is none; DATA_IN_USE while a server runs on it; DATA_FOREIGN
 */
export async function removeData(path: string, extra: Extra): Promise<string> {
  const layout = dataFolder(path, false);
  const { folder, marker, lock } = layout;
  try {
    checkContent(layout, extra);
    await withLock(lock, async () => {
      checkUnused(layout);
      removeClusters(layout, serverAccount(layout.cluster));
      // The marker last: as long as anything is left, the folder is SmartLog's.
      for (const name of readdirSync(folder)) {
        const at = joinPath(folder, name);
        if (at !== marker && at !== lock) extra.isOurs(name) ? extra.remove(at) : rmSync(at, { force: true });
      }
    });
    rmSync(lock, { force: true });
    rmSync(marker, { force: true });
    rmdirSync(folder);
    return folder;
  } catch (cause) {
    throw explain(folder, cause);
  }
}

function checkContent(layout: Layout, extra: Extra): void {
  const { folder, log, ...files } = layout;
  const own = new Set([log, `${log}.1`, ...Object.values(files)].map((each: string) => basename(each)));
  const foreign = readdirSync(folder).filter(
    (name) => !own.has(name.replace(BESIDE, "")) && !isUnfinished(name) && !extra.isOurs(name),
  );
  if (foreign.length === 0) return;
  throw new StoreError(
    "DATA_FOREIGN",
    `${folder} holds other things than SmartLog's (${foreign.slice(0, 3).join(", ")}); nothing was removed`,
    "Move them away and run the command again.",
  );
}

function checkUnused({ folder, users, cluster }: Layout): void {
  const hold = lstatSync(users, { throwIfNoEntry: false }) ? join(users) : null;
  if (hold !== null) closeSync(hold);
  if (hold === null && !runningServer(cluster, serverAccount(cluster))) return;
  throw new StoreError(
    "DATA_IN_USE",
    `a command uses the data in ${folder}, and nothing was removed`,
    "End it (a `smartlog start` or `smartlog serve`), and run this again.",
  );
}
