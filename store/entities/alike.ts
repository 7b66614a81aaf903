/** One label for many events of an entity: a bounded choice of them, of as many templates as there are. */
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import { annotatorName, MAX_NOTE_CHARACTERS } from "../annotations.ts";
import { OF_LINES } from "../own-events.ts";
import { readJson } from "../read-only.ts";
import { condition, Values } from "../search/compile.ts";
import type { Query } from "../search/grammar/ast.ts";
import { instant, type Range } from "../search/walk.ts";

/** Events that get the label: more of one kind teach training nothing. */
export const MOST_LABELLED = 50;
/** The newest events that these are chosen of. */
const LOOKED_AT = 5_000;
const STATEMENT_MS = 4_000;

export interface LabelPreview {
  /** Events that would get the label, by the label that they have now. */
  by: Partial<Record<Label, number>>;
  templates: number;
  /** Different sources of these events. */
  sources: number;
  /** Events that were chosen of: all that fit, or the newest 5,000. */
  of: number;
  isBounded: boolean;
}

export interface LabelWanted {
  query: Query;
  range: Range;
  label: Label;
}

/** What {@link labelAll} would do. @throws as {@link readJson}; query_canceled where it takes too long */
export function previewLabel(db: Pool, wanted: LabelWanted): Promise<LabelPreview> {
  const values = new Values();
  return readJson(
    db,
    `with ${chosen(wanted, values)}
     select json_build_object(
       'by', coalesce((select json_object_agg(label, events) from (select label, count(*) as events from chosen group by 1) by_label), '{}'),
       'templates', (select count(distinct tpl) from chosen), 'sources', (select count(distinct ip) from chosen),
       'of', (select count(*) from fitting), 'isBounded', (select count(*) = ${LOOKED_AT} from newest))`,
    values.all,
    STATEMENT_MS,
  );
}

/**
 * Annotates events of a range that nobody has answered for and that have another label: {@link MOST_LABELLED} at most, those of different templates first,
 * the newest first. Training learns from them as from any other annotation.
 *
 * @returns how many
 */
export async function labelAll(
  db: Pool,
  wanted: LabelWanted,
  { annotator, note }: { annotator: string; note: string },
): Promise<number> {
  const values = new Values();
  const client = await db.connect();
  let failed: Error | undefined;
  try {
    await client.query("begin");
    await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
    const given = [
      values.add(wanted.label, "text"),
      values.add(annotatorName(annotator), "text"),
      values.add(note.replaceAll("\0", "").trim().slice(0, MAX_NOTE_CHARACTERS), "text"),
    ];
    const { rowCount } = await client.query(
      `with ${chosen(wanted, values)}
       insert into smartlog.feedback (event_time, event_id, label, who, note, kind, was, score, tpl, model, tag, record)
       select e.time, e.id, ${given.join(", ")}, e.kind, e.label, e.score, e.tpl, e.model, e.tag, e.record
       from chosen join smartlog.events e on (e.time, e.id) = (chosen.time, chosen.id)
         and e.time >= ${values.add(instant(wanted.range.from), "timestamptz")} and e.time < ${values.add(instant(wanted.range.to), "timestamptz")}`,
      values.all,
    );
    await client.query("commit");
    return rowCount ?? 0;
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    client.release(failed ?? false);
  }
}

/** The newest events, those of them that could get the label, and those that do. */
function chosen({ query, range, label }: LabelWanted, values: Values): string {
  return `newest as materialized (
       select e.time, e.id, e.kind, e.label, e.tpl, e.ip from smartlog.events e
       where e.time >= ${values.add(instant(range.from), "timestamptz")} and e.time < ${values.add(instant(range.to), "timestamptz")}
         and ${condition(query, values)}
       order by e.time desc limit ${LOOKED_AT}
     ), fitting as (
       select * from newest n where label <> ${values.add(label, "text")} and ${OF_LINES}
         and not exists (select from smartlog.feedback f where f.event_id = n.id and f.event_time = n.time)
     ), chosen as (
       select * from (select *, row_number() over (partition by tpl order by time desc, id) as nth from fitting) spread
       order by nth, time desc, id limit ${MOST_LABELLED}
     )`;
}
