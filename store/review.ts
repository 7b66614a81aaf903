/** What to ask people about: the events whose labels would change most, with all that is needed to judge them. */
import type { ClientBase, Pool } from "pg";
import { type Kind, LABELS, type Label } from "../host/event.ts";
import { type Answer, type Choice, changedBy, choose } from "./review/choose.ts";
import { CLIENT_SQL, type Cluster, readClusters, TARGET_SQL } from "./review/clusters.ts";
import { type Neighbour, othersLike, sameSource } from "./review/neighbours.ts";

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
  /** The events that an answer stands for. */
  cluster: Cluster;
  /** The chance that each label is the right one, about. */
  chances: Record<Label, number>;
  /** Changed labels to be expected of an answer, weighted by how much each matters. */
  expected: number;
  /** Events of the window whose label each answer would change, about. */
  changes: Record<Label, number>;
  /** What the same source did just before and after, and the same template by other sources; in time order. */
  before: Neighbour[];
  after: Neighbour[];
  others: Neighbour[];
}

export interface ReviewOptions {
  /** Event times from here on. */
  since: Date;
  /** At most so many questions. */
  limit: number;
}

/** Questions that are asked where nobody says how many. */
export const QUESTIONS = 5;
const MOST_ANSWERS = 1_000;
const FIELDS =
  "host(ip) as ip, method, path, status, bytes, ua, ref, host, service, level, ms, username as user, outcome, qname, qtype, rcode, action, proto, host(dst) as dst, sport, dport, iface, host(peer) as peer, hit";

/** The questions of the largest expected change, unlike one another; the most telling first. */
export async function questions(db: Pool | ClientBase, { since, limit }: ReviewOptions): Promise<Question[]> {
  const chosen = choose(await readClusters(db, since), await readAnswers(db), limit);
  const asked: Question[] = [];
  for (const choice of chosen) {
    const question = await questionOf(db, choice);
    if (question) asked.push(question);
  }
  return asked;
}

/** What people have said of events that are still there, or of their templates; the newest. */
async function readAnswers(db: Pool | ClientBase): Promise<Answer[]> {
  const { rows } = await db.query<Answer>(
    `select f.kind, f.label, coalesce(f.tpl, '') as tpl, host(e.ip) as source, coalesce(${TARGET_SQL}, '') as target, ${CLIENT_SQL} as client
     from (select * from smartlog.feedback order by at desc limit ${MOST_ANSWERS}) f
     left join smartlog.events e on e.time = f.event_time and e.id = f.event_id`,
  );
  return rows;
}

async function questionOf(
  db: Pool | ClientBase,
  { cluster, chances, expected }: Choice,
): Promise<Question | undefined> {
  const { rows } = await db.query(
    `select smartlog.event_hex(e.id) as id, e.time, e.kind, e.label, e.score, e.threat, e.bot, e.anomaly,
       coalesce(e.why, '{}') as why, coalesce(e.model, '') as model, e.tpl, smartlog.line(e.record) as line,
       (select to_jsonb(f) from (select ${FIELDS}) f) as fields
     from smartlog.events e where e.time = $1 and e.id = $2`,
    [cluster.middle.time, cluster.middle.id],
  );
  const [event] = rows;
  // Retention may have dropped it since.
  if (!event) return undefined;
  return {
    ...event,
    fields: texts(event.fields),
    cluster,
    chances,
    expected,
    changes: Object.fromEntries(LABELS.map((label) => [label, changedBy(label, cluster)])),
    ...(await sameSource(db, cluster.middle)),
    others: await othersLike(db, cluster.middle, event.tpl),
  };
}

function texts(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
}
