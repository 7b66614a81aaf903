/** Incidents and messages in figures, for monitoring. */
import type { Pool } from "pg";
import { readJson } from "../read-only.ts";
import type { IncidentChange, IncidentSeverity, IncidentState } from "./incident.ts";

/** Times are seconds since the epoch; null: never. */
export interface IncidentTotals {
  /** Incidents that aren't closed, without parts of others; the 500 most frequent groups. */
  incidents: { class: string; severity: IncidentSeverity; state: IncidentState; incidents: number }[];
  /** What ever became of incidents, however old; the 500 most frequent groups. */
  changes: { class: string; change: IncidentChange; changes: number }[];
  /** When incidents were last looked for. */
  judgedAt: number | null;
  /** When it was last decided whom to tell. */
  plannedAt: number | null;
  channels: ChannelTotals[];
}

export interface ChannelTotals {
  channel: string;
  type: string;
  /** Deliveries ever: taken by the channel, given up. */
  sent: number;
  failed: number;
  /** Deliveries to come, or under way. */
  waiting: number;
  isFailing: boolean;
  sentAt: number | null;
}

const TOTALS = `
  select json_build_object(
    'incidents', (select coalesce(json_agg(each), '[]') from (
      select class, severity, state, count(*) as incidents from incidents
      where state <> 'closed' and parent is null
      group by class, severity, state order by incidents desc, class, severity, state limit 500) each),
    'changes', (select coalesce(json_agg(each), '[]') from (
      select class, what as change, changes from incident_changes order by changes desc, class, what limit 500) each),
    'judgedAt', (select extract(epoch from judged_at) from incident_state where judged_at > '-infinity'),
    'plannedAt', (select extract(epoch from planned_at) from watch_state),
    'channels', (select coalesce(json_agg(each), '[]') from (
      select channel, type, sent, failed, failing_since is not null as "isFailing", extract(epoch from sent_at) as "sentAt",
        (select count(*) from deliveries
          where deliveries.channel = channels.channel and state in ('waiting', 'sending')) as waiting
      from channels order by channel limit 100) each))`;

/** @throws as {@link readJson} */
export function incidentTotals(pool: Pool): Promise<IncidentTotals> {
  return readJson(pool, TOTALS);
}
