import pg from "pg";
import { messageOf } from "../lib/errors.ts";
import { printable } from "../lib/output.ts";
import type { Findings } from "./finding.ts";

export const MIGRATE = "Run: smartlog db migrate (with DATABASE_URL of an administrator).";

/** What a shipper writes with. */
export interface Writer {
  /** Its role. */
  role: string;
  table: string;
  /** Undefined: whatever the role's own is. */
  searchPath: string | undefined;
}

/**
 * Looks at the view that a shipper writes to, and at its role's rights.
 *
 * @returns whether there is a view that can be tried
 */
export async function checkView(client: pg.Client, writer: Writer, findings: Findings): Promise<boolean> {
  const { role, table } = writer;
  const known = await client.query("select rolcanlogin from pg_roles where rolname = $1", [role]);
  if (known.rowCount === 0) {
    findings.problem(`there is no role ${printable(role)}`, MIGRATE);
    return false;
  }
  findings.check(
    known.rows[0].rolcanlogin,
    `role ${printable(role)} can log in`,
    `role ${printable(role)} can't log in: it has no password yet`,
    "Set SMARTLOG_INGEST_PASSWORD and run: smartlog db migrate",
  );
  const path = writer.searchPath ?? (await searchPathOf(client, role));
  await client.query("begin");
  await client.query("select set_config('search_path', $1, true)", [path]);
  const { rows } = await client.query(
    `select c.relkind, n.nspname as schema, pg_catalog.has_table_privilege($1::name, c.oid, 'insert') as inserts,
       pg_catalog.has_schema_privilege($1::name, n.oid, 'create') as creates,
       (select string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, null), ', ' order by a.attnum)
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.oid = pg_catalog.to_regclass($2)`,
    [role, table],
  );
  await client.query("rollback");
  const [view] = rows as {
    relkind: string;
    schema: string;
    inserts: boolean;
    creates: boolean;
    columns: string;
  }[];
  if (!view) {
    findings.problem(
      `search_path ${printable(path)} leads to no ${printable(table)}: Fluent Bit would make a table of that name`,
      "Set connection_options: -c search_path=smartlog_ingest on the pgsql output. If there is no such schema, run: smartlog db migrate",
    );
    return false;
  }
  const isView = findings.check(
    view.relkind === "v",
    `search_path ${printable(path)} leads to the view ${view.schema}.${table}`,
    `${view.schema}.${table} is no view: Fluent Bit made a table there, and events end in it`,
    "Drop that table and set connection_options: -c search_path=smartlog_ingest on the pgsql output.",
  );
  if (!isView) return false;
  const fits = findings.check(
    /^tag (text|character varying), time timestamp with time zone, data jsonb?$/.test(view.columns),
    "its columns are tag, time, data",
    `its columns are ${printable(view.columns)}`,
    MIGRATE,
  );
  const inserts = findings.check(
    view.inserts,
    `${printable(role)} may insert into it`,
    `${printable(role)} may not insert into it`,
    MIGRATE,
  );
  findings.check(
    view.creates,
    `${printable(role)} has CREATE on its schema, which Fluent Bit needs at every start`,
    `${printable(role)} has no CREATE on schema ${view.schema}: Fluent Bit does not start without`,
    MIGRATE,
  );
  writer.searchPath = path;
  return fits && inserts;
}

/** The role's own for this database, then for all, then the server's. */
async function searchPathOf(client: pg.Client, role: string): Promise<string> {
  const { rows } = await client.query(
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

/** Fluent Bit's own statements, rolled back. */
export async function tryInsert(
  client: pg.Client,
  writer: Writer,
  record: string,
  findings: Findings,
): Promise<void> {
  const table = pg.escapeIdentifier(writer.table);
  await client.query("begin");
  try {
    await client.query("select set_config('search_path', $1, true)", [writer.searchPath]);
    const { rows } = await client.query("select current_user as me");
    if (rows[0].me !== writer.role) await client.query(`set local role ${pg.escapeIdentifier(writer.role)}`);
    await client.query(`create table if not exists ${table} (tag varchar, time timestamp, data jsonb)`);
    await client.query(
      `insert into ${table} select 'doctor', to_timestamp(cast(value->>'date' as float)), * from json_array_elements($1)`,
      [`[${record}]`],
    );
    findings.ok(`an insert as Fluent Bit makes it works as ${printable(writer.role)} (rolled back)`);
  } catch (error) {
    findings.problem(`an insert as Fluent Bit makes it fails: ${printable(messageOf(error))}`, MIGRATE);
  } finally {
    await client.query("rollback");
  }
}
