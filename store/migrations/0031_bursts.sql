-- Counts that come in bursts, as visits do: a pause of theirs says less than one of lines that come each by itself, and what
-- is ten times the usual may be what every other day has at some time.
--
-- dispersion  variance over mean of counts of ten minutes that follow each other: 1 where each line comes by itself (Poisson),
--             the size of the bursts where they come in bursts. With it counts are negative binomial, and minutes without a line
--             are as likely as they would be of mean * ln(dispersion) / (dispersion - 1) lines that come each by itself.
-- peak        the fourth highest ten minutes of the week before, at whatever time of the day
--
-- And strangers: addresses that fetch a page or two of a site, and nothing that a browser fetches with it. A crowd of scrapers
-- whose requests are ordinary, each from another address, shows in their number alone. Fewer of them are no fault.

alter table smartlog.rate_series add column dispersion real;
comment on column smartlog.rate_series.dispersion is
  'Variance over mean of counts that follow each other, at least 1; of the days compared with all but the worst fifth.';
alter table smartlog.rate_series drop constraint rate_series_dimension_check,
  add constraint rate_series_dimension_check check (dimension in ('all', 'kind', 'site', 'service', 'status', 'template', 'strangers'));
comment on table smartlog.rate_series is
  'What is counted. status: lines by the class of a web answer, as 5xx; all: every line; strangers: of a site, addresses instead of lines.';

drop function smartlog.rate_severity(text, text, text, real, real);
create function smartlog.rate_severity(dimension text, name text, change text, current real, usual real, peak real) returns text
language sql immutable parallel safe
return case
  when change in ('shift', 'new-pattern') then 'low'
  when change = 'silence' then case when dimension in ('all', 'kind', 'site') then 'high' when dimension = 'service' then 'medium' else 'low' end
  when change = 'drop' then case when dimension in ('all', 'kind', 'site') then 'medium' else 'low' end
  when current < 1.5 * peak then 'low'
  when (dimension, name) = ('status', '5xx') then 'high'
  when dimension = 'template' then case when current >= 10 * greatest(usual, 1) then 'medium' else 'low' end
  when current >= 10 * greatest(usual, 1) then 'high'
  else 'medium'
end;
grant execute on function smartlog.rate_severity to smartlog_read, smartlog_train;

alter table smartlog.rate_alarms add column peak real not null default 0;
comment on column smartlog.rate_alarms.peak is 'Of a surge: the fourth highest ten minutes of the week before.';
alter table smartlog.rate_alarms add column severity text not null
  generated always as (smartlog.rate_severity(dimension, name, change, current, usual, peak)) stored;

drop function smartlog.rate_direction(text, real, real);
create function smartlog.rate_direction(dimension text, change text, current real, usual real) returns text
language sql immutable parallel safe
return case
  when dimension = 'strangers' then dimension
  when change = 'new-pattern' then 'new'
  when change = 'surge' or change = 'shift' and current > usual then 'up'
  else 'down'
end;

create or replace function smartlog.most_series(dimension text) returns integer
language sql immutable parallel safe
return case dimension when 'template' then 1000 when 'service' then 300 when 'site' then 200 when 'strangers' then 200 else 20 end;

create or replace function smartlog.rate_subject(dimension text, name text) returns text
language sql stable
return case dimension
  when 'all' then 'lines in all'
  when 'kind' then name || ' lines'
  when 'site' then 'lines of site ' || name
  when 'service' then 'lines of service ' || name
  when 'status' then 'answers ' || name
  when 'strangers' then 'addresses that take a page or two of site ' || name
  else 'lines of pattern ' || name || coalesce(' (' || (select left(text, 120) from smartlog.templates where tpl = name) || ')', '')
end;

create or replace function smartlog.rate_example(dimension text, name text, low timestamptz, high timestamptz,
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
    when 'strangers' then format($$kind = 'web' and label = 'normal' and coalesce(host, service, tag, '') = %L$$, name)
    when 'service' then format('service = %L', name)
    when 'status' then format($$kind = 'web' and status between %1$s00 and %1$s99$$, left(name, 1))
    else format('tpl = %L', name)
  end) into event_time, event_id, site, line using low, high;
end
$body$;

-- Counts strangers of the ten minutes from `step` on, anew. Where more than 100,000 web lines came in them, not: it would be dear,
-- and a crowd does not show in so many.
create function smartlog.count_strangers(step timestamptz) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $body$
#variable_conflict use_variable
declare
  most constant integer := 100000;
  web_lines integer;
