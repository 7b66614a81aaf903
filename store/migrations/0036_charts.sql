-- What charts tell besides the rollups: how long answers took, which pages people read, what was asked for in vain, who led
-- there; and which steps of time were watched at all.
--
-- Bounded by design, whatever is in the logs: durations by the sites of the rollups in at most 161 bins; names as in 0007_top.sql.

create table smartlog.duration_bins (
  at           timestamptz not null,
  site         text not null,
  bin          smallint not null check (bin between 0 and 160),
  step_minutes smallint not null,
  events       bigint not null,
  primary key (step_minutes, at, site, bin)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.duration_bins is
  'Web requests by how long the answer took, in steps of ten minutes and of a day (UTC). site: as in rollups.';
comment on column smartlog.duration_bins.bin is
  'Four times the binary logarithm of the microseconds, rounded down: the middle of a bin is at most 9 % off.';
comment on table smartlog.top_hour is
  'The most frequent names by hour; dimension: source, path, ua, template; of web requests page (people''s, without what pages '
  'are made of), missing (404), referrer (the host that led people there). Of each batch the 100 of most weight an hour are counted '
  '(a suspicious event weighs ten); above 1,000 names an hour the lightest are cut.';

-- What a page is made of, or a program asks for by itself.
create function smartlog.is_asset(path text) returns boolean
language sql immutable parallel safe
return path ~* '[.](css|js|mjs|map|json|xml|txt|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|wasm)$';

-- Runs like count_rollups (0006_rollups.sql), under the same lock and behind it: sites are named by then.
create function smartlog.count_web() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  final_before timestamptz := '-infinity';
  hours timestamptz[];
begin
  if not exists (select from batch where kind = 'web') then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  if exists (select from batch where kind = 'web' and ms is not null) then
    insert into duration_bins as d (at, site, bin, step_minutes, events)
    select date_bin(make_interval(mins => step), b.at, 'epoch'), coalesce(s.site, '(other)'), bin, step, sum(events)
    from (
      select date_bin('10 minutes', time, 'epoch') as at, coalesce(host, service, tag, '') as site,
        floor(4 * ln(greatest(least(ms, 1e9) * 1000, 1)::float8) / ln(2::float8))::smallint as bin, count(*) as events
      from batch
      where kind = 'web' and ms is not null and time >= final_before
      group by 1, 2, 3
    ) b
    left join (select site from sites where named) s using (site)
    cross join unnest(array[10, 1440]) step
    group by 1, 2, 3, 4
    on conflict (step_minutes, at, site, bin) do update set events = d.events + excluded.events;
  end if;

  with request as materialized (
    select date_bin('1 hour', time, 'epoch') as at, status, bytes, label <> 'normal' and muted is not true as is_suspicious, score,
      case when label = 'normal' and coalesce(status, 200) < 400 and not smartlog.is_asset(path) then path end as page,
      case when status = 404 then path end as missing,
      case when label = 'normal' then referrer end as referrer
    from (
      select time, status, bytes, label, muted, score, split_part(path::varchar(300), '?', 1) as path,
        nullif(lower(substring(ref from '^https?://([^/?#:]{1,255})')), lower(host)) as referrer
      from batch
      where kind = 'web' and time >= final_before
    ) asked
  ), named as materialized (
    select at, case grouping(page, missing, referrer) when 3 then 'page' when 5 then 'missing' else 'referrer' end as dimension,
      coalesce(page, missing, referrer) as name, count(*) as events, sum(greatest(bytes, 0)) as bytes,
      count(*) filter (where is_suspicious) as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where is_suspicious), 0) as score
    from request
    where num_nonnulls(page, missing, referrer) > 0
    group by grouping sets ((at, page), (at, missing), (at, referrer))
    having coalesce(page, missing, referrer) is not null
  ), most as materialized (
    select at, dimension, name, events, suspicious, errors, score, coalesce(bytes, 0) as bytes
    from (
      select *, row_number() over (partition by dimension order by events desc, name) as nth from named
    ) ranked
    where nth <= 100 * (select count(distinct at) from named)
  ), into_hour as (
    insert into top_hour as t (at, dimension, name, events, suspicious, errors, score, bytes)
    select at, dimension, name, events, suspicious, errors, score, bytes from most
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score), bytes = t.bytes + excluded.bytes
  ), into_day as (
    insert into top_day as t (at, dimension, name, events, suspicious, errors, score, bytes)
    select date_bin('1 day', at, 'epoch'), dimension, name, sum(events), sum(suspicious), sum(errors), max(score), sum(bytes)
    from most group by 1, 2, 3
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score), bytes = t.bytes + excluded.bytes
  )
  select array_agg(distinct at) into hours from most;
  perform smartlog.trim_top(hours);
  return null;
end
$$;

