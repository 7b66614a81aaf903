-- How many lines come, by pattern, service, status class, kind and site: counted by ten minutes and by hour, compared with
-- the same time of earlier days, and told as events of kind `rate` (0022_own_events.sql).
--
--   events ──trigger──► rate_steps, rate_hours ──judge_rates(), each minute──► rate_alarms ──► events of kind rate
--
-- Bounded by design, whatever is in the logs: at most 1,000 patterns, 300 services and 200 sites have a series of their own.

create table smartlog.rate_series (
  id          integer generated always as identity primary key,
  dimension   text not null check (dimension in ('all', 'kind', 'site', 'service', 'status', 'template')),
  name        text not null,
  first_seen  timestamptz not null,
  last_seen   timestamptz not null,
  usual_from  timestamptz not null default '-infinity',
  bounds_of   timestamptz,
  days        smallint,
  usual       real,
  upper       real,
  lower       real,
  tenth       real,
  unique (dimension, name)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.rate_series is 'What lines are counted by. status: the class of a web answer, as 5xx; all: every line.';
comment on column smartlog.rate_series.last_seen is 'By event time, to a quarter of a minute.';
comment on column smartlog.rate_series.usual_from is 'Earlier counts tell nothing any more: a change that lasted became usual.';
comment on column smartlog.rate_series.bounds_of is
  'Start of the ten minutes that the next columns are about: days compared with, usual count, what is a surge and a drop, '
  'and the least that nine of ten days had (tenth).';

create table smartlog.rate_steps (
  at     timestamptz not null,
  series integer not null,
  events integer not null,
  primary key (at, series)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.rate_steps is 'Lines of a series in ten minutes from at on; kept for 35 days.';

create table smartlog.rate_hours (
  series integer not null,
  at     timestamptz not null,
  events integer not null,
  primary key (series, at)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.rate_hours is 'The same by hour.';

create table smartlog.rate_alarms (
  id         bigint generated always as identity primary key,
  series     integer not null,
  dimension  text not null,
  name       text not null,
  change     text not null check (change in ('surge', 'drop', 'silence', 'shift', 'new-pattern')),
  since      timestamptz not null,
  raised_at  timestamptz,
  current    real not null,
  usual      real not null,
  bound      real not null,
  per        interval not null default '10 minutes',
  held       interval not null default '0',
  over_steps smallint not null default 0,
  calm_steps smallint not null default 0,
  last_at    timestamptz not null,
  last_count integer not null default 0,
  event_time timestamptz,
  event_id   bigint,
  ended_at   timestamptz
);
create unique index rate_alarms_open on smartlog.rate_alarms (series, change) where ended_at is null;
create index on smartlog.rate_alarms (ended_at);
comment on table smartlog.rate_alarms is
  'Counts that left their bounds, and until when. Not raised yet: it has not lasted long enough to be told.';
comment on column smartlog.rate_alarms.current is 'Lines in `per`, as `usual` and `bound`.';
comment on column smartlog.rate_alarms.held is 'For how long the count has grown faster than its bound.';
comment on column smartlog.rate_alarms.event_id is 'The event that tells of it; several that began together share one.';

create table smartlog.rates_state (
  only_row   boolean primary key default true check (only_row),
  judged_at  timestamptz not null default '-infinity',
  step       timestamptz not null default '-infinity',
  hour       timestamptz not null default '-infinity'
);
insert into smartlog.rates_state default values;
comment on table smartlog.rates_state is 'How far the counts were judged; locked while they are.';

create function smartlog.most_series(dimension text) returns integer
language sql immutable parallel safe
return case dimension when 'template' then 1000 when 'service' then 300 when 'site' then 200 else 20 end;

-- Runs after each statement that stored events, under the lock of count_rollups (0006_rollups.sql).
create function smartlog.count_rates() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  oldest constant timestamptz := date_bin('1 hour', now() - interval '35 days', 'epoch');
begin
  lock table counting_lock in exclusive mode;
  with counted as materialized (
    select date_bin('10 minutes', time, 'epoch') as at, tpl, service, coalesce(host, service, tag, '') as site, kind,
      case when kind = 'web' and status between 100 and 599 then status / 100 end as class, count(*) as events, min(time) as first_seen, max(time) as last_seen
    from batch
    where time >= oldest and not smartlog.is_own(kind)
    group by 1, 2, 3, 4, 5, 6
  ), named as materialized (
    select at, dimension, name, sum(events) as events, min(first_seen) as first_seen, max(last_seen) as last_seen
    from counted
    cross join lateral (values ('all', ''), ('kind', kind), ('site', site), ('service', service),
      ('status', class::text || 'xx'), ('template', tpl)) by_dimension (dimension, name)
    where name is not null
    group by 1, 2, 3
  ), series as (
    select dimension, name, sum(events) as events, min(first_seen) as first_seen, max(last_seen) as last_seen
    from named group by 1, 2
  ), fresh as (
    select *, row_number() over (partition by dimension order by events desc, name) as nth
    from series s
    where not exists (select from rate_series r where (r.dimension, r.name) = (s.dimension, s.name))
  ), seen as (
    update rate_series r set first_seen = least(r.first_seen, s.first_seen), last_seen = greatest(r.last_seen, s.last_seen)
    from series s
    where (r.dimension, r.name) = (s.dimension, s.name)
      and (s.last_seen >= r.last_seen + interval '15 s' or s.first_seen < r.first_seen)
  ), added as (
    insert into rate_series (dimension, name, first_seen, last_seen)
    select dimension, name, first_seen, last_seen from fresh
    where nth <= 2 * smartlog.most_series(dimension) - (select count(*) from rate_series r where r.dimension = fresh.dimension)
    returning id, dimension, name
  ), known as (
    select id, dimension, name from rate_series union all select id, dimension, name from added
  ), stepped as materialized (
    select at, id as series, events from named join known using (dimension, name)
  ), into_hours as (
    insert into rate_hours as h (series, at, events)
    select series, date_bin('1 hour', at, 'epoch'), sum(events) from stepped group by 1, 2
    on conflict (series, at) do update set events = h.events + excluded.events
  )
  insert into rate_steps as s (at, series, events)
  select at, series, events from stepped
  on conflict (at, series) do update set events = s.events + excluded.events;
  return null;
end
$$;

create trigger count_rates after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_rates();

-- Sets the bounds of the ten minutes from `step` on, of each series seen in the day before.
--
-- Compared with the same ten minutes by the clock of `zone` on the 28 days before, and with those before and after these, since
-- jobs are not punctual. A weekday is compared with weekdays, a weekend day with weekend days, once six of them are known; a
-- drop with all, because a holiday looks like a Sunday. Days on which nothing at all was counted tell nothing.
--
-- sigma   the median absolute deviation, scaled to a normal distribution's; at least that of a Poisson count, and a tenth
-- upper   six sigma above the median, half as much again as the second highest of these days, ten lines more at least
-- lower   six sigma below the median, and half of what nine of ten days had
--
-- In a series' first week nights and weekends are not known: bounds are far wider, and nothing is a drop.
-- Source: Vallis, Hochenbaum, Kejariwal, A Novel Technique for Long-Term Anomaly Detection in the Cloud (HotCloud 2014), for
-- median and MAD within a season.
create function smartlog.set_rate_bounds(step timestamptz, zone text) returns void
language sql set search_path = pg_catalog, smartlog, pg_temp as $$
  with day as materialized (
    select n, (local - n * interval '1 day') at time zone zone as at,
      (extract(isodow from local - n * interval '1 day') >= 6) = (extract(isodow from local) >= 6) as alike
    from (select step at time zone zone as local) l, generate_series(1, 28) n
  ), counted as materialized (
    select c.series, d.n, coalesce(max(c.events) filter (where c.at = d.at), 0) as here, max(c.events) as high,
      case when count(*) = 3 then min(c.events) else 0 end as low
    from day d join rate_steps c on c.at >= d.at - interval '10 minutes' and c.at <= d.at + interval '10 minutes'
    group by 1, 2
  ), running as materialized (
    select day.* from day join counted using (n) join rate_series a on a.id = counted.series and a.dimension = 'all'
  ), filled as materialized (
    select s.id, r.n, r.alike, coalesce(c.here, 0) as here, coalesce(c.high, 0) as high, coalesce(c.low, 0) as low
    from rate_series s
    join running r on r.at >= greatest(s.first_seen, s.usual_from)
    left join counted c on c.series = s.id and c.n = r.n
    where s.last_seen > step - interval '26 hours'
  ), middle as materialized (
    select id, count(*) as days, count(*) filter (where alike) >= 6 as by_day,
      percentile_cont(0.5) within group (order by here) as of_all,
      percentile_cont(0.5) within group (order by here) filter (where alike) as of_alike,
      (array_agg(low order by low))[1 + count(*) / 10] as tenth
    from filled group by id
  ), spread as (
    select id, days, tenth, case when by_day then of_alike else of_all end as usual,
      1.4826 * percentile_cont(0.5) within group (order by abs(here - case when by_day then of_alike else of_all end))
        filter (where alike or not by_day) as deviation,
      array_agg(high order by high desc) filter (where alike or not by_day) as highest
    from filled join middle using (id)
    group by id, days, tenth, by_day, of_alike, of_all
  ), scaled as (
    select *, greatest(deviation, sqrt(greatest(usual, 1)), 0.1 * usual) as sigma from spread
  )
  update rate_series r set bounds_of = step, days = s.days, usual = s.usual, tenth = s.tenth,
    upper = case when s.days >= 7 then greatest(s.usual + 6 * sigma, 1.5 * coalesce(highest[2], highest[1]), s.usual + 10)
      else greatest(s.usual + 12 * sigma, 4 * highest[1], s.usual + 50) end,
    lower = case when s.days >= 7 then greatest(least(s.usual - 6 * sigma, 0.5 * s.tenth), 0) else 0 end
  from scaled s
  where r.id = s.id
$$;

-- Counts of the hours before `hour`, as many as `width`, of these series: now, and at the same time of earlier days.
create function smartlog.rate_windows(hour timestamptz, width interval, zone text, wanted integer[])
returns table (series integer, days bigint, current float8, usual float8, sigma float8, second_highest float8, tenth float8, lowest float8, variance float8)
language sql stable set search_path = pg_catalog, smartlog, pg_temp as $$
  with day as materialized (
    select n, (local - n * interval '1 day') at time zone zone as at,
      (extract(isodow from local - n * interval '1 day') >= 6) = (extract(isodow from local) >= 6) as alike
    from (select hour at time zone zone as local) l, generate_series(0, 28) n
  ), running as materialized (
    select day.* from day where exists (
      select from rate_hours h join rate_series a on a.id = h.series and a.dimension = 'all'
      where h.at >= day.at - width and h.at < day.at)
  ), counted as materialized (
    select s.id, r.n, r.alike, coalesce(c.events, 0)::float8 as events
    from rate_series s
    join running r on r.n = 0 or r.at - width >= greatest(s.first_seen, s.usual_from) - interval '1 hour'
    left join lateral (
      select sum(h.events) as events from rate_hours h where h.series = s.id and h.at >= r.at - width and h.at < r.at
    ) c on true
    where s.id = any (wanted)
  ), middle as materialized (
    select id, count(*) as days, count(*) filter (where alike) >= 6 as by_day,
      percentile_cont(0.5) within group (order by events) as of_all,
      percentile_cont(0.5) within group (order by events) filter (where alike) as of_alike,
      (array_agg(events order by events))[1 + count(*) / 10] as tenth, min(events) as lowest, var_samp(events) as variance
    from counted where n > 0 group by id
  )
  select id, days, max(events) filter (where n = 0), usual,
    greatest(1.4826 * percentile_cont(0.5) within group (order by abs(events - usual)) filter (where n > 0 and (alike or not by_day)),
      sqrt(greatest(usual, 1)), 0.08 * usual),
    (array_agg(events order by events desc) filter (where n > 0 and (alike or not by_day)))[2], tenth, lowest, variance
  from counted
  join (select *, case when by_day then of_alike else of_all end as usual from middle) m using (id)
  group by id, days, usual, tenth, lowest, variance
$$;

-- Each minute: counts that grow faster than their bound become candidates of a surge, and are raised once that has held for
-- five minutes; what has been silent for ten, and never is at this time, is raised at once.
create function smartlog.judge_minute(at timestamptz, step timestamptz, is_late boolean) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
#variable_conflict use_variable
declare
  is_all_silent boolean;
begin
  update rate_alarms a set last_at = judge_minute.at, last_count = g.so_far, current = greatest(a.current, g.so_far),
    held = greatest(a.held + case when g.grown >= a.bound * extract(epoch from g.elapsed) / 600 then g.elapsed else -g.elapsed end,
      interval '0')
  from (
    select o.id, coalesce(c.events, 0) as so_far, least(judge_minute.at - o.last_at, interval '10 minutes') as elapsed,
      case when o.last_at >= step then coalesce(c.events, 0) - o.last_count
        else coalesce(c.events, 0) + greatest(coalesce(p.events, 0) - o.last_count, 0) end as grown
    from rate_alarms o
    left join rate_steps c on c.series = o.series and c.at = step
    left join rate_steps p on p.series = o.series and p.at = step - interval '10 minutes'
    where o.change = 'surge' and o.raised_at is null and o.ended_at is null
  ) g
  where a.id = g.id;

  insert into rate_alarms (series, dimension, name, change, since, current, usual, bound, last_at, last_count)
  select r.id, r.dimension, r.name, 'surge', step, c.events, r.usual, r.upper, judge_minute.at, c.events
  from rate_series r join rate_steps c on c.series = r.id and c.at = step
  where r.bounds_of = step and c.events > r.upper
  on conflict (series, change) where ended_at is null do nothing;

  update rate_alarms a set raised_at = judge_minute.at
  where a.change = 'surge' and a.raised_at is null and a.ended_at is null and (a.held >= interval '5 minutes' or a.over_steps >= 2);

  if is_late then
    return;
  end if;
  select coalesce(bool_or(r.last_seen < judge_minute.at - interval '10 minutes'), false) into is_all_silent
    from rate_series r where r.dimension = 'all';
  -- That fewer errors come is no fault.
  insert into rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at)
  select r.id, r.dimension, r.name, 'silence', r.last_seen, judge_minute.at, 0, r.usual, r.tenth, judge_minute.at
  from rate_series r
  where r.bounds_of = step and r.days >= 3 and r.tenth >= 2
    and r.last_seen < judge_minute.at - interval '10 minutes' and r.last_seen >= r.usual_from
    -- By what even a quiet day brings: ten lines, of which none came.
    and r.tenth / 600 * extract(epoch from least(judge_minute.at - r.last_seen, judge_minute.at - step + interval '10 minutes')) >= 10
    and (r.dimension = 'all' or not is_all_silent) and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
  on conflict (series, change) where ended_at is null do nothing;
end
$$;

-- Once ten minutes are over: drops are raised when two in a row are below their bound; alarms end when counts have been half
-- way back for half an hour, so that nothing flaps.
create function smartlog.judge_step(at timestamptz, step timestamptz, is_late boolean) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
#variable_conflict use_variable
begin
  update rate_alarms a set
    over_steps = case when a.change = 'surge' and a.raised_at is null and o.events > o.upper then a.over_steps + 1 else a.over_steps end,
    calm_steps = case
      when a.change = 'surge' and o.events < (a.usual + a.bound) / 2 then a.calm_steps + 1
      when a.change = 'drop' and o.events > (a.usual + a.bound) / 2 then a.calm_steps + 1
      when a.change = 'silence' and o.events > 0 then a.calm_steps + 1
      else 0
    end
  from (
    select o.id, coalesce(c.events, 0) as events, coalesce(r.upper, 'infinity') as upper
    from rate_alarms o
    left join rate_series r on r.id = o.series and r.bounds_of = step
    left join rate_steps c on c.series = o.series and c.at = step
    where o.ended_at is null and o.change in ('surge', 'drop', 'silence')
  ) o
  where a.id = o.id;

  delete from rate_alarms a where a.raised_at is null and a.ended_at is null and a.change = 'surge'
    and a.held = interval '0' and a.calm_steps > 0;
  update rate_alarms a set ended_at = judge_step.at
  where a.raised_at is not null and a.ended_at is null and a.change in ('surge', 'drop', 'silence') and a.calm_steps >= 3;
  -- What lasts a day has become usual.
  with lasting as (
    update rate_alarms a set ended_at = judge_step.at
    where a.raised_at < judge_step.at - case a.change when 'shift' then interval '7 days' else interval '1 day' end and a.ended_at is null
    returning a.series, a.change, a.since
  )
  update rate_series r set usual_from = l.since from lasting l where r.id = l.series and l.change <> 'silence';

  if not is_late then
    with below as (
      select r.id, r.dimension, r.name, coalesce(c.events, 0) as events, r.usual, r.lower
      from rate_series r left join rate_steps c on c.series = r.id and c.at = step
      where r.bounds_of = step and r.lower > 0 and c.events < r.lower
        and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
    ), gone as (
      delete from rate_alarms a where a.change = 'drop' and a.raised_at is null and a.ended_at is null
        and a.series not in (select id from below)
    )
    insert into rate_alarms as a (series, dimension, name, change, since, current, usual, bound, last_at, over_steps)
    select id, dimension, name, 'drop', step, events, usual, lower, judge_step.at, 1 from below
    on conflict (series, change) where ended_at is null do update set over_steps = a.over_steps + 1,
      current = least(a.current, excluded.current),
      raised_at = case when a.raised_at is null and a.over_steps >= 1 then excluded.last_at else a.raised_at end;
  end if;

  -- A pattern that has come in four of these ten minutes, twenty times in all, and still comes, in a store that knows what is usual.
  insert into rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, ended_at)
  select r.id, r.dimension, r.name, 'new-pattern', r.first_seen, judge_step.at, sum(c.events) / count(*), 0, 20, judge_step.at, judge_step.at
  from rate_series r
  join rate_steps c on c.series = r.id and c.at > judge_step.at - interval '1 day'
  left join templates t on t.tpl = r.name
  where r.dimension = 'template' and r.first_seen between judge_step.at - interval '1 day' and judge_step.at - interval '30 minutes'
    and coalesce(t.first_seen, r.first_seen) > judge_step.at - interval '1 day' and r.last_seen > judge_step.at - interval '20 minutes'
    and exists (select from rate_series a where a.dimension = 'all' and a.first_seen < judge_step.at - interval '3 days')
    and not exists (select from rate_alarms a where a.series = r.id and a.change = 'new-pattern')
  group by r.id having count(*) >= 4 and sum(c.events) >= 20;
end
$$;

-- Once an hour: the last six hours against the same hours of earlier days, for a shift that is too small for a surge; and
-- what has been silent for two, six or twenty-six hours, too rare to be missed sooner.
create function smartlog.judge_hour(at timestamptz, hour timestamptz, zone text, is_late boolean) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
#variable_conflict use_variable
declare
  most constant integer := 300;
  silence interval;
begin
  with moved as (
    select w.*, r.dimension, r.name,
      case when w.current > w.usual then greatest(w.usual + 6 * w.sigma, 1.4 * w.second_highest)
        else least(w.usual - 6 * w.sigma, w.tenth / 1.4) end as bound
    from smartlog.rate_windows(hour, '6 hours', zone, array(
      select h.series from rate_hours h join rate_series s on s.id = h.series
      where h.at >= hour - interval '30 hours' and h.at < hour
      group by 1 having sum(h.events) >= 100 order by sum(h.events) desc, 1 limit most
    )) w join rate_series r on r.id = w.series
    where w.days >= 7 and w.usual >= 60
  ), beyond as (
    select * from moved m
    where (m.current > m.usual and m.current > m.bound or m.current < m.usual and m.current < m.bound and m.bound > 0
        and m.current > 0 and not is_late and not (m.dimension = 'status' and m.name in ('4xx', '5xx')))
      -- A surge of this morning is no shift of the level in the evening.
      and not exists (select from rate_alarms a where a.series = m.series and a.raised_at is not null and a.change <> 'shift'
        and coalesce(a.ended_at, 'infinity') > hour - interval '7 hours')
  ), back as (
    update rate_alarms a set
      calm_steps = case when abs(m.current - m.usual) < abs(a.bound - a.usual) / 2 then a.calm_steps + 1 else 0 end,
      ended_at = case when a.calm_steps >= 2 and abs(m.current - m.usual) < abs(a.bound - a.usual) / 2 then judge_hour.at end
    from moved m
    where a.series = m.series and a.change = 'shift' and a.ended_at is null and a.raised_at is not null
  ), gone as (
    delete from rate_alarms a where a.change = 'shift' and a.raised_at is null and a.ended_at is null
      and a.series not in (select b.series from beyond b)
  )
  insert into rate_alarms as a (series, dimension, name, change, since, current, usual, bound, per, last_at, over_steps)
  select b.series, b.dimension, b.name, 'shift', hour - interval '6 hours', b.current, b.usual, b.bound, interval '6 hours', judge_hour.at, 1
  from beyond b
  on conflict (series, change) where ended_at is null do update set over_steps = a.over_steps + 1, current = excluded.current,
    raised_at = case when a.raised_at is null and a.over_steps >= 1 then excluded.last_at else a.raised_at end
    where a.raised_at is null;

  if is_late or exists (
    select from rate_series r where r.dimension = 'all' and r.last_seen < judge_hour.at - interval '10 minutes')
  then
    return;
  end if;
  foreach silence in array array['2 hours', '6 hours', '26 hours']::interval[] loop
    -- Either many, or as regular as a job: random ones stay away now and then.
    insert into rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, per, last_at)
    select w.series, r.dimension, r.name, 'silence', r.last_seen, judge_hour.at, 0, w.usual, w.tenth, silence, judge_hour.at
    from smartlog.rate_windows(hour, silence, zone, array(
      select r.id from rate_series r
      where r.last_seen < hour - silence and r.last_seen >= hour - silence - interval '1 hour' and r.last_seen >= r.usual_from
        and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
      order by r.id limit 50
    )) w join rate_series r on r.id = w.series
    where w.days >= 14 and w.current = 0 and (w.lowest >= 5 and w.tenth >= 8 or w.lowest >= 1 and w.variance <= 0.3 * w.usual)
    on conflict (series, change) where ended_at is null do nothing;
  end loop;
