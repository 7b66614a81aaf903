-- How many lines of each log were read, by hour: what no parser knows has kind unknown, no fields and a verdict of its
-- words alone. A log's tag is the shipper's word, so its share tells when a program writes another form since an upgrade.
--
-- Bounded by design: at most 500 tags an hour are counted by name, the rest as one.

create table smartlog.unread_hour (
  at           timestamptz not null,
  tag          text not null,
  events       bigint not null,
  unread       bigint not null,
  example_time timestamptz,
  example_id   bigint,
  primary key (at, tag)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
comment on table smartlog.unread_hour is
  'Events by hour and tag, and how many of them are of lines that were not read (kind unknown). Exact.';
comment on column smartlog.unread_hour.tag is 'Of the first 500 an hour; the others count as (other).';
comment on column smartlog.unread_hour.example_id is 'The newest event of the hour that was not read.';

-- Runs like count_rollups (0006_rollups.sql), and under the same lock.
create function smartlog.count_unread() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  most_tags constant integer := 500;
  final_before timestamptz := '-infinity';
begin
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  -- The newest one apart: an ordered aggregate would sort the whole batch.
  with newest as (
    select distinct on (at, tag) date_bin('1 hour', time, 'epoch') as at, coalesce(tag, '') as tag, time as example_time,
      id as example_id
    from batch
    where time >= final_before and kind = 'unknown'
    order by at, tag, time desc, id desc
  ), by_tag as (
    select date_bin('1 hour', time, 'epoch') as at, coalesce(tag, '') as tag, count(*) as events,
      count(*) filter (where kind = 'unknown') as unread
    from batch
    where time >= final_before
    group by 1, 2
  ), counted as materialized (
    select * from by_tag left join newest using (at, tag)
  ), fresh as (
    select at, tag, row_number() over (partition by at order by events desc, tag) as nth
    from counted c
    where not exists (select from unread_hour u where (u.at, u.tag) = (c.at, c.tag))
  ), beyond as (
    select at, tag from fresh
    where nth > most_tags - (select count(*) from unread_hour u where u.at = fresh.at and u.tag <> '(other)')
  )
  insert into unread_hour as u (at, tag, events, unread, example_time, example_id)
  select at, case when b.tag is null then c.tag else '(other)' end, sum(events), sum(unread), max(example_time),
    (array_agg(example_id order by example_time desc nulls last, example_id desc))[1]
  from counted c left join beyond b using (at, tag)
  group by 1, 2
  on conflict (at, tag) do update set events = u.events + excluded.events, unread = u.unread + excluded.unread,
    (example_time, example_id) = (
      select * from (values (u.example_time, u.example_id), (excluded.example_time, excluded.example_id)) e (time, id)
      order by time desc nulls last, id desc limit 1);
  return null;
end
$$;

create trigger count_unread after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_unread();
create trigger count_unread after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_unread();

-- As in 0008_recount.sql, with this table.
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
  delete from top_hour where at >= low and at < high;
  delete from top_day where at >= low and at < high;
  delete from unread_hour where at >= low and at < high;
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

grant select on smartlog.unread_hour to smartlog_read, smartlog_train;
