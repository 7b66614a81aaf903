/** What muting incidents would have hidden, said before it is done; and the mute of their events, where one fits. */
import type { ClientBase, Pool } from "pg";
import type { Given } from "../mutes/what.ts";
import type { Incident, IncidentSeverity } from "./incident.ts";

/** Incidents of the last days whose class and key are those of the chosen ones. */
export interface IncidentMutePreview {
  days: number;
  incidents: number;
  /** By severity, the highest that each had. */
  severities: Partial<Record<IncidentSeverity, number>>;
  /** How often these opened again. */
  reopened: number;
  events: number;
}

const DAYS = 30;

/** @param ids of the incidents to be muted */
export async function previewIncidentMute(
  db: Pool | ClientBase,
  ids: readonly string[],
  days = DAYS,
): Promise<IncidentMutePreview> {
  const { rows } = await db.query<Omit<IncidentMutePreview, "days">>(
    `with same as (
       select severity, reopened, events from smartlog.incidents
       join (select distinct class, key from smartlog.incidents where id = any ($1::bigint[])) chosen using (class, key)
       where last > now() - $2 * interval '1 day')
     select count(*)::float8 as incidents, coalesce(sum(reopened), 0)::float8 as reopened, coalesce(sum(events), 0)::float8 as events,
       coalesce((select jsonb_object_agg(severity, n) from (select severity, count(*) as n from same group by 1) by_severity), '{}') as severities
     from same`,
    [ids, days],
  );
  return { days, ...(rows[0] as Omit<IncidentMutePreview, "days">) };
}

/** The preview in a sentence. */
export function incidentMuteText({
  days,
  incidents,
  severities,
  reopened,
  events,
}: IncidentMutePreview): string {
  if (incidents === 0) return `It would have hidden nothing in the last ${days} days.`;
  const by = (["critical", "high", "medium", "low"] as const)
    .filter((severity) => severities[severity])
    .map((severity) => `${number(severities[severity] as number)} ${severity}`)
    .join(", ");
  const again = reopened > 0 ? `, opened again ${number(reopened)} ${reopened === 1 ? "time" : "times"}` : "";
  return `It would have hidden ${plural(incidents, "incident")} of the last ${days} days (${by}${again}) with ${plural(events, "event")}.`;
}

/**
 * The mute of an incident's events that fits: by its template, its reason, or who it is. Undefined where the incident is of no one
 * source, or of a network that is too wide.
 */
export function eventMuteOf({
  class: name,
  tpl,
  reason,
  source,
  network,
  site,
}: Incident): Given | undefined {
  if (tpl !== null && /^[0-9a-f]{8}$/.test(tpl)) return { template: tpl, site, label: "anomaly" };
  const from = source ?? network;
  if (reason !== null && /^[a-z]+:[a-z0-9-]+$/.test(reason)) return { reason, source: from, site };
  if (from === null) return undefined;
  return { source: from, site, label: name === "crawl" ? "bot" : "attack" };
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
