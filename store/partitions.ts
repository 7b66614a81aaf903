import type { ClientBase, Pool } from "pg";

/** A partition of `smartlog.events`, [from, to); -Infinity where it has no beginning. */
export interface Partition {
  name: string;
  from: number;
  /** Milliseconds since the epoch, as `from`. */
  to: number;
  bytes: number;
  /** As Postgres estimated at the last vacuum or analyze; 0 before the first. */
  rows: number;
}

/** All partitions with what they take on disk, indexes included, the oldest first. */
export async function partitions(db: Pool | ClientBase): Promise<Partition[]> {
  const { rows } = await db.query<{ name: string; bound: string; bytes: string; rows: number }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound,
       pg_total_relation_size(c.oid) as bytes, greatest(c.reltuples, 0) as rows
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'smartlog.events'::regclass and not i.inhdetachpending`,
  );
  return rows
    .map(({ name, bound, bytes, rows }) => {
      const [, from = "", to = ""] = /FROM \((.*)\) TO \((.*)\)/.exec(bound) ?? [];
      return { name, from: instant(from), to: instant(to), bytes: Number(bytes), rows };
    })
    .sort((a, b) => a.from - b.from);
}

/** From `'2026-11-21 00:00:00+00'`, as a session in UTC prints it, or `MINVALUE`. */
function instant(bound: string): number {
  if (bound === "MINVALUE") return Number.NEGATIVE_INFINITY;
  return Date.parse(
    bound
      .replaceAll("'", "")
      .replace(" ", "T")
      .replace(/([+-]\d\d)$/, "$1:00"),
  );
}
