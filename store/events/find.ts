/** An event's key, by its id; fast with its time. */
import type { ClientBase, Pool } from "pg";
import { bounds, type PartitionBounds, partitionBounds } from "../partitions/partitions.ts";

/** An event's key as texts that lose nothing: a Date has no microseconds, a number not 64 bits. */
export interface EventKey {
  time: string;
  id: string;
}

/** A link's time is in whole milliseconds, cut off. */
const LINK_MS = 1;
const PARTITIONS_AT_ONCE = 16;
/** Of later times Postgres and JavaScript write different texts. */
const YEAR_10000_MS = 253_402_300_800_000;

/**
 * Finds an event.
 *
 * With its time one partition is read. Without, or where the event isn't there, groups of partitions are, from the newest
 * on: one statement over all would lock them all.
 *
 * @param hex its id, as in `smartlog.id`; of several events of one id the newest is meant
 * @param at its time, milliseconds since the epoch
 * @returns undefined where there is no such event
 */
export async function findEvent(
  db: Pool | ClientBase,
  hex: string,
  at?: number,
): Promise<EventKey | undefined> {
  if (!isEventId(hex)) return undefined;
  if (at !== undefined && at >= 0 && at < YEAR_10000_MS) {
    const from = Math.floor(at);
    const found = await findWithin(db, hex, bounds({ from, to: from + LINK_MS }));
    if (found) return found;
  }
  const all = await partitionBounds(db);
  for (let end = all.length; end > 0; end -= PARTITIONS_AT_ONCE) {
    const from = all[Math.max(0, end - PARTITIONS_AT_ONCE)] as PartitionBounds;
    const to = all[end - 1] as PartitionBounds;
    const found = await findWithin(db, hex, bounds({ from: from.from, to: to.to }));
    if (found) return found;
  }
  return undefined;
}

async function findWithin(
  db: Pool | ClientBase,
  hex: string,
  [from, to]: [from: string, to: string],
): Promise<EventKey | undefined> {
  const { rows } = await db.query<EventKey>(
    `select to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time, id::text
     from smartlog.events where id = smartlog.event_id($1) and time >= $2 and time < $3 order by events.time desc limit 1`,
    [hex, from, to],
  );
  return rows[0];
}

/** Whether a text has the form of `smartlog.id`. */
export function isEventId(hex: string): boolean {
  return /^[0-9a-f]{1,16}$/.test(hex);
}

/** An event's id as the store has it, a signed 64-bit number in decimal: `smartlog.event_id` without a database. */
export function storedId(hex: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hex}`)).toString();
}
