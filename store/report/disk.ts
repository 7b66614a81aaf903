/** What the store takes, how fast it grows, and what is free where it lies. */
import { statfs } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import type { Pool } from "pg";
import { filledPartitions, partitions } from "../partitions/partitions.ts";
import { DAY_MS, type DayRange } from "./range.ts";

export interface Disk {
  /** The whole database. */
  databaseBytes: number;
  /** What events add on a day of the range, indexes included; null where none of its days is stored apart. */
  bytesADay: number | null;
  /** Free where the database lies, and the size of that file system; null where it can't be asked from here. */
  freeBytes: number | null;
  sizeBytes: number | null;
  /** Days until it is full, if nothing is dropped; null where one of the figures isn't known. */
  daysLeft: number | null;
  /** The oldest day that events are stored of, and up to when they were dropped; null where none were. */
  oldest: Date | null;
  droppedBefore: Date | null;
}

/**
 * State of the disk now.
 *
 * @param folder on the file system to look at; the database's own where left out, which only its administrator may ask for, and
 *   only where the server runs on this machine
 */
export async function disk(pool: Pool, range: DayRange, folder?: string): Promise<Disk> {
  const { rows } = await pool.query<{ bytes: number; dropped: Date | null }>(
    `select pg_database_size(current_database())::float8 as bytes,
       nullif(rollups_final_before, '-infinity') as dropped from smartlog.settings`,
  );
  const { rows: days } = await pool.query<{ day: number }>(
    `select date_part('epoch', at) * 1000 as day from smartlog.rollup_day where at >= $1 and at < $2 group by at`,
    [range.from, range.to],
  );
  const filled = new Set(days.map(({ day }) => day));
  const sizes = (await partitions(pool))
    .filter(({ from, to }) => to - from === DAY_MS && filled.has(from))
    .map(({ bytes }) => bytes);
  const bytesADay = sizes.length > 0 ? sizes.reduce((total, bytes) => total + bytes, 0) / sizes.length : null;
  const space = await spaceOf(folder ?? (await ownFolder(pool)));
  const oldest = (await filledPartitions(pool).next()).value?.from;
  return {
    databaseBytes: rows[0]?.bytes ?? 0,
    bytesADay,
    ...space,
    daysLeft:
      space.freeBytes !== null && bytesADay !== null && bytesADay > 0
        ? Math.floor(space.freeBytes / bytesADay)
        : null,
    oldest: oldest !== undefined && Number.isFinite(oldest) ? new Date(oldest) : null,
    droppedBefore: rows[0]?.dropped ?? null,
  };
}

/** The server's data folder, where it is on this machine and this role may know it. */
async function ownFolder(pool: Pool): Promise<string | undefined> {
  // Other roles don't find the row.
  const { rows } = await pool.query<{ folder: string | null; address: string | null }>(
    "select (select setting from pg_settings where name = 'data_directory') as folder, host(inet_server_addr()) as address",
  );
  const { folder, address } = rows[0] ?? { folder: null, address: null };
  const isHere =
    address === null ||
    Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address));
  return folder !== null && isHere ? folder : undefined;
}

async function spaceOf(folder: string | undefined): Promise<Pick<Disk, "freeBytes" | "sizeBytes">> {
  if (folder === undefined) return { freeBytes: null, sizeBytes: null };
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
  } catch {
    return { freeBytes: null, sizeBytes: null };
  }
}
