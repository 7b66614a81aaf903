/** The view that shippers insert into, as one of them finds it; for `smartlog doctor`. */
import pg, { type ClientBase } from "pg";

/** A relation that a shipper's table name leads to. */
export interface IngestTarget {
  schema: string;
  isView: boolean;
  /** `tag text, time timestamp with time zone, data json`. */
  columns: string;
  mayInsert: boolean;
  /** Whether the role has CREATE on the schema. */
  mayCreate: boolean;
}

const INGEST_ROLE = "smartlog_ingest";

/** The role that is made for shippers; where there is none, the session's own. */
export async function shipperRole(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ role: string }>(
    "select case when exists (select from pg_roles where rolname = $1) then $1 else current_user::text end as role",
    [INGEST_ROLE],
  );
  return (rows[0] as { role: string }).role;
}

/** Whether a role may log in; undefined where there is none of this name. */
export async function canLogIn(client: ClientBase, role: string): Promise<boolean | undefined> {
  const { rows } = await client.query<{ can: boolean }>(
    "select rolcanlogin as can from pg_roles where rolname = $1",
    [role],
  );
  return rows[0]?.can;
}

/** A role's search path: its own for this database, then for all, then the server's. */
export async function searchPathOf(client: ClientBase, role: string): Promise<string> {
  const { rows } = await client.query<{ path: string }>(
    `select split_part(setting, '=', 2) as path
     from pg_db_role_setting s, unnest(s.setconfig) setting
     where setting like 'search_path=%'
       and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
       and s.setrole in (0, (select oid from pg_roles where rolname = $1))
     order by (s.setrole <> 0) desc, (s.setdatabase <> 0) desc limit 1`,
    [role],
  );
  return rows[0]?.path ?? '"$user", public';
}

/** What a table's name leads to on a search path, and what the role may do there; undefined where to nothing. */
export async function ingestTarget(
  client: ClientBase,
  role: string,
  table: string,
  searchPath: string,
): Promise<IngestTarget | undefined> {
  await client.query("begin");
  await client.query("select set_config('search_path', $1, true)", [searchPath]);
  const { rows } = await client.query<IngestTarget>(
    `select c.relkind = 'v' as "isView", n.nspname as schema,
       pg_catalog.has_table_privilege($1::name, c.oid, 'insert') as "mayInsert",
       pg_catalog.has_schema_privilege($1::name, n.oid, 'create') as "mayCreate",
       (select string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, null), ', ' order by a.attnum)
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.oid = pg_catalog.to_regclass($2)`,
    [role, table],
  );
  await client.query("rollback");
  return rows[0];
}

/**
 * Runs the statements of Fluent Bit's pgsql output, and rolls them back.
 *
 * @param record an enriched record, JSON
 * @throws pg.DatabaseError what the server says to them
 */
export async function tryInsert(
  client: ClientBase,
  { role, table, searchPath }: { role: string; table: string; searchPath: string | undefined },
  record: string,
): Promise<void> {
  const name = pg.escapeIdentifier(table);
  await client.query("begin");
  try {
    await client.query("select set_config('search_path', $1, true)", [searchPath]);
    const { rows } = await client.query("select current_user as me");
    if (rows[0].me !== role) await client.query(`set local role ${pg.escapeIdentifier(role)}`);
    await client.query(`create table if not exists ${name} (tag varchar, time timestamp, data jsonb)`);
    await client.query(
      `insert into ${name} select 'doctor', to_timestamp(cast(value->>'date' as float)), * from json_array_elements($1)`,
      [`[${record}]`],
    );
  } finally {
    await client.query("rollback");
  }
}
