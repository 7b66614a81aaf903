/**
 * What becomes of taught entries when a training has ended: those that the new model has learnt end, and those of annotators
 * who are not believed.
 */
import type { Pool, PoolClient } from "pg";
import { Filter } from "../../host/filter.ts";
import { taughtKeys } from "../../host/taught.ts";
import { shipperTime } from "../../host/time.ts";
import { activeTaught, endTaught, type StoredTaught } from "../../store/taught/entries.ts";
import { eventsLike } from "../../store/taught/like.ts";
import { subjectOf } from "../../store/taught/subject.ts";
import { withTaught } from "../model/taught.ts";
import type { Annotator } from "../window/annotations.ts";
import { type SyncContext, syncLocked } from "./sync.ts";

export interface Endings {
  /** Entries that go on. */
  stay: StoredTaught[];
  /** Ids of those that the model has learnt: they end when it serves. */
  learnt: number[];
  /** Ids of those of annotators who are not believed. */
  distrusted: number[];
}

const DAYS = 7;
/** Events of a source that are replayed for an entry: some 0.2 s. */
const REPLAYED = 1_000;
/** Share of the matching events that the model has to label so by itself. */
const LEARNT_SHARE = 0.95;
/** Time for all replays, while the training holds the lock: entries that are not reached stay until the next one. */
const MOST_REPLAY_MS = 120_000;

/**
 * Decides which entries end. Changes nothing. An entry whose events can't be replayed stays, which is said.
 *
 * @param module the model that is to serve, with taught entries or without; undefined where the one in place goes on, which
 *   has learnt nothing
 * @param annotators as the training rated them
 */
export async function endingsOf(
  pool: Pool,
  module: Uint8Array | undefined,
  annotators: readonly Annotator[],
  say: (text: string) => void,
  mostReplayMs = MOST_REPLAY_MS,
): Promise<Endings> {
  const bare = module && Filter.compile(withTaught(module, []));
  const disbelieved = new Set(
    annotators.filter(({ reliability }) => reliability === 0).map(({ name }) => name),
  );
  const endings: Endings = { stay: [], learnt: [], distrusted: [] };
  const until = performance.now() + mostReplayMs;
  for (const entry of await activeTaught(pool)) {
    if (disbelieved.has(entry.who)) endings.distrusted.push(entry.id);
    else if (bare && performance.now() < until && (await isLearnt(pool, bare, entry, say)))
      endings.learnt.push(entry.id);
    else endings.stay.push(entry);
  }
  return endings;
}

/**
 * Ends them, and brings the module in place in step: with what was taught while the training held the lock, too. Never fails
 * the training; what could not be done is said, and the next sync does it.
 *
 * @param published whether the new model serves
 */
export async function endTaughtEntries(
  client: PoolClient,
  context: SyncContext,
  { learnt, distrusted }: Endings,
  published: boolean,
  say: (text: string) => void,
): Promise<void> {
  try {
    const disbelieved = await endTaught(client, distrusted, "distrusted");
    const known = published ? await endTaught(client, learnt, "learnt") : 0;
    if (known > 0) say(`${known} taught entries have ended: the model says so itself now`);
    if (disbelieved > 0) say(`${disbelieved} taught entries have ended: their annotators are not believed`);
    const { target, runners } = context;
    await syncLocked(client, { target, runners });
  } catch (error) {
    say(`taught entries are not in step: ${(error as Error).message}`);
  }
}

/**
 * Whether the model labels the corrected event so by itself, and nearly all events of the last week that the entry is about.
 * All that their sources did is replayed, in order: a model's word on a line stands on what its source did before.
 *
 * Not where the event is gone, or can't be read: then the entry stays until it expires.
 */
async function isLearnt(
  pool: Pool,
  module: WebAssembly.Module,
  entry: StoredTaught,
  say: (text: string) => void,
): Promise<boolean> {
  const filter = Filter.load(module);
  const { scope, label, key, event } = entry;
  try {
    const subject = await subjectOf(pool, filter, event, entry.eventTime.getTime());
    const events = await eventsLike(pool, subject, scope, { days: DAYS, limit: REPLAYED, wholeSource: true });
    if (!events) return false;
    const replay = Filter.load(module);
    let matching = 0;
    let labelled = 0;
    let isOwnLabelled: boolean | undefined;
    for (const { id, record, at } of events.reverse()) {
      if (record === null) continue;
      const time = shipperTime(at);
      const isSo = replay.event(record, time)?.label === label;
      if (id === event) isOwnLabelled = isSo;
      if (taughtKeys(filter, record, time)?.keys[scope] !== key) continue;
      matching++;
      if (isSo) labelled++;
    }
    isOwnLabelled ??= Filter.load(module).event(subject.record, shipperTime(subject.time))?.label === label;
    return isOwnLabelled && labelled >= LEARNT_SHARE * matching;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== "NO_SUCH_EVENT" && code !== "NOT_TAUGHT")
      say(`taught entry ${entry.id} stays: its events could not be replayed (${message})`);
    return false;
  }
}
