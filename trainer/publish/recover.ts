/** The end of a publication that was killed: whatever step it had reached, the next run completes or undoes it. */
import { readFileSync, realpathSync } from "node:fs";
import { setStatus, sha256, tryToFindModel } from "../../store/models.ts";
import { Confirmation } from "./confirm.ts";
import type { PublishContext } from "./context.ts";
import { removeFile } from "./files.ts";
import { finish, reloadAll } from "./finish.ts";
import { closeJournal, readJournal } from "./journal.ts";

/**
 * Ends what a killed run began: confirms the module that it had put in place, or puts the old one back.
 *
 * @returns what was found and done, for people; undefined where no run was interrupted
 */
export async function recover(context: PublishContext): Promise<string | undefined> {
  const { client, runners } = context;
  const target = realpathSync(context.target);
  removeFile(`${target}.new`);
  const journal = readJournal(target);
  if (!journal) return undefined;
  const { model, previous } = journal;
  if (model === previous) return recoverEntries(context, target);
  const now = sha256(readFileSync(target));
  const begun = `an earlier run was interrupted while it put ${model} in service`;
  if (now === journal.sha256) {
    const { status } = (await tryToFindModel(client, model)) ?? {};
    if (status === undefined || status === "serving") {
      closeJournal(target);
      return status
        ? `${begun}, after all was done`
        : `${begun}; this registry does not know it, and it stays`;
    }
    const confirmation = await Confirmation.begin(client, model);
    const { published, reason } = await finish({ ...context, target }, journal, confirmation);
    return published ? `${begun}; it serves now: ${reason}` : `${begun}: ${reason}`;
  }
  if (now !== journal.previousSha256) {
    await setStatus(client, model, "failed", "interrupted, and then another module was put in its place");
    closeJournal(target);
    return `${begun}; another module is there now, and stays`;
  }
  // Not placed yet, or put back already and not loaded again.
  const again = await reloadAll(runners).then(
    () => `${previous} serves`,
    (error: Error) => `${previous} is in place, but could not be loaded again (${error.message})`,
  );
  await setStatus(client, model, "failed", `interrupted before it was in service; ${again}`);
  closeJournal(target);
  return `${begun}; ${again}`;
}

/** The module in place is whole, with the entries and mutes from before or with the new ones; the registry has its model. */
async function recoverEntries({ runners }: PublishContext, target: string): Promise<string> {
  const begun = "an earlier run was interrupted while it put taught entries and mutes into the module";
  try {
    await reloadAll(runners);
  } catch (error) {
    // The journal stays: the next run tries again.
    return `${begun}; it could not be loaded (${(error as Error).message})`;
  }
  closeJournal(target);
  return `${begun}; it was loaded`;
}
