/** What people say of events: the table `feedback`. */
import type { ClientBase, Pool } from "pg";
import { LABELS, type Label } from "../host/event.ts";
import { StoreError } from "./error.ts";
import { findEvent } from "./find.ts";

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
 * @param at the event's time, milliseconds since the epoch: finds it at once (see {@link findEvent})
 * @returns the id of what was said, for {@link takeBack}
 * @throws StoreError NO_SUCH_EVENT
 */
export async function saveFeedback(
  db: Pool | ClientBase,
  hex: string,
  saying: Saying,
  at?: number,
): Promise<string> {
  const key = await findEvent(db, hex, at);
  const { rows } = key
    ? await db.query(
        `insert into smartlog.feedback (event_time, event_id, label, who, note, kind, was, score, tpl, model, tag, record)
         select time, id, $3, $4, $5, kind, label, score, tpl, model, tag, record
         from smartlog.events where time = $1 and id = $2
         returning id::text`,
        [
          key.time,
          key.id,
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

export function isLabel(label: string): label is Label {
  return (LABELS as readonly string[]).includes(label);
}

function text(value: string | undefined, most: number): string {
  return (value ?? "").replaceAll("\0", "").trim().slice(0, most);
}
