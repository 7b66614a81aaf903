/** The newest events, for the live tail. */
import type { Pool } from "pg";
import { readOnly } from "../read-only.ts";
import { condition, Values } from "../search/compile.ts";
import type { Query } from "../search/grammar/ast.ts";

export const MOST_NEWEST = 1_000;

/** By the events' own time: an old log that is loaded is not live. */
const NEWEST = `
  select json_build_object('id', smartlog.event_hex(id), 'time', time, 'kind', kind, 'label', label,
    'severity', severity, 'score', score, 'muted', coalesce(muted, false), 'why', why, 'source', host(ip),
    'host', host, 'service', service, 'hit', hit, 'line', left(smartlog.line(record), 500))
  from events
  where time > now() - interval '2 minutes'
  order by time desc, id desc
  limit ${MOST_NEWEST}`;

/**
 * Up to {@link MOST_NEWEST} events of the last two minutes, the oldest first.
 *
 * @returns each as a JSON object of `id`, `time`, `kind`, `label`, `severity`, `score`, `muted`, `why`, `source`, `host`, `service`, `hit` and `line`
 * @throws as {@link readOnly}
 */
export async function newestEvents(pool: Pool): Promise<string[]> {
  const { rows } = await readOnly(pool, NEWEST);
  return rows.map(([json]) => json ?? "").reverse();
}

/**
 * Which of the newest events a query finds.
 *
 * @param ids of events of {@link newestEvents}
 * @throws as {@link readOnly}
 */
export async function fittingEvents(pool: Pool, query: Query, ids: readonly string[]): Promise<Set<string>> {
  const values = new Values();
  const given = values.add(`{${ids.join(",")}}`, "text[]");
  const { rows } = await readOnly(
    pool,
    `select smartlog.event_hex(e.id) from events e
     where e.time > now() - interval '3 minutes' and e.id = any (select smartlog.event_id(id) from unnest(${given}) id)
       and ${condition(query, values)}`,
    values.all,
  );
  return new Set(rows.map(([id]) => id ?? ""));
}
