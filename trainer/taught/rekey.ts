/**
 * What people set by a line's template, found again by a module that has other templates: keys of taught entries, templates of
 * mutes. Their event is read by the new module, as when they were set.
 */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { taughtKeys } from "../../host/taught.ts";
import { shipperTime } from "../../host/time.ts";
import { recordsOf } from "../../store/events/records.ts";

/** What is found by a key that may have the template in it. */
export interface Keyed {
  /** Id of its event, hex, and the event's time. */
  event: string;
  eventTime: Date;
}

/** One of them, and what it is found by now. */
export interface Rekeyed<T extends Keyed> {
  entry: T;
  now: KeysNow;
}

/** What the module in service finds of an event. */
export interface KeysNow {
  /** As events have it, 8 hex digits. */
  tpl: string;
  taught: NonNullable<ReturnType<typeof taughtKeys>>;
}

/**
 * What a module makes of the events of entries.
 *
 * @returns those whose event is still stored and can be read; the others keep what they have
 */
export async function keysNow<T extends Keyed>(
  pool: Pool,
  module: Uint8Array | WebAssembly.Module,
  entries: readonly T[],
): Promise<Rekeyed<T>[]> {
  if (entries.length === 0) return [];
  const filter = Filter.load(module);
  const records = await recordsOf(pool, entries);
  return entries.flatMap((entry) => {
    const found = records.get(entry.event);
    if (!found) return [];
    const time = shipperTime(found.at);
    const taught = taughtKeys(filter, found.record, time);
    const tpl = filter.event(found.record, time)?.tpl;
    return taught && tpl !== undefined ? [{ entry, now: { tpl, taught } }] : [];
  });
}
