/** Incidents that an entity took part in. */
import type { ClientBase, Pool } from "pg";
import type { IncidentMention } from "../incidents/parts.ts";
import type { Entity } from "./entity.ts";

export const MOST_INCIDENTS = 20;

/** SQL: whether an incident is of the entity whose name is `$1`. */
const PART: Readonly<Record<Entity["kind"], string>> = {
  source: `(source <<= $1::inet or network <<= $1::inet
    or incidents.id in (select incident from smartlog.incident_sources where ip <<= $1::inet))`,
  user: "($1 = any (users) or username = $1)",
  service: "(site = $1 or service = $1 or $1 = any (sites))",
  path: "$1 = any (targets)",
  template: "tpl = $1",
  agent: "agent = $1",
};

/**
 * Incidents with something that happened in [from, to), the newest first. Users, sites and targets are those that an incident keeps: 20 of each. {@link MOST_INCIDENTS} at most.
 */
export async function incidentsWith(
  db: Pool | ClientBase,
  { kind, name }: Entity,
  { from, to }: { from: number; to: number },
): Promise<IncidentMention[]> {
  const { rows } = await db.query<IncidentMention>(
    `select id::text as id, class, title, severity, state, first, last, events::float8 as events from smartlog.incidents
     where ${PART[kind]} and last >= $2 and first < $3 order by incidents.last desc, incidents.id desc limit ${MOST_INCIDENTS}`,
    [name, new Date(from), new Date(to)],
  );
  return rows;
}