-- As a batch takes them: events first, or each would wait for the other.
lock table smartlog.events in share row exclusive mode;
create trigger count_web after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_web();
create trigger count_web after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_web();

-- As in 0030_reports.sql, with these.
create or replace function smartlog.rebuild_rollups(low timestamptz, high timestamptz) returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp set work_mem = '32MB' as $$
declare
  hour timestamptz := low;
begin
  lock table counting_lock in exclusive mode;
  if low < smartlog.final_before() and not exists (select from uncounted(low, high)) then
    raise exception 'the events before % have been dropped: their counts can''t be made again', smartlog.final_before();
  end if;
  delete from rollups where at >= low and at < high;
  delete from muted_rollups where at >= low and at < high;
  delete from muted_days where at >= low and at < high;
  delete from top_hour where at >= low and at < high;
  delete from top_day where at >= low and at < high;
  delete from unread_hour where at >= low and at < high;
  delete from visitor_days where at >= low and at < high;
  delete from duration_bins where at >= low and at < high;
  while hour < high loop
    -- Planned with the very hour: a plan for any would lock every partition.
    execute $insert$
      insert into recount (time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, ref, host, service, muted, mute)
      select time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, ref, host, service, muted, mute
      from events where time >= $1 and time < $2
    $insert$ using hour, hour + interval '1 hour';
    delete from recount;
    hour := hour + interval '1 hour';
  end loop;
end
$$;

-- Percentiles of the answers' times, in milliseconds, of each step of the range; null where none was timed. Steps below ten
-- minutes are made ten. `sites` has '*' for all.
create function smartlog.durations(step interval, low timestamptz, high timestamptz, sites text[])
returns table (at timestamptz, timed bigint, p50 float8, p95 float8, p99 float8)
language sql stable parallel safe as $$
  with counted as (
    select date_bin(greatest(step, '10 minutes'), d.at, 'epoch') as at, bin, sum(events) as events
    from smartlog.duration_bins d
    where step_minutes = case when step >= '1 day' then 1440 else 10 end
      and d.at >= date_bin(greatest(step, '10 minutes'), low, 'epoch') and d.at <= high and ('*' = any (sites) or site = any (sites))
    group by 1, 2
  ), upto as (
    select at, (2 ^ ((bin + 0.5) / 4) / 1000)::float8 as ms, sum(events) over so_far as events, sum(events) over (partition by at) as timed
    from counted window so_far as (partition by at order by bin)
  )
  select steps.at, coalesce(max(timed), 0)::bigint, min(ms) filter (where events >= 0.5 * timed), min(ms) filter (where events >= 0.95 * timed),
    min(ms) filter (where events >= 0.99 * timed)
  from generate_series(date_bin(greatest(step, '10 minutes'), low, 'epoch'), high, greatest(step, '10 minutes')) steps (at)
  left join upto using (at)
  group by steps.at
$$;

-- Steps of the range in which somebody watched: those that have an event of any kind and site, and those between two that lie no
-- more than an hour, or three steps, apart. A count is 0 there; in the others nothing was shipped, and no count is known.
create function smartlog.watched(step interval, low timestamptz, high timestamptz) returns setof timestamptz
language sql stable parallel safe as $$
  with seen as (
    select at, lead(at) over (order by at) as next
    from (
      select distinct date_bin(step, at, 'epoch') as at from smartlog.rollup(step)
      where at >= low - greatest(3 * step, '1 hour') and at <= high + greatest(3 * step, '1 hour')
    ) steps
  )
  select each
  from seen
  cross join lateral generate_series(
    at,
    case
      when coalesce(next, high) - at <= greatest(3 * step, '1 hour') then coalesce(next - step, high)
      else at
    end,
    step) each
  where each >= date_bin(step, low, 'epoch') and each <= high
$$;

-- How many different visitors came on the UTC days of a range: the HyperLogLog's estimate (0030_reports.sql).
create function smartlog.visitors(low timestamptz, high timestamptz) returns bigint
language sql stable parallel safe as $$
  with merged as (
    select max(rank) as rank from smartlog.visitor_days
    where at >= date_bin('1 day', low, 'epoch') and at <= high
    group by register
  ), counted as (
    select 1024 - count(*) as empty, 1024 - count(*) + coalesce(sum(2.0::float8 ^ -rank), 0) as sum from merged
  )
  select case
      when empty = 1024 then 0
      when (0.7213 / (1 + 1.079 / 1024)) * 1024 * 1024 / sum <= 2.5 * 1024 and empty > 0 then round(1024 * ln(1024.0 / empty))
      else round((0.7213 / (1 + 1.079 / 1024)) * 1024 * 1024 / sum)
    end::bigint
  from counted
$$;

grant select on smartlog.duration_bins to smartlog_read, smartlog_train;
grant execute on function smartlog.durations, smartlog.watched, smartlog.visitors, smartlog.is_asset to smartlog_read, smartlog_train;
