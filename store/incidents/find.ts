/** Incidents, read: a page of those that fit, one, and how many there are. */
import type { ClientBase, Pool } from "pg";
import { StoreError } from "../error.ts";
import type { Incident, IncidentSeverity, IncidentState } from "./incident.ts";

/** A pool or a session. */
type Db = Pool | ClientBase;

/** The lightest first. */
export const INCIDENT_SEVERITIES = [
  "low",
  "medium",
  "high",
  "critical",
] as const satisfies readonly IncidentSeverity[];
export const INCIDENT_STATES = [
  "open",
  "acknowledged",
  "muted",
  "closed",
] as const satisfies readonly IncidentState[];

/** What incidents have to fit; what is left out is not asked for. */
export interface IncidentFilter {
  states?: readonly IncidentState[] | undefined;
  /** This severity, or a higher one. */
  least?: IncidentSeverity | undefined;
  classes?: readonly string[] | undefined;
  /** An address, a network, or the first numbers of one: whoever took part. */
  source?: string | undefined;
  /** Of several sites one of theirs. */
  site?: string | undefined;
  owner?: string | undefined;
  /** Words that the title, the key or the agent holds, in any case. */
  text?: string | undefined;
  /** Event times: something happened at `since` or later, and before `until`. */
  since?: Date | undefined;
  until?: Date | undefined;
  /** Incidents that are part of another, too; left out by default. */
  withParts?: boolean | undefined;
}

/** newest: by the last event. urgent: open ones first, of these the gravest, and of one severity the newest. */
export type IncidentOrder = "newest" | "urgent";

export interface IncidentPage {
  incidents: Incident[];
  /** Where the next page begins; null where this is the last. */
  next: string | null;
}

export interface IncidentCount {
  state: IncidentState;
  severity: IncidentSeverity;
  incidents: number;
}

export const MOST_INCIDENTS_A_PAGE = 500;
const INCIDENTS_A_PAGE = 50;
const MAX_ID = 2n ** 63n - 1n;

const RANK = `array_position(array['low', 'medium', 'high', 'critical'], severity)`;
/** 1 to 8. */
const URGENCY = `(${RANK} + case state when 'open' then 4 else 0 end)`;
const MICROS = "(extract(epoch from last) * 1000000)::bigint";
const COLUMNS = `id::text as id, class, key, title, severity, state, parent::text as parent, owner, found_at as "foundAt", first, last, reopened,
  closed_at as "closedAt", closed_by as "closedBy", acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy",
  muted_until as "mutedUntil", muted_by as "mutedBy", host(source) as source, network::text as network, agent, username, site, service, tpl, reason,
  events::float8 as events, bytes::float8 as bytes, succeeded::float8 as succeeded,
  grave::float8 as grave, share::float8 as share, slower::float8 as slower, source_count as "sourceCount",
  target_count as "targetCount", targets, user_count as "userCount", users, site_count as "siteCount", sites`;

/** Whether a text has the form of an incident's id. */
export function isIncidentId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= MAX_ID;
}

/**
 * A page of incidents.
 *
 * @param cursor `next` of the page before, of the same filter and order
 * @param limit at most {@link MOST_INCIDENTS_A_PAGE}
 * @throws StoreError BAD_ARGUMENT where the cursor is none
 */
export async function findIncidents(
  db: Db,
  filter: IncidentFilter = {},
  {
    order = "newest",
    limit = INCIDENTS_A_PAGE,
    cursor,
  }: { order?: IncidentOrder; limit?: number; cursor?: string | undefined } = {},
): Promise<IncidentPage> {
  const most = Math.max(1, Math.min(limit, MOST_INCIDENTS_A_PAGE));
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(withoutNul(given))}`;
  const wheres = [
    ...conditions(filter, value),
    ...(cursor === undefined ? [] : [after(cursor, order, value)]),
  ];
  const { rows } = await db.query<Incident & { place: string }>(
    `select ${COLUMNS}, concat_ws('.', ${URGENCY}, ${MICROS}, id) as place from smartlog.incidents
     ${wheres.length === 0 ? "" : `where ${wheres.join(" and ")}`}
     order by ${order === "urgent" ? `${URGENCY} desc, ` : ""}incidents.last desc, incidents.id desc limit ${value(most + 1)}`,
    values,
  );
  const incidents = rows.slice(0, most);
  const next = rows.length > most ? (incidents.at(-1)?.place ?? null) : null;
  return { incidents: incidents.map(({ place: _, ...incident }) => incident), next };
}

/** @returns undefined where there is no such incident */
export async function readIncident(db: Db, id: string): Promise<Incident | undefined> {
  if (!isIncidentId(id)) return undefined;
  const { rows } = await db.query<Incident>(
    `select ${COLUMNS} from smartlog.incidents where incidents.id = $1`,
    [id],
  );
  return rows[0];
}

/** How many aren't closed, by state and severity; those that are part of another don't count. */
export async function countIncidents(db: Db): Promise<IncidentCount[]> {
  const { rows } = await db.query<IncidentCount>(
    `select state, severity, count(*)::float8 as incidents from smartlog.incidents
     where state <> 'closed' and parent is null group by 1, 2 order by ${RANK} desc, state`,
  );
  return rows;
}

/** Texts of Postgres have no NUL. */
function withoutNul(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutNul);
  return typeof given === "string" ? given.replaceAll("\0", "") : given;
}

function conditions(filter: IncidentFilter, value: (given: unknown) => string): string[] {
  const { states, least, classes, source, site, owner, text, since, until, withParts } = filter;
  const wheres: string[] = [];
  if (!withParts) wheres.push("parent is null");
  if (states) wheres.push(`state = any (${value(states)})`);
  if (least)
    wheres.push(`${RANK} >= array_position(array['low', 'medium', 'high', 'critical'], ${value(least)})`);
  if (classes) wheres.push(`class = any (${value(classes)})`);
  if (source) {
    const network = `smartlog.network(${value(source)})`;
    wheres.push(`(source <<= ${network} or network <<= ${network}
      or incidents.id in (select incident from smartlog.incident_sources where ip <<= ${network}))`);
  }
  if (site) {
    const given = value(site);
    wheres.push(`(site = ${given} or ${given} = any (sites))`);
  }
  if (owner) wheres.push(`owner = ${value(owner)}`);
  if (text) wheres.push(`position(lower(${value(text)}) in lower(concat_ws(' ', title, key, agent))) > 0`);
  if (since) wheres.push(`last >= ${value(since)}`);
  if (until) wheres.push(`first < ${value(until)}`);
  return wheres;
}

/** What comes after a place: `urgency.microseconds.id`. */
function after(cursor: string, order: IncidentOrder, value: (given: unknown) => string): string {
  const [, urgency, micros, id] = /^([1-8])\.(-?\d{1,18})\.(\d{1,18})$/.exec(cursor) ?? [];
  if (urgency === undefined)
    throw new StoreError(
      "BAD_ARGUMENT",
      "the cursor is none",
      "Take the one that the page before ends with.",
    );
  const place = `(${MICROS}, incidents.id) < (${value(micros)}::bigint, ${value(id)}::bigint)`;
  if (order === "newest") return place;
  const given = value(urgency);
  return `(${URGENCY} < ${given}::int or (${URGENCY} = ${given}::int and ${place}))`;
}
