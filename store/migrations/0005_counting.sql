-- Keeps the rollups and the templates.

-- Runs after each statement that stored events, and after one on recount (below).
--
-- Batches take turns here: most of what they change is the same few rows of this minute, hour and day. A lock for all
-- is simpler than sorted rows in seven tables, costs nothing that the rows wouldn't, and can't deadlock. It comes after
-- the batch's own rows are in, so that whoever holds it waits for nobody.
create function smartlog.count_events() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  learning constant boolean := tg_table_name = 'events';
  final_before timestamptz;
  hours timestamptz[];
  new_templates text[];
begin
  perform pg_advisory_xact_lock(hashtext('smartlog.rollups'));
  select rollups_final_before into final_before from settings;

  with by_site as materialized (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(host, service, tag, '') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class,
      count(*) as events, coalesce(sum(bytes), 0) as bytes, count(ms) as timed,
      coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from batch
    where time >= final_before
    group by 1, 2, 3, 4, 5, 6
  ), new_site as (
    insert into sites (site)
    select site from (select distinct site from by_site) b
    where not exists (select from sites s where s.site = b.site)
    order by site
    limit (select greatest(200 - count(*), 0) from sites)
    returning site
  ), minute as materialized (
    select b.at, coalesce(s.site, '(other)') as site, kind, label, severity, status_class, sum(b.events)::bigint as events,
      sum(b.bytes) as bytes, sum(b.timed)::bigint as timed, sum(b.duration_us)::bigint as duration_us,
      max(b.score) as score
    from by_site b
    left join (select site from sites union all select site from new_site) s using (site)
    group by 1, 2, 3, 4, 5, 6
  ), into_minute as (
    insert into rollup_minute as r select * from minute
    on conflict (at, site, kind, label, severity, status_class) do update set
      events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
      duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score)
  ), into_hour as (
    insert into rollup_hour as r
    select date_bin('1 hour', at, 'epoch'), site, kind, label, severity, status_class,
      sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
    from minute group by 1, 2, 3, 4, 5, 6
    on conflict (at, site, kind, label, severity, status_class) do update set
      events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
      duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score)
  ), into_6h as (
    insert into rollup_6h as r
    select date_bin('6 hours', at, 'epoch'), site, kind, label, severity, status_class,
      sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
    from minute group by 1, 2, 3, 4, 5, 6
    on conflict (at, site, kind, label, severity, status_class) do update set
      events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
      duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score)
  )
  insert into rollup_day as r
  select date_bin('1 day', at, 'epoch'), site, kind, label, severity, status_class,
    sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
  from minute group by 1, 2, 3, 4, 5, 6
  on conflict (at, site, kind, label, severity, status_class) do update set
    events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
    duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score);

  with named as materialized (
    select at, grouping(ip, path, ua, tpl) as by, ip, path, ua, tpl, count(*) as events,
      count(*) filter (where label <> 'normal') as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where label <> 'normal'), 0) as score,
      count(*) + 9 * count(*) filter (where label <> 'normal') as weight,
      min(time) as first_seen, max(time) as last_seen
    from (
      select date_bin('1 hour', time, 'epoch') as at, ip, split_part(smartlog.cut(path, 300), '?', 1) as path,
        smartlog.cut(ua, 300) as ua, tpl, label, status, score, time
      from batch
      where time >= final_before
    ) event
    group by grouping sets ((at, ip), (at, path), (at, ua), (at, tpl))
  ), hour as materialized (
    select at from named group by at
  ), most as materialized (
    select at, d.dimension, d.name, events, suspicious, errors, score
    from (values (7), (11), (13), (14)) dimensions (by)
    cross join lateral (
      select * from named n where n.by = dimensions.by and num_nonnulls(ip, path, ua, tpl) > 0
      order by weight desc, ip, path, ua, tpl
      limit 100 * (select count(*) from hour)
    ) n
    cross join lateral (values ('source', host(ip)), ('path', path), ('ua', ua), ('template', tpl)) d (dimension, name)
    where d.name is not null
  ), into_hour as (
    insert into top_hour as t (at, dimension, name, events, suspicious, errors, score)
    select at, dimension, name, events, suspicious, errors, score from most
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score)
  ), into_day as (
    insert into top_day as t (at, dimension, name, events, suspicious, errors, score)
    select date_bin('1 day', at, 'epoch'), dimension, name, sum(events), sum(suspicious), sum(errors), max(score)
    from most group by 1, 2, 3
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score)
  ), template as (
    select tpl, sum(events)::bigint as events, min(first_seen) as first_seen,
      max(last_seen) as last_seen
    from named where learning and by = 14 and tpl is not null group by tpl
  ), known as (
    update templates t set events = t.events + b.events, first_seen = least(t.first_seen, b.first_seen),
      last_seen = greatest(t.last_seen, b.last_seen)
    from template b where t.tpl = b.tpl
  )
  select (select array_agg(at) from hour),
    array(select b.tpl from template b where not exists (select from templates t where t.tpl = b.tpl)
      order by events desc, tpl limit 500)
  into hours, new_templates;

  if cardinality(new_templates) > 0 then
    insert into templates (tpl, kind, text, events, first_seen, last_seen, example_time, example_id)
    select tpl, kind, smartlog.mask(coalesce(record ->> 'log', record ->> 'message', record ->> 'MESSAGE',
        record ->> 'msg', record ->> 'short_message', path, record::text)),
      events, first_seen, last_seen, time, id
    from (
      select *, row_number() over (partition by tpl order by time, id) as nth, count(*) over same as events,
        min(time) over same as first_seen, max(time) over same as last_seen
      from batch
      where tpl = any (new_templates)
      window same as (partition by tpl)
    ) event
    where nth = 1;
    -- Whoever can put random words into a line can make patterns without end.
    if (select count(*) from templates) > 20000 then
      delete from templates
      where tpl in (select tpl from templates order by events desc, last_seen desc, tpl offset 10000);
    end if;
  end if;

  delete from top_hour t using (
    select dimension, at, name,
      row_number() over (partition by dimension, at order by events + 9 * suspicious desc, name) as nth
    from top_hour
    where (dimension, at) in (
      select dimension, at from top_hour where at = any (hours) group by 1, 2 having count(*) > 1000)
  ) ranked
  where nth > 500 and (t.dimension, t.at, t.name) = (ranked.dimension, ranked.at, ranked.name);

  delete from top_day t using (
    select dimension, at, name,
      row_number() over (partition by dimension, at order by events + 9 * suspicious desc, name) as nth
    from top_day
    where (dimension, at) in (
      select dimension, at from top_day
      where at = any (select distinct date_bin('1 day', hour, 'epoch') from unnest(hours) hour)
      group by 1, 2 having count(*) > 600)
  ) ranked
  where nth > 300 and (t.dimension, t.at, t.name) = (ranked.dimension, ranked.at, ranked.name);
  return null;