end
$$;

create function smartlog.rate_severity(dimension text, name text, change text, current real, usual real) returns text
language sql immutable parallel safe
return case
  when change in ('shift', 'new-pattern') then 'low'
  when change = 'silence' then case when dimension in ('all', 'kind', 'site') then 'high' when dimension = 'service' then 'medium' else 'low' end
  when change = 'drop' then case when dimension in ('all', 'kind', 'site') then 'medium' else 'low' end
  when (dimension, name) = ('status', '5xx') then 'high'
  when dimension = 'template' then case when current >= 10 * greatest(usual, 1) then 'medium' else 'low' end
  when current >= 10 * greatest(usual, 1) then 'high'
  else 'medium'
end;

-- What a series counts, for people: with the pattern's text where it is known.
create function smartlog.rate_subject(dimension text, name text) returns text
language sql stable
return case dimension
  when 'all' then 'lines in all'
  when 'kind' then name || ' lines'
  when 'site' then 'lines of site ' || name
  when 'service' then 'lines of service ' || name
  when 'status' then 'answers ' || name
  else 'lines of pattern ' || name || coalesce(' (' || (select left(text, 120) from smartlog.templates where tpl = name) || ')', '')
end;

-- The newest line of a series between two times; planned with the very times.
create function smartlog.rate_example(dimension text, name text, low timestamptz, high timestamptz,
  out event_time timestamptz, out event_id bigint, out site text, out line text)
