-- Alarms: how many a day were promised at most, and how many there were.
--
-- An alarm is all anomalies of one template within one hour: what a person looks at once. Not counted are muted lines, lines of a known
-- fault, what people said themselves (taught entries, mutes, confirmed templates), and events that SmartLog wrote: no threshold of
-- a score keeps those down.

create table smartlog.alarm_promises (
  since        timestamptz primary key default now(),
  alarms_a_day integer check (alarms_a_day between 1 and 100000),
  threshold    double precision not null check (threshold between 0 and 1),
  days         smallint,
  model        text not null
);
comment on table smartlog.alarm_promises is
  'What each training promised: at most so many alarms a day, and the threshold of `anomaly` for that. The newest holds.';
comment on column smartlog.alarm_promises.alarms_a_day is 'Null where there is no budget any more.';
comment on column smartlog.alarm_promises.days is 'Days of events that the threshold was found on.';

-- Whether an anomaly counts as an alarm, by its reasons.
create function smartlog.is_alarm(why text[]) returns boolean
language sql immutable parallel safe
return not exists (select from unnest(why) reason where reason like 'fault:%' or reason = 'taught:anomaly');

-- Alarms of each whole or begun day (UTC) of the range, beside what was promised when the day began. Reads the anomalies of
-- the range, by an index, and no other events.
create function smartlog.alarms_by_day(low timestamptz, high timestamptz)
returns table (day timestamptz, promised integer, alarms bigint, anomalies bigint, faults bigint)
language sql stable parallel safe set search_path = pg_catalog, smartlog, pg_temp as $$
  with confirmed as (
    -- By both names, where a training put the template into another since.
    select unnest(array_remove(array[said.tpl, m.tpl], null)) as tpl from (
      select distinct on (event_id, event_time, who) tpl, label from feedback
      order by event_id, event_time, who, at desc, id desc
    ) said
    left join merged_templates m on m.old = said.tpl
    where label = 'anomaly'
  ), anomaly as (
    select date_bin('1 day', time, 'epoch') as day, date_bin('1 hour', time, 'epoch') as hour, coalesce(tpl, '') as tpl,
      is_alarm(why) and muted is not true and coalesce(tpl, '') <> all (select tpl from confirmed) as counts,
      exists (select from unnest(why) reason where reason like 'fault:%') as is_fault
    from events
    where label = 'anomaly' and muted is not true and time >= date_bin('1 day', low, 'epoch') and time < high and not is_own(kind)
  ), counted as (
    select day, count(distinct (hour, tpl)) filter (where counts) as alarms, count(*) as anomalies,
      count(distinct (hour, tpl)) filter (where is_fault) as faults
    from anomaly group by day
  )
  select each.day, (select alarms_a_day from alarm_promises where since <= each.day order by since desc limit 1),
    coalesce(alarms, 0), coalesce(anomalies, 0), coalesce(faults, 0)
  from generate_series(date_bin('1 day', low, 'epoch'), high - interval '1 microsecond', '1 day') as each (day)
  left join counted using (day)
  order by 1
$$;
comment on function smartlog.alarms_by_day is
  'day (UTC), alarms promised when it began, alarms, anomalies (events), known faults (by template and hour, as alarms are).';

grant select on smartlog.alarm_promises to smartlog_read, smartlog_train;
-- What was promised stays as it was.
grant insert on smartlog.alarm_promises to smartlog_train;
grant execute on function smartlog.is_alarm, smartlog.alarms_by_day to smartlog_read, smartlog_train;
