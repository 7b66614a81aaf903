/** A month's copy: made of its days while they go on filling, then put in their place. */
import pg, { type ClientBase } from "pg";
import { StoreError } from "../error.ts";
import { LOCK_NOT_AVAILABLE } from "../table-lock.ts";
import { bounds, type PartitionBounds, partitionBounds } from "./partitions.ts";

export interface Month {
  /** `events_202605`. */
  name: string;
  from: number;
  to: number;
  days: PartitionBounds[];
}

/**
 * What ingest and readers wait at most, each time that the switch is tried. Less than Postgres's deadlock_timeout (1 s):
 * a batch that waits for this one's lock, and has what this waits for, is not the one that fails.
 */
const SWITCH_WAIT_MS = 800;
/** For the triggers, which wait for batches that are being stored. */
const PREPARE_WAIT_MS = 10_000;

/**
 * Makes the empty copy, and on each day a trigger that adds late events to it. A trigger exists once all transactions
 * that were writing to its day have ended: what they wrote is copied, and what is written later comes by the trigger.
 */
export async function prepare(client: ClientBase, month: Month): Promise<void> {
  const copy = copyName(month);
  const [from, to] = bounds(month);
  await client.query("begin");
  try {
    await client.query(`set local lock_timeout = ${PREPARE_WAIT_MS}`);
    await client.query(`create table smartlog.${copy} (like smartlog.events including all)`);
    // Proves to Postgres that the copy fits its bounds: it need not read it when it becomes a partition.
    await client.query(
      `alter table smartlog.${copy} add constraint within_month check (time >= '${from}' and time < '${to}')`,
    );
    for (const { name } of month.days)
      await client.query(
        `create trigger copy_to_month after insert or update or delete on smartlog.${name}
         for each row execute function smartlog.copy_to_month('${copy}')`,
      );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Copies the events of a day that the month lacks. */
export async function copyDay(client: ClientBase, month: Month, { name }: PartitionBounds): Promise<void> {
  const columns = await columnsOf(client);
  await client.query(
    `insert into smartlog.${copyName(month)} (${columns}) select ${columns} from smartlog.${name} on conflict (time, id) do nothing`,
  );
}

/**
 * Compares the copy with its days. One statement has one snapshot: late events are in both or in none.
 *
 * @returns false where a day was added since the copy began
 * @throws StoreError MERGE_FAILED
 */
export async function isComplete(client: ClientBase, month: Month): Promise<boolean> {
  const { rows } = await client.query(
    `select (select count(*) from smartlog.events where time >= $1 and time < $2) as days,
       (select count(*) from smartlog.${copyName(month)}) as copied`,
    bounds(month),
  );
  const { days, copied } = rows[0];
  if (days === copied) return true;
  if (!(await hasSameDays(client, month))) return false;
  throw new StoreError(
    "MERGE_FAILED",
    `${month.name} was not merged: its days hold ${days} events, the copy ${copied}`,
    "The days are as they were. See whether something besides SmartLog writes into its tables, then run it again.",
  );
}

async function hasSameDays(client: ClientBase, { from, to, days }: Month): Promise<boolean> {
  const now = (await partitionBounds(client)).filter((each) => each.from >= from && each.to <= to);
  return now.map(({ name }) => name).join() === days.map(({ name }) => name).join();
}

/**
 * Puts the month in the place of its days, in one transaction. The lock keeps readers and writers of all events out, so
 * the wait for it is brief.
 *
 * @returns false where a day was added since the copy began
 */
export async function takePlace(client: ClientBase, month: Month): Promise<boolean> {
  const copy = copyName(month);
  const [from, to] = bounds(month);
  await client.query("begin");
  await client.query(`set local lock_timeout = ${SWITCH_WAIT_MS}`);
  await client.query("lock table smartlog.partitions_lock in exclusive mode");
  await client.query("lock table only smartlog.events in access exclusive mode");
  if (!(await hasSameDays(client, month))) {
    await client.query("rollback");
    return false;
  }
  await client.query(`drop table ${month.days.map(({ name }) => `smartlog.${name}`).join(", ")}`);
  await client.query(
    `alter table smartlog.events attach partition smartlog.${copy} for values from ('${from}') to ('${to}')`,
  );
  await client.query(`alter table smartlog.${copy} drop constraint within_month`);
  await client.query(`alter table smartlog.${copy} rename to ${month.name}`);
  await renameIndexes(client, copy, month.name);
  await client.query("commit");
  return true;
}

async function renameIndexes(client: ClientBase, copy: string, name: string): Promise<void> {
  const { rows } = await client.query<{ index: string }>(
    `select c.relname as index from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = $1::regclass and c.relname like $2`,
    [`smartlog.${name}`, `${copy}%`],
  );
  for (const { index } of rows)
    await client.query(
      `alter index smartlog.${pg.escapeIdentifier(index)} rename to ${pg.escapeIdentifier(index.replace(copy, name))}`,
    );
}

/** Whether a copy of this month is there, which others' transactions keep from being dropped. */
export async function isUnfinished(client: ClientBase, month: Month): Promise<boolean> {
  const { rows } = await client.query("select to_regclass($1) is not null as is", [
    `smartlog.${copyName(month)}`,
  ]);
  return rows[0].is;
}

/**
 * Drops what a killed run left: unfinished copies, and the days' triggers into them. A copy that another transaction
 * holds stays, and goes on filling, until the next run.
 */
export async function dropUnfinished(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ copy: string; days: string[] }>(
    String.raw`select c.relname as copy, array(
         select d.relname::text from pg_trigger t join pg_class d on d.oid = t.tgrelid
         where t.tgname = 'copy_to_month' and d.relnamespace = c.relnamespace
           and d.relname like replace(c.relname, 'merging_', 'events_') || '%') as days
     from pg_class c
     where c.relnamespace = 'smartlog'::regnamespace and c.relkind = 'r' and c.relname ~ '^merging_\d+$'`,
  );
  for (const { copy, days } of rows) {
    await client.query("begin");
    try {
      await client.query(`set local lock_timeout = ${SWITCH_WAIT_MS}`);
      for (const day of days) await client.query(`drop trigger copy_to_month on smartlog.${day}`);
      await client.query(`drop table smartlog.${copy}`);
      await client.query("commit");
    } catch (error) {
      await client.query("rollback");
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    }
  }
}

function copyName({ name }: Month): string {
  return name.replace("events_", "merging_");
}

async function columnsOf(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns
     from pg_attribute where attrelid = 'smartlog.events'::regclass and attnum > 0 and not attisdropped`,
  );
  return rows[0]?.columns ?? "";
}