end
$$;

create trigger count_events after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_events();

-- Events inserted here are counted by the very same code, for rebuilding; emptied in the same transaction.
create unlogged table smartlog.recount (like smartlog.events);
alter table smartlog.recount alter column record drop not null;

create trigger count_events after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_events();

-- Counts the events of [low, high) anew; both at midnight UTC. Ingest waits meanwhile. Templates stay as they are:
-- they know of events that have been dropped.
create function smartlog.rebuild_rollups(low timestamptz, high timestamptz) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp set work_mem = '32MB' as $$
declare
  hour timestamptz := low;
  final_before timestamptz;
begin
  perform pg_advisory_xact_lock(hashtext('smartlog.rollups'));
  select rollups_final_before into final_before from settings;
  if low < final_before then
    raise exception 'the events before % have been dropped: their counts can''t be made again', final_before;
  end if;
  delete from rollup_minute where at >= low and at < high;
  delete from rollup_hour where at >= low and at < high;
  delete from rollup_6h where at >= low and at < high;
  delete from rollup_day where at >= low and at < high;
  delete from top_hour where at >= low and at < high;
  delete from top_day where at >= low and at < high;
  while hour < high loop
    insert into recount (time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, host, service)
    select time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, host, service
    from events where time >= hour and time < hour + interval '1 hour';
    delete from recount;
    hour := hour + interval '1 hour';
  end loop;
