/** Taught entries: the table `taught`. */
import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";
import { hexOfKey, type Scope, type TaughtEntry } from "../../host/taught.ts";
import { annotatorName } from "../annotations.ts";
import { StoreError } from "../error.ts";

/** A pool or a session. */
type Db = Pool | ClientBase;

/**
 * Why an entry ended. `undone`: by a person. `replaced`: by a newer correction of the same lines. `learnt`: the model says so
 * itself. `distrusted`: the annotator is not believed.
 */
export type Ended = "undone" | "replaced" | "learnt" | "expired" | "distrusted";

/** An entry with what people have to know of it. */
export interface StoredTaught extends TaughtEntry {
  /** Id of the corrected event, hex, and its time. */
  event: string;
  eventTime: Date;
  tag: string;
  /** Label that the filter had given. */
  was: Label;
  /** What lines it is about; out of the line, so hostile text. */
  describes: string;
  who: string;
  at: Date;
  expires: Date;
  endedAt: Date | null;
  endedBy: Ended | null;
  endedWho: string | null;
}

/** What an entry is made of. */
export type NewTaught = Omit<TaughtEntry, "id"> & {
  /** Key of the corrected event (events/find.ts). */
  eventKey: { time: string; id: string };
  tag: string;
  was: Label;
  describes: string;
  who: string;
};

const LIMIT_EXCEEDED = "53400";
const MAX_DESCRIPTION_CHARACTERS = 300;
const ACTS = "ended_at is null and expires > now()";
const COLUMNS = `id::int as id, key, scope, label, threat::float8 as threat, bot::float8 as bot, anomaly::float8 as anomaly,
  hit, smartlog.event_hex(event_id) as event, event_time as "eventTime", tag, was, describes, who, at, expires,
  ended_at as "endedAt", ended_by as "endedBy", ended_who as "endedWho"`;

/**
 * Adds an entry; one of the same scope and key ends.
 *
 * @throws StoreError TAUGHT_FULL where 256 act, or 64 of this annotator
 */
export async function addTaught(db: Db, entry: NewTaught): Promise<StoredTaught> {
  const { key, scope, label, ceilings, hit, eventKey, tag, was, describes, who } = entry;
  try {
    const { rows } = await db.query(
      `insert into smartlog.taught (key, scope, label, threat, bot, anomaly, hit, event_time, event_id, tag, was, describes, who)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning ${COLUMNS}`,
      [
        hexOfKey(key),
        scope,
        label,
        ceilings.threat,
        ceilings.bot,
        ceilings.anomaly,
        hit,
        eventKey.time,
        eventKey.id,
        tag,
        was,
        describes.slice(0, MAX_DESCRIPTION_CHARACTERS),
        annotatorName(who),
      ],
    );
    return storedOf(rows[0]);
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    if (code !== LIMIT_EXCEEDED) throw cause;
    throw new StoreError(
      "TAUGHT_FULL",
      `${message}, and no more act at once`,
      "The correction is kept for the next training. `smartlog teach list` shows the entries, `smartlog teach undo ID` ends one.",
      cause,
    );
  }
}

/** The entries that act, by key. */
export async function activeTaught(db: Db): Promise<StoredTaught[]> {
  const { rows } = await db.query(`select ${COLUMNS} from smartlog.taught where ${ACTS} order by key, id`);
  return rows.map(storedOf);
}

/** The newest entries, the newest first; those that act before the others. */
export async function listTaught(db: Db, limit = 500): Promise<StoredTaught[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from smartlog.taught order by (${ACTS}) desc, at desc, id desc limit $1`,
    [limit],
  );
  return rows.map(storedOf);
}

/** The entries of an event that act. */
export async function taughtOfEvent(db: Db, hex: string): Promise<StoredTaught[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from smartlog.taught where event_id = smartlog.event_id($1) and ${ACTS} order by id`,
    [hex],
  );
  return rows.map(storedOf);
}

/** @throws StoreError NO_SUCH_ENTRY */
export async function findTaught(db: Db, id: number): Promise<StoredTaught> {
  const { rows } = await db.query(`select ${COLUMNS} from smartlog.taught where id = $1`, [id]);
  if (!rows[0])
    throw new StoreError(
      "NO_SUCH_ENTRY",
      `there is no taught entry ${id}`,
      "`smartlog teach list` shows all.",
    );
  return storedOf(rows[0]);
}

/**
 * Ends entries; one that has ended stays as it is.
 *
 * @param who ends them; undefined for what no person did
 * @returns how many ended
 */
export async function endTaught(db: Db, ids: readonly number[], by: Ended, who?: string): Promise<number> {
  if (ids.length === 0) return 0;
  const { rowCount } = await db.query(
    `update smartlog.taught set ended_at = now(), ended_by = $2, ended_who = $3
     where id = any ($1) and ended_at is null`,
    [ids, by, who === undefined ? null : annotatorName(who)],
  );
  return rowCount ?? 0;
}

/** Ends what has expired. It has acted no more since: this only writes it down. */
export async function endExpired(db: Db): Promise<number> {
  const { rowCount } = await db.query(
    "update smartlog.taught set ended_at = expires, ended_by = 'expired' where ended_at is null and expires <= now()",
  );
  return rowCount ?? 0;
}

/** Whether an entry acts at a time. */
export function doesAct({ endedAt, expires }: StoredTaught, now = new Date()): boolean {
  return endedAt === null && expires > now;
}

function storedOf({ key, threat, bot, anomaly, ...row }: Record<string, unknown>): StoredTaught {
  return {
    ...(row as unknown as StoredTaught),
    key: BigInt(`0x${key}`),
    scope: row.scope as Scope,
    ceilings: { threat: threat as number, bot: bot as number, anomaly: anomaly as number },
  };
}
