/** What people say of events: the table `feedback`. */
import type { ClientBase, Pool } from "pg";
import { LABELS, type Label } from "../host/event.ts";
import { StoreError } from "./error.ts";

const MAX_NOTE_CHARACTERS = 1_000;
const MAX_NAME_CHARACTERS = 100;

export interface Saying {
  label: Label;
  /** Who says it; "somebody" where empty. */
  who: string;
  note?: string;
}

/**
 * Saves what somebody says of an event, with a copy of it, so that the correction outlives the event.
 *
 * @param hex the event's id; of several events of one id the newest is meant
 * @returns the id of what was said, for {@link takeBack}
 * @throws StoreError NO_SUCH_EVENT
 */
export async function saveFeedback(db: Pool | ClientBase, hex: string, saying: Saying): Promise<string> {
  // By id alone: a time would lose its microseconds on the way through a Date.
  const { rows } = isEventId(hex)
    ? await db.query(
        `insert into smartlog.feedback (event_time, event_id, label, who, note, kind, was, score, tpl, model, tag, record)
         select time, id, $2, $3, $4, kind, label, score, tpl, model, tag, record
         from smartlog.events where id = smartlog.event_id($1) order by time desc limit 1
         returning id::text`,
        [
          hex,
          saying.label,
          text(saying.who, MAX_NAME_CHARACTERS) || "somebody",
          text(saying.note, MAX_NOTE_CHARACTERS),
        ],
      )
    : { rows: [] };
  if (!rows[0])
    throw new StoreError(
      "NO_SUCH_EVENT",
      "there is no event of this id",
      "An event's id is 16 hex digits (smartlog.id); it may be older than what is kept.",
    );
  return rows[0].id;
}

/** Removes what was just said, by mistake. */
export async function takeBack(db: Pool | ClientBase, sayingId: string): Promise<void> {
  await db.query("delete from smartlog.feedback where id = $1", [sayingId]);
}

export function isEventId(hex: string): boolean {
  return /^[0-9a-f]{1,16}$/.test(hex);
}

export function isLabel(label: string): label is Label {
  return (LABELS as readonly string[]).includes(label);
}

function text(value: string | undefined, most: number): string {
  return (value ?? "").replaceAll("\0", "").trim().slice(0, most);
}