language plpgsql stable set search_path = pg_catalog, smartlog, pg_temp as $body$
begin
  execute format($find$
    select time, id, coalesce(host, service, tag, ''), left(smartlog.line(record), 300) from smartlog.events
    where time >= $1 and time <= $2 and not smartlog.is_own(kind) and %s
    order by time desc, id desc limit 1
  $find$, case dimension
    when 'all' then 'true'
    when 'kind' then format('kind = %L', name)
    when 'site' then format($$coalesce(host, service, tag, '') = %L$$, name)
    when 'service' then format('service = %L', name)
    when 'status' then format($$kind = 'web' and status between %1$s00 and %1$s99$$, left(name, 1))
    else format('tpl = %L', name)
  end) into event_time, event_id, site, line using low, high;
end
$body$;

-- Tells of what was raised at this moment: one event for all that goes up, one for all that goes down, one for new patterns.
-- What began together has one cause as a rule, and counts by kind, site and pattern are of the same lines. So the gravest, then
-- the largest change is told, with the names of others. What follows within half an hour joins that event, unless it is
-- graver, or more than a fifth larger than what was told. What comes back within two hours is not told again.
create function smartlog.tell_rates(at timestamptz) returns integer
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
#variable_conflict use_variable
declare
  severities constant text[] := '{none,low,medium,high,critical}';
  direction text;
  main record;
  told record;
  example record;
  others text[];
  message text;
  written bigint;
  events_written integer := 0;