end
$$;

-- Where the rollups differ from a recount of the events in [low, high): nowhere, or they are wrong.
create function smartlog.rollup_differences(low timestamptz, high timestamptz)
returns table (at timestamptz, site text, rolled_up bigint, counted bigint)
language sql stable set search_path = pg_catalog, smartlog, pg_temp as $$
  with counted as (
    select date_trunc('minute', time) as at, coalesce(s.site, '(other)') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class, count(*) as events, coalesce(sum(bytes), 0) as bytes,
      count(ms) as timed, coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from events e left join sites s on s.site = coalesce(e.host, e.service, e.tag, '')
    where time >= low and time < high
    group by 1, 2, 3, 4, 5, 6
  )
  select coalesce(r.at, c.at), coalesce(r.site, c.site), r.events, c.events
  from (select * from rollup_minute r where r.at >= low and r.at < high) r
  full join counted c using (at, site, kind, label, severity, status_class)
  where (r.events, r.bytes, r.timed, r.duration_us, r.score) is distinct from
    (c.events, c.bytes, c.timed, c.duration_us, c.score)
  union all
  select coalesce(h.at, m.at), coalesce(h.site, m.site), h.events, m.events
  from (select * from rollup_hour h where h.at >= low and h.at < high) h
  full join (
    select date_trunc('hour', m.at, 'UTC') as at, m.site, kind, label, severity, status_class,
      sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollup_minute m where m.at >= low and m.at < high group by 1, 2, 3, 4, 5, 6
  ) m using (at, site, kind, label, severity, status_class)
  where (h.events, h.bytes, h.duration_us) is distinct from (m.events, m.bytes, m.duration_us)
  union all
  select coalesce(s.at, h.at), coalesce(s.site, h.site), s.events, h.events
  from (select * from rollup_6h s where s.at >= low and s.at < high) s
  full join (
    select date_bin('6 hours', h.at, 'epoch') as at, h.site, kind, label, severity, status_class,
      sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollup_hour h where h.at >= low and h.at < high group by 1, 2, 3, 4, 5, 6
  ) h using (at, site, kind, label, severity, status_class)
  where (s.events, s.bytes, s.duration_us) is distinct from (h.events, h.bytes, h.duration_us)
  union all
  select coalesce(d.at, s.at), coalesce(d.site, s.site), d.events, s.events
  from (select * from rollup_day d where d.at >= low and d.at < high) d
  full join (
    select date_trunc('day', s.at, 'UTC') as at, s.site, kind, label, severity, status_class,
      sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollup_6h s where s.at >= low and s.at < high group by 1, 2, 3, 4, 5, 6
  ) s using (at, site, kind, label, severity, status_class)
  where (d.events, d.bytes, d.duration_us) is distinct from (s.events, s.bytes, s.duration_us)
$$;

-- What was stored before this migration.
do $$
declare
  day timestamptz;
begin
  for day in select distinct date_trunc('day', time, 'UTC') from smartlog.events loop
    perform smartlog.rebuild_rollups(day, day + interval '1 day');
  end loop;
  insert into smartlog.templates (tpl, kind, text, events, first_seen, last_seen, example_time, example_id)
  select distinct on (tpl) tpl, kind, smartlog.mask(coalesce(record ->> 'log', record ->> 'message', path, record::text)),
    count(*) over same, min(time) over same, max(time) over same, time, id
  from smartlog.events where tpl is not null
  window same as (partition by tpl)
  order by tpl, time, id;
end
$$;

revoke execute on all functions in schema smartlog from public;
grant execute on function smartlog.event_id, smartlog.event_hex to smartlog_read, smartlog_train;
