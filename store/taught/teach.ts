/** A correction that acts at once: an entry made of an event. */
import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import { entryFor, holds, SCOPES, type Scope, type TaughtEntry } from "../../host/taught.ts";
import { shipperTime } from "../../host/time.ts";
import { StoreError } from "../error.ts";
import { activeTaught, addTaught, type StoredTaught } from "./entries.ts";
import { description, type Subject } from "./subject.ts";

/**
 * Sets an entry: from the next sync on (trainer/taught/sync.ts) lines that are alike are labelled so.
 *
 * @param filter that read the subject
 * @throws StoreError NOT_TAUGHT where an entry of this scope would not act on the event itself; TAUGHT_FULL
 */
export async function teach(
  db: Pool | ClientBase,
  filter: Filter,
  subject: Subject,
  { scope, label, who }: { scope: Scope; label: Label; who: string },
): Promise<StoredTaught> {
  const entry = entryOf(filter, subject, scope, label);
  if (!entry) {
    const others = scopesOf(filter, subject, label);
    throw new StoreError(
      "NOT_TAUGHT",
      `${label} by ${scope} can't act at once on this event`,
      others.length > 0
        ? `These can: ${others.join(", ")}.`
        : "The next training learns from the correction.",
    );
  }
  const { eventKey, tag, label: was } = subject;
  return addTaught(db, { ...entry, eventKey, tag, was, describes: description(subject, scope), who });
}

/**
 * Scopes by which a correction of the event can act, the narrowest first: the filter has a key of it, and an attack becomes
 * normal by more than its user agent, and no other label.
 */
export function scopesOf(filter: Filter, subject: Subject, label: Label): Scope[] {
  return SCOPES.filter((scope) => entryOf(filter, subject, scope, label) !== undefined);
}

/** Why nothing acts where there is no scope ({@link scopesOf}), for people. */
export function onlyByTraining({ label: was }: Subject, label: Label): string {
  return `an event called ${was} becomes ${label} only by training`;
}

/**
 * Whether nothing would change at once: the event has the label already, and no entry says otherwise of the lines that are
 * like it. One that does is corrected by saying what the filter said.
 */
export async function changesNothing(
  db: Pool | ClientBase,
  { label: was, taught: { keys } }: Subject,
  label: Label,
): Promise<boolean> {
  if (was !== label) return false;
  const acting = await activeTaught(db);
  return acting.every((entry) => entry.label === label || keys[entry.scope] !== entry.key);
}

/** The entry that a correction of the event makes; undefined where it would not act on the event itself. */
export function entryOf(
  filter: Filter,
  { record, time, scores, label: was, taught }: Subject,
  scope: Scope,
  label: Label,
): Omit<TaughtEntry, "id"> | undefined {
  const entry = entryFor(filter, record, shipperTime(time), scope, label, scores);
  return entry && holds(entry, { ...scores, label: was }, taught.hit) ? entry : undefined;
}
