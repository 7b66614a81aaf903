/** What is new of the last day: patterns, logs that fell silent, models; and what waits. */
import type { ClientBase, Pool } from "pg";

export interface NewPattern {
  tpl: string;
  /** In words; hostile text. */
  text: string;
  events: number;
}

export interface News {
  patterns: number;
  /** The most frequent of them. */
  examples: NewPattern[];
  /** Incidents that say that a log fell silent. */
  silent: number;
  /** Models that were made, whatever became of them. */
  models: number;
}

const EXAMPLES = 3;

/** @param since event time, and for models by the clock; until `to` */
export async function news(db: Pool | ClientBase, { since, to }: { since: Date; to: Date }): Promise<News> {
  const { rows: examples } = await db.query<NewPattern & { patterns: number }>(
    `select tpl, text, events::float8 as events, count(*) over ()::int as patterns from smartlog.templates
     where first_seen >= $1 and first_seen < $2 order by templates.events desc, tpl limit ${EXAMPLES}`,
    [since, to],
  );
  const { rows } = await db.query<{ silent: number; models: number }>(
    `select (select count(*)::int from smartlog.incidents where class = 'silent-log' and last >= $1 and first < $2) as silent,
       (select count(*)::int from smartlog.models where origin <> 'default' and made_at >= $1 and made_at < $2) as models`,
    [since, to],
  );
  return {
    patterns: examples[0]?.patterns ?? 0,
    examples: examples.map(({ tpl, text, events }) => ({ tpl, text, events })),
    silent: rows[0]?.silent ?? 0,
    models: rows[0]?.models ?? 0,
  };
}

export interface Waiting {
  /** What people said of events since the model in service was made. */
  corrections: number;
  /** Records of the last 24 hours that can't be an event. */
  rejected: number;
}

export async function waiting(db: Pool | ClientBase): Promise<Waiting> {
  const { rows } = await db.query<Waiting>(
    `select (select count(*)::int from smartlog.feedback
         where at > coalesce((select made_at from smartlog.models where status = 'serving'), '-infinity')) as corrections,
       (select count(*)::int from smartlog.rejected where at > now() - interval '1 day') as rejected`,
  );
  return rows[0] ?? { corrections: 0, rejected: 0 };
}
