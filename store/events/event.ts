/** One event with all of its columns, and the corrections of it. */
import type { ClientBase, Pool } from "pg";
import { templateNow } from "../templates.ts";
import { findEvent } from "./find.ts";

/** Columns of smartlog.events by name, as `pg` reads them, and what is computed of them. */
export interface StoredEvent extends Record<string, unknown> {
  id: string;
  time: Date;
  /** The line that the record came from. */
  line: string | null;
  /** ISO 3166-1 alpha-2 code of the source address, or what it is instead. */
  country: string | null;
  /** Whether the client is the crawler that it claims to be; null where it claims none, or nobody has looked. */
  crawler: "verified" | "claimed" | "impostor" | null;
  why: string[] | null;
  /** Its template in the model in service, which may have put `tpl` into another. */
  template: string | null;
  /** This in words; null where that is not kept any more. */
  pattern: string | null;
  /** The record as indented JSON, cut. */
  record: string;
}

/** What a person said of an event. */
export interface Correction {
  who: string;
  label: string;
  note: string;
  at: Date;
}

const MOST_CORRECTIONS = 20;

/**
 * @param hex its id, as in `smartlog.id`
 * @param at its time, milliseconds since the epoch: finds it at once (see {@link findEvent})
 * @param recordCharacters of the record's JSON; one more shows that it was cut
 * @returns undefined where there is no such event
 */
export async function readEvent(
  db: Pool | ClientBase,
  hex: string,
  at: number | undefined,
  recordCharacters: number,
): Promise<StoredEvent | undefined> {
  const key = await findEvent(db, hex, at);
  if (!key) return undefined;
  const { rows } = await db.query<StoredEvent>(
    `select e.*, id::text as id, host(ip) as ip, host(dst) as dst, host(peer) as peer, smartlog.line(record) as line,
       template, (select text from smartlog.templates where tpl = template) as pattern,
       smartlog.country(ip) as country, smartlog.crawler_status(ip, ua) as crawler, left(jsonb_pretty(record), $3) as record
     from smartlog.events e cross join lateral (select ${templateNow("e.tpl")} as template) now
     where time = $1 and id = $2`,
    [key.time, key.id, recordCharacters],
  );
  return rows[0];
}

/**
 * The newest corrections of an event, at most 20, the newest first.
 *
 * @param id as a {@link StoredEvent} has it
 */
export async function correctionsOf(db: Pool | ClientBase, id: string): Promise<Correction[]> {
  const { rows } = await db.query<Correction>(
    `select who, label, note, at from smartlog.feedback where event_id = $1 order by at desc limit ${MOST_CORRECTIONS}`,
    [id],
  );
  return rows;
}
