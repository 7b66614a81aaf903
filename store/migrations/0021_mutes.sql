-- Mutes: events that raise no alarm for a time, by template, reason, source or several of these. The filter applies them, and
-- says so in the event (muted); label, severity and scores stay.
--
-- Bounded by design: at most 64 that act. Ended ones are kept for 400 days (partitions/trim.ts).

create table smartlog.mutes (
  id         bigint generated always as identity primary key check (id < 4294967296),
  template   text check (template ~ '^[0-9a-f]{8}$'),
  reason     text check (reason ~ '^[a-z]+:[a-z0-9-]+$'),
  -- A wider network is everybody.
  source     cidr check (masklen(source) >= case family(source) when 4 then 8 else 7 end),
  site       text check (length(site) between 1 and 255),
  label      text not null check (label in ('anomaly', 'bot', 'attack')),
  note       text not null default '',
  who        text not null,
  at         timestamptz not null default now(),
  until      timestamptz not null,
  event_time timestamptz,
  event_id   bigint,
  ended_at   timestamptz,
  ended_by   text check (ended_by in ('undone', 'replaced', 'expired')),
  ended_who  text,
  check (num_nonnulls(template, reason, source) > 0),
  -- Of a template a client can write the words, whatever else it writes beside.
  check (label <> 'attack' or num_nonnulls(reason, source) > 0),
  check (until <= at + interval '366 days'),
  check ((ended_at is null) = (ended_by is null))
);
create index on smartlog.mutes (ended_at);
comment on table smartlog.mutes is
  'Events that raise no alarm until a time. All that a mute names has to fit; it acts until then, or until it has ended.';
comment on column smartlog.mutes.template is 'tpl of the events.';
comment on column smartlog.mutes.reason is 'The reason that stands first in why of the events.';
comment on column smartlog.mutes.source is 'A network that ip of the events is in.';
comment on column smartlog.mutes.site is 'host of the events, else service.';
comment on column smartlog.mutes.label is 'The heaviest label that is hidden: anomaly, bot (and anomaly), attack (and both).';
comment on column smartlog.mutes.event_id is 'The event that it was made from, if any.';
comment on column smartlog.mutes.ended_by is 'undone: by a person; replaced: by a newer one of the same; expired: until is over.';

-- Not the table itself, which an insert holds already: two of them would wait for each other.
create table smartlog.mutes_lock ();
comment on table smartlog.mutes_lock is 'Always empty. Locked while a mute is added.';

-- The bounds hold whoever inserts, and however many at once; a mute of the same takes the place of the one before.
create function smartlog.bound_mutes() returns trigger
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  most constant integer := 64;
begin
  lock table mutes_lock in exclusive mode;
  -- A time to come would let it act beyond what is allowed.
  new.at := least(new.at, now());
  update mutes set ended_at = until, ended_by = 'expired' where ended_at is null and until <= now();
  update mutes set ended_at = now(), ended_by = 'replaced', ended_who = new.who
  where ended_at is null and (template, reason, source, site) is not distinct from (new.template, new.reason, new.source, new.site);
  if (select count(*) from mutes where ended_at is null) >= most then
    raise exception 'there are % mutes already', most using errcode = 'configuration_limit_exceeded';
  end if;
  return new;
end
$$;
create trigger bound_mutes before insert on smartlog.mutes for each row execute function smartlog.bound_mutes();

-- What the rollups count of muted events, so that panels can leave them out.
create table smartlog.muted_rollups (like smartlog.rollups, primary key (step_minutes, at, site, kind, label, severity, status_class))
with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.muted_rollups is 'Of smartlog.rollups the part that is muted.';

create table smartlog.muted_days (
  mute   bigint not null,
  at     timestamptz not null,
  events bigint not null,
  newest timestamptz not null,
  primary key (mute, at)
) with (fillfactor = 70);
comment on table smartlog.muted_days is 'Events that each mute has hidden, by UTC day.';

-- Runs after count_rollups (0006_rollups.sql), by its name, and under the same lock: sites count by the names that they have there.
create function smartlog.count_muted() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  final_before timestamptz := '-infinity';
begin
  if not exists (select from batch where muted) then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  with minute as materialized (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(s.site, '(other)') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class, count(*) as events, coalesce(sum(bytes), 0) as bytes,
      count(ms) as timed, coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from batch b left join (select site from sites where named) s on s.site = coalesce(b.host, b.service, b.tag, '')
    where time >= final_before and muted
    group by 1, 2, 3, 4, 5, 6
  )
  insert into muted_rollups as r (at, site, kind, label, severity, status_class, step_minutes, events, bytes, timed, duration_us, score)
  select date_bin(step, at, 'epoch'), site, kind, label, severity, status_class, extract(epoch from step) / 60,
    sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
  from minute
  cross join unnest(array['1 minute', '1 hour', '6 hours', '1 day']::interval[]) step
  group by 1, 2, 3, 4, 5, 6, 7
  on conflict (at, site, kind, label, severity, status_class, step_minutes) do update set
    events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
    duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score);

  insert into muted_days as d (mute, at, events, newest)
  select mute, date_bin('1 day', time, 'epoch'), count(*), max(time)
  from batch where time >= final_before and muted and mute is not null
  group by 1, 2
  on conflict (mute, at) do update set events = d.events + excluded.events, newest = greatest(d.newest, excluded.newest);
  return null;
