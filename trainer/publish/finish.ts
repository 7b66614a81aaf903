/** The steps of a publication after the module is in place: reload, confirm, register; or put back. */
import { SmartLogError } from "../../host/error.ts";
import { promoteModel, setStatus, sha256 } from "../../store/models.ts";
import type { Confirmation } from "./confirm.ts";
import { type PublishContext, PublishError, type PublishResult } from "./context.ts";
import { readIfThere, replaceFile } from "./files.ts";
import { closeJournal, type Journal, previousPath } from "./journal.ts";
import { ReloadError, type Runner } from "./reload.ts";

/** Events came, and none proved that the new model serves. */
class UnconfirmedError extends SmartLogError {
  override name = "UnconfirmedError";
  readonly code = "UNCONFIRMED";
}

/**
 * Finishes a publication whose module is in place: confirms that it serves, or puts the old one back.
 *
 * @param confirmation begun before the module was in place
 * @throws PublishError where it is not known what serves
 */
export async function finish(
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

/**
 * Puts the old module back.
 *
 * @param why the reason, for people
 * @throws PublishError where the old module is not there any more
 */
export async function putBack(
  context: PublishContext,
  journal: Journal,
  why: string,
): Promise<PublishResult> {
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

/** Reloads all programs one after the other; returns their words, for people. */
export async function reloadAll(runners: readonly Runner[]): Promise<string> {
  const said: string[] = [];
  for (const runner of runners) said.push(`${runner.name}: ${await runner.reload()}`);
  return said.join("; ");
}
