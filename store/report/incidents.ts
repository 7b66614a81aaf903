/** Incidents of a range, and those that are open. */
import type { ClientBase, Pool } from "pg";
import type { IncidentSeverity, IncidentState } from "../incidents/incident.ts";
import type { DayRange } from "./range.ts";

export interface ReportIncident {
  id: string;
  class: string;
  /** Hostile text. */
  title: string;
  severity: IncidentSeverity;
  state: IncidentState;
  first: Date;
  last: Date;
  events: number;
}

export interface Incidents {
  /** That went on in the range, those left out that are part of another. */
  total: number;
  bySeverity: Partial<Record<IncidentSeverity, number>>;
  /** The worst of them; the newest first. */
  worst: ReportIncident[];
  /** Open now, whenever they began: nobody has acknowledged them. */
  open: { total: number; bySeverity: Partial<Record<IncidentSeverity, number>>; worst: ReportIncident[] };
}

const MOST_INCIDENTS = 20;
const BY_SEVERITY = "array_position(array['critical', 'high', 'medium', 'low'], severity)";

export async function incidents(db: Pool | ClientBase, { from, to }: DayRange): Promise<Incidents> {
  const inRange = "last >= $1::timestamptz and first < $2::timestamptz and parent is null";
  // Of what began after the range a report of a past week says nothing.
  const isOpen =
    "state = 'open' and first < $2::timestamptz and last >= $1::timestamptz - interval '400 days' and parent is null";
  return { ...(await those(db, inRange, [from, to])), open: await those(db, isOpen, [from, to]) };
}

async function those(db: Pool | ClientBase, where: string, values: [Date, Date]): Promise<Incidents["open"]> {
  const { rows: counts } = await db.query<{ severity: IncidentSeverity; n: number }>(
    `select severity, count(*)::int as n from smartlog.incidents where ${where} group by severity`,
    values,
  );
  const { rows: worst } = await db.query<ReportIncident>(
    `select id::text, class, title, severity, state, first, last, events::float8 as events
     from smartlog.incidents where ${where}
     order by ${BY_SEVERITY}, last desc, id limit ${MOST_INCIDENTS}`,
    values,
  );
  return {
    total: counts.reduce((total, { n }) => total + n, 0),
    bySeverity: Object.fromEntries(counts.map(({ severity, n }) => [severity, n])),
    worst,
  };
}
