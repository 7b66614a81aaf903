/** Whether there is room on the disk of a server on this machine. */
import { statfsSync } from "node:fs";
import type { ClientBase } from "pg";

const LEAST_FREE_BYTES = 64 * 1024 * 1024;

/** Where a server on this machine has its data; undefined of others, and for roles that may not know. */
export async function dataFolder(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ folder: string }>(
    `select setting as folder from pg_settings where name = 'data_directory'
       and coalesce(inet_server_addr() <<= '127.0.0.0/8' or inet_server_addr() = '::1', true)`,
  );
  return rows[0]?.folder;
}

/**
 * Whether so many bytes and the server's log of them fit the disk; where that isn't known, they do.
 *
 * @param folder as {@link dataFolder} says; before a role is taken that may not know it
 */
export function hasRoomFor(bytes: number, folder: string | undefined): boolean {
  if (folder === undefined) return true;
  try {
    const disk = statfsSync(folder);
    return disk.bavail * disk.bsize > 2 * bytes + LEAST_FREE_BYTES;
  } catch {
    return true;
  }
}
