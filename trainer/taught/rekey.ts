/**
 * What people set by a line's template, found again by a module that has other templates: keys of taught entries have it, and
 * mutes. Their event is read by the new module, as it was when they were set.
 */
import type { ClientBase, Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { type TaughtEntry, type TaughtKeys, taughtKeys } from "../../host/taught.ts";
import { shipperTime } from "../../host/time.ts";
import { recordsOf } from "../../store/events/records.ts";
import { setTaughtKeys } from "../../store/taught/rekey.ts";

type Db = Pool | ClientBase;

/** What was made of an event. */
export interface OfEvent {
  /** The event's id, hex, and its time. */
  event: string;
  eventTime: Date;
}

/** What the module makes of an event. */
export interface EventNow {
  /** The template, as events have it. */
  tpl: string;
  taught: TaughtKeys;
}

/**
 * Reads the events of what people set.
 *
 * @returns by the event's id; those that are not stored any more, or can't be read, are left out
 */
export async function eventsNow(
  db: Db,
  module: Uint8Array,
  made: readonly OfEvent[],
): Promise<Map<string, EventNow>> {
  const now = new Map<string, EventNow>();
  if (made.length === 0) return now;
  const filter = Filter.load(module);
  for (const [event, { record, at }] of await recordsOf(db, made)) {
    const time = shipperTime(at);
    const taught = taughtKeys(filter, record, time);
    const tpl = filter.event(record, time)?.tpl;
    if (taught && tpl !== undefined) now.set(event, { tpl, taught });
  }
  return now;
}

/** Taught entries whose key is another in a module, with that key. */
async function changed<T extends TaughtEntry & OfEvent>(
  db: Db,
  module: Uint8Array,
  entries: readonly T[],
): Promise<T[]> {
  // A user agent's key has no template.
  const ofTemplates = entries.filter(({ scope }) => scope !== "agent");
  const now = await eventsNow(db, module, ofTemplates);
  return ofTemplates.flatMap((entry) => {
    const key = now.get(entry.event)?.taught.keys[entry.scope];
    return key === undefined || key === entry.key ? [] : [{ ...entry, key }];
  });
}

/** Taught entries with the keys that a module finds them by. Never fails: where that is not known they keep their keys. */
export async function rekeyed<T extends TaughtEntry & OfEvent>(
  db: Db,
  module: Uint8Array,
  entries: readonly T[],
  say: (text: string) => void,
): Promise<T[]> {
  try {
    const now = new Map((await changed(db, module, entries)).map((entry) => [entry.id, entry]));
    return entries.map((entry) => now.get(entry.id) ?? entry);
  } catch (error) {
    say(`taught entries keep their keys: their events could not be read (${(error as Error).message})`);
    return [...entries];
  }
}

/**
 * Keeps in the store the keys that the module in service finds entries by.
 *
 * @returns whether any was another
 */
export async function keepKeys(
  db: Db,
  module: Uint8Array,
  entries: readonly (TaughtEntry & OfEvent)[],
): Promise<boolean> {
  const stale = await changed(db, module, entries);
  return stale.length > 0 && (await setTaughtKeys(db, stale)) > 0;
}
