/** The newest events, for the live tail. */
import type { Pool } from "pg";
import { readOnly } from "../read-only.ts";

/** By the events' own time: an old log that is loaded is not live. */
const NEWEST = `
  select json_build_object('id', smartlog.event_hex(id), 'time', time, 'kind', kind, 'label', label,
    'severity', severity, 'score', score, 'muted', coalesce(muted, false), 'why', why, 'source', host(ip), 'line', left(smartlog.line(record), 500))
  from events
  where time > now() - interval '2 minutes'
  order by time desc, id desc
  limit 500`;

/**
 * Up to 500 events of the last two minutes, the oldest first.
 *
 * @returns each as a JSON object of `id`, `time`, `kind`, `label`, `severity`, `score`, `muted`, `why`, `source` and `line`
 * @throws as {@link readOnly}
 */
export async function newestEvents(pool: Pool): Promise<string[]> {
  const { rows } = await readOnly(pool, NEWEST);
  return rows.map(([json]) => json ?? "").reverse();
}
