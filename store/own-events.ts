/** Events that SmartLog writes into the store itself, of kinds `rate` and `session` (migrations/0022_own_events.sql). */
import type { ClientBase, Pool } from "pg";
import { OWN_KINDS, type OwnKind, type Severity } from "../host/event.ts";

/** Condition on `smartlog.events`: the event was made of a line. Own events teach nothing, and nobody asks about them. */
export const OF_LINES = "not smartlog.is_own(kind)";

export interface OwnEvent {
  kind: OwnKind;
  /** What it is about and since when: given again within a day, nothing is written. */
  key: string;
  /** When it was found. */
  time: Date;
  severity: Severity;
  /** How sure, 0..1. */
  score: number;
  /** Reasons, as `session:missing-step`. */
  why: readonly string[];
  /** Host, else service, else tag of what it is about; undefined where it is about all. */
  site?: string | undefined;
  /** Key of the session that it is about. */
  session?: string;
  /** For people, one line. */
  message: string;
  /** Further members of its record. */
  details: Readonly<Record<string, unknown>>;
}

/**
 * Writes an event; needs the right of `smartlog_serve`, `smartlog_train` or an administrator.
 *
 * @returns its id in decimal, as the store has it; undefined where it was there already
 */
export async function writeOwnEvent(db: Pool | ClientBase, event: OwnEvent): Promise<string | undefined> {
  const { kind, key, time, severity, score, why, site, session, message, details } = event;
  const { rows } = await db.query<{ id: string | null }>(
    "select smartlog.write_own_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)::text as id",
    [
      kind,
      key,
      time,
      severity,
      score,
      why,
      site ?? null,
      session ?? null,
      message.replaceAll("\0", "\ufffd"),
      JSON.stringify(details).replaceAll("\\u0000", "\\ufffd"),
    ],
  );
  return rows[0]?.id ?? undefined;
}

/** Whether events of this kind were written by SmartLog itself. */
export function isOwn(kind: string): kind is OwnKind {
  return (OWN_KINDS as readonly string[]).includes(kind);
}
