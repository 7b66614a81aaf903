-- Events that SmartLog writes itself: of kind `rate`, what a count of events says, and of kind `session`, what the end of
-- a session does. No line came with them, so no head scored them and no fingerprint is theirs; no shipper can send one
-- (events_of() takes such a kind for unknown).

create function smartlog.is_own(kind text) returns boolean
language sql immutable parallel safe
return kind in ('rate', 'session');
comment on function smartlog.is_own is 'Whether events of this kind are written by SmartLog itself, not out of a line.';

-- Writes an event of SmartLog's own; it counts in the rollups by its kind, and in no list of names. Mutes hide it, too: by
-- template where it is about one.
--
-- kind      rate or session
-- key       what the event is about and since when: given again within a day, nothing is written
-- at        its time, when it was found
-- why       reasons, as `rate:surge`
-- site      as the rollups name it, so that the event is found by it; null where it is about all
-- session   key of the session that it is about; null where it is about none
-- message   for people, one line
-- details   further members of the record: current and usual value, since when, an example; template, where it is about one
--
-- Returns the event's id; null where it was there already.
create function smartlog.write_own_event(
  kind text, key text, at timestamptz, severity text, score real, why text[], site text,
  session text, message text, details jsonb)
returns bigint
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  new_id constant bigint := hashtextextended(kind || ' ' || key, 0);
  filed constant timestamptz := smartlog.arrival_time(at);
  is_known boolean;
  muted_by bigint;
begin
  if not smartlog.is_own(kind) then
    raise exception '% is no kind of SmartLog''s own events', kind using errcode = 'invalid_parameter_value';
  end if;
  if smartlog.partition_missing(filed) then
    perform smartlog.make_partitions(array[filed]);
  end if;
  -- Planned with the very times: a plan for any would lock every partition. The lock: two writers of one event.
  lock table counting_lock in exclusive mode;
  execute 'select exists (select from smartlog.events where id = $1 and time between $2 and $3)' into is_known
    using new_id, filed - interval '1 day', filed + interval '1 day';
  if is_known then
    return null;
  end if;
  muted_by := smartlog.mute_of('anomaly', details ->> 'template', why, null, site);
  insert into events (time, id, v, kind, label, severity, score, why, host, tag, session, muted, mute, record)
  values (filed, new_id, 1, kind, 'anomaly', severity, score, why, site::varchar(255), 'smartlog', session::varchar(64),
    case when muted_by is not null then true end, muted_by, jsonb_build_object('message', message::varchar(4000)) || details);
  return new_id;
end
$$;
grant execute on function smartlog.is_own to smartlog_read, smartlog_train;
grant execute on function smartlog.write_own_event to smartlog_serve, smartlog_train;

-- As in 0015_unread.sql, but of lines alone.
create or replace function smartlog.count_unread() returns trigger
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
    where time >= final_before and not smartlog.is_own(kind)
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
