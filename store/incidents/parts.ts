/** What belongs to one incident: who took part, its lines, what became of it, and what is like it. */
import type { ClientBase, Pool } from "pg";
import type { Incident, IncidentChange, IncidentSeverity, IncidentState } from "./incident.ts";

type Db = Pool | ClientBase;

export interface IncidentSource {
  ip: string;
  /** ISO 3166-1 alpha-2 code, or what the address is instead. */
  country: string | null;
  /** Name of a crawler that the address claims to be, and whether it is; null where it claims none, or nobody has looked. */
  crawler: string | null;
  status: "verified" | "claimed" | "impostor" | null;
  events: number;
  succeeded: number;
  first: Date;
  last: Date;
}

export interface IncidentSample {
  nth: number;
  /** The event, hex, and its time. It may be gone; the line stays. */
  event: string;
  time: Date;
  /** Hostile text, as all of these. */
  line: string;
  hit: string | null;
  why: string[] | null;
}

export interface IncidentEntry {
  id: string;
  at: Date;
  what: IncidentChange;
  severity: IncidentSeverity;
  /** Null where SmartLog did it itself. */
  who: string | null;
  note: string;
}

/** Another incident, in short. */
export interface IncidentMention {
  id: string;
  class: string;
  title: string;
  severity: IncidentSeverity;
  state: IncidentState;
  first: Date;
  last: Date;
  events: number;
}

/** Events of one minute. */
export interface MinuteCount {
  at: Date;
  events: number;
}

const MOST_MINUTES = 3_000;
const MOST_SOURCES = 20;
const MOST_ENTRIES = 500;
const MOST_MEMBERS = 50;
const MOST_SIMILAR = 10;
const MENTION = "id::text as id, class, title, severity, state, first, last, events::float8 as events";

/** Sources with the most events, those that got what they wanted first. */
export async function sourcesOf(db: Db, id: string, limit = MOST_SOURCES): Promise<IncidentSource[]> {
  const { rows } = await db.query<IncidentSource>(
    `select host(s.ip) as ip, smartlog.country(s.ip) as country, c.crawler, c.status,
       s.events::float8 as events, s.succeeded::float8 as succeeded, s.first, s.last
     from smartlog.incident_sources s
     left join lateral (
       select crawler, status from smartlog.crawlers where ip = s.ip order by checked_at desc limit 1) c on true
     where s.incident = $1 order by s.succeeded > 0 desc, s.events desc, s.ip limit $2`,
    [id, limit],
  );
  return rows;
}

/** The three lines at most. */
export async function samplesOf(db: Db, id: string): Promise<IncidentSample[]> {
  const { rows } = await db.query<IncidentSample>(
    `select nth, smartlog.event_hex(event_id) as event, event_time as time, line, hit, why
     from smartlog.incident_samples where incident = $1 order by nth`,
    [id],
  );
  return rows;
}

/** What became of it, in order; of very many the newest. */
export async function historyOf(db: Db, id: string, limit = MOST_ENTRIES): Promise<IncidentEntry[]> {
  const { rows } = await db.query<IncidentEntry>(
    `select id::text as id, at, what, severity, who, note from smartlog.incident_history
     where incident = $1 order by incident_history.id desc limit $2`,
    [id, limit],
  );
  return rows.reverse();
}

/** Incidents that are part of it, those with the most events first. */
export async function membersOf(db: Db, id: string, limit = MOST_MEMBERS): Promise<IncidentMention[]> {
  const { rows } = await db.query<IncidentMention>(
    `select ${MENTION} from smartlog.incidents where parent = $1 order by incidents.events desc, incidents.id limit $2`,
    [id, limit],
  );
  return rows;
}

/** Other incidents of the same class and key, or by the same source, the newest first. */
export async function similarTo(
  db: Db,
  { id, class: name, key, source }: Pick<Incident, "id" | "class" | "key" | "source">,
  limit = MOST_SIMILAR,
): Promise<IncidentMention[]> {
  const { rows } = await db.query<IncidentMention>(
    `select ${MENTION} from smartlog.incidents
     where incidents.id in (
       select id from smartlog.incidents where class = $2 and key = $3
       union select incident from smartlog.incident_sources where ip = $4::inet)
     and incidents.id <> $1 and parent is distinct from $1
     order by incidents.last desc, incidents.id desc limit $5`,
    [id, name, key, source, limit],
  );
  return rows;
}

/** Countries of addresses, as {@link IncidentSource} has them. */
export async function countriesOf(db: Db, addresses: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await db.query<{ ip: string; country: string | null }>(
    "select host(ip) as ip, smartlog.country(ip) as country from (select distinct ip from unnest($1::inet[]) ip) given",
    [addresses],
  );
  return new Map(rows.map(({ ip, country }) => [ip, country]));
}

/** Slots of {@link sparksOf}. */
export const SPARK_SLOTS = 24;

/**
 * How the events of incidents lie between their first and last, as far as they are kept: some 27 hours.
 *
 * @returns events by slot, {@link SPARK_SLOTS} of them, by the incident's id; none of an incident that nothing is kept of
 */
export async function sparksOf(
  db: Db,
  incidents: readonly Pick<Incident, "id" | "class" | "key" | "first" | "last">[],
): Promise<Map<string, number[]>> {
  const { rows } = await db.query<{ id: string; slot: number; events: number }>(
    `select i.id::text as id, least(${SPARK_SLOTS - 1}, floor(${SPARK_SLOTS} * extract(epoch from greatest(c.minute, i.first) - i.first)
       / greatest(60, extract(epoch from i.last - i.first))))::int as slot, sum(c.events)::float8 as events
     from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) i (id, class, key, first, last)
     join smartlog.incident_counts c on c.class = i.class and c.key = i.key
       and c.minute >= date_bin('1 minute', i.first, 'epoch') and c.minute <= i.last
     group by 1, 2`,
    [
      incidents.map(({ id }) => id),
      incidents.map((each) => each.class),
      incidents.map(({ key }) => key),
      incidents.map(({ first }) => first),
      incidents.map(({ last }) => last),
    ],
  );
  const sparks = new Map<string, number[]>();
  for (const { id, slot, events } of rows) {
    const slots = sparks.get(id) ?? new Array<number>(SPARK_SLOTS).fill(0);
    slots[slot] = events;
    sparks.set(id, slots);
  }
  return sparks;
}

/** Events by minute, as far as they are kept: some 27 hours. */
export async function minutesOf(
  db: Db,
  { class: name, key, first, last }: Pick<Incident, "class" | "key" | "first" | "last">,
): Promise<MinuteCount[]> {
  const { rows } = await db.query<MinuteCount>(
    `select minute as at, sum(events)::float8 as events from smartlog.incident_counts
     where class = $1 and key = $2 and minute >= date_bin('1 minute', $3::timestamptz, 'epoch') and minute <= $4 and events > 0
     group by 1 order by 1 desc limit ${MOST_MINUTES}`,
    [name, key, first, last],
  );
  return rows.reverse();
}