begin
  select c.events into web_lines from rate_series r join rate_steps c on c.series = r.id and c.at = step
  where r.dimension = 'kind' and r.name = 'web';
  if web_lines is null or web_lines > most then
    return;
  end if;
  -- Planned with the very times.
  execute format($count$
    with stranger as materialized (
      select site, max(time) as last_seen from (
        select coalesce(host, service, tag, '') as site, ip, time, label, path, status from smartlog.events
        where time >= %1$L and time < %2$L and kind = 'web' and ip is not null and muted is not true
      ) request
      group by site, ip
      having count(*) <= 2 and bool_and(label = 'normal' and status between 200 and 399
        and split_part(path, '?', 1) !~* '[.](css|m?js|map|json|xml|txt|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|mp[34]|webm)$')
    ), counted as (
      select site, count(*)::integer as events, max(last_seen) as last_seen from stranger group by site
    ), seen as (
      update rate_series r set last_seen = greatest(r.last_seen, c.last_seen) from counted c where (r.dimension, r.name) = ('strangers', c.site)
    ), added as (
      insert into rate_series (dimension, name, first_seen, last_seen)
      select 'strangers', site, last_seen, last_seen from (select *, row_number() over (order by events desc, site) as nth from counted c
        where not exists (select from rate_series r where (r.dimension, r.name) = ('strangers', c.site))) fresh
      where nth <= smartlog.most_series('strangers') - (select count(*) from rate_series where dimension = 'strangers')
      returning id, name
    ), known as (
      select id, name from rate_series where dimension = 'strangers' union all select id, name from added
    ), into_steps as (
      insert into rate_steps as s (at, series, events) select %1$L, id, events from counted join known on known.name = site
      on conflict (at, series) do update set events = excluded.events where s.events <> excluded.events
    )
    select 1
  $count$, step, step + interval '10 minutes');
end
$body$;

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
create or replace function smartlog.set_rate_bounds(step timestamptz, zone text) returns void
language sql set search_path = pg_catalog, smartlog, pg_temp as $$
  with day as materialized (
    select n, (local - n * interval '1 day') at time zone zone as at,
      (extract(isodow from local - n * interval '1 day') >= 6) = (extract(isodow from local) >= 6) as alike
    from (select step at time zone zone as local) l, generate_series(1, 28) n
  ), counted as materialized (
    select c.series, d.n, coalesce(max(c.events) filter (where c.at = d.at), 0) as here, max(c.events) as high,
      case when count(*) = 3 then min(c.events) else 0 end as low,
      -- Of three counts: variance over mean.
      (sum(c.events ^ 2) - sum(c.events) ^ 2 / 3) / 2 / (sum(c.events)::float8 / 3) as dispersion
    from day d join rate_steps c on c.at >= d.at - interval '10 minutes' and c.at <= d.at + interval '10 minutes'
    group by 1, 2
  ), running as materialized (
    select day.* from day join counted using (n) join rate_series a on a.id = counted.series and a.dimension = 'all'
  ), filled as materialized (
    select s.id, r.n, r.alike, coalesce(c.here, 0) as here, coalesce(c.high, 0) as high, coalesce(c.low, 0) as low, c.dispersion
    from rate_series s
    join running r on r.at >= greatest(s.first_seen, s.usual_from)
    left join counted c on c.series = s.id and c.n = r.n
    where s.last_seen > step - interval '26 hours'
  ), middle as materialized (
    select id, count(*) as days, count(*) filter (where alike) >= 6 as by_day,
      percentile_cont(0.5) within group (order by here) as of_all,
      percentile_cont(0.5) within group (order by here) filter (where alike) as of_alike,
      (array_agg(low order by low))[1 + count(*) / 10] as tenth,
      percentile_cont(0.8) within group (order by dispersion) as dispersion
    from filled group by id
  ), spread as (
    select id, days, tenth, middle.dispersion, case when by_day then of_alike else of_all end as usual,
      1.4826 * percentile_cont(0.5) within group (order by abs(here - case when by_day then of_alike else of_all end))
        filter (where alike or not by_day) as deviation,
      array_agg(high order by high desc) filter (where alike or not by_day) as highest
    from filled join middle using (id)
    group by id, days, tenth, middle.dispersion, by_day, of_alike, of_all
  ), scaled as (
    select *, greatest(deviation, sqrt(greatest(usual, 1)), 0.1 * usual) as sigma from spread
  )
  update rate_series r set bounds_of = step, days = s.days, usual = s.usual, tenth = case when r.dimension = 'strangers' then 0 else s.tenth end,
    dispersion = greatest(s.dispersion, 1),
    upper = case when s.days >= 7 then greatest(s.usual + 6 * sigma, 1.5 * coalesce(highest[2], highest[1]), s.usual + 10)
      else greatest(s.usual + 12 * sigma, 4 * highest[1], s.usual + 50) end,
    lower = case when s.days >= 7 and r.dimension <> 'strangers' then greatest(least(s.usual - 6 * sigma, 0.5 * s.tenth), 0) else 0 end
  from scaled s
  where r.id = s.id