end
$$;
create trigger count_rollups_muted after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_muted();

create trigger count_rollups_muted after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_muted();

-- As in 0015_unread.sql, with these tables.
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

-- Where the counts of muted events differ from a recount in [low, high), as rollup_differences does for all.
create function smartlog.muted_differences(low timestamptz, high timestamptz)
returns table (at timestamptz, site text, rolled_up bigint, counted bigint)
language plpgsql stable set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  return query execute $query$
    select at, '(muted)', coalesce(r.events, 0)::bigint, coalesce(c.events, 0)::bigint
    from (
      select step_minutes, at, kind, label, severity, status_class, sum(events) as events
      from muted_rollups where at >= $1 and at < $2 group by 1, 2, 3, 4, 5, 6
    ) r
    full join (
      select step_minutes, date_bin(make_interval(mins => step_minutes), time, 'epoch') as at, kind, label, severity,
        coalesce(status, 0) / 100 as status_class, count(*) as events
      from events cross join unnest(array[1, 60, 360, 1440]) step (step_minutes)
      where time >= $1 and time < $2 and muted group by 1, 2, 3, 4, 5, 6
    ) c using (step_minutes, at, kind, label, severity, status_class)
    where r.events is distinct from c.events
    union all
    select at, '(muted)', coalesce(r.events, 0)::bigint, coalesce(c.events, 0)::bigint
    from (select mute, at, events from muted_days where at >= $1 and at < $2) r
    full join (
      select mute, date_bin('1 day', time, 'epoch') as at, count(*) as events
      from events where time >= $1 and time < $2 and muted and mute is not null group by 1, 2
    ) c using (mute, at)
    where r.events is distinct from c.events
  $query$ using low, high;
end
$$;

-- The rollups with muted events left out ('hide'), with them ('show'), or these alone ('only').
create function smartlog.rollup(step interval, muted text) returns setof smartlog.rollups
language sql stable parallel safe as $$
  select * from smartlog.rollup(step) where muted <> 'only'
  union all
  select at, site, kind, label, severity, status_class, step_minutes, sign * events, sign * bytes, sign * timed,
    sign * duration_us, case when sign > 0 then score else 0 end
  from smartlog.muted_rollups cross join (select case when muted = 'only' then 1 else -1 end) s (sign)
  where muted <> 'show' and step_minutes = case
      when step < '1 hour' then 1
      when step >= '1 day' then 1440
      when extract(epoch from step)::bigint % 21600 = 0 then 360
      else 60
    end
$$;

-- Whether all that a source does is muted: for rules that judge a source by what many of its events say together.
create function smartlog.is_muted_source(client inet) returns boolean
language sql stable parallel safe
return exists (
  select from smartlog.mutes
  where ended_at is null and until > now() and client <<= source
    and template is null and reason is null and site is null and label = 'attack'
);

-- The number of the mute that hides such an event; null for none. As the filter decides (filter/score/mute.ts), for events that
-- SmartLog writes itself.
create function smartlog.mute_of(event_label text, tpl text, why text[], ip inet, site text) returns bigint
language sql stable parallel safe
return (
  select m.id from smartlog.mutes m
  where m.ended_at is null and m.until > now()
    and (m.template is null or m.template = mute_of.tpl)
    and (m.reason is null or m.reason = why[1])
    and (m.source is null or mute_of.ip <<= m.source)
    and (m.site is null or m.site = mute_of.site)
    and array_position(array['anomaly', 'bot', 'attack'], event_label) <= array_position(array['anomaly', 'bot', 'attack'], m.label)
    and (m.reason is not null or not coalesce('attack:break-in' = any (why), false))
  order by m.id limit 1
);


grant select on smartlog.mutes, smartlog.muted_rollups, smartlog.muted_days to smartlog_read, smartlog_train;
grant execute on function smartlog.rollup(interval, text), smartlog.is_muted_source, smartlog.mute_of to smartlog_read, smartlog_train;
-- What was said stays as it was: a mute can be ended, and no more; with a new model its template gets another fingerprint.
grant insert, update (ended_at, ended_by, ended_who) on smartlog.mutes to smartlog_serve;
grant update (template, ended_at, ended_by, ended_who) on smartlog.mutes to smartlog_train;
