-- Counts made anew from the events, and the proof that counts are right.

-- Events inserted here are counted by the very same code as stored ones; emptied in the same transaction.
create unlogged table smartlog.recount (like smartlog.events);
alter table smartlog.recount alter column record drop not null;

create trigger count_rollups after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_rollups();
create trigger count_top after insert on smartlog.recount
referencing new table as batch for each statement execute function smartlog.count_top();

-- Events of [low, high) beyond those that were ever counted: none, whatever has been dropped.
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

-- Counts the events of [low, high) anew; both at midnight UTC. Ingest waits meanwhile. Templates stay as they are,
-- because they know of events that have been dropped. So do the counts of days that retention has dropped, except where
-- more events are stored than were counted: those were stored and never counted.
create function smartlog.rebuild_rollups(low timestamptz, high timestamptz) returns void
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

-- Where the rollups differ from a recount of the events in [low, high): nowhere, or they are wrong. A site counts by
-- name while it is among the heaviest, else as (other): so all sites together have to be equal, and no name may have
-- more than its own. Each longer step has to be the sum of the next shorter one.
create function smartlog.rollup_differences(low timestamptz, high timestamptz)
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
  select coalesce(r.at, f.at), coalesce(r.site, f.site), r.events, f.events
  from (select * from rollups r where r.at >= $1 and r.at < $2 and step_minutes > 1) r
  full join (
    select date_bin(make_interval(mins => longer), f.at, 'epoch') as at, f.site, kind, label, severity, status_class,
      longer as step_minutes, sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollups f join (values (1, 60), (60, 360), (360, 1440)) step (step_minutes, longer) using (step_minutes)
    where f.at >= $1 and f.at < $2
    group by 1, 2, 3, 4, 5, 6, 7
  ) f using (at, site, kind, label, severity, status_class, step_minutes)
  where (r.events, r.bytes, r.duration_us) is distinct from (f.events, f.bytes, f.duration_us)
  $query$ using low, high;
end
$$;
