/** Labels that people give to events: the table `feedback`. */
import type { ClientBase, Pool } from "pg";
import { LABELS, type Label } from "../host/event.ts";
import { StoreError } from "./error.ts";
import { findEvent } from "./events/find.ts";
import { OF_LINES } from "./own-events.ts";

export const MAX_NOTE_CHARACTERS = 1_000;
export const MAX_NAME_CHARACTERS = 100;

/** A label that a person gives to an event. */
export interface Annotation {
  label: Label;
  /** Name of the person; "somebody" is stored where empty. */
  annotator: string;
}

export interface NewAnnotation extends Annotation {
  note?: string;
}

/** An annotation with the copy of its event that outlives the event. */
export interface EventAnnotation extends Annotation {
  /** Event id as the store has it, a signed 64-bit number in decimal. */
  id: string;
  /** Event time, seconds since the epoch. */
  time: number;
  /** The record as the filter read it, JSON. */
  record: string;
  /** Template fingerprint, 8 hex digits; empty where the event had none. */
  tpl: string;
}

/**
 * Saves an annotation of an event with a copy of the event: training may learn from it when the event is gone.
 *
 * @param hex the event's id, as in `smartlog.id`
 * @param at the event's time, milliseconds since the epoch: finds the event at once (see {@link findEvent})
 * @returns the annotation's id, for {@link removeAnnotation}
 * @throws StoreError NO_SUCH_EVENT; OWN_EVENT where it was made of no line
 */
export async function saveAnnotation(
  db: Pool | ClientBase,
  hex: string,
  { label, annotator, note }: NewAnnotation,
  at?: number,
): Promise<string> {
  const key = await findEvent(db, hex, at);
  const { rows } = key
    ? await db.query(
        `insert into smartlog.feedback (event_time, event_id, label, who, note, kind, was, score, tpl, model, tag, record)
         select time, id, $3, $4, $5, kind, label, score, tpl, model, tag, record
         from smartlog.events where time = $1 and id = $2 and ${OF_LINES}
         returning id::text`,
        [key.time, key.id, label, annotatorName(annotator), text(note, MAX_NOTE_CHARACTERS)],
      )
    : { rows: [] };
  if (key && !rows[0])
    throw new StoreError(
      "OWN_EVENT",
      "this event was written by SmartLog itself, of no line: a label teaches nothing",
      "Correct the lines that it tells of.",
    );
  if (!rows[0])
    throw new StoreError(
      "NO_SUCH_EVENT",
      "there is no event of this id",
      "An event's id is 16 hex digits (smartlog.id); it may be older than what is kept.",
    );
  return rows[0].id;
}

/**
 * Undoes an annotation that was made by mistake.
 *
 * @param id as {@link saveAnnotation} returned it
 */
export async function removeAnnotation(db: Pool | ClientBase, id: string): Promise<void> {
  await db.query("delete from smartlog.feedback where id = $1", [id]);
}

/**
 * The newest annotation of each annotator about each event.
 *
 * @param limit of more, the newest are read
 * @returns the newest first
 */
export async function readAnnotations(db: Pool | ClientBase, limit: number): Promise<EventAnnotation[]> {
  const { rows } = await db.query<EventAnnotation>(
    `select event_id::text as id, extract(epoch from event_time)::float8 as time, label, who as annotator,
       record::text as record, coalesce(tpl, '') as tpl
     from (
       select distinct on (event_time, event_id, who) * from smartlog.feedback
       order by event_time, event_id, who, at desc, id desc
     ) newest
     order by at desc, newest.id desc
     limit $1`,
    [limit],
  );
  return rows;
}

export function isLabel(label: string): label is Label {
  return (LABELS as readonly string[]).includes(label);
}

/** A person's name as the store keeps it, wherever: trust in a person goes by it. */
export function annotatorName(who: string): string {
  return text(who, MAX_NAME_CHARACTERS) || "somebody";
}

function text(value: string | undefined, most: number): string {
  return (value ?? "").replaceAll("\0", "").trim().slice(0, most);
}
