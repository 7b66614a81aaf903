/** What a rule would have found, tried on what is stored; nothing of it is kept. */
import { setTimeout } from "node:timers/promises";
import type { ClientBase, Pool } from "pg";
import type { Rule } from "../../rules/lib/rule.ts";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { lockPass } from "../../store/incidents/state.ts";
import { judgeRange } from "./index.ts";

export interface Tried {
  from: Date;
  /** How far it came: before `wanted` where its time was over. */
  to: Date;
  wanted: Date;
  /** Whether some minutes had more events than are counted. */
  isCut: boolean;
  total: number;
  /** The gravest, and of one severity the newest. */
  incidents: { severity: IncidentSeverity; title: string; first: Date; last: Date; events: number }[];
}

export interface TryOptions {
  from: Date;
  to: Date;
  /** Of all of it. */
  budgetMs?: number;
  /** Incidents that are given back. */
  limit?: number;
}

/** Not a name of a file: what is open of the rule itself plays no part. */
const TRIED = "tried-rule";
const STEP_MS = 3_600_000;
const BUDGET_MS = 5_000;
const MOST_SHOWN = 20;
const LOCK_EVERY_MS = 200;
const QUERY_CANCELED = "57014";

/**
 * Judges a range hour by hour, as passes do, in a transaction that is rolled back. Passes wait meanwhile.
 *
 * @param pool of smartlog_serve, or an administrator
 * @returns undefined where passes left no room, or an hour alone took longer than the budget
 */
export async function tryRule(
  pool: Pool,
  rule: Rule,
  { from, to, budgetMs = BUDGET_MS, limit = MOST_SHOWN }: TryOptions,
): Promise<Tried | undefined> {
  const client = await pool.connect();
  const ends = Date.now() + budgetMs;
  try {
    if (!(await begun(client, ends))) return undefined;
    await client.query(`set local statement_timeout = ${budgetMs}`);
    let [at, isCut] = [from, false];
    while (at < to && Date.now() < ends) {
      const next = new Date(Math.min(at.getTime() + STEP_MS, to.getTime()));
      const judged = await judgeRange(
        client,
        [{ ...rule, class: TRIED, absorbs: [], off: false }],
        { low: at, high: next },
        next,
      );
      isCut ||= judged.cut;
      at = next;
    }
    const { rows } = await client.query(
      `select severity, title, first, last, events::float8 as events, count(*) over ()::int as total
       from smartlog.incidents where class = $1
       order by array_position(array['critical', 'high', 'medium', 'low'], severity), incidents.last desc limit $2`,
      [TRIED, limit],
    );
    const total = rows[0]?.total ?? 0;
    return { from, to: at, wanted: to, isCut, total, incidents: rows.map(({ total: _, ...each }) => each) };
  } catch (error) {
    if ((error as { code?: string }).code === QUERY_CANCELED) return undefined;
    throw error;
  } finally {
    await client.query("rollback").catch(() => {});
    client.release();
  }
}

/** Begins a transaction that has the lock of the pass. */
async function begun(client: ClientBase, ends: number): Promise<boolean> {
  while (Date.now() < ends) {
    await client.query("begin");
    if (await lockPass(client)) return true;
    await client.query("rollback");
    await setTimeout(LOCK_EVERY_MS);
  }
  return false;
}

export function triedText({ from, to, wanted, isCut, total }: Tried): string {
  const hours = (span: number) => `${Math.round(span / 360_000) / 10} hours`;
  const looked = to < wanted ? `the first ${hours(to.getTime() - from.getTime())} of ` : "";
  const what =
    total === 0
      ? "no incident"
      : `${total.toLocaleString("en-US")} ${total === 1 ? "incident" : "incidents"}`;
  const cut = isCut ? " Some hours had more events than were counted, so there may be more." : "";
  const late = to < wanted ? " More would have taken too long." : "";
  return `It would have found ${what} in ${looked}the last ${hours(wanted.getTime() - from.getTime())}.${cut}${late}`;
}
