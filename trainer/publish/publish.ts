/**
 * Publication: puts a module in service and confirms that it serves, or rolls back to the old one. A run may be killed at
 * any moment; recover.ts ends it then.
 *
 *   validate ─► journal ─► place ─► reload ─► confirm ─► registry ─► journal removed
 *                                     └──────────┴─► put back ─► reload ─► registry ─► journal removed
 */

import { readFileSync, realpathSync } from "node:fs";
import { isAot } from "../../host/aot.ts";
import { setStatus, sha256 } from "../../store/models.ts";
import { readModel } from "../model/read.ts";
import { Confirmation } from "./confirm.ts";
import { type PublishContext, PublishError, type PublishResult } from "./context.ts";
import { replaceFile } from "./files.ts";
import { finish, putBack } from "./finish.ts";
import { closeJournal, type Journal, openJournal, readJournal } from "./journal.ts";
import { validateModule } from "./validate.ts";

/**
 * Puts a module in service in place of the one at `context.target`.
 *
 * @param id of the module's model, which the registry has, and where it becomes `serving` or `failed`
 * @throws PublishError where it is not known what serves, as without the database: recover.ts has to end the run
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
