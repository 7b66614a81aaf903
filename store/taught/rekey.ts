/** Keys of taught entries, set anew for a module that has other templates. */
import type { ClientBase, Pool } from "pg";
import { hexOfKey } from "../../host/taught.ts";

/**
 * Sets keys of entries that act; of several that have one key then the newest goes on.
 *
 * @returns how many changed
 */
export async function setTaughtKeys(
  db: Pool | ClientBase,
  entries: readonly { id: number; key: bigint }[],
): Promise<number> {
  const { rows } = await db.query<{ changed: number }>("select smartlog.rekey_taught($1, $2) as changed", [
    entries.map(({ id }) => id),
    entries.map(({ key }) => hexOfKey(key)),
  ]);
  return rows[0]?.changed ?? 0;
}
