import type { ClientBase, Pool } from "pg";

const SCHEMAS = "('smartlog', 'smartlog_ingest')";

const RELATIONS = `
  select c.oid, c.oid::regclass::text as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
    pg_get_partkeydef(c.oid) as "partitionKey", array_to_string(c.reloptions, ', ') as options,
    (select i.inhparent::regclass::text || ' ' || pg_get_expr(c.relpartbound, c.oid)
     from pg_inherits i where i.inhrelid = c.oid) as "partitionOf",
    case c.relkind when 'v' then pg_get_viewdef(c.oid, true) end as query, obj_description(c.oid, 'pg_class') as comment
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ${SCHEMAS} and c.relkind in ('r', 'p', 'v')
    and not exists (select from pg_inherits i where i.inhrelid = c.oid and i.inhparent = 'smartlog.events'::regclass)
  order by kind, name`;

interface Relation {
  oid: number;
  name: string;
  kind: "table" | "view";
  /** `partition by …` of a partitioned table. */
  partitionKey: string | null;
  /** `smartlog.rollups for values …` of a partition. */
  partitionOf: string | null;
  options: string | null;
  /** Of a view: its query. */
  query: string | null;
  comment: string | null;
}

/**
 * The schema as SQL, from the server's catalogs: tables, views and functions, each with what belongs to it, by name.
 * Partitions of events are left out, because they depend on the day.
 *
 * The text is for people to read and for diffs; the migrations are what makes a schema.
 */
export async function dumpSchema(pool: Pool): Promise<string> {
  const client = await pool.connect();
  try {
    // Names are printed with their schema.
    await client.query("begin; set local search_path = ''");
    const parts: string[] = [];
    for (const relation of (await client.query<Relation>(RELATIONS)).rows)
      parts.push(await dumpRelation(client, relation));
    parts.push(...(await dumpFunctions(client)));
    return `${parts.join("\n\n")}\n`;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function dumpRelation(client: ClientBase, relation: Relation): Promise<string> {
  const { oid, name, kind, partitionOf, comment } = relation;
  const lines = async (sql: string) =>
    (await client.query<{ line: string }>(sql, [oid])).rows.map(({ line }) => `${line};`);
  return [
    kind === "view" ? `create view ${name} as\n${relation.query}` : `${await createTable(client, relation)};`,
    ...(comment === null ? [] : [`comment on ${kind} ${name} is ${literal(comment)};`]),
    ...(await lines(COLUMN_COMMENTS)),
    ...(partitionOf === null ? await lines(INDEXES) : []),
    ...(await lines(RULES)),
    ...(await lines(TRIGGERS)),
    ...(await lines(GRANTS)),
  ].join("\n");
}

async function createTable(client: ClientBase, relation: Relation): Promise<string> {
  const { oid, name, partitionKey, partitionOf, options } = relation;
  const partition = partitionKey === null ? "" : ` partition by ${partitionKey}`;
  const settings = options ? ` with (${options})` : "";
  if (partitionOf !== null) return `create table ${name} partition of ${partitionOf}${partition}${settings}`;
  const columns = await client.query<{ line: string }>(COLUMNS, [oid]);
  const constraints = await client.query<{ line: string }>(CONSTRAINTS, [oid]);
  const lines = [...columns.rows, ...constraints.rows].map(({ line }) => `  ${line}`);
  return `create table ${name} (${lines.length > 0 ? `\n${lines.join(",\n")}\n` : ""})${partition}${settings}`;
}

async function dumpFunctions(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    definition: string;
    comment: string | null;
    signature: string;
    callers: string;
  }>(
    `select pg_get_functiondef(p.oid) as definition, p.oid::regprocedure::text as signature,
       obj_description(p.oid, 'pg_proc') as comment,
       (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a left join pg_roles r on r.oid = a.grantee
        where a.grantee <> p.proowner) as callers
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ${SCHEMAS}
     order by signature`,
  );
  return rows.map(({ definition, signature, comment, callers }) =>
    [
      `${definition.trimEnd()};`,
      ...(comment === null ? [] : [`comment on function ${signature} is ${literal(comment)};`]),
      ...(callers === null ? [] : [`grant execute on function ${signature} to ${callers};`]),
    ].join("\n"),
  );
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const COLUMNS = `
  select concat(quote_ident(attname), ' ', format_type(atttypid, atttypmod),
    case attcompression when 'l' then ' compression lz4' when 'p' then ' compression pglz' end,
    case when attstorage <> typstorage then
      ' storage ' || case attstorage when 'm' then 'main' when 'e' then 'external' when 'x' then 'extended' else 'plain' end
    end,
    case when attnotnull then ' not null' end, ' default ' || pg_get_expr(adbin, adrelid),
    case attidentity when 'a' then ' generated always as identity' when 'd' then ' generated by default as identity' end
  ) as line
  from pg_attribute a join pg_type t on t.oid = atttypid left join pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = $1 and attnum > 0 and not attisdropped
  order by attnum`;

const CONSTRAINTS = `
  select 'constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) as line
  from pg_constraint where conrelid = $1 and contype <> 'n' order by contype, conname`;

const COLUMN_COMMENTS = `
  select format('comment on column %s.%I is %L', attrelid::regclass, attname, description) as line
  from pg_attribute join pg_description on objoid = attrelid and objsubid = attnum and classoid = 'pg_class'::regclass
  where attrelid = $1 and attnum > 0 and not attisdropped order by attnum`;

const INDEXES = `
  select pg_get_indexdef(indexrelid) as line from pg_index
  where indrelid = $1 and not exists (select from pg_constraint where conindid = indexrelid and conrelid = $1)
  order by 1`;

const RULES = `
  select rtrim(pg_get_ruledef(oid, true), ';') as line from pg_rewrite
  where ev_class = $1 and rulename <> '_RETURN' order by rulename`;

const TRIGGERS = `
  select pg_get_triggerdef(oid, true) as line from pg_trigger
  where tgrelid = $1 and not tgisinternal and tgparentid = 0 order by tgname`;

/** Rights of others than the owner, of the whole relation and of single columns. */
const GRANTS = `
  select format('grant %s on %s to %s', string_agg(lower(privilege) || columns, ', ' order by privilege), relation,
    coalesce(rolname, 'public')) as line
  from (
    select c.oid::regclass as relation, c.relowner, '' as columns, a.grantee, a.privilege_type as privilege
    from pg_class c, aclexplode(c.relacl) a where c.oid = $1
    union all
    select c.oid::regclass, c.relowner, ' (' || string_agg(quote_ident(attname), ', ' order by attnum) || ')', a.grantee,
      a.privilege_type
    from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a where c.oid = $1
    group by c.oid, a.grantee, a.privilege_type
  ) granted left join pg_roles r on r.oid = grantee
  where grantee <> relowner
  group by relation, rolname order by rolname`;
