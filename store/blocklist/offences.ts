/** Who took part in incidents, as a list of addresses to block is made of it. */
import type { ClientBase, Pool } from "pg";
import type { IncidentSeverity } from "../incidents/incident.ts";

/** An address' part in one incident. */
export interface Offence {
  ip: string;
  /** A 64-bit number in decimal. */
  incident: string;
  class: string;
  severity: IncidentSeverity;
  /** Holds text out of logs: hostile. */
  title: string;
  events: number;
  /** Of these, those that got what they wanted. */
  succeeded: number;
  /** Event times. */
  first: Date;
  last: Date;
  /** When the incident was found, by the clock. */
  foundAt: Date;
}

export interface OffencesAsked {
  /** Classes, and the least severity of each. */
  classes: Readonly<Record<string, IncidentSeverity>>;
  /** Event times of the source's last event: after the one, not after the other. */
  since: Date;
  until: Date;
  /** Of sources in this network alone, as CIDR. */
  within?: string;
}

/** Rows that are read at most; the most severe and then the latest first. */
export const MOST_OFFENCES = 50_000;
const RANK = "array_position(array['low', 'medium', 'high', 'critical'], ";

/**
 * Sources of incidents, the most severe and then the latest first. Left out: incidents that are muted, and those that a
 * person closed.
 */
export async function offences(
  db: Pool | ClientBase,
  { classes, since, until, within }: OffencesAsked,
): Promise<Offence[]> {
  const { rows } = await db.query<Offence>(
    `select host(s.ip) as ip, i.id::text as incident, i.class, i.severity, i.title,
       s.events::float8 as events, s.succeeded::float8 as succeeded, s.first, s.last, i.found_at as "foundAt"
     from unnest($1::text[], $2::text[]) wanted (class, severity)
     join smartlog.incidents i using (class)
     join smartlog.incident_sources s on s.incident = i.id
     where i.last > $3 and s.last > $3 and s.last <= $4 and i.state <> 'muted'
       and (i.state <> 'closed' or i.closed_by in ('quiet', 'ended'))
       and ${RANK}i.severity) >= ${RANK}wanted.severity) ${within === undefined ? "" : "and s.ip <<= $5::cidr"}
     order by ${RANK}i.severity) desc, s.last desc, s.ip, i.id limit ${MOST_OFFENCES}`,
    [Object.keys(classes), Object.values(classes), since, until, ...(within === undefined ? [] : [within])],
  );
  return rows;
}
