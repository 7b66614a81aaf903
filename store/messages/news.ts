/** Incidents whose state is another than an owner was told. */
import type { ClientBase } from "pg";
import type { Incident, IncidentSeverity } from "../incidents/incident.ts";

/** What an owner was told of an incident. */
export interface Told {
  severity: IncidentSeverity;
  reopened: number;
  closed: boolean;
  byDigest: boolean;
  escalated: number;
  since: Date;
  lastAt: Date;
  message: string | null;
}

export type ToldIncident = Pick<
  Incident,
  | "id"
  | "class"
  | "title"
  | "severity"
  | "state"
  | "owner"
  | "reopened"
  | "foundAt"
  | "first"
  | "last"
  | "closedAt"
  | "closedBy"
  | "source"
  | "network"
  | "username"
  | "site"
  | "service"
  | "events"
  | "succeeded"
  | "sourceCount"
> & { told: Told | null };

/** Whose incidents are meant. */
export interface Scope {
  owner: string;
  /** All owners: an incident of one of them is nobody else's. */
  owners: readonly string[];
  /** Only those that fit one of these; undefined for all. */
  only: { classes: string[]; services: string[]; sites: string[] } | undefined;
}

export interface NewsQuery extends Scope {
  least: IncidentSeverity;
  /** When the owner's time began. */
  since: Date;
  /** Of incidents that are over and were not told: those that went on after this. */
  newsAfter: Date;
  /** What was told before this may have to be told again. */
  againBefore: Date;
}

/** Of one plan and owner: the worst come first, the others with the next plan. */
const MOST = 500;

const RANK = (severity: string) => `array_position(array['low', 'medium', 'high', 'critical'], ${severity})`;
const COLUMNS = `i.id::text as id, i.class, i.title, i.severity, i.state, i.owner, i.reopened, i.found_at as "foundAt", i.first, i.last,
  i.closed_at as "closedAt", i.closed_by as "closedBy", host(i.source) as source, i.network::text as network, i.username, i.site, i.service,
  i.events::float8 as events, i.succeeded::float8 as succeeded, i.source_count as "sourceCount",
  case when t.incident is not null then jsonb_build_object('severity', t.severity, 'reopened', t.reopened, 'closed', t.closed,
    'byDigest', t.by_digest, 'escalated', t.escalated, 'since', t.since, 'lastAt', t.last_at, 'message', t.message::text) end as told`;

/** SQL: whether an incident `i` is the owner's; takes the parameters of {@link scopeValues}. */
const IN_SCOPE = `i.parent is null and case when i.owner = any ($2::text[]) then i.owner = $1
  else $3::boolean or i.class = any ($4::text[]) or i.service = any ($5::text[]) or i.site = any ($6::text[]) or i.sites && $6::text[] end`;

function scopeValues({ owner, owners, only }: Scope): unknown[] {
  return [owner, owners, only === undefined, only?.classes ?? [], only?.services ?? [], only?.sites ?? []];
}

/** Incidents of which there may be something to tell, the worst first. Each branch has an index of its own. */
export async function newsOf(client: ClientBase, query: NewsQuery): Promise<ToldIncident[]> {
  const { least, since, newsAfter, againBefore } = query;
  const { rows } = await client.query<ToldIncident & { told: RawTold | null }>(
    `select * from (
       select ${COLUMNS} from smartlog.incidents i left join smartlog.told t on t.incident = i.id and t.owner = $1
       where i.state in ('open', 'acknowledged') and ${IN_SCOPE}
         and case when t.incident is null then i.state = 'open' and ${RANK("i.severity")} >= ${RANK("$7")}
           else t.closed or ${RANK("i.severity")} > ${RANK("t.severity")} or i.state = 'open' and t.last_at <= $10 end
       union all
       select ${COLUMNS} from smartlog.incidents i left join smartlog.told t on t.incident = i.id and t.owner = $1
       where i.state = 'closed' and i.last > $9 and i.closed_at > $8 and ${IN_SCOPE}
         and t.incident is null and ${RANK("i.severity")} >= ${RANK("$7")}
       union all
       select ${COLUMNS} from smartlog.told t join smartlog.incidents i on i.id = t.incident
       where t.owner = $1 and not t.closed and i.state = 'closed'
     ) news order by ${RANK("severity")} desc, "foundAt", id::bigint limit ${MOST}`,
    [...scopeValues(query), least, since, newsAfter, againBefore],
  );
  return rows.map((row) => ({ ...row, told: row.told && withDates(row.told) }));
}

