/** Mutes: the table `mutes`. */
import type { ClientBase, Pool } from "pg";
import type { Mute, Muted } from "../../host/mute.ts";
import { annotatorName } from "../annotations.ts";
import { StoreError } from "../error.ts";
import type { EventKey } from "../events/find.ts";

/** A pool or a session. */
type Db = Pool | ClientBase;

/** Why a mute ended. `undone`: by a person. `replaced`: by a newer one that names the same. */
export type MuteEnded = "undone" | "replaced" | "expired";

/** A mute with what people have to know of it. */
export interface StoredMute extends Mute {
  note: string;
  who: string;
  at: Date;
  /** The event that it was made from, hex, and its time. */
  event: string | null;
  eventTime: Date | null;
  endedAt: Date | null;
  endedBy: MuteEnded | null;
  endedWho: string | null;
  /** Events that it has hidden, as far as they were stored, and the time of the newest. */
  hidden: number;
  newest: Date | null;
}

export interface NewMute extends Muted {
  until: Date;
  note: string;
  who: string;
  /** Key of the event that it is made from; of a template without one its example is kept. */
  eventKey?: EventKey | undefined;
}

export const MOST_MUTE_DAYS = 366;
/** Where nobody says how many. */
export const DEFAULT_MUTE_DAYS = 30;
export const MAX_MUTE_NOTE_CHARACTERS = 300;
const LIMIT_EXCEEDED = "53400";
const ACTS = "ended_at is null and until > now()";
const COLUMNS = `id::int as id, template, reason, source::text as source, site, label, until, note, who, at,
  case when event_id is not null then smartlog.event_hex(event_id) end as event, event_time as "eventTime",
  ended_at as "endedAt", ended_by as "endedBy", ended_who as "endedWho"`;
const HIDDEN = `coalesce(days.events, 0)::float8 as hidden, days.newest`;
const DAYS = `left join lateral (
    select sum(events) as events, max(newest) as newest from smartlog.muted_days where mute = mutes.id
  ) days on true`;

/**
 * Adds a mute; one that names the same ends.
 *
 * @param mute as {@link muteOf} makes it (what.ts)
 * @throws StoreError MUTES_FULL where 64 act
 */
export async function addMute(db: Db, mute: NewMute): Promise<StoredMute> {
  const { template, reason, source, site, label, until, note, who, eventKey } = mute;
  try {
    const { rows } = await db.query(
      `insert into smartlog.mutes (template, reason, source, site, label, until, note, who, event_time, event_id)
       select $1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, example_time), coalesce($10, example_id)
       from (values ($1::text)) named (tpl) left join smartlog.templates using (tpl)
       returning ${COLUMNS}, 0 as hidden, null as newest`,
      [
        template,
        reason,
        source,
        site,
        label,
        until,
        note.replaceAll("\0", "").trim().slice(0, MAX_MUTE_NOTE_CHARACTERS),
        annotatorName(who),
        eventKey?.time ?? null,
        eventKey?.id ?? null,
      ],
    );
    return rows[0];
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    if (code !== LIMIT_EXCEEDED) throw cause;
    throw new StoreError(
      "MUTES_FULL",
      `${message}, and no more are taken`,
      "`smartlog mute list` shows them, `smartlog mute undo ID` ends one.",
      cause,
    );
  }
}

/** The mutes that act, by id. */
export async function activeMutes(db: Db): Promise<StoredMute[]> {
  const { rows } = await db.query(
    `select ${COLUMNS}, ${HIDDEN} from smartlog.mutes ${DAYS} where ${ACTS} order by id`,
  );
  return rows;
}

/** The newest mutes, the newest first; those that act before the others. */
export async function listMutes(db: Db, limit = 500): Promise<StoredMute[]> {
  const { rows } = await db.query(
    `select ${COLUMNS}, ${HIDDEN} from smartlog.mutes ${DAYS} order by (${ACTS}) desc, at desc, id desc limit $1`,
    [limit],
  );
  return rows;
}

/** @throws StoreError NO_SUCH_ENTRY */
export async function findMute(db: Db, id: number): Promise<StoredMute> {
  const { rows } = await db.query(`select ${COLUMNS}, ${HIDDEN} from smartlog.mutes ${DAYS} where id = $1`, [
    id,
  ]);
  if (!rows[0])
    throw new StoreError("NO_SUCH_ENTRY", `there is no mute ${id}`, "`smartlog mute list` shows all.");
  return rows[0];
}

/**
 * Ends a mute; one that has ended stays as it is.
 *
 * @returns whether it acted
 */
export async function endMute(db: Db, id: number, who: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update smartlog.mutes set ended_at = now(), ended_by = 'undone', ended_who = $2 where id = $1 and ${ACTS}`,
    [id, annotatorName(who)],
  );
  return rowCount === 1;
}

/** Ends what is over. It has acted no more since: this only writes it down. */
export async function endExpiredMutes(db: Db): Promise<void> {
  await db.query(
    "update smartlog.mutes set ended_at = until, ended_by = 'expired' where ended_at is null and until <= now()",
  );
}

/** Gives mutes the fingerprints that their templates have under a new model. */
export async function rekeyMutes(db: Db, mutes: readonly Pick<Mute, "id" | "template">[]): Promise<void> {
  await db.query(
    `update smartlog.mutes m set template = now.template
     from unnest($1::bigint[], $2::text[]) now (id, template) where m.id = now.id and m.template is not null`,
    [mutes.map(({ id }) => id), mutes.map(({ template }) => template)],
  );
}

/** Whether a mute acts at a time. */
export function doesMute(
  { endedAt, until }: Pick<StoredMute, "endedAt" | "until">,
  now = new Date(),
): boolean {
  return endedAt === null && until > now;
}
