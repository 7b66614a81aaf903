/**
 * Taught entries in the module in service in step with those of the store: the weights stay, and so does the model's id.
 *
 *   compare ─► lock ─► validate ─► journal ─► rename ─► reload ─► journal removed
 *                                                         └─► put back ─► reload ─► journal removed
 *
 * May be killed after any step, as a publication (publish/publish.ts): the next run, of this or of a training, ends it.
 */
import { readFileSync, realpathSync } from "node:fs";
import type { ClientBase, Pool } from "pg";
import type { TaughtEntry } from "../../host/taught.ts";
import { sha256 } from "../../store/models.ts";
import { activeTaught, endExpired } from "../../store/taught/entries.ts";
import { setTaughtKeys } from "../../store/taught/rekey.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { readModel } from "../model/read.ts";
import { taughtOf, withTaught } from "../model/taught.ts";
import { PublishError } from "../publish/context.ts";
import { replaceFile } from "../publish/files.ts";
import { reloadAll } from "../publish/finish.ts";
import { closeJournal, type Journal, readJournal, writeJournal } from "../publish/journal.ts";
import { recover } from "../publish/recover.ts";
import type { Runner } from "../publish/reload.ts";
import { rekeyed } from "./rekey.ts";

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
  /** Entries that act. */
  entries: number;
  /** Ids of the entries that came into the module, and of those that left it. */
  added: number[];
  removed: number[];
  /** The programs' own word on their reload, and what became of an interrupted run; for people. */
  said: string;
}

/**
 * Puts the entries that act into the module in place, and makes the programs load it. Nothing is done where it has them.
 *
 * @param pool as smartlog_serve or smartlog_train
 * @throws LockedError where a training or a publication is under way; PublishError where the module was not loaded, and the
 *   old one was put back; FilterError or ModelError where the module in place has no sound model
 */
export async function syncTaught(pool: Pool, context: SyncContext): Promise<SyncResult> {
  const target = realpathSync(context.target);
  await endExpired(pool);
  const wanted = await activeTaught(pool);
  const journal = readJournal(target);
  if (!journal && isSame(taughtOf(readFileSync(target)), wanted)) return inStep(wanted);
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
  const had = taughtOf(before);
  let wanted = await activeTaught(client);
  if (isSame(had, wanted)) return inStep(wanted);
  const keys = await rekeyed(client, before, wanted);
  const stale = keys.filter(({ key }, i) => key !== wanted[i]?.key);
  if (stale.length > 0) {
    await setTaughtKeys(client, stale);
    wanted = await activeTaught(client);
    if (isSame(had, wanted)) return inStep(wanted);
  }
  const module = withTaught(before, wanted);
  // Of two with one key, of which the module takes one.
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
    const [hadIds, ids] = [idsOf(had), idsOf(wanted)];
    return {
      changed: true,
      entries: wanted.length,
      added: [...ids].filter((each) => !hadIds.has(each)),
      removed: [...hadIds].filter((each) => !ids.has(each)),
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

function inStep(entries: readonly TaughtEntry[]): SyncResult {
  return { changed: false, entries: entries.length, added: [], removed: [], said: "" };
}

function idsOf(entries: readonly TaughtEntry[]): Set<number> {
  return new Set(entries.map(({ id }) => id));
}

/** An entry never changes; a module of another database has other entries under the same ids. */
function isSame(a: readonly TaughtEntry[], b: readonly TaughtEntry[]): boolean {
  const nameOf = ({ id, key, scope, label }: TaughtEntry) => `${id} ${key} ${scope} ${label}`;
  const names = new Set(a.map(nameOf));
  return a.length === b.length && b.every((entry) => names.has(nameOf(entry)));
}
