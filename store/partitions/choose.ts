/** Which partitions retention drops. */
import { StoreError } from "../error.ts";
import type { Partition } from "./partitions.ts";

const DAY_MS = 86_400_000;
/** The share that no ordinary run drops by age, of more than so many partitions: a wrong clock makes everything old. */
const MOST_BY_AGE = 0.5;
const FEW_PARTITIONS = 2;

/** How much is kept. */
export interface Limits {
  /** Days, today included. */
  days?: number | undefined;
  /** Bytes of all partitions. */
  bytes?: number | undefined;
}

/**
 * The partitions that have to go.
 *
 * @param ended partitions whose time has passed, the oldest first
 * @param totalBytes of all partitions
 * @param today midnight (UTC), milliseconds since the epoch
 */
export function chooseDoomed(
  ended: Partition[],
  totalBytes: number,
  today: number,
  { days = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY }: Limits,
): Partition[] {
  let size = totalBytes;
  return ended.filter((partition) => {
    if (!isTooOld(partition, today, days) && size <= bytes) return false;
    size -= partition.bytes;
    return true;
  });
}

function isTooOld({ to }: Partition, today: number, days = Number.POSITIVE_INFINITY): boolean {
  return to <= today - (Math.floor(days) - 1) * DAY_MS;
}

/**
 * Refuses to drop everything, or by age most of it.
 *
 * @param filled names of the partitions that hold any event
 * @throws StoreError RETAINS_TOO_LITTLE
 */
export function refuseTooMuch(
  all: readonly Partition[],
  filled: ReadonlySet<string>,
  doomed: readonly Partition[],
  today: number,
  { days }: Limits,
): void {
  const holding = all.filter(({ name }) => filled.has(name));
  const going = doomed.filter(({ name }) => filled.has(name));
  const byAge = going.filter((partition) => isTooOld(partition, today, days));
  const isAll = going.length > 0 && going.length === holding.length;
  const isMost = holding.length > FEW_PARTITIONS && bytesOf(byAge) > MOST_BY_AGE * bytesOf(holding);
  if (!isAll && !isMost) return;
  const share = isAll
    ? "all events"
    : `${Math.round((100 * bytesOf(byAge)) / bytesOf(holding))} % of the events`;
  throw new StoreError(
    "RETAINS_TOO_LITTLE",
    `${share} (${going.length} of ${holding.length} partitions that hold any) would be dropped; nothing was`,
    `The database takes today for ${new Date(today).toISOString().slice(0, 10)}. If that is right and they are to go, say --force.`,
  );
}

/** Bytes of all of them. */
export function bytesOf(partitions: readonly Partition[]): number {
  return partitions.reduce((total, { bytes }) => total + bytes, 0);
}
