/** Counts and names that no panel reads any more. */
import type { ClientBase } from "pg";
import { bounds, type PartitionBounds } from "./partitions.ts";

/** What dashboards over the last month read. */
const KEEP_MINUTES_DAYS = 35;
/** A year to compare with, and the month before it. */
const KEEP_HOURS_DAYS = 400;

/**
 * Deletes what is too old for the panels that read it.
 *
 * @param oldest the first partition that holds events: from there on counts stay, so that a recount is possible
 */
export async function trim(client: ClientBase, oldest: PartitionBounds | undefined): Promise<void> {
  const keep: [table: string, days: number][] = [
    ["rollup_minute", KEEP_MINUTES_DAYS],
    ["top_hour", KEEP_MINUTES_DAYS],
    ["unread_hour", KEEP_MINUTES_DAYS],
    ["rollup_hour", KEEP_HOURS_DAYS],
    ["rollup_6h", KEEP_HOURS_DAYS],
    ["score_bins", KEEP_HOURS_DAYS],
    ["top_day", KEEP_HOURS_DAYS],
    ["muted_days", KEEP_HOURS_DAYS],
    ["visitor_days", KEEP_HOURS_DAYS],
    ["duration_bins", KEEP_HOURS_DAYS],
  ];
  const from = oldest ? bounds(oldest)[0] : "infinity";
  for (const [table, days] of keep) {
    await client.query(`delete from smartlog.${table} where at < least(now() - $1 * interval '1 day', $2)`, [
      days,
      from,
    ]);
  }
  await client.query(
    `delete from smartlog.muted_rollups
     where step_minutes < 1440
       and at < least(now() - case step_minutes when 1 then $1::integer else $2::integer end * interval '1 day', $3)`,
    [KEEP_MINUTES_DAYS, KEEP_HOURS_DAYS, from],
  );
  await client.query("delete from smartlog.intake where at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  await client.query("delete from smartlog.crawlers where checked_at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  await client.query("delete from smartlog.taught where ended_at < now() - $1 * interval '1 day'", [
    KEEP_HOURS_DAYS,
  ]);
  await client.query("delete from smartlog.mutes where ended_at < now() - $1 * interval '1 day'", [
    KEEP_HOURS_DAYS,
  ]);
  await client.query("select smartlog.trim_rates()");
  await client.query("select smartlog.trim_sessions()");
  await client.query("select smartlog.trim_incidents()");
  await client.query("delete from smartlog.rejected where at < now() - $1 * interval '1 day'", [
    KEEP_MINUTES_DAYS,
  ]);
  // A batch changes several of these, in an order of its own.
  await client.query(
    `begin; lock table smartlog.counting_lock in exclusive mode;
     delete from smartlog.sites where last_seen < now() - interval '${KEEP_MINUTES_DAYS} days';
     delete from smartlog.templates where greatest(known_since, last_seen) < now() - interval '${KEEP_HOURS_DAYS} days';
     commit`,
  );
}
