/** Events to annotate: those whose labels would teach most. */
import type { ClientBase, Pool } from "pg";
import type { Kind, Label } from "../host/event.ts";

export interface Question {
  /** The event's id, hex. */
  id: string;
  time: Date;
  kind: Kind;
  label: Label;
  score: number;
  threat: number;
  bot: number;
  anomaly: number;
  why: string[];
  model: string;
  tpl: string | null;
  /** The log line, as it came in. */
  line: string;
  /** Extracted fields that the event has. */
  fields: Record<string, string>;
  /** How uncertain the least certain head is, how much the heads contradict each other, and how new the template is; 0..1. */
  uncertain: number;
  contradiction: number;
  novelty: number;
}

export interface ReviewOptions {
  /** Event times from here on. */
  since: Date;
  /** At most so many questions. */
  limit: number;
}

/** Events that are rated, about: of more, a random part of the table's blocks is read. */
const SAMPLE_EVENTS = 200_000;
/** Uncertainty comes first: it says where the model's own line between two labels runs. */
const WEIGHTS = { uncertain: 1, contradiction: 0.5, novelty: 0.5 };
/** A template that is twice as old teaches less: age at which it counts 1/e. */
const NOVEL_DAYS = 2;
/** Most questions about one template, and about one source: a flood is not all the work. */
const MOST_PER_TEMPLATE = 1;
const MOST_PER_SOURCE = 2;
/** A template with so many annotations is known. */
const ENOUGH_ANNOTATIONS = 3;
const FIELDS =
  "host(ip) as ip, method, path, status, bytes, ua, ref, host, service, level, ms, username as user, outcome, qname, qtype, rcode, action, proto, host(dst) as dst, sport, dport, iface, host(peer) as peer, hit";

/**
 * The events to ask about, the most telling first: uncertain scores (active learning by margin), heads that contradict each
 * other (strange, yet neither attack nor robot; or an attack that is quite usual here), templates that are new. No event that
 * has an annotation, one of each template.
 *
 * Source of the criterion: Settles, Active Learning Literature Survey (2009), uncertainty sampling with a diversity limit.
 */
export async function questions(db: Pool | ClientBase, options: ReviewOptions): Promise<Question[]> {
  const { since, limit } = options;
  const { rows } = await db.query(
    `with rated as (
       select e.time, e.id, e.tpl, e.label, e.ip,
         greatest(1 - abs(2 * e.threat - 1), 1 - abs(2 * e.bot - 1), 1 - abs(2 * e.anomaly - 1)) as uncertain,
         greatest(e.anomaly * (1 - greatest(e.threat, e.bot)), greatest(e.threat, e.bot) * (1 - e.anomaly)) as contradiction,
         coalesce(exp(-extract(epoch from now() - greatest(t.known_since, t.first_seen)) / 86400 / ${NOVEL_DAYS}), 0) as novelty
       from smartlog.events e tablesample system ($1)
       left join smartlog.templates t using (tpl)
       where e.time >= $2 and e.error is null and e.threat is not null and e.bot is not null and e.anomaly is not null
     ), valued as (
       select *, ${WEIGHTS.uncertain} * uncertain + ${WEIGHTS.contradiction} * contradiction + ${WEIGHTS.novelty} * novelty as value
       from rated r
       where not exists (select from smartlog.feedback f where f.event_id = r.id and f.event_time = r.time)
     ), by_template as (
       select *, row_number() over (partition by tpl, label order by value desc, id) as of_template
       from valued v
       where v.tpl is null
         or v.tpl not in (select tpl from smartlog.feedback where tpl is not null group by tpl having count(*) >= ${ENOUGH_ANNOTATIONS})
     ), by_source as (
       select *, row_number() over (partition by coalesce(ip::text, id::text) order by value desc, id) as of_source
       from by_template where of_template <= ${MOST_PER_TEMPLATE}
     ), chosen as (
       select time as at, id as chosen, uncertain, contradiction, novelty, value
       from by_source where of_source <= ${MOST_PER_SOURCE} order by value desc, id limit $3
     )
     select smartlog.event_hex(e.id) as id, e.time, e.kind, e.label, e.score, e.threat, e.bot, e.anomaly,
       coalesce(e.why, '{}') as why, coalesce(e.model, '') as model, e.tpl, smartlog.line(e.record) as line,
       (select to_jsonb(f) from (select ${FIELDS}) f) as fields,
       c.uncertain::float8, c.contradiction::float8, c.novelty::float8
     from chosen c join smartlog.events e on e.time = c.at and e.id = c.chosen and e.time >= $2
     order by c.value desc, c.chosen`,
    [await samplePercent(db, since), since, limit],
  );
  return rows.map(({ fields, ...row }) => ({ ...row, fields: texts(fields) }));
}

async function samplePercent(db: Pool | ClientBase, since: Date): Promise<number> {
  const { rows } = await db.query(
    "select coalesce(sum(events), 0)::float8 as events from smartlog.rollup_hour where at >= date_bin('1 hour', $1, 'epoch')",
    [since],
  );
  return Math.min(100, (100 * SAMPLE_EVENTS) / Math.max(1, rows[0].events));
}

function texts(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
}