begin
  -- A series that has just been told of, and rests.
  update rate_alarms a set event_time = e.event_time, event_id = e.event_id
  from rate_alarms e
  where a.raised_at = tell_rates.at and a.event_id is null and (e.series, e.change) = (a.series, a.change) and e.event_id is not null
    and e.ended_at > tell_rates.at - interval '2 hours' and e.id <> a.id;

  foreach direction in array array['up', 'down', 'new'] loop
    select a.*, abs(a.current - a.usual) * 600 / extract(epoch from a.per) as excess,
      smartlog.rate_severity(a.dimension, a.name, a.change, a.current, a.usual) as severity into main
    from rate_alarms a
    where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.change, a.current, a.usual) = direction
    order by array_position(severities, smartlog.rate_severity(a.dimension, a.name, a.change, a.current, a.usual)) desc,
      abs(a.current - a.usual) * 600 / extract(epoch from a.per) desc, array_position('{all,kind,site,service,status,template}', a.dimension), a.name
    limit 1;
    continue when main.id is null;

    select (array_agg(e.event_time order by e.event_time desc))[1] as event_time, (array_agg(e.event_id order by e.event_time desc))[1] as event_id,
      max(abs(e.current - e.usual) * 600 / extract(epoch from e.per)) as excess,
      max(array_position(severities, smartlog.rate_severity(e.dimension, e.name, e.change, e.current, e.usual))) as severity into told
    from rate_alarms e
    where e.event_time > tell_rates.at - interval '30 minutes' and smartlog.rate_direction(e.change, e.current, e.usual) = direction;
    if told.event_id is not null and array_position(severities, main.severity) <= told.severity
      and (direction = 'new' or main.excess <= 1.2 * told.excess)
    then
      update rate_alarms a set event_time = told.event_time, event_id = told.event_id
      where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.change, a.current, a.usual) = direction;
      continue;
    end if;

    select * into example from smartlog.rate_example(main.dimension, main.name,
      case when main.change in ('silence', 'drop') then main.since - interval '15 minutes' else main.since end,
      case when main.change = 'silence' then main.since + interval '1 minute' else tell_rates.at + interval '1 minute' end);
    others := array(
      select smartlog.rate_subject(a.dimension, a.name) from rate_alarms a
      where a.raised_at = tell_rates.at and a.event_id is null and a.id <> main.id and smartlog.rate_direction(a.change, a.current, a.usual) = direction
      order by abs(a.current - a.usual) / extract(epoch from a.per) desc, a.id limit 20);
    message := smartlog.rate_message(main.change, smartlog.rate_subject(main.dimension, main.name), main.current, main.usual, main.per, main.since)
      || case when cardinality(others) > 0 then format('; with it %s%s', array_to_string(others[1:4], ', '),
        case when cardinality(others) > 4 then format(' and %s others', cardinality(others) - 4) else '' end) else '' end;
    written := smartlog.write_own_event('rate', concat_ws(' ', main.dimension, main.name, main.change, extract(epoch from main.since)),
      tell_rates.at, main.severity,
      case main.change
        when 'new-pattern' then 0.6
        when 'silence' then 0.95
        else least(0.5 + 0.5 * abs(main.current - main.bound) / greatest(abs(main.current - main.usual), 1), 0.99)
      end::real,
      array['rate:' || main.change],
      case when main.dimension = 'site' then main.name when main.dimension in ('all', 'kind', 'status') then null else example.site end,
      null, message,
      jsonb_build_object('rate', jsonb_strip_nulls(jsonb_build_object(
        'of', main.dimension, 'name', main.name, 'change', main.change, 'current', main.current, 'usual', main.usual,
        'bound', main.bound, 'minutes', extract(epoch from main.per) / 60, 'since', main.since, 'also', to_jsonb(others),
        'example', case when example.event_id is not null then jsonb_build_object('id', smartlog.event_hex(example.event_id),
          'time', example.event_time, 'line', example.line) end)))
        -- By what mutes of a template find it.
        || case when main.dimension = 'template' then jsonb_build_object('template', main.name) else '{}' end);
    events_written := events_written + 1;
    update rate_alarms a set event_time = tell_rates.at, event_id = coalesce(written, 0)
    where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.change, a.current, a.usual) = direction;
  end loop;
  return events_written;
