/**
 * Taught entries, mutes and the threshold for the budget of alarms in the module in service in step with those of the store: the
 * weights stay, and so does the model's id.
 *
 *   compare ─► lock ─► validate ─► journal ─► rename ─► reload ─► journal removed
 *                                                         └─► put back ─► reload ─► journal removed
 *
 * May be killed after any step, as a publication (publish/publish.ts): the next run, of this or of a training, ends it.
 */
import { readFileSync, realpathSync } from "node:fs";
import type { ClientBase, Pool } from "pg";
import { newestPromise } from "../../store/alarms.ts";
import { sha256 } from "../../store/models.ts";
import { activeMutes, endExpiredMutes } from "../../store/mutes/mutes.ts";
import { activeTaught, endExpired, type StoredTaught } from "../../store/taught/entries.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { type AtOnce, namesAtOnce, withAtOnce } from "../model/at-once.ts";
import { readModel } from "../model/read.ts";
import { PublishError } from "../publish/context.ts";
import { replaceFile } from "../publish/files.ts";
import { reloadAll } from "../publish/finish.ts";
import { closeJournal, type Journal, readJournal, writeJournal } from "../publish/journal.ts";
import { recover } from "../publish/recover.ts";
import type { Runner } from "../publish/reload.ts";
import { keepKeys } from "./rekey.ts";

export type SyncStep = "validated" | "recorded" | "placed" | "reloaded";

export interface SyncContext {
  /** Path of the module that the shipper loads. */
  target: string;
  /** Programs that load the module. */
  runners: readonly Runner[];
  /** Called after each step. */
  onStep?: (step: SyncStep) => void;
}

export interface SyncResult {
  /** Whether the module was changed; else it was in step. */
  changed: boolean;
  /** Taught entries that act, and mutes. */
  entries: number;
  mutes: number;
  /** What came into the module, and what left it: `taught 7`, `mute 12`. */
  added: string[];
  removed: string[];
  /** The programs' own word on their reload, and what became of an interrupted run; for people. */
  said: string;
}

/**
 * Puts what acts at once into the module in place, and makes the programs load it. Nothing is done where it has that.
 *
 * @param pool as smartlog_serve or smartlog_train
 * @throws LockedError where a training or a publication is under way; PublishError where the module was not loaded, and the
 *   old one was put back; FilterError or ModelError where the module in place has no sound model
 */
export async function syncAtOnce(pool: Pool, context: SyncContext): Promise<SyncResult> {
  const target = realpathSync(context.target);
  await endExpired(pool);
  await endExpiredMutes(pool);
  const wanted = await activeAtOnce(pool);
  const journal = readJournal(target);
  if (!journal) {
    const before = readFileSync(target);
    if (withAtOnce(before, wanted).equals(before)) return inStep(wanted);
  }
  if (journal && journal.model !== journal.previous) await assertMayPublish(pool, journal.model);
  return withTrainerLock(pool, async ({ client }) => {
    const recovered = await recover({
      client,
      target,
      runners: context.runners,
      confirm: "reload",
      confirmSeconds: 0,
    });
    if (recovered && readJournal(target)) throw new PublishError(recovered);
    const result = await syncLocked(client, { ...context, target });
    return recovered ? { ...result, said: [recovered, result.said].filter(Boolean).join("; ") } : result;
  });
}

/**
 * The server's role may not write the registry, so it can't end a publication.
 *
 * @throws PublishError
 */
async function assertMayPublish(pool: Pool, model: string): Promise<void> {
  const { rows } = await pool.query("select has_table_privilege('smartlog.models', 'insert') as may");
  if (!rows[0].may)
    throw new PublishError(
      `${model} was being put in service when that was interrupted: the next run as smartlog_train ends it`,
      { nextStep: "Run `smartlog teach sync` or `smartlog train` as that role." },
    );
}

/** The same for the holder of the trainer's lock, while no publication is under way. */
export async function syncLocked(client: ClientBase, context: SyncContext): Promise<SyncResult> {
  const target = realpathSync(context.target);
  const { runners, onStep } = context;
  const before = readFileSync(target);
  let wanted = await activeAtOnce(client);
  let module = withAtOnce(before, wanted);
  if (!module.equals(before) && (await keepKeys(client, before, wanted.taught))) {
    wanted = await activeAtOnce(client);
    module = withAtOnce(before, wanted);
  }
  if (module.equals(before)) return inStep(wanted);
  const { id } = readModel(before);
  // Loaded here, with its simulators: most runs find all in step.
  const { validateModule } = await import("../publish/validate.ts");
  validateModule(module, id);
  onStep?.("validated");
  const journal: Journal = {
    model: id,
    previous: id,
    sha256: sha256(module),
    previousSha256: sha256(before),
  };
  writeJournal(target, journal);
  onStep?.("recorded");
  try {
    replaceFile(target, module);
    onStep?.("placed");
    const said = await reloadAll(runners);
    onStep?.("reloaded");
    closeJournal(target);
    const [had, has] = [new Set(namesAtOnce(before)), new Set(namesAtOnce(module))];
    return {
      ...inStep(wanted),
      changed: true,
      added: [...has].filter((each) => !had.has(each)),
      removed: [...had].filter((each) => !has.has(each)),
      said,
    };
  } catch (cause) {
    replaceFile(target, before);
    const again = await reloadAll(runners).then(
      () => "",
      (error: Error) => `, but not loaded again (${error.message})`,
    );
    closeJournal(target);
    throw new PublishError(`${(cause as Error).message}; the module before was put back${again}`, { cause });
  }
}

function inStep({ taught, mutes }: AtOnce): SyncResult {
  return { changed: false, entries: taught.length, mutes: mutes.length, added: [], removed: [], said: "" };
}

/** What acts at once, by the store. */
export async function activeAtOnce(
  db: Pool | ClientBase,
): Promise<AtOnce & { taught: readonly StoredTaught[] }> {
  return {
    taught: await activeTaught(db),
    mutes: await activeMutes(db),
    promise: await newestPromise(db),
  };
}