$$;

-- As in 0024_rates.sql, with peaks and dispersion.
create or replace function smartlog.judge_minute(at timestamptz, step timestamptz, is_late boolean) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
#variable_conflict use_variable
declare
  is_all_silent boolean;
begin
  if judge_minute.at < step + interval '3 minutes' then
    perform smartlog.count_strangers(step - interval '10 minutes');
  end if;
  perform smartlog.count_strangers(step);
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

  update rate_alarms a set raised_at = judge_minute.at, peak = coalesce((
    select c.events from generate_series(a.since - interval '7 days', a.since - interval '10 minutes', interval '10 minutes') s (at)
    join rate_steps c on (c.at, c.series) = (s.at, a.series)
    order by c.events desc offset 3 limit 1), 0)
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
    -- By what even a quiet day brings: as unlikely as that of ten lines, each by itself, none came.
    and r.tenth / 600 * extract(epoch from least(judge_minute.at - r.last_seen, judge_minute.at - step + interval '10 minutes'))
      * case when r.dispersion > 1.001 then ln(r.dispersion) / (r.dispersion - 1) else 1 end >= 10
    -- In the first week neither nights nor weekends are known: then only what comes at all hours alike.
    and (r.days >= 7 or (select count(*) >= 70 and 4 * min(h.events) >= avg(h.events) from rate_hours h
      where h.series = r.id and h.at >= step - interval '72 hours' and h.at < date_bin('1 hour', r.last_seen, 'epoch')))
    and (r.dimension = 'all' or not is_all_silent) and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
  on conflict (series, change) where ended_at is null do nothing;
end
$$;

-- As in 0024_rates.sql, with strangers by themselves.
create or replace function smartlog.tell_rates(at timestamptz) returns integer
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

  foreach direction in array array['up', 'down', 'new', 'strangers'] loop
    select a.*, abs(a.current - a.usual) * 600 / extract(epoch from a.per) as excess into main
    from rate_alarms a
    where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction
    order by array_position(severities, a.severity) desc,
      abs(a.current - a.usual) * 600 / extract(epoch from a.per) desc, array_position('{all,kind,site,service,status,template}', a.dimension), a.name
    limit 1;
    continue when main.id is null;

    select (array_agg(e.event_time order by e.event_time desc))[1] as event_time, (array_agg(e.event_id order by e.event_time desc))[1] as event_id,
      max(abs(e.current - e.usual) * 600 / extract(epoch from e.per)) as excess,
      max(array_position(severities, e.severity)) as severity into told
    from rate_alarms e
    where e.event_time > tell_rates.at - interval '30 minutes' and smartlog.rate_direction(e.dimension, e.change, e.current, e.usual) = direction;
    if told.event_id is not null and array_position(severities, main.severity) <= told.severity
      and (direction = 'new' or main.excess <= 1.2 * told.excess)
    then
      update rate_alarms a set event_time = told.event_time, event_id = told.event_id
      where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction;
      continue;
    end if;

    select * into example from smartlog.rate_example(main.dimension, main.name,
      case when main.change in ('silence', 'drop') then main.since - interval '15 minutes' else main.since end,
      case when main.change = 'silence' then main.since + interval '1 minute' else tell_rates.at + interval '1 minute' end);
    others := array(
      select smartlog.rate_subject(a.dimension, a.name) from rate_alarms a
      where a.raised_at = tell_rates.at and a.event_id is null and a.id <> main.id and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction
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
      case when main.dimension in ('site', 'strangers') then main.name when main.dimension in ('all', 'kind', 'status') then null else example.site end,
      null, message,
      jsonb_build_object('rate', jsonb_strip_nulls(jsonb_build_object(
        'of', main.dimension, 'name', main.name, 'change', main.change, 'current', main.current, 'usual', main.usual,
        'bound', main.bound, 'peak', nullif(main.peak, 0), 'minutes', extract(epoch from main.per) / 60, 'since', main.since, 'also', to_jsonb(others),
        'example', case when example.event_id is not null then jsonb_build_object('id', smartlog.event_hex(example.event_id),
          'time', example.event_time, 'line', example.line) end)))
        -- By what mutes of a template find it.
        || case when main.dimension = 'template' then jsonb_build_object('template', main.name) else '{}' end);
    events_written := events_written + 1;
    update rate_alarms a set event_time = tell_rates.at, event_id = coalesce(written, 0)
    where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction;
  end loop;
  return events_written;
end
$$;
