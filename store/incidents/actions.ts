/**
 * What people do about incidents. Each action is one statement: it locks its incidents in order of their ids, changes those
 * whose state it may change, and writes an entry of the history for each. An incident that closed meanwhile is not opened
 * again by a late acknowledgement.
 */
import type { ClientBase, Pool } from "pg";
import { annotatorName } from "../annotations.ts";
import { StoreError } from "../error.ts";
import { checkedEnd } from "../mutes/what.ts";
import { isIncidentId } from "./find.ts";
import type { IncidentState } from "./incident.ts";

type Db = Pool | ClientBase;

/** Who does it, and why. */
export interface Said {
  who: string;
  note?: string | undefined;
}

/** An incident that an action left as it is: in a state that it doesn't change, or there is none of this id. */
export interface LeftAlone {
  id: string;
  state: IncidentState | "gone";
}

export interface Acted {
  /** Ids of those that changed. */
  changed: string[];
  left: LeftAlone[];
}

/** Of one action. */
export const MOST_ACTED_UPON = 200;
export const MAX_INCIDENT_NOTE_CHARACTERS = 2_000;
const MOST_NOTES = 200;
const ATTEMPTS = 3;
/** Two sessions locked the same rows in another order; another incident of the class and key was opened meanwhile. */
const RETRIED = new Set(["40P01", "23505"]);
/** Who closes incidents besides people (incidents.closed_by). */
const RESERVED = new Set(["quiet", "ended"]);

/** Somebody looks after them: nobody else is told again, unless it gets worse. Only open ones. */
export function acknowledge(db: Db, ids: readonly string[], said: Said): Promise<Acted> {
  return act(db, ids, said, {
    what: "acknowledged",
    from: ["open"],
    set: "state = 'acknowledged', acknowledged_at = now(), acknowledged_by = $2",
  });
}

/**
 * Nobody is told of incidents of this class and key until a time, whether they close and open meanwhile or not. Where another
 * of the same class and key isn't closed, that one is muted: `changed` names it.
 *
 * @throws StoreError NOT_MUTED where the end is over, or too far off
 */
