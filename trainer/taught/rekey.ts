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

/** What is found by a key that may have the template in it. */
export interface Keyed {
  /** Id of its event, hex, and the event's time. */
  event: string;
  eventTime: Date;
}

/** One of them, and what the module finds of its event. */
export interface Rekeyed<T extends Keyed> {
  entry: T;
  now: {
    /** As events have it, 8 hex digits. */
    tpl: string;
    taught: TaughtKeys;
  };
}

/**
 * What a module makes of the events of entries.
 *
 * @returns those whose event is still stored and can be read; the others keep what they have
 */
export async function keysNow<T extends Keyed>(
  db: Db,
  module: Uint8Array,
  entries: readonly T[],
): Promise<Rekeyed<T>[]> {
  if (entries.length === 0) return [];
  const filter = Filter.load(module);
  const records = await recordsOf(db, entries);
  return entries.flatMap((entry) => {
    const found = records.get(entry.event);
    if (!found) return [];
    const time = shipperTime(found.at);
    const taught = taughtKeys(filter, found.record, time);
    const tpl = filter.event(found.record, time)?.tpl;
    return taught && tpl !== undefined ? [{ entry, now: { tpl, taught } }] : [];
  });
}

/** Taught entries whose key is another in a module, with that key. */
async function changed<T extends TaughtEntry & Keyed>(
  db: Db,
  module: Uint8Array,
  entries: readonly T[],
): Promise<T[]> {
  // A user agent's key has no template.
  const found = await keysNow(
    db,
    module,
    entries.filter(({ scope }) => scope !== "agent"),
  );
  return found.flatMap(({ entry, now: { taught } }) => {
    const key = taught.keys[entry.scope];
    return key === undefined || key === entry.key ? [] : [{ ...entry, key }];
  });
}

/** Taught entries with the keys that a module finds them by. Never fails: where that is not known they keep their keys. */
export async function rekeyed<T extends TaughtEntry & Keyed>(
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
  entries: readonly (TaughtEntry & Keyed)[],
): Promise<boolean> {
  const stale = await changed(db, module, entries);
  return stale.length > 0 && (await setTaughtKeys(db, stale)) > 0;
}
