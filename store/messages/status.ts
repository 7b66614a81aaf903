/** How channels do, and what waits. */
import type { Pool } from "pg";

export interface ChannelStatus {
  channel: string;
  type: string;
  /** Tries in a row that went wrong; 0 where the last went well, or there was none. */
  failures: number;
  failingSince: Date | null;
  /** It is left alone until then. */
  nextAt: Date;
  sentAt: Date | null;
  error: string | null;
  waiting: number;
  /** Messages that it never took. */
  failed: number;
  sent: number;
}

export interface OwnerStatus {
  owner: string;
  day: string | null;
  dayCount: number;
  digestAt: Date | null;
}

export interface WatchStatus {
  plannedAt: Date | null;
  channels: ChannelStatus[];
  owners: OwnerStatus[];
}

export async function watchStatus(pool: Pool): Promise<WatchStatus> {
  const { rows: states } = await pool.query<{ plannedAt: Date | null }>(
    'select planned_at as "plannedAt" from smartlog.watch_state',
  );
  const { rows: channels } = await pool.query<ChannelStatus>(
    `select channel, type, failures, failing_since as "failingSince", next_at as "nextAt", sent_at as "sentAt", error,
       sent::float8 as sent, failed::float8 as failed,
       (select count(*)::int from smartlog.deliveries d where d.channel = c.channel and d.state in ('waiting', 'sending')) as waiting
     from smartlog.channels c order by channel`,
  );
  const { rows: owners } = await pool.query<OwnerStatus>(
    'select owner, day::text as day, day_count as "dayCount", digest_at as "digestAt" from smartlog.owners order by owner',
  );
  return { plannedAt: states[0]?.plannedAt ?? null, channels, owners };
}
