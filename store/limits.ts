/** Limits of the server and of its readers, for `smartlog doctor`. */
import type { ClientBase, Pool } from "pg";

export interface LockLimits {
  /** `max_locks_per_transaction`. */
  perTransaction: number;
  /** Sessions and prepared transactions that the server takes; the locks of all share one table. */
  sessions: number;
  /** Partitions of events. */
  partitions: number;
}

export interface ReaderLimits {
  /** Connections of smartlog_read; -1 for any number. */
  connections: number;
  /** Names of the settings that the role has. */
  settings: string[];
  /** Whether it may make temporary tables. */
  temporaryTables: boolean;
}

/** Room in the server's table of locks, and what a statement over all events needs of it. */
export async function lockLimits(db: Pool | ClientBase): Promise<LockLimits> {
  const { rows } = await db.query<LockLimits>(
    `select current_setting('max_locks_per_transaction')::int as "perTransaction",
       current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int as sessions,
       (select count(*)::int from pg_inherits i join pg_class c on c.oid = i.inhparent
        where c.relname = 'events' and c.relnamespace = to_regnamespace('smartlog')) as partitions`,
  );
  return rows[0] as LockLimits;
}

/** Limits of smartlog_read in this database; undefined where there is no such role. */
export async function readerLimits(db: Pool | ClientBase): Promise<ReaderLimits | undefined> {
  const { rows } = await db.query<ReaderLimits>(
    `select r.rolconnlimit as connections,
       has_database_privilege(r.oid, current_database(), 'temporary') as "temporaryTables",
       array(select split_part(setting, '=', 1) from pg_db_role_setting s, unnest(s.setconfig) setting
         where s.setrole = r.oid
           and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))) as settings
     from pg_roles r where r.rolname = 'smartlog_read'`,
  );
  return rows[0];
}

/** Whether days to come are taken for final (see retain.ts); false where this role may not know. */
export async function isFutureFinal(db: Pool | ClientBase): Promise<boolean> {
  const { rowCount: allowed } = await db.query(
    `select from pg_class where relname = 'settings' and relnamespace = to_regnamespace('smartlog')
       and has_schema_privilege(relnamespace, 'usage') and has_table_privilege(oid, 'select')`,
  );
  if (!allowed) return false;
  const { rowCount } = await db.query(
    "select from smartlog.settings where rollups_final_before > date_trunc('day', now(), 'UTC')",
  );
  return (rowCount ?? 0) > 0;
}