end
$$;

create function smartlog.rate_direction(change text, current real, usual real) returns text
language sql immutable parallel safe
return case when change = 'new-pattern' then 'new' when change = 'surge' or change = 'shift' and current > usual then 'up' else 'down' end;

create function smartlog.rate_message(change text, subject text, current real, usual real, per interval, since timestamptz) returns text
language sql immutable parallel safe
return case change
  when 'silence' then format('Silence: no %s since %s UTC, usually %s in %s minutes',
    subject, to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), round(usual::numeric, case when usual < 10 then 1 else 0 end), extract(epoch from per)::integer / 60)
  when 'new-pattern' then format('New: %s, first seen at %s UTC, keep coming, about %s in ten minutes',
    subject, to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), round(current::numeric))
  else format('%s: %s %s in %s minutes since %s UTC, usually %s',
    case change when 'surge' then 'Surge' when 'drop' then 'Drop' else 'Level shift' end, round(current::numeric), subject,
    extract(epoch from per)::integer / 60, to_char(since at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
    round(usual::numeric, case when usual < 10 then 1 else 0 end))
end;

-- Judges the counts up to `at`: what `serve` and `smartlog rates` run each minute. A second one at the same time does nothing.
--
-- at     the time; later than the last one's
-- zone   whose clock days are compared by, so that a change to summer time is none of the counts
--
-- Returns how many events were written.
create function smartlog.judge_rates(at timestamptz default now(), zone text default 'UTC') returns integer
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
#variable_conflict use_variable
declare
  -- What is over may still come for so long; where shippers are later, nothing is said to be missing.
  grace constant interval := '2 minutes';
  step constant timestamptz := date_bin('10 minutes', at, 'epoch');
  hour constant timestamptz := date_bin('1 hour', at, 'epoch');
  state rates_state;
  is_late boolean;
begin
  begin
    lock table rates_state in share update exclusive mode nowait;
  exception when lock_not_available then
    return 0;
  end;
  select * into state from rates_state;
  if at <= state.judged_at then
    return 0;
  end if;
  select coalesce(max(i.waited_s) > extract(epoch from grace), false) into is_late
    from intake i where i.at > judge_rates.at - interval '10 minutes';
  if step > state.step and at >= step + grace then
    perform smartlog.judge_step(at, step - interval '10 minutes', is_late);
    perform smartlog.set_rate_bounds(step, zone);
  end if;
  perform smartlog.judge_minute(at, step, is_late);
  if hour > state.hour and at >= hour + grace then
    perform smartlog.judge_hour(at, hour, zone, is_late);
  end if;
  update rates_state set judged_at = judge_rates.at,
    step = case when judge_rates.at >= step + grace then step else state.step end,
    hour = case when judge_rates.at >= hour + grace then hour else state.hour end;
  return smartlog.tell_rates(at);
end
$$;

-- Deletes what is too old to be compared with, and of too many series the lightest of the last day.
create function smartlog.trim_rates() returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  lock table counting_lock in exclusive mode;
  delete from rate_steps where at < now() - interval '35 days';
  delete from rate_hours where at < now() - interval '35 days';
  delete from rate_alarms where ended_at < now() - interval '35 days';
  delete from rate_series where last_seen < now() - interval '35 days';
  delete from rate_series where id in (
    select id from (
      select s.id, s.dimension, row_number() over (partition by s.dimension order by coalesce(sum(h.events), 0) desc, s.last_seen desc, s.id) as nth
      from rate_series s left join rate_hours h on h.series = s.id and h.at > now() - interval '1 day'
      group by s.id
    ) ranked where nth > smartlog.most_series(dimension));
  delete from rate_alarms a where ended_at is null and not exists (select from rate_series s where s.id = a.series);
end
$$;

grant select on smartlog.rate_series, smartlog.rate_steps, smartlog.rate_hours, smartlog.rate_alarms, smartlog.rates_state
  to smartlog_read, smartlog_train;
grant execute on function smartlog.rate_severity, smartlog.rate_subject to smartlog_read, smartlog_train;
grant execute on function smartlog.judge_rates to smartlog_serve, smartlog_train;

-- Patterns that became one (merge_templates, 0020_patterns.sql) are counted together, as if they always had been.
create function smartlog.merge_rate_series() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  gone record;
  kept integer;
begin
  select * into gone from rate_series where dimension = 'template' and name = new.old;
  if gone.id is null then
    return null;
  end if;
  insert into rate_series as r (dimension, name, first_seen, last_seen) values ('template', new.tpl, gone.first_seen, gone.last_seen)
  on conflict (dimension, name) do update set first_seen = least(r.first_seen, gone.first_seen), last_seen = greatest(r.last_seen, gone.last_seen)
  returning id into kept;
  -- By the hours that it has: steps are found by their time.
  insert into rate_steps as s (at, series, events)
  select o.at, kept, o.events
  from rate_hours h cross join generate_series(h.at, h.at + interval '50 minutes', '10 minutes') step (at)
  join rate_steps o on o.at = step.at and o.series = gone.id
  where h.series = gone.id
  on conflict (at, series) do update set events = s.events + excluded.events;
  insert into rate_hours as h (series, at, events) select kept, at, events from rate_hours where series = gone.id
  on conflict (series, at) do update set events = h.events + excluded.events;
  delete from rate_hours where series = gone.id;
  update rate_alarms set ended_at = now() where series = gone.id and ended_at is null;
  delete from rate_series where id = gone.id;
  return null;
end
$$;
create trigger merge_rate_series after insert or update of tpl on smartlog.merged_templates
for each row execute function smartlog.merge_rate_series();
