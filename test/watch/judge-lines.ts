/** Lines scored by a real filter, stored, and judged. */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import type { Rule } from "../../rules/lib/rule.ts";
import { ingest } from "../../store/ingest.ts";
import { judgeIncidents } from "../../watch/judge/index.ts";

let stored = 0;

/** Stores lines of one file, scored in order. */
export async function storeLines(
  db: Pool,
  tag: string,
  lines: readonly string[],
  filter = Filter.load(),
): Promise<void> {
  const file = `/var/log/${process.pid}-${stored++}.log`;
  const time = Date.now() / 1000;
  await ingest(
    db,
    tag,
    lines.map((line, offset) => {
      const { log } = JSON.parse(recordOfLine(Buffer.from(line))) as { log: string };
      return { time, data: filter.score(JSON.stringify({ file, offset, log }), shipperTime(time), tag) };
    }),
  );
}

/** Passes until nothing waits. */
export async function judgeAll(db: Pool, rules: readonly Rule[], now = new Date()): Promise<void> {
  while ((await judgeIncidents(db, rules, { now })).behind);
}

export interface Listed {
  id: string;
  class: string;
  key: string;
  title: string;
  severity: string;
  state: string;
  parent: string | null;
  events: number;
  sources: number;
}

export async function incidents(db: Pool): Promise<Listed[]> {
  const { rows } = await db.query<Listed>(
    `select id::text as id, class, key, title, severity, state, parent::text as parent, events::float8 as events, source_count as sources
     from smartlog.incidents order by id`,
  );
  return rows;
}
