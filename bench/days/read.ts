/** Incidents and messages as the store has them. Times are seconds since the epoch. */
import type { Pool } from "pg";

export interface FoundIncident {
  id: string;
  class: string;
  key: string;
  title: string;
  severity: string;
  state: string;
  parent: string | null;
  foundAt: number;
  first: number;
  last: number;
  closedAt: number | null;
  reopened: number;
  events: number;
  source: string | null;
  site: string | null;
  service: string | null;
  username: string | null;
  sources: string[];
}

/** One incident in one message; not in a digest. */
export interface Told {
  incident: string;
  change: string;
  severity: string;
  title: string;
  at: number;
}

export async function foundIncidents(pool: Pool): Promise<FoundIncident[]> {
  const { rows } = await pool.query<FoundIncident>(
    `select id::text, class, key, title, severity, state, parent::text, extract(epoch from found_at)::float8 as "foundAt",
       extract(epoch from first)::float8 as first, extract(epoch from last)::float8 as last,
       extract(epoch from closed_at)::float8 as "closedAt", reopened, events::float8 as events, host(source) as source, site, service, username,
       array(select host(ip) from smartlog.incident_sources s where s.incident = i.id) as sources
     from smartlog.incidents i order by first, id`,
  );
  return rows;
}

export async function toldIncidents(pool: Pool): Promise<Told[]> {
  const { rows } = await pool.query<Told>(
    `select item ->> 'incident' as incident, item ->> 'change' as change, item ->> 'severity' as severity, item ->> 'title' as title,
       extract(epoch from made_at)::float8 as at
     from smartlog.messages cross join lateral jsonb_array_elements(content -> 'items') item
     where kind <> 'digest' order by made_at, id`,
  );
  return rows;
}
