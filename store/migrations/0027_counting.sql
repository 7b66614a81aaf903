-- Which sites are counted by name, and what is final.

-- Batches that are being counted end first: they have open what is changed here, in another order. By the lock that they
-- took until now, and by the one that they take from here on.
select pg_advisory_xact_lock(hashtext('smartlog.rollups'));
lock table smartlog.counting_lock in exclusive mode;

-- A host header is the client's to choose: of all names that are seen the heaviest 200 are counted by name, the rest as
-- one. Each halves its weight a day. Up to 1,000 more are watched, and the heaviest of them takes the lightest one's
-- place, 60 times an hour at most: so many rows more can anybody make.
alter table smartlog.sites
  add column events bigint not null default 0,
  add column last_seen timestamptz not null default now(),
  add column named boolean not null default false;
alter table smartlog.sites set (fillfactor = 50);
comment on table smartlog.sites is
  'Sites that were seen lately. A host header is the client''s to choose: only the heaviest are counted by name.';
comment on column smartlog.sites.events is 'Its weight: events that were stored, halved once a day.';
comment on column smartlog.sites.named is 'Counted by this name from now on, not as (other). What was counted stays as it is.';

alter table smartlog.settings
  add column sites_halved_at timestamptz not null default now(),
  add column sites_named_hour timestamptz not null default '-infinity',
  add column sites_named smallint not null default 0;
comment on column smartlog.settings.sites_named is 'How many took the place of others in the hour sites_named_hour.';

update smartlog.sites s set named = true, events = coalesce((
  select sum(events) from smartlog.rollup_day r where r.site = s.site and at > now() - interval '7 days'), 0);

-- A clock that was ahead once made it a time in the future: events were stored and not counted until then.
-- `smartlog db rollup-rebuild` finds the days that miss them.
update smartlog.settings set rollups_final_before = date_trunc('day', now(), 'UTC')
where rollups_final_before > date_trunc('day', now(), 'UTC');

-- Says which of the sites are named. Under the lock that counting holds.
create function smartlog.name_sites() returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  most constant integer := 200;
  most_watched constant integer := 1000;
  most_an_hour constant integer := 60;
  this_hour constant timestamptz := date_trunc('hour', now(), 'UTC');
  named_now integer;
  watched integer;
  changes integer;
  heaviest record;
  lightest record;
begin
  if exists (select from settings where sites_halved_at < now() - interval '1 day') then
    update sites set events = events / 2 where events > 0;
    update settings set sites_halved_at = now();
  end if;
  select count(*) filter (where named), count(*) filter (where not named) into named_now, watched from sites;
  if watched = 0 then
    return;
  end if;
  if named_now < most then
    update sites set named = true where site in (
      select site from sites where not named order by events desc, site limit most - named_now);
    watched := greatest(watched - (most - named_now), 0);
  end if;
  select case when sites_named_hour = this_hour then sites_named else 0 end into changes from settings;
  while watched > 0 and changes < most_an_hour loop
    select site, events into heaviest from sites where not named order by events desc, last_seen desc, site limit 1;
    select site, events into lightest from sites where named order by events, last_seen, site limit 1;
    exit when heaviest.events <= lightest.events;
    update sites set named = not named where site in (heaviest.site, lightest.site);
    changes := changes + 1;
    update settings set sites_named_hour = this_hour, sites_named = changes;
  end loop;
  if watched > most_watched then
    delete from sites where site in (
      select site from sites where not named order by events desc, last_seen desc, site offset most_watched / 2);
  end if;
end
$$;

-- Runs after each statement that stored events, and after one on recount.
--
-- Batches take turns here: most of what they change is the same few rows of this minute, hour and day. A lock for all
-- is simpler than sorted rows in seven tables, costs nothing that the rows wouldn't, and can't deadlock. It comes after
-- the batch's own rows are in, so that whoever holds it waits for nobody.
create or replace function smartlog.count_events() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  learning constant boolean := tg_table_name = 'events';
  final_before timestamptz;
  hours timestamptz[];
  new_templates text[];
