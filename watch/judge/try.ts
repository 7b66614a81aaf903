/** What a rule would have found, had it been in service. */
import type { Pool } from "pg";
import type { Rule } from "../../rules/lib/rule.ts";
import { countEvents, readCounts } from "../../store/incidents/counts.ts";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { andForget, hoursOf } from "../../store/incidents/try.ts";
import { find, limitsOf } from "./find.ts";
import { severityOf, sourcesOf, titleOf } from "./totals.ts";

export interface Tried {
  /** Incidents that it would have opened, the first 100. */
  incidents: { title: string; severity: IncidentSeverity; first: Date; last: Date; events: number }[];
  found: number;
  /** Days are left out at the end of the range: it took too long. */
  isCut: boolean;
}

const MOST_LISTED = 100;
const AT_ONCE = 20_000;
const MOST_MS = 5_000;

/**
 * Judges the events of [from, to) by one rule, and keeps nothing. What people muted or closed plays no part.
 *
 * @throws StoreError of Postgres where one step takes longer than `mostMs`
 */
export async function tryRule(
  pool: Pool,
  rule: Rule,
  { from, to }: { from: Date; to: Date },
  mostMs = MOST_MS,
): Promise<Tried> {
  const deadline = performance.now() + mostMs;
  // A name of its own: counts of the rule in service are neither read nor replaced.
  const tried: Rule = { ...rule, class: `try-${rule.class}`.slice(0, 64) };
  return andForget(pool, mostMs, async (client) => {
    const steps = await hoursOf(client, from, to, AT_ONCE);
    let isCut = false;
    for (const step of steps) {
      if (performance.now() > deadline) {
        isCut = true;
        break;
      }
      await countEvents(client, [tried], step, to);
    }
    const rows = await readCounts(client, { low: from, high: to }, [limitsOf(tried)]);
    const { found } = await find(client, [tried], rows, { low: from, high: to }, to);
    const opened = found.filter(({ spell }) => spell.changes.includes("opened"));
    return {
      found: opened.length,
      isCut,
      incidents: opened.slice(0, MOST_LISTED).map(({ way, rows: counted, incident }) => {
        const sources = sourcesOf(counted);
        return {
          title: titleOf(tried, way, incident, sources.length, sources[0]?.ip),
          severity: severityOf(tried, way, incident, sources.length, counted, undefined),
          first: new Date(incident.first),
          last: new Date(incident.last),
          events: incident.events,
        };
      }),
    };
  });
}
