import type { ClientBase, Pool } from "pg";

/** Of a partition of `smartlog.events`: [from, to), milliseconds since the epoch; -Infinity where it has no beginning. */
export interface PartitionBounds {
  name: string;
  from: number;
  to: number;
}

export interface Partition extends PartitionBounds {
  /** On disk, indexes included. */
  bytes: number;
  /** As Postgres estimated at the last vacuum or analyze; 0 before the first. */
  rows: number;
}

const BOUNDS = `name, date_part('epoch', low) * 1000 as "from", date_part('epoch', high) * 1000 as "to"`;

/** All partitions with what they take, the oldest first. */
export async function partitions(db: Pool | ClientBase): Promise<Partition[]> {
  const { rows } = await db.query<Partition>(
    `select ${BOUNDS}, pg_total_relation_size(p.oid)::float8 as bytes, greatest(c.reltuples, 0)::float8 as rows
     from smartlog.event_partitions() p join pg_class c using (oid) order by low`,
  );
  return rows;
}

/** All partitions, the oldest first; asks none of them. */
export async function partitionBounds(db: Pool | ClientBase): Promise<PartitionBounds[]> {
  const { rows } = await db.query<PartitionBounds>(
    `select ${BOUNDS} from smartlog.event_partitions() order by low`,
  );
  return rows;
}

/**
 * The partitions that hold any event, the oldest first, or the newest with `-1`. One is asked at a time: a statement
 * over all of them would lock them all.
 */
export async function* filledPartitions(
  db: Pool | ClientBase,
  direction: 1 | -1 = 1,
): AsyncGenerator<PartitionBounds> {
  const all = await partitionBounds(db);
  for (const partition of direction === 1 ? all : all.reverse()) {
    const { rowCount } = await db.query(
      "select from smartlog.events where time >= $1 and time < $2 limit 1",
      bounds(partition),
    );
    if (rowCount) yield partition;
  }
}

/** A partition's bounds as parameters of a statement, which then names no other partition. */
export function bounds({ from, to }: Pick<PartitionBounds, "from" | "to">): [from: string, to: string] {
  return [instant(from), instant(to)];
}

function instant(ms: number): string {
  if (Number.isFinite(ms)) return new Date(ms).toISOString();
  return ms < 0 ? "-infinity" : "infinity";
}