begin
  lock table counting_lock in exclusive mode;
  -- Never in the future, whatever a clock once said: what is stored from today on is counted.
  select least(rollups_final_before, date_trunc('day', now(), 'UTC')) into final_before from settings;
  if learning then
    insert into sites as s (site, events)
    select coalesce(host, service, tag, '') as site, count(*) as events
    from batch where time >= final_before
    group by 1 order by 2 desc, 1 limit 1000
    on conflict (site) do update set events = s.events + excluded.events, last_seen = now();
    perform smartlog.name_sites();
  else
    final_before := '-infinity';
  end if;

  with by_site as materialized (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(host, service, tag, '') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class,
      count(*) as events, coalesce(sum(bytes), 0) as bytes, count(ms) as timed,
      coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from batch
    where time >= final_before
    group by 1, 2, 3, 4, 5, 6
  ), minute as materialized (
    select b.at, coalesce(s.site, '(other)') as site, kind, label, severity, status_class, sum(b.events)::bigint as events,
      sum(b.bytes) as bytes, sum(b.timed)::bigint as timed, sum(b.duration_us)::bigint as duration_us,
      max(b.score) as score
    from by_site b
    left join (select site from sites where named) s using (site)
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

-- Counts the events of [low, high) anew; both at midnight UTC. Ingest waits meanwhile. Templates stay as they are:
-- they know of events that have been dropped. So do the counts of days that retention has dropped, except where more
-- events are stored than were counted: those were stored and never counted.
create or replace function smartlog.rebuild_rollups(low timestamptz, high timestamptz) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp set work_mem = '32MB' as $$
declare
  hour timestamptz := low;
  final_before timestamptz;
begin
  lock table counting_lock in exclusive mode;
  select least(rollups_final_before, date_trunc('day', now(), 'UTC')) into final_before from settings;
  if low < final_before and not exists (select from uncounted(low, high)) then
    raise exception 'the events before % have been dropped: their counts can''t be made again', final_before;
  end if;
  delete from rollup_minute where at >= low and at < high;
  delete from rollup_hour where at >= low and at < high;
  delete from rollup_6h where at >= low and at < high;
  delete from rollup_day where at >= low and at < high;
  delete from top_hour where at >= low and at < high;
  delete from top_day where at >= low and at < high;
  while hour < high loop
    -- Planned with the very hour: a plan for any would lock every partition.
    execute $insert$
      insert into recount (time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, host, service)
      select time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, host, service
      from events where time >= $1 and time < $2
    $insert$ using hour, hour + interval '1 hour';
    delete from recount;
    hour := hour + interval '1 hour';
  end loop;
end
$$;

-- Events of [low, high) beyond those that were ever counted: nowhere, whatever has been dropped.
create function smartlog.uncounted(low timestamptz, high timestamptz)
returns table (at timestamptz, rolled_up bigint, counted bigint)
language plpgsql stable set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  return query execute $query$
    select $1, rolled_up, counted
    from (select coalesce(sum(events), 0)::bigint as rolled_up from rollup_day where at >= $1 and at < $2) r,
      (select count(*) as counted from events where time >= $1 and time < $2) e
    where counted > rolled_up
  $query$ using low, high;
end
$$;

-- Where the rollups differ from a recount of the events in [low, high): nowhere, or they are wrong. A site counts by
-- name while it is among the heaviest, else as (other): so all sites together have to be equal, and no name may have
-- more than its own.
create or replace function smartlog.rollup_differences(low timestamptz, high timestamptz)
returns table (at timestamptz, site text, rolled_up bigint, counted bigint)
language plpgsql stable set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  return query execute $query$
  with counted as (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(host, service, tag, '') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class, count(*) as events, coalesce(sum(bytes), 0) as bytes,
      count(ms) as timed, coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from events
    where time >= $1 and time < $2
    group by 1, 2, 3, 4, 5, 6
  ), minute as (
    select coalesce(r.at, c.at) as at, coalesce(r.site, c.site) as site, kind, label, severity, status_class,
      coalesce(r.events, 0) as events, coalesce(r.bytes, 0) as bytes, coalesce(r.timed, 0) as timed,
      coalesce(r.duration_us, 0) as duration_us, r.score, coalesce(c.events, 0) as c_events,
      coalesce(c.bytes, 0) as c_bytes, coalesce(c.timed, 0) as c_timed, coalesce(c.duration_us, 0) as c_duration_us,
      c.score as c_score, coalesce(r.site <> '(other)' and r.events > coalesce(c.events, 0), false) as is_over
    from (select * from rollup_minute r where r.at >= $1 and r.at < $2) r
    full join counted c using (at, site, kind, label, severity, status_class)
  )
  select at, coalesce(min(site) filter (where is_over), '(all sites)'), sum(events)::bigint, sum(c_events)::bigint
  from minute
  group by at, kind, label, severity, status_class
  having bool_or(is_over)
    or (sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)) is distinct from
      (sum(c_events), sum(c_bytes), sum(c_timed), sum(c_duration_us), max(c_score))
  union all
  select coalesce(h.at, m.at), coalesce(h.site, m.site), h.events, m.events
  from (select * from rollup_hour h where h.at >= $1 and h.at < $2) h
  full join (
    select date_trunc('hour', m.at, 'UTC') as at, m.site, kind, label, severity, status_class,
      sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollup_minute m where m.at >= $1 and m.at < $2 group by 1, 2, 3, 4, 5, 6
  ) m using (at, site, kind, label, severity, status_class)
  where (h.events, h.bytes, h.duration_us) is distinct from (m.events, m.bytes, m.duration_us)
  union all
  select coalesce(s.at, h.at), coalesce(s.site, h.site), s.events, h.events
  from (select * from rollup_6h s where s.at >= $1 and s.at < $2) s
  full join (
    select date_bin('6 hours', h.at, 'epoch') as at, h.site, kind, label, severity, status_class,
      sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollup_hour h where h.at >= $1 and h.at < $2 group by 1, 2, 3, 4, 5, 6
  ) h using (at, site, kind, label, severity, status_class)
  where (s.events, s.bytes, s.duration_us) is distinct from (h.events, h.bytes, h.duration_us)
  union all
  select coalesce(d.at, s.at), coalesce(d.site, s.site), d.events, s.events
  from (select * from rollup_day d where d.at >= $1 and d.at < $2) d
  full join (
    select date_trunc('day', s.at, 'UTC') as at, s.site, kind, label, severity, status_class,
      sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollup_6h s where s.at >= $1 and s.at < $2 group by 1, 2, 3, 4, 5, 6
  ) s using (at, site, kind, label, severity, status_class)
  where (d.events, d.bytes, d.duration_us) is distinct from (s.events, s.bytes, s.duration_us)
  $query$ using low, high;
end
$$;

revoke execute on function smartlog.name_sites, smartlog.uncounted from public;
