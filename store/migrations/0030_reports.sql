-- What reports tell of a week beside the rollups: bytes by name, and how many visitors came.
--
-- Bounded by design, whatever is in the logs: a number in rows that are there already; 1,024 rows a day.

-- As a batch takes them: events first, or each would wait for the other.
lock table smartlog.events in share row exclusive mode;
alter table smartlog.top_hour add column bytes numeric;
alter table smartlog.top_day add column bytes numeric;
comment on column smartlog.top_hour.bytes is
  'Sum over its events; null where some were stored before bytes were counted (db rollup-rebuild counts them), and of templates.';
comment on column smartlog.top_day.bytes is 'As in top_hour.';

-- As in 0020_patterns.sql, with bytes.
create or replace function smartlog.count_top() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  is_stored constant boolean := tg_table_name = 'events';
  final_before timestamptz := '-infinity';
  hours timestamptz[];
  new_templates text[];
begin
  lock table counting_lock in exclusive mode;
  if is_stored then
    final_before := smartlog.final_before();
  end if;

  with named as materialized (
    select at, grouping(ip, path, ua, tpl) as by, ip, path, ua, tpl, count(*) as events,
      sum(greatest(bytes, 0)) as bytes,
      count(*) filter (where is_suspicious) as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where is_suspicious), 0) as score,
      count(*) + 9 * count(*) filter (where is_suspicious) as weight,
      min(time) as first_seen, max(time) as last_seen, max(pattern) as pattern
    from (
      select date_bin('1 hour', time, 'epoch') as at, ip, split_part(path::varchar(300), '?', 1) as path,
        ua::varchar(300) as ua, tpl, label <> 'normal' and muted is not true as is_suspicious, status, score, time,
        pattern, bytes
      from batch
      where time >= final_before
    ) event
    group by grouping sets ((at, ip), (at, path), (at, ua), (at, tpl))
  ), hour as materialized (
    select at from named group by at
  ), most as materialized (
    select at, d.dimension, d.name, events, suspicious, errors, score, d.bytes
    from (values (7), (11), (13), (14)) dimensions (by)
    cross join lateral (
      select * from named n where n.by = dimensions.by and num_nonnulls(ip, path, ua, tpl) > 0
      order by weight desc, ip, path, ua, tpl
      limit 100 * (select count(*) from hour)
    ) n
    cross join lateral (
      select * from (values ('source', host(ip)), ('path', path), ('ua', ua), ('template', tpl)) v (dimension, name)
      cross join lateral (select case when dimension <> 'template' then coalesce(n.bytes, 0) end as bytes) b
    ) d
    where d.name is not null
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
  ), template as (
    select tpl, sum(events)::bigint as events, min(first_seen) as first_seen,
      max(last_seen) as last_seen, max(pattern) as pattern
    from named where is_stored and by = 14 and tpl is not null group by tpl
  ), known as (
    update templates t set events = t.events + b.events, first_seen = least(t.first_seen, b.first_seen),
      last_seen = greatest(t.last_seen, b.last_seen), text = coalesce(b.pattern, t.text)
    from template b where t.tpl = b.tpl
  )
  select (select array_agg(at) from hour),
    array(select b.tpl from template b where not exists (select from templates t where t.tpl = b.tpl)
      order by events desc, tpl limit 500)
  into hours, new_templates;

  if cardinality(new_templates) > 0 then
    insert into templates (tpl, kind, text, events, first_seen, last_seen, example_time, example_id)
    select tpl, kind, coalesce(pattern_of_all, smartlog.masked_line(kind, method, path, status, record)),
      events, first_seen, last_seen, time, id
    from (
      select *, row_number() over (partition by tpl order by time, id) as nth, count(*) over same as events,
        min(time) over same as first_seen, max(time) over same as last_seen, max(pattern) over same as pattern_of_all
      from batch
      where tpl = any (new_templates)
      window same as (partition by tpl)
    ) event
    where nth = 1;
    -- Random words in a line make templates without end.
    if (select count(*) from templates) > 20000 then
      delete from templates
      where tpl in (select tpl from templates order by events desc, last_seen desc, tpl offset 10000);
    end if;
  end if;
  perform smartlog.trim_top(hours);
  return null;
end
$$;

-- HyperLogLog (Flajolet and others, 2007): of each visitor's hash the low ten bits choose a register, which keeps the
-- largest rank, the place of the first 1, of the other 54. Days are put together by the maximum. Standard error 3.3 %;
-- below some 2,500 the registers that are empty tell it more closely (store/report/visitors.ts).
create table smartlog.visitor_days (
  at       timestamptz not null,
  register smallint not null check (register between 0 and 1023),
  rank     smallint not null check (rank between 1 and 55),
  primary key (at, register)
) with (fillfactor = 70);
comment on table smartlog.visitor_days is
  'Visitors by UTC day, as a HyperLogLog of 1,024 registers: address (of IPv6 the /64) and user agent of normal web requests.';
grant select on smartlog.visitor_days to smartlog_read, smartlog_train;

-- Runs like count_rollups (0006_rollups.sql), and under the same lock.
create function smartlog.count_visitors() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  final_before timestamptz := '-infinity';
begin
  if not exists (select from batch where kind = 'web' and label = 'normal') then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  with visitor as (
    select distinct date_bin('1 day', time, 'epoch') as at,
      hashtextextended(concat(network(set_masklen(ip, case family(ip) when 4 then 32 else 64 end)), ' ', ua), 0) as hash
    from batch
    where kind = 'web' and label = 'normal' and ip is not null and time >= final_before
  ), seen as (
    select at, (hash & 1023)::smallint as register,
      max(coalesce(nullif(position('1' in (hash >> 10)::bit(54)::text), 0), 55))::smallint as rank
    from visitor group by 1, 2
  )
  insert into visitor_days as v (at, register, rank)
  select at, register, rank from seen s
  -- A day's registers are full soon: then a batch writes hardly any.
  where not exists (select from visitor_days d where (d.at, d.register) = (s.at, s.register) and d.rank >= s.rank)
  on conflict (at, register) do update set rank = excluded.rank;
  return null;
end
$$;

create trigger count_visitors after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_visitors();
create trigger count_visitors after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_visitors();

-- As in 0021_mutes.sql, with this table.
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
  while hour < high loop
    -- Planned with the very hour: a plan for any would lock every partition.
    execute $insert$
      insert into recount (time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, host, service, muted, mute)
      select time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, host, service, muted, mute
      from events where time >= $1 and time < $2
    $insert$ using hour, hour + interval '1 hour';
    delete from recount;
    hour := hour + interval '1 hour';
  end loop;
end
$$;
