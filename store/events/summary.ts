import type { ClientBase, Pool } from "pg";
import type { Kind, Label } from "../../host/event.ts";

/** A source or path, with its events and their suspicion. */
export interface TopEntry {
  name: string;
  events: number;
  /** Events that aren't `normal`. */
  suspicious: number;
  /** The highest score of its suspicious events, 0..1; 0 when all are normal. */
  score: number;
}

export interface Summary {
  total: number;
  by_kind: Partial<Record<Kind, number>>;
  by_label: Partial<Record<Label, number>>;
  top_sources: TopEntry[];
  top_paths: TopEntry[];
  /** Oldest and newest event, ISO 8601; null when there is none. */
  oldest: string | null;
  newest: string | null;
}

/**
 * Counts of all events and the most suspicious names, for the end of `smartlog start`. Reads every event.
 *
 * @param limit most names of each kind
 */
export async function summary(db: Pool | ClientBase, limit = 5): Promise<Summary> {
  const counts = await db.query(
    `select kind, label, count(*)::int as events, min(time) as oldest, max(time) as newest
     from smartlog.events group by kind, label`,
  );
  const result: Summary = {
    total: 0,
    by_kind: {},
    by_label: {},
    top_sources: await top(db, "host(ip)", limit),
    top_paths: await top(db, "split_part(path, '?', 1)", limit),
    oldest: null,
    newest: null,
  };
  for (const row of counts.rows as CountRow[]) {
    result.total += row.events;
    result.by_kind[row.kind] = (result.by_kind[row.kind] ?? 0) + row.events;
    result.by_label[row.label] = (result.by_label[row.label] ?? 0) + row.events;
    const [oldest, newest] = [row.oldest.toISOString(), row.newest.toISOString()];
    if (result.oldest === null || oldest < result.oldest) result.oldest = oldest;
    if (result.newest === null || newest > result.newest) result.newest = newest;
  }
  return result;
}

interface CountRow {
  kind: Kind;
  label: Label;
  events: number;
  oldest: Date;
  newest: Date;
}

/** Suspicious ones first, by what they add up to; then the most frequent. */
async function top(
  db: Pool | ClientBase,
  column: "host(ip)" | "split_part(path, '?', 1)",
  limit: number,
): Promise<TopEntry[]> {
  const { rows } = await db.query(
    `select name, count(*)::int as events,
       count(*) filter (where label <> 'normal')::int as suspicious,
       coalesce(max(score) filter (where label <> 'normal'), 0) as score
     from (select ${column} as name, label, score from smartlog.events) event
     where name is not null
     group by name
     order by coalesce(sum(score) filter (where label <> 'normal'), 0) desc, events desc, name
     limit $1`,
    [limit],
  );
  return rows;
}
