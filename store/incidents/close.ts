/** What ends by itself: incidents that fell quiet, rates that are as usual again, mutes that are over. */
import type { ClientBase } from "pg";

/** An incident of the past is closed this long after its last lines were counted: more of them may be on their way. */
const SETTLES = "60 seconds";

/**
 * Closes what is over at `now`, and opens again what was muted until now and goes on.
 *
 * @param judgedTo minutes from here on are still to be judged
 * @param ofRates classes whose incidents tell of counts, by their subject
 * @returns how many were closed
 */
export async function closeQuiet(
  client: ClientBase,
  now: Date,
  judgedTo: Date,
  ofRates: readonly string[],
): Promise<number> {
  const { rows } = await client.query<{ closed: number }>(
    `with over as (
       update smartlog.incidents set state = 'closed', closed_at = $1, closed_by = 'quiet', updated_at = $1
       where id in (
         select id from smartlog.incidents
         where state <> 'closed' and over_at < least($1::timestamptz, $2::timestamptz)
           and not (state = 'muted' and muted_until > $1)
           and (over_at >= updated_at or updated_at < $1::timestamptz - interval '${SETTLES}')
         order by id limit 1000 for update skip locked)
       returning id, severity
     ), ended as (
       update smartlog.incidents i set state = 'closed', closed_at = $1, closed_by = 'ended', updated_at = $1
       from (
         select dimension || ' ' || name as subject, max(ended_at) as ended_at from smartlog.rate_alarms
         where raised_at is not null and change <> 'new-pattern' group by 1 having bool_and(ended_at is not null)
       ) alarm
       where i.state <> 'closed' and i.class = any ($3::text[]) and i.key = alarm.subject and alarm.ended_at >= i.first
         and i.over_at >= least($1::timestamptz, $2::timestamptz)
       returning i.id, i.severity
     ), back as (
       update smartlog.incidents set state = 'open', muted_until = null, muted_by = null, updated_at = $1
       where state = 'muted' and muted_until <= $1 and over_at >= least($1::timestamptz, $2::timestamptz)
       returning id, severity
     ), told as (
       insert into smartlog.incident_history (incident, at, what, severity)
       select id, $1, what, severity from (
         select id, severity, 'closed' as what from over union all select id, severity, 'closed' from ended
         union all select id, severity, 'unmuted' from back
       ) each order by id
     )
     select ((select count(*) from over) + (select count(*) from ended))::int as closed`,
    [now, judgedTo, ofRates],
  );
  return rows[0]?.closed ?? 0;
}

/** Without a source, what happens on one site within so long is taken for one thing. */
const TOGETHER = "10 minutes";

/**
 * Makes incidents part of others, of the classes that their rules absorb: those that have a source in common at the same time;
 * where they have no sources, those of one site, unless they are graver. A surge becomes part of what brought half of its lines
 * at least. Of one class, the one with fewer sources, or the later one, becomes part. A part that is graver than its whole makes
 * the whole as grave.
 *
 * @param changed ids of incidents that have got more in this pass
 * @param ofRates classes whose incidents tell of counts, by their subject
 * @returns how many became part of another
 */
export async function absorb(
  client: ClientBase,
  changed: readonly string[],
  rules: readonly { class: string; absorbs: readonly string[] }[],
  ofRates: readonly string[],
  now: Date,
): Promise<number> {
  const pairs = rules.flatMap(({ class: whole, absorbs }) => absorbs.map((part) => ({ whole, part })));
  if (pairs.length === 0 || changed.length === 0) return 0;
  const { rowCount } = await client.query(
    `with pair as (
       select * from unnest($2::text[], $3::text[]) p (whole, part)
     ), found as (
       select distinct on (c.id) c.id as part, w.id as whole
       from pair
       join smartlog.incidents w on w.class = pair.whole and w.parent is null
       join smartlog.incidents c on c.class = pair.part and c.parent is null and c.id <> w.id
       where (w.id = any ($1::bigint[]) or c.id = any ($1::bigint[]))
         and c.first <= w.last + interval '1 hour' and c.last >= w.first - interval '1 hour'
         and (w.class <> c.class or (w.source_count, -w.id) > (c.source_count, -c.id))
         and (exists (
             select from smartlog.incident_sources ws join smartlog.incident_sources cs on cs.ip = ws.ip
             where ws.incident = w.id and cs.incident = c.id
           ) or w.source_count = 0 and c.source_count = 0 and w.site = c.site
             and c.first <= w.last + interval '${TOGETHER}' and c.last >= w.first - interval '${TOGETHER}'
             and array_position('{low,medium,high,critical}'::text[], c.severity)
               <= array_position('{low,medium,high,critical}'::text[], w.severity)
           or exists (
             select from smartlog.rate_alarms a
             where a.change = 'surge' and a.raised_at is not null and a.dimension || ' ' || a.name = c.key and c.class = any ($5::text[])
               and a.since <= c.last and coalesce(a.ended_at, $4) >= c.first
               and a.since <= w.last and (c.site is null or c.site = any (w.sites) or c.site = w.site)
               and (a.current - a.usual) / 2 <= (
                 select sum(n.events) from smartlog.incident_counts n
                 where (n.class, n.key) = (w.class, w.key)
                   and n.minute >= a.since - interval '1 minute' and n.minute <= a.raised_at)))
       order by c.id, w.state = 'closed', w.source_count desc, w.id
     ), freed as (
       update smartlog.incidents i set parent = f.whole from found f where i.parent = f.part
     ), joined as (
       update smartlog.incidents i set parent = f.whole, updated_at = $4 from found f
       where i.id = f.part and f.whole not in (select part from found)
       returning i.id, i.severity
     )
     insert into smartlog.incident_history (incident, at, what, severity) select id, $4, 'joined', severity from joined`,
    [changed, pairs.map(({ whole }) => whole), pairs.map(({ part }) => part), now, ofRates],
  );
  await client.query(
    `with graver as (
       select w.id, max(array_position('{low,medium,high,critical}'::text[], c.severity)) as rank
       from smartlog.incidents c join smartlog.incidents w on w.id = c.parent
       where c.id = any ($1::bigint[]) or w.id = any ($1::bigint[])
       group by w.id, w.severity
       having max(array_position('{low,medium,high,critical}'::text[], c.severity)) > array_position('{low,medium,high,critical}'::text[], w.severity)
     ), raised as (
       update smartlog.incidents i set severity = ('{low,medium,high,critical}'::text[])[g.rank], updated_at = $2
       from graver g where i.id = g.id returning i.id, i.severity
     )
     insert into smartlog.incident_history (incident, at, what, severity) select id, $2, 'raised', severity from raised`,
    [changed, now],
  );
  return rowCount ?? 0;
}
