/** What a rule would have found, tried on what is stored; nothing of it is kept. */
import { setTimeout } from "node:timers/promises";
import type { ClientBase, Pool } from "pg";
import type { Rule } from "../../rules/lib/rule.ts";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { lockPass } from "../../store/incidents/state.ts";
import { judgeRange } from "./index.ts";

export interface Tried {
  /** Incidents that it would have opened: the gravest, and of one severity the newest. */
  incidents: { title: string; severity: IncidentSeverity; first: Date; last: Date; events: number }[];
  found: number;
  /** Some of the range is left out: it took too long, or had more events than are counted. */
  isCut: boolean;
}

/** Not a name of a file: what is open of the rule itself plays no part. */
const TRIED = "tried-rule";
const STEP_MS = 3_600_000;
const MOST_MS = 5_000;
const MOST_LISTED = 100;
const LOCK_EVERY_MS = 200;

/**
 * Judges the events of [from, to) by one rule, hour by hour, in a transaction that is rolled back. Passes wait meanwhile.
 *
 * @param pool of smartlog_serve, or an administrator
 * @throws an error of Postgres (57014) where an hour alone takes longer than `mostMs`
 */
export async function tryRule(
  pool: Pool,
  rule: Rule,
  { from, to }: { from: Date; to: Date },
  mostMs = MOST_MS,
): Promise<Tried> {
  const client = await pool.connect();
  const ends = Date.now() + mostMs;
  try {
    let isCut = !(await begun(client, ends));
    let at = from;
    await client.query(`set local statement_timeout = ${mostMs}`);
    while (at < to && Date.now() < ends) {
      const next = new Date(Math.min(at.getTime() + STEP_MS, to.getTime()));
      const tried = { ...rule, class: TRIED, absorbs: [], off: false };
      const judged = await judgeRange(client, [tried], { low: at, high: next }, next);
      isCut ||= judged.cut;
      at = next;
    }
    const { rows } = await client.query(
      `select severity, title, first, last, events::float8 as events, count(*) over ()::int as found
       from smartlog.incidents where class = $1
       order by array_position(array['critical', 'high', 'medium', 'low'], severity), incidents.last desc limit ${MOST_LISTED}`,
      [TRIED],
    );
    return {
      found: rows[0]?.found ?? 0,
      isCut: isCut || at < to,
      incidents: rows.map(({ found: _, ...each }) => each),
    };
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