type RawTold = Omit<Told, "since" | "lastAt"> & { since: string; lastAt: string };

function withDates(told: RawTold): Told {
  return { ...told, since: new Date(told.since), lastAt: new Date(told.lastAt) };
}

/** Lines of incidents, and the country of the source that each is about. */
export interface Details {
  lines: { text: string; hit: string | null }[];
  country: string | null;
}

export async function detailsOf(client: ClientBase, ids: readonly string[]): Promise<Map<string, Details>> {
  const { rows } = await client.query<Details & { id: string }>(
    `select i.id::text as id, smartlog.country(i.source) as country, coalesce((
       select jsonb_agg(jsonb_build_object('text', left(s.line, 8000), 'hit', left(s.hit, 500)) order by s.nth)
       from smartlog.incident_samples s where s.incident = i.id), '[]') as lines
     from smartlog.incidents i where i.id = any ($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...details }) => [id, details]));
}

/** What waits for an owner's digest, counted by class; and the worst of it. */
export interface Waiting {
  worst: ToldIncident[];
  /** Of those that are told: how many wait, and how many of them are over. */
  waiting: number;
  over: number;
  /** Below the owner's least severity: incidents found since the last digest, by class, most first. */
  below: { class: string; incidents: number }[];
}

const MOST_WORST = 20;

/** SQL: incidents of the owner's of which nothing was told; takes the parameters of {@link waitingValues}. */
const UNTOLD = `smartlog.incidents i left join smartlog.told t on t.incident = i.id and t.owner = $1
    where ${IN_SCOPE} and t.incident is null and (i.state = 'open' or i.state = 'closed' and i.closed_at > $8 and i.last > $9)`;
const IS_TOLD = `${RANK("i.severity")} >= ${RANK("$7")}`;

type WaitingQuery = Omit<NewsQuery, "newsAfter" | "againBefore"> & { digestAt: Date };

function waitingValues(query: WaitingQuery): unknown[] {
  return [...scopeValues(query), query.least, query.since, query.digestAt];
}

export async function waitingFor(client: ClientBase, query: WaitingQuery): Promise<Waiting> {
  const values = waitingValues(query);
  const { rows: worst } = await client.query<ToldIncident>(
    `select ${COLUMNS} from ${UNTOLD} and ${IS_TOLD}
     order by ${RANK("i.severity")} desc, i.state = 'closed', i.last desc, i.id limit ${MOST_WORST}`,
    values,
  );
  const { rows: counts } = await client.query<{
    class: string;
    isTold: boolean;
    incidents: number;
    over: number;
  }>(
    `select i.class, ${IS_TOLD} as "isTold", count(*)::int as incidents,
       (count(*) filter (where i.state = 'closed'))::int as over
     from ${UNTOLD} and (${IS_TOLD} or i.found_at > $9) group by 1, 2 order by 3 desc, 1`,
    values,
  );
  const told = counts.filter(({ isTold }) => isTold);
  return {
    worst: worst.map((row) => ({ ...row, told: null })),
    waiting: told.reduce((sum, { incidents }) => sum + incidents, 0),
    over: told.reduce((sum, { over }) => sum + over, 0),
    below: counts
      .filter(({ isTold }) => !isTold)
      .map(({ class: name, incidents }) => ({ class: name, incidents })),
  };
}

/** Everything that waited counts as told by this digest: it is repeated and escalated no more unless it gets worse. */
export async function toldByDigest(
  client: ClientBase,
  query: WaitingQuery,
  message: string,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into smartlog.told (incident, owner, severity, reopened, closed, by_digest, since, last_at, message)
     select i.id, $1, i.severity, i.reopened, i.state = 'closed', true, $10, $10, $11 from ${UNTOLD} and ${IS_TOLD}
     on conflict do nothing`,
    [...waitingValues(query), now, message],
  );
  await client.query(
    `update smartlog.told t set closed = true, last_at = $2 from smartlog.incidents i
     where i.id = t.incident and t.owner = $1 and not t.closed and i.state = 'closed'`,
    [query.owner, now],
  );
}
