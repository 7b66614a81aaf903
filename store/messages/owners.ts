/** What is kept of those who are told: since when, and what of their budget is used. */
import type { ClientBase } from "pg";

export interface OwnerState {
  owner: string;
  /** Incidents that were over before are no news. */
  since: Date;
  digestAt: Date;
  reportAt: Date;
  /** The last message that was not critical. */
  toldAt: Date | null;
  /** YYYY-MM-DD by the owner's clock, and the messages of that day that count. */
  day: string | null;
  dayCount: number;
}

/**
 * Begins a plan: nobody else plans until the transaction ends.
 *
 * @returns false where somebody else does already
 */
export async function lockPlan(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query("select from smartlog.watch_state for update skip locked");
  return rowCount === 1;
}

/** States by name; who is new begins now, and has no digest of the time before. */
export async function ownerStates(
  client: ClientBase,
  owners: readonly string[],
  now: Date,
): Promise<Map<string, OwnerState>> {
  await client.query(
    `insert into smartlog.owners (owner, since, digest_at, report_at)
     select owner, $2, $2, $2 from unnest($1::text[]) owner on conflict do nothing`,
    [owners, now],
  );
  const { rows } = await client.query<OwnerState>(
    `select owner, since, coalesce(digest_at, since) as "digestAt", coalesce(report_at, since) as "reportAt", told_at as "toldAt",
       day::text as day, day_count as "dayCount"
     from smartlog.owners where owner = any ($1)`,
    [owners],
  );
  return new Map(rows.map((row) => [row.owner, row]));
}

export async function saveOwner(client: ClientBase, state: OwnerState): Promise<void> {
  await client.query(
    `update smartlog.owners set digest_at = $2, report_at = $3, told_at = $4, day = $5, day_count = $6 where owner = $1`,
    [state.owner, state.digestAt, state.reportAt, state.toldAt, state.day, state.dayCount],
  );
}

/** Notes that messages were planned, and lets go of what is done or hopeless. */
export async function endPlan(client: ClientBase, now: Date, ms: number): Promise<void> {
  await client.query(
    `update smartlog.deliveries d set state = 'failed', error = coalesce(error, 'no try went well') from smartlog.messages m
     where m.id = d.message and d.state = 'waiting' and m.made_at < $1::timestamptz - interval '${GIVEN_UP_AFTER}'`,
    [now],
  );
  await client.query(
    `delete from smartlog.messages where id in (
       select id from smartlog.messages where made_at < $1::timestamptz - interval '${KEPT_FOR}' order by id limit 1000)`,
    [now],
  );
  await client.query("update smartlog.watch_state set planned_at = $1, plan_ms = $2", [now, Math.round(ms)]);
}

/** A message of last week helps nobody. */
const GIVEN_UP_AFTER = "3 days";
const KEPT_FOR = "90 days";
