/** Patterns of faults that were seen for the first time. */
import type { ClientBase, Pool } from "pg";
import type { Severity } from "../../host/event.ts";
import { type DayRange, daysOf } from "./range.ts";

export interface NewFault {
  tpl: string;
  kind: string;
  /** The pattern in words; hostile text. */
  text: string;
  severity: Severity;
  /** The reason, as `fault:disk`. */
  fault: string;
  site: string;
  events: number;
  firstSeen: Date;
}

/** New templates that are looked at, the newest: each takes one look-up of its example. */
const MOST_TEMPLATES = 20_000;
const MOST_FAULTS = 50;

/** Patterns first seen in the range whose first event tells of a fault, and is not muted: the worst first, 50 at most. */
export async function newFaults(db: Pool | ClientBase, range: DayRange): Promise<NewFault[]> {
  const found: NewFault[] = [];
  // A day at a time: a statement over all days would lock the partitions of all.
  for (let day = 0; day < daysOf(range); day++) {
    const from = new Date(range.from.getTime() + day * 86_400_000);
    const { rows } = await db.query<NewFault>(
      `select t.tpl, t.kind, t.text, e.severity, e.fault, e.site, t.events::float8 as events, t.first_seen as "firstSeen"
       from (
         select * from smartlog.templates
         where example_time >= $1 and example_time < $2 and first_seen >= $3
         order by known_since desc, tpl limit ${MOST_TEMPLATES}
       ) t
       cross join lateral (
         select severity, coalesce(host, service, tag, '') as site,
           (select reason from unnest(why) reason where reason like 'fault:%' limit 1) as fault
         from smartlog.events
         where time = t.example_time and id = t.example_id and time >= $1 and time < $2
           and label = 'anomaly' and muted is not true
       ) e
       where e.fault is not null`,
      [from, new Date(from.getTime() + 86_400_000), range.from],
    );
    found.push(...rows);
  }
  const weight = (severity: Severity) => ["none", "low", "medium", "high", "critical"].indexOf(severity);
  return found
    .sort(
      (a, b) => weight(b.severity) - weight(a.severity) || b.events - a.events || (a.tpl < b.tpl ? -1 : 1),
    )
    .slice(0, MOST_FAULTS);
}
