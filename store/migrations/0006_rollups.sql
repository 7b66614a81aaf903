-- Counts by minute, hour, six hours and day: what dashboards read instead of events. Exact.
--
-- Bounded by design, whatever is in the logs: at most 200 sites are counted by name, the rest as one.

create table smartlog.sites (
  site       text primary key,
  first_seen timestamptz not null default now(),
  events     bigint not null default 0,
  last_seen  timestamptz not null default now(),
  named      boolean not null default false
) with (fillfactor = 50);
comment on table smartlog.sites is
  'Sites that were seen lately. A host header is the client''s to choose: only the heaviest are counted by name.';
comment on column smartlog.sites.events is 'The weight: events that were stored, halved once a day.';
comment on column smartlog.sites.named is 'Counted by this name from now on, not as (other). Earlier counts stay as they are.';

create table smartlog.rollups (
  at           timestamptz not null,
  site         text not null,
  kind         text not null,
  label        text not null,
  severity     text not null,
  status_class smallint not null,
  step_minutes smallint not null,
  events       bigint not null,
  bytes        numeric not null,
  timed        bigint not null,
  duration_us  bigint not null,
  score        real not null,
  primary key (at, site, kind, label, severity, status_class, step_minutes)
) partition by list (step_minutes);
comment on table smartlog.rollups is
  'Events by steps from midnight (UTC). site: host, else service, else tag. status_class: 2 for 2xx; 0 for none.';
comment on column smartlog.rollups.timed is 'Events that have a duration; duration_us is the sum of their durations.';
comment on column smartlog.rollups.score is 'The highest.';

-- Half of a table is rewritten each minute: it is cleaned while it is small.
do $$
declare
  name text;
  minutes integer;
begin
  for name, minutes in values ('rollup_minute', 1), ('rollup_hour', 60), ('rollup_6h', 360), ('rollup_day', 1440) loop
    execute format('create table smartlog.%I partition of smartlog.rollups for values in (%s) with (fillfactor = 70, '
      'autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)', name, minutes);
    execute format('grant select on smartlog.%I to smartlog_read, smartlog_train', name);
  end loop;
end
$$;
comment on table smartlog.rollup_6h is 'What a month is drawn from.';

-- The coarsest rollup that still has a row for each step. A step is written as Grafana writes intervals ('30s', '5m',
-- '1h', '1d'); a constant one leaves a single table in the plan.
create function smartlog.rollup(step interval) returns setof smartlog.rollups
language sql stable parallel safe as $$
  select * from smartlog.rollups
  where step_minutes = case
    when step < '1 hour' then 1
    when step >= '1 day' then 1440
    when extract(epoch from step)::bigint % 21600 = 0 then 360
    else 60
  end
$$;

-- Says which of the sites are named, the heaviest. Each site's weight halves a day. Further sites are watched, and the
-- heaviest of them takes the lightest named one's place: only so many an hour, as each adds rows. Under counting_lock.
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

-- Events before this time change no counts. Never in the future, whatever a clock once said: today's events are counted.
create function smartlog.final_before() returns timestamptz
language sql stable
return (select least(rollups_final_before, date_trunc('day', now(), 'UTC')) from smartlog.settings);

-- Runs after each statement that stored events, and after one on recount (0008_recount.sql).
--
-- Batches take turns here: most of what they change is the same few rows of this minute, hour and day. A lock for all
-- is simpler than sorted rows in all tables, costs nothing that the rows wouldn't, and can't deadlock. It comes after
-- the batch's own rows are in, so its holder waits for no other batch.
create function smartlog.count_rollups() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  final_before timestamptz := '-infinity';
begin
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
    insert into sites as s (site, events)
    select coalesce(host, service, tag, '') as site, count(*) as events
    from batch where time >= final_before
    group by 1 order by 2 desc, 1 limit 1000
    on conflict (site) do update set events = s.events + excluded.events, last_seen = now();
    perform smartlog.name_sites();
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
  )
  insert into rollups as r (at, site, kind, label, severity, status_class, step_minutes, events, bytes, timed, duration_us, score)
  select date_bin(step, at, 'epoch'), site, kind, label, severity, status_class, extract(epoch from step) / 60,
    sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
  from minute
  cross join unnest(array['1 minute', '1 hour', '6 hours', '1 day']::interval[]) step
  group by 1, 2, 3, 4, 5, 6, 7
  on conflict (at, site, kind, label, severity, status_class, step_minutes) do update set
    events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
    duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score);
  return null;
end
$$;

create trigger count_rollups after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_rollups();

grant select on smartlog.sites, smartlog.rollups to smartlog_read, smartlog_train;
grant execute on function smartlog.rollup to smartlog_read, smartlog_train;
