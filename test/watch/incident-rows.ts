import type { Pool } from "pg";
import type { Incident } from "../../store/incidents/incident.ts";

export type Row = Partial<
  Pick<
    Incident,
    | "class"
    | "key"
    | "title"
    | "severity"
    | "state"
    | "owner"
    | "parent"
    | "reopened"
    | "site"
    | "service"
    | "source"
    | "closedBy"
    | "username"
  >
> & { first?: Date; last?: Date; closedAt?: Date; foundAt?: Date };

let made = 0;

/** Puts an incident into the store as a pass does; returns its id. */
export async function putIncident(
  pool: Pool,
  row: Row = {},
  lines: { line: string; hit?: string }[] = [],
): Promise<string> {
  const { state = "open", last = row.foundAt ?? new Date() } = row;
  const first = row.first ?? last;
  const { rows } = await pool.query<{ id: string }>(
    `insert into smartlog.incidents (class, key, title, severity, state, owner, parent, reopened, site, service, source, username,
       first, last, found_at, events, source_count, closed_at, closed_by, muted_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 37, 1, $16, $17, $18) returning id::text as id`,
    [
      row.class ?? "brute-force",
      row.key ?? `key ${made++}`,
      row.title ?? "37 names tried on web1 from 203.0.113.7 in 4 minutes, none succeeded",
      row.severity ?? "high",
      state,
      row.owner ?? null,
      row.parent ?? null,
      row.reopened ?? 0,
      row.site ?? null,
      row.service ?? null,
      row.source ?? "203.0.113.7",
      row.username ?? null,
      first,
      last,
      row.foundAt ?? last,
      state === "closed" ? (row.closedAt ?? last) : null,
      state === "closed" ? (row.closedBy ?? "quiet") : null,
      state === "muted" ? new Date(last.getTime() + 86_400_000) : null,
    ],
  );
  const id = (rows[0] as { id: string }).id;
  for (const [n, { line, hit }] of lines.entries())
    await pool.query("insert into smartlog.incident_samples values ($1, $2, $3, $4, $5, $6, null)", [
      id,
      n + 1,
      last,
      n,
      line,
      hit ?? null,
    ]);
  return id;
}

/** Changes an incident as a pass or a person does. */
export async function change(pool: Pool, id: string, to: Row): Promise<void> {
  const sets: string[] = [];
  const values: unknown[] = [id];
  const set = (column: string, value: unknown) => sets.push(`${column} = $${values.push(value)}`);
  if (to.severity) set("severity", to.severity);
  if (to.title) set("title", to.title);
  if (to.parent) set("parent", to.parent);
  if (to.reopened !== undefined) set("reopened", to.reopened);
  if (to.last) set("last", to.last);
  if (to.state) {
    set("state", to.state);
    set("closed_at", to.state === "closed" ? (to.closedAt ?? to.last ?? new Date()) : null);
    set("closed_by", to.state === "closed" ? (to.closedBy ?? "quiet") : null);
    set("muted_until", to.state === "muted" ? new Date(Date.now() + 86_400_000) : null);
  }
  await pool.query(`update smartlog.incidents set ${sets.join(", ")} where id = $1`, values);
}
