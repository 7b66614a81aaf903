/**
 * Publication: puts a module in service and confirms that it serves, or rolls back to the old one. A run may be killed at
 * any moment; {@link recover} ends it then.
 *
 *   validate ─► journal ─► place ─► reload ─► confirm ─► registry ─► journal removed
 *                                     └──────────┴─► put back ─► reload ─► registry ─► journal removed
 */

import { readFileSync, realpathSync } from "node:fs";
import type { ClientBase } from "pg";
import { isAot } from "../../host/aot.ts";
import { SmartLogError } from "../../host/error.ts";
import { promoteModel, setStatus, sha256, tryToFindModel } from "../../store/models.ts";
import { readModel } from "../model/read.ts";
import { type Confirm, Confirmation } from "./confirm.ts";
import { readIfThere, removeFile, replaceFile } from "./files.ts";
import { closeJournal, type Journal, openJournal, previousPath, readJournal } from "./journal.ts";
import { ReloadError, type Runner } from "./reload.ts";
import { validateModule } from "./validate.ts";

export const PUBLISH_STEPS = [
  "validated",
  "recorded",
  "placed",
  "reloaded",
  "confirmed",
  "registered",
  "put back",
  "put back and reloaded",
  "marked as failed",
] as const;
/** The step that has just been done. */
export type PublishStep = (typeof PUBLISH_STEPS)[number];

export interface PublishContext {
  /** Session of the holder of the trainer's lock. */
  client: ClientBase;
  /** Path of the module that the shipper loads; there is one. */
  target: string;
  /** Programs that load the module. */
  runners: readonly Runner[];
  confirm: Confirm;
  /** Longest wait for events. */
  confirmSeconds: number;
  /** Called after each step. */
  onStep?: (step: PublishStep) => void;
}

export interface PublishResult {
  published: boolean;
  /** One line: the evidence, or what failed and what was done about it. */
  reason: string;
}

/** A module can't be put in service, or taken out of it: the message says why. */
class PublishError extends SmartLogError {
  override name = "PublishError";
  readonly code = "PUBLISH_FAILED";
}

/** Events came, and none proved that the new model serves. */
class UnconfirmedError extends SmartLogError {
  override name = "UnconfirmedError";
  readonly code = "UNCONFIRMED";
}

/**
 * Puts a module in service in place of the one at `context.target`.
 *
 * @param id of the module's model, which the registry has, and where it becomes `serving` or `failed`
 * @throws PublishError where it is not known what serves, as without the database: {@link recover} has to end the run
 */
export async function publish(
  context: PublishContext,
  module: Uint8Array,
  id: string,
): Promise<PublishResult> {
  const { client, onStep } = context;
  const target = realpathSync(context.target);
  const before = readFileSync(target);
  const journal: Journal = {
    model: id,
    previous: readModel(before).id,
    sha256: sha256(module),
    previousSha256: sha256(before),
  };
  let confirmation: Confirmation;
  try {
    validateModule(module, id);
    if (isAot(before) !== isAot(module))
      throw new PublishError("of the two modules, this and the one in place, one is compiled and one is not");
    onStep?.("validated");
    openJournal(target, before, journal);
    onStep?.("recorded");
    // Arrivals are counted before the file is there: a shipper that restarts by itself loads it at once.
    confirmation = await Confirmation.begin(client, id);
    replaceFile(target, module);
  } catch (error) {
    const reason = `it could not be put in place: ${(error as Error).message}`;
    // The rename took place, and then the disk failed.
    if (sha256(readFileSync(target)) === journal.sha256)
      return putBack({ ...context, target }, journal, reason);
    await setStatus(client, id, "failed", reason);
    if (readJournal(target)) closeJournal(target);
    return { published: false, reason };
  }
  onStep?.("placed");
  return finish({ ...context, target }, journal, confirmation);
}

/** The steps after the rename. */
async function finish(
  context: PublishContext,
  journal: Journal,
  confirmation: Confirmation,
): Promise<PublishResult> {
  const { client, target, onStep } = context;
  try {
    const said = await reloadAll(context.runners);
    onStep?.("reloaded");
    const proof = await confirmed(context, confirmation, said);
    onStep?.("confirmed");
    await promoteModel(client, journal.model, proof);
    onStep?.("registered");
    closeJournal(target);
    return { published: true, reason: proof };
  } catch (cause) {
    const { message } = cause as Error;
    if (cause instanceof ReloadError || cause instanceof UnconfirmedError)
      return putBack(context, journal, message);
    // A lost connection, for example: whether the model was confirmed is not known. The journal stays for the next run.
    throw new PublishError(
      `${journal.model} is in place, and not confirmed: ${message}. Run it again: that confirms it or puts ${journal.previous} back`,
      { cause },
    );
  }
}

async function confirmed(
  { runners, confirm, confirmSeconds }: PublishContext,
  confirmation: Confirmation,
  said: string,
): Promise<string> {
  if (confirm !== "events") return said || "put in place; nobody was asked to load it";
  const found = await confirmation.wait(runners, confirmSeconds);
  if (found.what === "failed") throw new UnconfirmedError(found.reason);
  if (found.what === "quiet")
    return `${said || "put in place"}; no lines came within ${confirmSeconds} s that could have proved it`;
  return `events carry its id, the first after ${found.seconds.toFixed(1)} s`;
}

async function putBack(context: PublishContext, journal: Journal, why: string): Promise<PublishResult> {
  const { client, target, runners, onStep } = context;
  const previous = readIfThere(previousPath(target));
  if (!previous || sha256(previous) !== journal.previousSha256)
    throw new PublishError(
      `${why}; and the old module can't be put back: ${previousPath(target)} is not it. ` +
        `Run \`smartlog model promote ${journal.previous}\``,
    );
  replaceFile(target, previous);
  onStep?.("put back");
  const again = await reloadAll(runners).then(
    () => `${journal.previous} was put back`,
    (error: Error) => `${journal.previous} was put back, but not loaded again (${error.message})`,
  );
  onStep?.("put back and reloaded");
  const reason = `${why}; ${again}`;
  await setStatus(client, journal.model, "failed", reason);
  onStep?.("marked as failed");
  closeJournal(target);
  return { published: false, reason };
}

async function reloadAll(runners: readonly Runner[]): Promise<string> {
  const said: string[] = [];
  for (const runner of runners) said.push(`${runner.name}: ${await runner.reload()}`);
  return said.join("; ");
}

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