export async function mute(db: Db, ids: readonly string[], until: Date, { who, note }: Said): Promise<Acted> {
  const end = checkedEnd(until);
  const when = `until ${end.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return act(
    db,
    ids,
    { who, note: note?.trim() ? `${when}: ${note}` : when },
    {
      what: "muted",
      from: ["open", "acknowledged", "muted", "closed"],
      set: "state = 'muted', muted_until = $4, muted_by = $2, closed_at = null, closed_by = null",
      unless: "state = 'muted' and muted_until = $4",
      others: [end],
      isOfKey: true,
    },
  );
}

/** Ends mutes. What is quiet by now is closed by the next pass. */
export function unmute(db: Db, ids: readonly string[], said: Said): Promise<Acted> {
  return act(db, ids, said, {
    what: "unmuted",
    from: ["muted"],
    set: "state = case when i.acknowledged_at is null then 'open' else 'acknowledged' end, muted_until = null, muted_by = null",
  });
}

/** Says that they are over. What goes on opens them again. */
export function close(db: Db, ids: readonly string[], said: Said): Promise<Acted> {
  return act(db, ids, said, {
    what: "closed",
    from: ["open", "acknowledged", "muted"],
    set: "state = 'closed', closed_at = now(), closed_by = $2, muted_until = null, muted_by = null",
  });
}

/**
 * Adds a note to an incident, in any state.
 *
 * @throws StoreError BAD_ARGUMENT without a text; NO_SUCH_ENTRY; INCIDENT_FULL where it has 200 already
 */
export async function note(db: Db, id: string, { who, note: text = "" }: Said): Promise<void> {
  const given = noteText(text);
  if (given === "") throw new StoreError("BAD_ARGUMENT", "the note is empty", "Write something.");
  const { rows } = isIncidentId(id)
    ? await db.query<{ notes: number }>(
        `with noted as (
           select id, severity, (select count(*)::int from smartlog.incident_history where incident = $1 and what = 'noted') as notes
           from smartlog.incidents where id = $1
         ), added as (
           insert into smartlog.incident_history (incident, what, severity, who, note)
           select id, 'noted', severity, $2, $3 from noted where notes < ${MOST_NOTES}
         )
         select notes from noted`,
        [id, personName(who), given],
      )
    : { rows: [] };
  if (!rows[0])
    throw new StoreError(
      "NO_SUCH_ENTRY",
      "there is no incident of this number",
      "`smartlog incidents list` shows them.",
    );
  if (rows[0].notes >= MOST_NOTES)
    throw new StoreError(
      "INCIDENT_FULL",
      `the incident has ${MOST_NOTES} notes already`,
      "Keep longer stories elsewhere, with a link in a note.",
    );
}

interface Action {
  what: "acknowledged" | "muted" | "unmuted" | "closed";
  /** States that it changes. */
  from: readonly IncidentState[];
  /** SQL: $2 is who, $3 the note, $4 and on `others`. */
  set: string;
  /** SQL over the row as it was locked: what needs no change. */
  unless?: string;
  others?: readonly unknown[];
  /** Whether what is meant is the class and key of the incidents. */
  isOfKey?: boolean;
}

async function act(db: Db, given: readonly string[], said: Said, action: Action): Promise<Acted> {
  const ids = [...new Set(given)];
  if (ids.length > MOST_ACTED_UPON)
    throw new StoreError(
      "BAD_ARGUMENT",
      `${ids.length} incidents are too many at once`,
      `Take ${MOST_ACTED_UPON} at most.`,
    );
  const values = [
    ids.filter(isIncidentId),
    personName(said.who),
    noteText(said.note),
    ...(action.others ?? []),
  ];
  const sql = statement(action);
  const { rows } = await retrying(() =>
    db.query<{ asked: string[]; id: string; state: IncidentState; changed: boolean }>(sql, values),
  );
  const known = new Set(rows.flatMap(({ asked }) => asked));
  return {
    changed: rows.filter(({ changed }) => changed).map(({ id }) => id),
    left: [
      ...rows.filter(({ changed }) => !changed).map(({ id, state }) => ({ id, state })),
      ...ids.filter((id) => !known.has(id)).map((id) => ({ id, state: "gone" as const })),
    ],
  };
}

function statement({ what, from, set, unless = "false", isOfKey = false }: Action): string {
  const target = isOfKey
    ? `select g.asked, (
         select o.id from smartlog.incidents o where o.class = g.class and o.key = g.key
         order by o.state <> 'closed' desc, o.last desc, o.id desc limit 1) as id
       from (select class, key, array_agg(id) as asked from smartlog.incidents where id = any ($1::bigint[]) group by class, key) g`
    : "select array[id] as asked, id from unnest($1::bigint[]) id";
  return `with target as (${target}),
    locked as (
      select id, state, muted_until from smartlog.incidents where id in (select id from target) order by id for update
    ), changed as (
      update smartlog.incidents i set ${set}, updated_at = now() from (
        select id from locked where state in (${from.map((state) => `'${state}'`).join(", ")}) and not (${unless})) l
      where i.id = l.id returning i.id, i.severity
    ), written as (
      insert into smartlog.incident_history (incident, what, severity, who, note)
      select id, '${what}', severity, $2, $3 from changed order by id
    )
    select array(select unnest(t.asked)::text) as asked, l.id::text as id, l.state, l.id in (select id from changed) as changed
    from locked l join target t on t.id = l.id order by l.id`;
}

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRIED.has((error as { code?: string }).code ?? "")) throw error;
    }
  }
}

function personName(who: string): string {
  const name = annotatorName(who);
  return RESERVED.has(name) ? `“${name}”` : name;
}

function noteText(text = ""): string {
  return text.replaceAll("\0", "").trim().slice(0, MAX_INCIDENT_NOTE_CHARACTERS);
}
